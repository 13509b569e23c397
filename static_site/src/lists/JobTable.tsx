import { Text } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import type { Job, Page } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { humanize } from "@/format/words";
import { RetryButton } from "./RetryButton";

interface JobTableProps {
  readonly listKey: QueryKey;
  readonly readPage: (cursor: string | null) => Promise<Page<Job>>;
  readonly empty: { readonly title: string; readonly hint: string };
}

const COLUMNS: readonly Column<Job>[] = [
  { title: "Work", render: (job) => humanize(job.kind) },
  { title: "State", render: (job) => <StatusBadge kind="job" status={job.state} /> },
  { title: "Tries", render: (job) => job.attempts },
  {
    title: "What went wrong",
    isProse: true,
    render: (job) =>
      job.last_error && (
        <Text size="sm" lineClamp={2} maw={340}>
          {job.last_error}
        </Text>
      ),
  },
  { title: "Made", render: (job) => <When at={job.created_at} />, isWideOnly: true },
  { title: "", align: "end", render: (job) => job.state === "parked" && <RetryButton job={job} /> },
];

/** Jobs, newest first; parked ones can be put back in line. */
export function JobTable({ listKey, readPage, empty }: JobTableProps) {
  const list = useCursorList(listKey, readPage, { refreshSeconds: 10 });
  return (
    <DataTable
      label="Jobs"
      columns={COLUMNS}
      keyOf={(job) => job.id}
      linkOf={(job) => `/jobs/${job.id}`}
      empty={empty}
      {...list}
    />
  );
}
