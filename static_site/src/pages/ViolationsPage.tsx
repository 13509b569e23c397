import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { limitQueries } from "@/api/limitQueries";
import { queries } from "@/api/queries";
import type { Decision } from "@/api/types";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Filters } from "@/components/Filters/Filters";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { Panel } from "@/components/Panel/Panel";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { RULE_NAMES, ruleTitle } from "@/format/limits";
import { decisionStatus } from "@/format/words";
import { DecisionDrawer } from "@/lists/DecisionDrawer";
import { StrikeBadge } from "@/lists/ViolationActions";

const APPEALS = ["open", "accepted", "rejected"] as const;
type AppealState = (typeof APPEALS)[number];

interface Filter {
  readonly user_id?: string;
  readonly rule?: string;
  readonly appeal?: AppealState;
  readonly carried_out?: boolean;
}

const COLUMNS: readonly Column<Decision>[] = [
  { title: "When", render: (decision) => <When at={decision.at} /> },
  { title: "User", render: (decision) => decision.user_label || "—" },
  { title: "Rule", render: (decision) => ruleTitle(decision.rule) },
  { title: "Decision", render: (decision) => <StatusBadge kind="decision" status={decisionStatus(decision)} /> },
  { title: "Counts", render: (decision) => <Counts of={decision} /> },
  { title: "Server", render: (decision) => decision.server_name || "—", isWideOnly: true },
];

export function ViolationsPage() {
  const appeals = useQuery(limitQueries.openAppeals());
  return (
    <>
      <PageHeader
        title="Violations"
        about="Who went over a limit, on what evidence, and what customers say to it. A strike that is taken back no longer counts."
      />
      <PageTabs
        tabs={[
          { name: "all", label: "All", content: <Everything /> },
          {
            name: "appeals",
            label: "Open appeals",
            badge: appeals.data?.items.length,
            content: (
              <Panel isFlush>
                <Violations
                  wanted={{ appeal: "open" }}
                  empty={{
                    title: "No appeal waits",
                    hint: "What customers hold against a decision waits here for your answer.",
                  }}
                />
              </Panel>
            ),
          },
        ]}
      />
      <LinkedViolation />
    </>
  );
}

function Everything() {
  const [wanted, setWanted] = useState<Filter>({});
  const change = (change: Filter) => setWanted((before) => ({ ...before, ...change }));
  return (
    <>
      <Filters>
        <UserPicker
          withAsterisk={false}
          onChange={(id) => change({ user_id: id ?? undefined })}
        />
        <Select
          label="Rule"
          placeholder="Any"
          clearable
          data={RULE_NAMES.map((name) => ({ value: name, label: ruleTitle(name) }))}
          onChange={(rule) => change({ rule: rule ?? undefined })}
        />
        <Select
          label="Appeal"
          placeholder="Any"
          clearable
          data={APPEALS.map((state) => ({ value: state, label: APPEAL_WORDS[state] }))}
          onChange={(state) => change({ appeal: APPEALS.find((each) => each === state) })}
        />
        <Select
          label="Carried out"
          placeholder="Any"
          clearable
          data={[
            { value: "yes", label: "Carried out" },
            { value: "no", label: "Only observed or refused" },
          ]}
          onChange={(told) => change({ carried_out: told ? told === "yes" : undefined })}
        />
      </Filters>
      <Panel isFlush>
        <Violations
          wanted={wanted}
          empty={{
            title: "Nothing found",
            hint: "Nobody went over a limit in this way. Decisions are kept for a year.",
          }}
        />
      </Panel>
    </>
  );
}

const APPEAL_WORDS: Record<AppealState, string> = {
  open: "Open",
  accepted: "Accepted",
  rejected: "Rejected",
};

interface ViolationsProps {
  readonly wanted: Filter;
  readonly empty: { readonly title: string; readonly hint: string };
}

function Violations({ wanted, empty }: ViolationsProps) {
  const [open, setOpen] = useState<Decision | null>(null);
  const list = useCursorList(
    ["violations", "list", wanted],
    (cursor) =>
      unwrap(api.GET("/api/v1/violations", { params: { query: { ...wanted, cursor, limit: 25 } } })),
    { refreshSeconds: 30 },
  );
  return (
    <>
      <DataTable
        label="Violations"
        columns={COLUMNS}
        keyOf={(decision) => decision.id}
        onOpen={setOpen}
        empty={empty}
        {...list}
      />
      <DecisionDrawer decision={open} onClose={() => setOpen(null)} onChanged={setOpen} />
    </>
  );
}

function Counts({ of }: { readonly of: Decision }) {
  return (
    <CellStack>
      <StrikeBadge of={of} />
      {of.appeal && <StatusBadge kind="appeal" status={of.appeal.state} />}
    </CellStack>
  );
}

/** The decision that the address names, as links from elsewhere do. */
function LinkedViolation() {
  const [params, setParams] = useSearchParams();
  const id = params.get("decision");
  const decision = useQuery({ ...queries.decision(id ?? ""), enabled: id !== null });
  const close = () =>
    setParams(
      (before) => {
        before.delete("decision");
        return before;
      },
      { replace: true },
    );
  if (id === null) return null;
  if (decision.error) return <ErrorNote of={decision.error} />;
  return (
    <DecisionDrawer
      decision={decision.data ?? null}
      onClose={close}
      onChanged={() => void decision.refetch()}
    />
  );
}
