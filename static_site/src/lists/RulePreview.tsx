import { Alert, Anchor, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { Decision, SweepPreview } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Facts } from "@/components/Facts/Facts";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { ruleTitle } from "@/format/limits";
import { countOf } from "@/format/words";
import { DecisionDrawer } from "./DecisionDrawer";

const COLUMNS: readonly Column<Decision>[] = [
  { title: "Rule", render: (decision) => ruleTitle(decision.rule) },
  { title: "Would", render: (decision) => <StatusBadge kind="decision" status={decision.kind} /> },
  { title: "Because", render: (decision) => decision.reason },
  { title: "Server", render: (decision) => decision.server_name || "—", isWideOnly: true },
];

interface RulePreviewProps {
  readonly of: SweepPreview;
}

/** What the rules would lead to at this moment, person by person. */
export function RulePreview({ of }: RulePreviewProps) {
  const [open, setOpen] = useState<Decision | null>(null);
  return (
    <Panel
      title="What would happen now"
      about={
        <>
          As of <When at={of.at} />; nothing was touched.
        </>
      }
    >
      <Stack>
        <Facts
          items={[
            ["Servers looked at", of.servers],
            ["Streams running", of.streams],
            ["By people not known here", of.unknown_streams],
            ["Decisions", of.decisions.length],
          ]}
        />
        {of.unreachable.length > 0 && (
          <Alert role="note" color="orange" variant="light" title="Not reached">
            {of.unreachable.join(", ")}: {countOf(of.unreachable.length, "server")} did not answer in
            time, so that nothing is decided about their streams.
          </Alert>
        )}
        {of.decisions.length === 0 && (
          <Text size="sm">Nothing would happen: nobody breaks a rule.</Text>
        )}
        {byPerson(of.decisions).map(([userId, decisions]) => (
          <section key={userId} aria-label={decisions[0]?.user_label ?? userId}>
            <Title order={3} size="h6" mb="xs">
              <Anchor component={Link} to={`/users/${userId}`} fw={600} size="sm">
                {decisions[0]?.user_label ?? userId}
              </Anchor>
            </Title>
            <DataTable
              label={`What would happen to ${decisions[0]?.user_label ?? userId}`}
              columns={COLUMNS}
              rows={decisions}
              keyOf={(decision) => `${decision.id}${decision.session_key}`}
              onOpen={setOpen}
              empty={{ title: "", hint: "" }}
            />
          </section>
        ))}
      </Stack>
      <DecisionDrawer decision={open} onClose={() => setOpen(null)} />
    </Panel>
  );
}

function byPerson(decisions: readonly Decision[]): [string, Decision[]][] {
  const found = new Map<string, Decision[]>();
  for (const decision of decisions) {
    found.set(decision.user_id, [...(found.get(decision.user_id) ?? []), decision]);
  }
  return [...found];
}
