import { api, unwrap } from "@/api/client";
import type { Outage } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";

const COLUMNS: readonly Column<Outage>[] = [
  { title: "Server", render: (outage) => outage.server_name },
  { title: "Began", render: (outage) => <When at={outage.began_at} /> },
  { title: "Minutes", render: (outage) => outage.minutes, align: "end" },
  { title: "Concerned", render: (outage) => outage.people, align: "end" },
  { title: "State", render: (outage) => <StatusBadge kind="outage" status={outage.state} /> },
  { title: "Why", render: (outage) => outage.why, isWideOnly: true },
];

/** Times in which a server did not answer, and what customers get back for them. */
export function OutagesPage() {
  const list = useCursorList(["outages"], (cursor) =>
    unwrap(api.GET("/api/v1/outages", { params: { query: { cursor } } })),
  );
  return (
    <>
      <PageHeader
        title="Outages"
        about="A server that was silent for long is listed here once it answers again. Whoever had paid can get the time back."
      />
      <Panel title="All outages" isFlush>
        <DataTable
          label="All outages"
          columns={COLUMNS}
          keyOf={({ id }) => id}
          linkOf={({ id }) => `/outages/${id}`}
          empty={{
            title: "No server was out for long",
            hint: "From when silence counts as an outage is set under Settings, Safety.",
          }}
          {...list}
        />
      </Panel>
    </>
  );
}
