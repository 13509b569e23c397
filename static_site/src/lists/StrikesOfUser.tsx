import { Alert, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { limitQueries } from "@/api/limitQueries";
import type { Decision, Strikes } from "@/api/types";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { ruleTitle } from "@/format/limits";
import { countOf } from "@/format/words";
import { DecisionDrawer } from "./DecisionDrawer";

const COLUMNS: readonly Column<Decision>[] = [
  { title: "When", render: (strike) => <When at={strike.at} /> },
  { title: "Rule", render: (strike) => ruleTitle(strike.rule) },
  { title: "Why", render: (strike) => strike.reason, isWideOnly: true },
];

/** What counts against a person just now, and what they have to bear because of it. */
export function StrikesOfUser({ userId }: { readonly userId: string }) {
  const strikes = useQuery(limitQueries.strikes(userId));
  return <Loaded query={strikes}>{(data) => <Details of={data} userId={userId} />}</Loaded>;
}

interface DetailsProps {
  readonly of: Strikes;
  readonly userId: string;
}

function Details({ of, userId }: DetailsProps) {
  const [open, setOpen] = useState<Decision | null>(null);
  return (
    <Stack gap="lg">
      {of.restraint && <Restraint of={of.restraint} userId={userId} />}
      <Panel
        title="Strikes"
        about={`Those of the last ${countOf(of.window_hours, "hour")} count. ${describeLadder(of)}`}
        isFlush
      >
        <DataTable
          label="Strikes"
          columns={COLUMNS}
          rows={of.strikes}
          keyOf={(strike) => strike.id}
          onOpen={setOpen}
          empty={{ title: "No strikes", hint: "Nothing counts against this person just now." }}
        />
      </Panel>
      <DecisionDrawer decision={open} onClose={() => setOpen(null)} onChanged={setOpen} />
    </Stack>
  );
}

interface RestraintProps {
  readonly of: NonNullable<Strikes["restraint"]>;
  readonly userId: string;
}

function Restraint({ of, userId }: RestraintProps) {
  const what = of.measure === "suspend" ? "Suspended" : "Restricted";
  return (
    <Alert role="note" color="red" variant="light" title={what}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          Since <When at={of.since} />, until <When at={of.until} />. It ends by itself.
        </Text>
        <ConfirmButton
          label="End it now"
          question="End it now?"
          size="xs"
          run={() =>
            unwrap(
              api.POST("/api/v1/users/{user_id}/restraint/end", {
                params: { path: { user_id: userId } },
              }),
            )
          }
          done="It was ended; access comes back within a minute."
        >
          <Text size="sm">
            Access comes back. The strikes stay, so that the next one counts on top of them.
          </Text>
        </ConfirmButton>
      </Group>
    </Alert>
  );
}

const MEASURES = {
  warn: () => "a warning",
  restrict: (hours: number) => `restricted for ${countOf(hours, "hour")}`,
  suspend: (hours: number) => `suspended for ${countOf(hours, "hour")}`,
} as const;

function describeLadder({ ladder }: Strikes): string {
  if (ladder.length === 0) return "There is no ladder, so that nothing follows from them.";
  const steps = ladder.map(
    ({ strikes, measure, hours }) => `from ${strikes} on ${MEASURES[measure](hours)}`,
  );
  return `The ladder: ${steps.join(", ")}.`;
}
