import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { HeldPerson, HeldRun } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { countOf, humanize } from "@/format/words";

const PEOPLE: readonly Column<HeldPerson>[] = [
  { title: "Who", render: (person) => <Who of={person} /> },
  { title: "Would lose", isProse: true, render: (person) => <Libraries of={person} /> },
  { title: "Because", isProse: true, render: (person) => person.why },
];

const RUNS: readonly Column<HeldRun>[] = [
  { title: "Held", render: (run) => <When at={run.opened_at} /> },
  { title: "Run", render: (run) => humanize(run.run) },
  { title: "People", render: (run) => `${run.people} of ${run.have_access}` },
  { title: "State", render: (run) => <StatusBadge kind="heldRun" status={run.state} /> },
  { title: "Decided", render: (run) => <When at={run.decided_at} />, isWideOnly: true },
];

/** Runs that would take access from many, and wait for a person to say so. */
export function HeldRunsPage() {
  const runs = useQuery(queries.heldRuns());
  const newest = runs.data?.items[0];
  const earlier = useCursorList(["held-runs", "all"], (cursor) =>
    unwrap(api.GET("/api/v1/held-runs", { params: { query: { cursor } } })),
  );
  return (
    <>
      <PageHeader
        title="Held runs"
        about="A run that would take access from many people at once waits here before the first of them. Whatever takes nothing from anybody goes on meanwhile."
      />
      <Stack gap="lg">
        <Loaded query={runs}>
          {() => (newest && newest.state !== "going_on" ? <Waiting of={newest} /> : null)}
        </Loaded>
        <Panel title="All held runs" isFlush>
          <DataTable
            label="All held runs"
            columns={RUNS}
            keyOf={(run) => run.id}
            empty={{
              title: "No run was ever held",
              hint: "How many people may lose access at once is set under Settings, Safety.",
            }}
            {...earlier}
          />
        </Panel>
      </Stack>
    </>
  );
}

/** The run that waits, its list, and what can be said about it. */
function Waiting({ of }: { readonly of: HeldRun }) {
  const people = useCursorList<HeldPerson>(["held-runs", of.id, of.version], (cursor) =>
    unwrap(
      api.GET("/api/v1/held-runs/{run_id}/people", {
        params: { path: { run_id: of.id }, query: { cursor } },
      }),
    ),
  );
  return (
    <Panel
      title={`The ${of.run} run would take access from ${countOf(of.people, "person", "people")}`}
      about={
        <>
          {of.have_access} have access
          {of.lately > 0 && `, ${of.lately} lost it in the 24 hours before`}; at most {of.most} may lose
          it in a day without your word.
          Held <When at={of.opened_at} />
          {of.asks_again_at && (
            <>
              , left for now until <When at={of.asks_again_at} />
            </>
          )}
          .
        </>
      }
      actions={<Decide of={of} />}
      isFlush
    >
      <DataTable
        label="Who would lose access"
        columns={PEOPLE}
        keyOf={(person) => person.user_id}
        empty={{ title: "Nobody is on the list", hint: "Reload the page in a moment." }}
        {...people}
      />
    </Panel>
  );
}

function Decide({ of }: { readonly of: HeldRun }) {
  const call = { params: { path: { run_id: of.id } }, body: { version: of.version } };
  return (
    <>
      {of.state === "open" && (
        <ActionButton
          variant="default"
          label="Leave them for now"
          run={() => unwrap(api.POST("/api/v1/held-runs/{run_id}/leave", call))}
          done="Everybody keeps access. You are asked again in a day."
        />
      )}
      <ConfirmButton
        label="Go on"
        question={`Take access from ${countOf(of.people, "person", "people")}?`}
        confirmLabel="Go on"
        run={() => unwrap(api.POST("/api/v1/held-runs/{run_id}/go-on", call))}
        done="The run goes on."
      >
        <Text size="sm">
          Exactly this list is carried out, which takes a few minutes. Whoever has paid meanwhile,
          or whose plan gives the libraries again, keeps access.
        </Text>
      </ConfirmButton>
    </>
  );
}

function Who({ of }: { readonly of: HeldPerson }) {
  return (
    <Group gap="xs">
      <Anchor component={Link} to={`/users/${of.user_id}`} size="sm">
        {of.user_label}
      </Anchor>
      {of.has_paid && (
        <Badge variant="light" color="teal">
          Paid meanwhile, stays
        </Badge>
      )}
    </Group>
  );
}

function Libraries({ of }: { readonly of: HeldPerson }) {
  if (of.libraries.length === 0) return "Place on the media server";
  return of.libraries.map((each) => <div key={each}>{each}</div>);
}
