import { Anchor, Badge, Drawer, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import type { Decision, Evidence } from "@/api/types";
import { Facts } from "@/components/Facts/Facts";
import { When } from "@/components/When/When";
import { describeStatus, humanize } from "@/format/words";

interface DecisionDrawerProps {
  readonly decision: Decision | null;
  readonly onClose: () => void;
}

/** A decision with every stream it rests on. */
export function DecisionDrawer({ decision, onClose }: DecisionDrawerProps) {
  return (
    <Drawer
      opened={decision !== null}
      onClose={onClose}
      size="lg"
      title={decision ? describeStatus("decision", decision.kind).text : ""}
    >
      {decision && <Details of={decision} />}
    </Drawer>
  );
}

function Details({ of }: { readonly of: Decision }) {
  return (
    <Stack>
      <Text>{of.reason}</Text>
      <Facts
        items={[
          ["When", <When key="at" at={of.at} />],
          [
            "User",
            of.user_id && (
              <Anchor key="user" component={Link} to={`/users/${of.user_id}`} size="sm">
                {of.user_label || of.user_id}
              </Anchor>
            ),
          ],
          ["Server", of.server_name],
          ["Rule", humanize(of.rule)],
          ["Streams", `${of.counted} counted, ${of.limit} allowed`],
          ["Carried out", of.carried_out ? "Yes" : "No"],
          ["Outcome", of.outcome],
        ]}
      />
      <Title order={3} size="h5">
        Evidence
      </Title>
      {of.evidence.length === 0 && <Text c="dimmed">None was kept.</Text>}
      {of.evidence.map((each) => (
        <StreamCard
          key={each.server_id + each.session_key}
          of={each}
          isMeant={each.server_id === of.server_id && each.session_key === of.session_key}
        />
      ))}
    </Stack>
  );
}

function StreamCard({ of, isMeant }: { readonly of: Evidence; readonly isMeant: boolean }) {
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" mb="xs" gap="xs">
        <Text fw={600} size="sm">
          {of.title || "Untitled"}
        </Text>
        <Group gap={6}>
          {isMeant && (
            <Badge color="red" variant="filled">
              This one
            </Badge>
          )}
          <Badge color={of.counted ? "indigo" : "gray"} variant="light">
            {of.counted ? "Counted" : "Not counted"}
          </Badge>
        </Group>
      </Group>
      {of.why && (
        <Text size="sm" c="dimmed" mb="xs">
          {of.why}
        </Text>
      )}
      <Facts
        items={[
          ["Whose", of.user_label],
          ["Device", of.device_name || of.device_id],
          ["Player", of.product],
          ["State", humanize(of.state)],
          ["Address", of.address],
          ["First seen", <When key="seen" at={of.first_seen} />],
        ]}
      />
    </Paper>
  );
}
