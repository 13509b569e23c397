import { Anchor, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { Decision, SweepPreview } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { ruleTitle } from "@/format/limits";
import { DecisionDrawer } from "./DecisionDrawer";
import { SweepSeen } from "./SweepSeen";

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
    <SweepSeen of={of} title="What would happen now">
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
      <DecisionDrawer decision={open} onClose={() => setOpen(null)} />
    </SweepSeen>
  );
}

function byPerson(decisions: readonly Decision[]): [string, Decision[]][] {
  const found = new Map<string, Decision[]>();
  for (const decision of decisions) {
    found.set(decision.user_id, [...(found.get(decision.user_id) ?? []), decision]);
  }
  return [...found];
}
