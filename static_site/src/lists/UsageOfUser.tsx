import { Anchor, Badge, Group, List, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { activityQueries } from "@/api/activityQueries";
import type { SharingScore, WeekMeter } from "@/api/types";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { formatHours } from "@/format/streams";

/** What somebody used of the week's allowance, and how likely the account is shared. */
export function UsageOfUser({ userId }: { readonly userId: string }) {
  const usage = useQuery(activityQueries.usage(userId));
  return (
    <Panel
      title="Use"
      actions={
        <Anchor
          component={Link}
          to={`/activity?tab=history&user=${encodeURIComponent(userId)}`}
          size="sm"
        >
          What was streamed
        </Anchor>
      }
    >
      <ErrorNote of={usage.error} onRetry={() => void usage.refetch()} />
      {usage.data && (
        <Stack gap="lg">
          {usage.data.meter ? (
            <Meter of={usage.data.meter} />
          ) : (
            <Text size="sm">The plan sets no weekly allowance.</Text>
          )}
          {usage.data.sharing ? (
            <Score of={usage.data.sharing} />
          ) : (
            <Text size="sm" c="dimmed">
              There is no sharing score: nothing was seen that tells of several households.
            </Text>
          )}
        </Stack>
      )}
    </Panel>
  );
}

function Meter({ of }: { readonly of: WeekMeter }) {
  return (
    <Stack gap="xs">
      {of.weekly_hours !== null && (
        <Line
          label="Hours this week"
          value={`${formatHours(of.hours)} of ${of.weekly_hours} h`}
          share={of.hours / Math.max(of.weekly_hours, 0.01)}
        />
      )}
      {of.weekly_gb !== null && (
        <Line
          label="GB this week"
          value={`${of.gb.toFixed(1)} of ${of.weekly_gb} GB`}
          share={of.gb / Math.max(of.weekly_gb, 0.01)}
        />
      )}
      <Text size="xs" c="dimmed">
        A new week begins <When at={of.ends_at} />.
        {of.weekly_gb !== null &&
          of.unmeasured_hours > 0 &&
          ` ${formatHours(of.unmeasured_hours)} ran at an unknown bitrate and are in no GB.`}
      </Text>
    </Stack>
  );
}

interface LineProps {
  readonly label: string;
  readonly value: string;
  readonly share: number;
}

function Line({ label, value, share }: LineProps) {
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm">{label}</Text>
        <Text size="sm" c="dimmed">
          {value}
        </Text>
      </Group>
      <Progress
        value={Math.min(100, 100 * share)}
        color={share >= 1 ? "red" : share >= 0.8 ? "orange" : "indigo"}
        aria-label={label}
      />
    </div>
  );
}

function Score({ of }: { readonly of: SharingScore }) {
  return (
    <Stack gap={4}>
      <Group gap="sm">
        <Text size="sm">Sharing score</Text>
        <ScoreBadge score={of.score} />
        <Text size="xs" c="dimmed">
          <When at={of.at} style="day" />
        </Text>
      </Group>
      <List size="sm">
        {of.reasons.map((reason) => (
          <List.Item key={reason}>{reason}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

/** A score from 0 to 100, the redder the likelier. */
export function ScoreBadge({ score }: { readonly score: number }) {
  const color = score >= 80 ? "red" : score >= 40 ? "orange" : "gray";
  return (
    <Badge variant="light" color={color}>
      {score}
    </Badge>
  );
}
