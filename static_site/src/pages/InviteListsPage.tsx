import { Stack } from "@mantine/core";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import type { InviteList } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { InviteListForm } from "@/forms/InviteListForm";

const COLUMNS: readonly Column<InviteList>[] = [
  { title: "Made", render: (list) => <When at={list.made_at} /> },
  { title: "State", render: (list) => <StatusBadge kind="inviteList" status={list.state} /> },
  { title: "Rows", render: (list) => list.rows, align: "end" },
  { title: "Invited", render: (list) => list.invited, align: "end" },
  { title: "Invited before", render: (list) => list.known, align: "end", isWideOnly: true },
  { title: "Not invited", render: (list) => list.refused, align: "end" },
];

export function InviteListsPage() {
  const navigate = useNavigate();
  const list = useCursorList(["invite-lists"], (cursor) =>
    unwrap(api.GET("/api/v1/invite-lists", { params: { query: { cursor, limit: 10 } } })),
  );
  return (
    <>
      <PageHeader
        title="Invite a list"
        about="Many people at once. Every row is checked before anything happens, and a row that was invited before is left alone."
        back={{ to: "/users", label: "Users" }}
      />
      <Stack gap="lg">
        <InviteListForm onDone={({ id }) => void navigate(`/invite-lists/${id}`)} />
        <Panel title="Earlier lists" isFlush>
          <DataTable
            label="Earlier lists"
            columns={COLUMNS}
            keyOf={({ id }) => id}
            linkOf={({ id }) => `/invite-lists/${id}`}
            empty={{
              title: "No list yet",
              hint: "What became of each row stays here for a year.",
            }}
            {...list}
          />
        </Panel>
      </Stack>
    </>
  );
}
