import { api, unwrap } from "@/api/client";
import type { PersonOnServer, ServerDetail } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { readStanding } from "@/format/words";

const COLUMNS: readonly Column<PersonOnServer>[] = [
  { title: "User", render: (person) => person.user_label || person.user_id },
  { title: "Share", render: (person) => <StatusBadge kind="share" status={person.state} /> },
  {
    title: "Standing",
    render: (person) => <StatusBadge kind="standing" status={readStanding(person)} />,
    isWideOnly: true,
  },
  { title: "Plan", render: (person) => person.plan_name || "—" },
  {
    title: "Until",
    render: (person) => <When at={person.paid_until} style="day" none="Nothing paid" />,
  },
  { title: "Libraries", render: (person) => person.libraries.join(", ") || "—", isWideOnly: true },
  {
    title: "Invited",
    render: (person) => <When at={person.invited_at} style="day" />,
    isWideOnly: true,
  },
  { title: "Accepted", render: (person) => <When at={person.accepted_at} style="day" none="Not yet" /> },
];

/** Who is or was on a server, with what was paid for and when they were invited and came. */
export function PeopleOfServer({ of }: { readonly of: ServerDetail }) {
  const list = useCursorList(["servers", of.id, "shares"], (cursor) =>
    unwrap(
      api.GET("/api/v1/servers/{server_id}/shares", {
        params: { path: { server_id: of.id }, query: { cursor, limit: 25 } },
      }),
    ),
  );
  return (
    <Panel isFlush>
      <DataTable
        label="People of the server"
        columns={COLUMNS}
        keyOf={(person) => person.user_id}
        linkOf={(person) => `/users/${person.user_id}?tab=access`}
        empty={{
          title: "Nobody is on this server",
          hint: "People appear here once their access is set up.",
        }}
        {...list}
      />
    </Panel>
  );
}
