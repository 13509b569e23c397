import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { InviteList, InviteRow } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Facts } from "@/components/Facts/Facts";
import { Loaded } from "@/components/Loading/Loading";
import { Money } from "@/components/Money/Money";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";

const BACK = { to: "/invite-lists", label: "Invite a list" };

const COLUMNS: readonly Column<InviteRow>[] = [
  { title: "Person", render: (row) => <Person of={row} /> },
  { title: "Row", render: (row) => <StatusBadge kind="inviteRow" status={row.state} /> },
  { title: "Access", render: (row) => <Access of={row} /> },
  { title: "Plan", render: (row) => row.plan_name || "—", isWideOnly: true },
  { title: "Received", render: (row) => (row.plan_name ? <Money of={row.amount} /> : "—"), align: "end", isWideOnly: true },
  { title: "What to know", isProse: true, render: (row) => <Told of={row} /> },
];

export function InviteListPage() {
  const { listId = "" } = useParams();
  const list = useQuery(queries.inviteList(listId));
  return (
    <>
      {!list.data && <PageHeader title="List" back={BACK} />}
      <Loaded query={list}>{(data) => <Details of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: InviteList }) {
  const rows = useCursorList(
    ["invite-lists", of.id, "rows"],
    (cursor) =>
      unwrap(
        api.GET("/api/v1/invite-lists/{list_id}/rows", {
          params: { path: { list_id: of.id }, query: { cursor, limit: 50 } },
        }),
      ),
    { refreshSeconds: 10 },
  );
  return (
    <>
      <PageHeader
        title={`List of ${of.rows}`}
        back={BACK}
        badge={<StatusBadge kind="inviteList" status={of.state} />}
      />
      <Stack gap="lg">
        <Panel title="At a glance">
          <Facts
            items={[
              ["Confirmed", <When key="made" at={of.made_at} />],
              ["Finished", <When key="finished" at={of.finished_at} none="Not yet" />],
              ["Invited", of.finished_at && String(of.invited)],
              ["Invited before", of.finished_at && String(of.known)],
              ["Not invited", of.finished_at && String(of.refused)],
            ]}
          />
        </Panel>
        <Panel title="Rows" isFlush>
          <DataTable
            label="Rows of the list"
            columns={COLUMNS}
            keyOf={({ number }) => String(number)}
            empty={{ title: "No rows", hint: "The list was never written down." }}
            {...rows}
          />
        </Panel>
      </Stack>
    </>
  );
}

function Person({ of }: { readonly of: InviteRow }) {
  return (
    <div>
      {of.user_id ? (
        <Anchor component={Link} to={`/users/${of.user_id}`} size="sm">
          {of.person}
        </Anchor>
      ) : (
        of.person || "—"
      )}
      <Text size="xs" c="dimmed">{`Line ${of.number}`}</Text>
    </div>
  );
}

function Access({ of }: { readonly of: InviteRow }) {
  if (of.access === "none") return "—";
  return <StatusBadge kind="share" status={of.access} />;
}

function Told({ of }: { readonly of: InviteRow }) {
  if (!of.message) return null;
  return (
    <Text size="xs">
      {of.field && `${of.field}: `}
      {of.message} {of.remedy}
    </Text>
  );
}
