import { Alert, Anchor, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { migrationQueries } from "@/api/migrationQueries";
import type { Migration, Move } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Facts } from "@/components/Facts/Facts";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { countOf } from "@/format/words";
import { MigrationActions } from "@/lists/MigrationActions";

const BACK = { to: "/migrations", label: "Migrations" };

const OLD_ACCESS = {
  accepted: "Once the new one is accepted",
  days: "Once the new one is accepted, at the latest after",
  at_once: "As soon as the new one is offered",
} as const;

const COLUMNS: readonly Column<Move>[] = [
  {
    title: "Person",
    render: (move) => (
      <Anchor component={Link} to={`/users/${move.user_id}`} size="sm">
        {move.label}
      </Anchor>
    ),
  },
  { title: "State", render: (move) => <State of={move} /> },
  { title: "Why", isProse: true, render: (move) => move.reason || "—" },
  { title: "Since", render: (move) => <When at={move.changed_at} />, isWideOnly: true },
];

export function MigrationPage() {
  const { migrationId = "" } = useParams();
  const migration = useQuery(migrationQueries.one(migrationId));
  return (
    <>
      {!migration.data && <PageHeader title="Migration" back={BACK} />}
      <Loaded query={migration}>{(data) => <Details key={data.id} of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: Migration }) {
  const moves = useQuery(migrationQueries.moves(of.id));
  return (
    <>
      <PageHeader
        title={`${of.source_name || "?"} → ${of.target_name || "?"}`}
        back={BACK}
        badge={<StatusBadge kind="migration" status={of.state} />}
      >
        <MigrationActions of={of} />
      </PageHeader>
      <Stack gap="lg">
        {of.why && (
          <Alert role="note" color="orange" variant="light" title={of.why} icon={<Icon name="warning" />}>
            <Text size="sm">Nobody else begins until you let it go on.</Text>
          </Alert>
        )}
        <Panel title="At a glance">
          <Stack>
            <HowFar people={of.people} counts={countStates(moves.data?.items) ?? of.counts} />
            <Facts
              items={[
                ["Begun", <When key="begun" at={of.created_at} />],
                ["Ended", of.ended_at && <When key="ended" at={of.ended_at} />],
                ["Old access ends", describeOldAccess(of)],
                ["Go first", of.canary > 0 && countOf(of.canary, "person", "people")],
                ["At once", countOf(of.batch, "person", "people")],
                ["Note to customers", of.note],
                ["Brings back", of.undoes && <Undoes key="undoes" id={of.undoes} />],
              ]}
            />
          </Stack>
        </Panel>
        <Panel title="People" isFlush>
          <DataTable
            label="People who move"
            columns={COLUMNS}
            rows={moves.data?.items}
            keyOf={(move) => move.user_id}
            error={moves.error}
            onRetry={() => void moves.refetch()}
            empty={{ title: "Nobody", hint: "This migration moves nobody." }}
          />
        </Panel>
      </Stack>
    </>
  );
}

/** Count the moves by state; what the migration itself tells is as old as the last look at it. */
function countStates(moves: readonly Move[] | undefined): Migration["counts"] | null {
  if (!moves) return null;
  const counts: Migration["counts"] = {};
  for (const { state } of moves) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

interface HowFarProps {
  readonly people: number;
  readonly counts: Migration["counts"];
}

function HowFar({ people, counts }: HowFarProps) {
  const share = (count = 0) => (people ? (100 * count) / people : 0);
  const { left_source = 0, failed = 0, undone = 0 } = counts;
  const parts = [
    `${left_source} of ${people} moved`,
    failed > 0 && countOf(failed, "stays", "stay"),
    undone > 0 && `${undone} brought back`,
  ];
  return (
    <div>
      <Progress.Root size="lg" aria-hidden>
        <Progress.Section value={share(left_source)} color="teal" />
        <Progress.Section value={share(failed)} color="red" />
        <Progress.Section value={share(undone)} color="gray" />
      </Progress.Root>
      <Text size="sm" mt={6} aria-live="polite">
        {parts.filter(Boolean).join(" · ")}
      </Text>
    </div>
  );
}

function describeOldAccess(of: Migration): string {
  const text = OLD_ACCESS[of.old_access];
  return of.old_access === "days" ? `${text} ${countOf(of.days, "day")}` : text;
}

function Undoes({ id }: { readonly id: string }) {
  return (
    <Anchor component={Link} to={`/migrations/${id}`} size="sm">
      Whom an earlier migration moved
    </Anchor>
  );
}

function State({ of }: { readonly of: Move }) {
  const isOut = of.has_left && of.state === "placed";
  return (
    <div>
      <StatusBadge kind="move" status={of.state} />
      {isOut && (
        <Text size="xs" c="dimmed">
          The old access has ended
        </Text>
      )}
    </div>
  );
}
