import { Badge, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { RunPreview, Schedule } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { describeStatus, humanize } from "@/format/words";
import { JobTable } from "@/lists/JobTable";
import { RunPreviewPanels } from "@/lists/RunPreview";

const STATES = ["parked", "ready", "running", "done"] as const;
type State = (typeof STATES)[number];

const EMPTY: Record<State, { title: string; hint: string }> = {
  parked: {
    title: "Nothing is parked",
    hint: "A job that failed again and again stops here, with the error and what helps.",
  },
  ready: { title: "Nothing waits", hint: "Work that is due, or due later, appears here." },
  running: { title: "Nothing runs", hint: "Work that runs at this moment appears here." },
  done: { title: "Nothing was done yet", hint: "Finished work appears here for a while." },
};

export function JobsPage() {
  return (
    <>
      <PageHeader
        title="Jobs"
        about="Work that touches other systems. It is tried again by itself; what keeps failing is parked for you."
      />
      <PageTabs
        tabs={[
          { name: "jobs", label: "Jobs", content: <Jobs /> },
          { name: "schedules", label: "Schedules", content: <Schedules /> },
        ]}
      />
    </>
  );
}

function Jobs() {
  const [params, setParams] = useSearchParams();
  const state = STATES.find((each) => each === params.get("state")) ?? "parked";
  return (
    <Panel
      isFlush
      actions={
        <SegmentedControl
          size="xs"
          aria-label="State"
          value={state}
          onChange={(wanted) => setParams({ tab: "jobs", state: wanted }, { replace: true })}
          data={STATES.map((each) => ({ value: each, label: describeStatus("job", each).text }))}
        />
      }
    >
      <JobTable
        key={state}
        listKey={["jobs", "list", state]}
        readPage={(cursor) =>
          unwrap(api.GET("/api/v1/jobs", { params: { query: { state, cursor, limit: 25 } } }))
        }
        empty={EMPTY[state]}
      />
    </Panel>
  );
}

const OUTCOME_COLORS: Readonly<Record<string, string>> = { ok: "teal", running: "indigo" };

const SCHEDULE_COLUMNS: readonly Column<Schedule>[] = [
  { title: "Schedule", render: (schedule) => <Name of={schedule} /> },
  { title: "Cadence", render: (schedule) => schedule.cadence },
  { title: "Last began", render: (schedule) => <When at={schedule.started_at} none="Never" /> },
  { title: "Last ended", render: (schedule) => <When at={schedule.finished_at} />, isWideOnly: true },
  { title: "Outcome", render: (schedule) => <Outcome of={schedule} /> },
];

function Schedules() {
  const schedules = useQuery(queries.schedules());
  const [preview, setPreview] = useState<RunPreview | null>(null);
  const dryRun: Column<Schedule> = {
    title: "",
    align: "end",
    render: (schedule) => <DryRun of={schedule} onDone={setPreview} />,
  };
  return (
    <Stack gap="lg">
      {preview && (
        <RunPreviewPanels of={preview} title={`What ${humanize(preview.name)} would do`} />
      )}
      <Panel isFlush>
        <DataTable
          label="Schedules"
          columns={[...SCHEDULE_COLUMNS, dryRun]}
          rows={schedules.data?.items}
          error={schedules.error}
          onRetry={() => void schedules.refetch()}
          keyOf={(schedule) => schedule.name}
          empty={{ title: "No schedules", hint: "The system has no schedule at all." }}
        />
      </Panel>
    </Stack>
  );
}

interface DryRunProps {
  readonly of: Schedule;
  readonly onDone: (preview: RunPreview) => void;
}

function DryRun({ of: { name }, onDone }: DryRunProps) {
  return (
    <ActionButton
      label="Dry run"
      aria-label={`Dry run: ${humanize(name)}`}
      size="xs"
      run={() =>
        unwrap(api.POST("/api/v1/schedules/{name}/preview", { params: { path: { name } } }))
      }
      onDone={onDone}
    />
  );
}

function Name({ of }: { readonly of: Schedule }) {
  return (
    <span>
      <Text component="span" size="sm" fw={600} display="block">
        {humanize(of.name)}
      </Text>
      <Text component="span" size="xs" c="dimmed" display="block">
        {of.purpose}
      </Text>
    </span>
  );
}

function Outcome({ of }: { readonly of: Schedule }) {
  if (!of.outcome) return "—";
  // `failed: the reason` or a single word.
  const [word = "", ...rest] = of.outcome.split(": ");
  const why = rest.join(": ");
  const counts = Object.entries(of.counts).filter(([, count]) => count !== 0);
  return (
    <span>
      <Badge variant="light" color={OUTCOME_COLORS[word] ?? "red"}>
        {humanize(word)}
      </Badge>
      {why && (
        <Text component="span" size="xs" display="block" mt={4}>
          {why}
        </Text>
      )}
      {counts.length > 0 && (
        <Text component="span" size="xs" c="dimmed" display="block" mt={4}>
          {counts.map(([name, count]) => `${humanize(name)} ${count}`).join(" · ")}
        </Text>
      )}
    </span>
  );
}
