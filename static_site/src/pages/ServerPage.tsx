import { Button, Group, List, Modal, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Activity, ServerDetail, ServerTest } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { countOf } from "@/format/words";
import { ServerLibraries } from "@/forms/ServerLibraries";
import { ServerSettings } from "@/forms/ServerSettings";
import { AuditTable } from "@/lists/AuditTable";
import { PeopleOfServer } from "@/lists/PeopleOfServer";
import { ServerCapacity } from "@/lists/ServerCapacity";
import { ServerHealth } from "@/lists/ServerHealth";
import { ServerState } from "@/lists/ServerState";

const BACK = { to: "/servers", label: "Servers" };

export function ServerPage() {
  const { serverId = "" } = useParams();
  const server = useQuery(queries.server(serverId));
  return (
    <>
      {!server.data && <PageHeader title="Server" back={BACK} />}
      <Loaded query={server}>{(data) => <Details key={data.id} of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: ServerDetail }) {
  return (
    <>
      <PageHeader title={of.name} back={BACK} badge={<ServerState of={of} />} about={of.url}>
        <Button component={Link} to={`/migrations/new?from=${of.id}`} variant="default">
          Move its people
        </Button>
        <TestConnection of={of} />
      </PageHeader>
      <PageTabs
        tabs={[
          { name: "settings", label: "Settings", content: <ServerSettings of={of} /> },
          {
            name: "libraries",
            label: "Libraries",
            badge: of.libraries.length,
            content: <ServerLibraries of={of} />,
          },
          { name: "people", label: "People", badge: of.people, content: <PeopleOfServer of={of} /> },
          { name: "capacity", label: "Capacity", content: <ServerCapacity of={of} /> },
          { name: "health", label: "Health", content: <ServerHealth of={of} /> },
          { name: "activity", label: "Activity", content: <StreamActivity of={of} /> },
          { name: "history", label: "History", content: <History of={of} /> },
        ]}
      />
    </>
  );
}

function TestConnection({ of }: { readonly of: ServerDetail }) {
  const [result, setResult] = useState<ServerTest | null>(null);
  return (
    <>
      <ActionButton
        label="Test the connection"
        leftSection={<Icon name="refresh" size={16} />}
        run={() =>
          unwrap(
            api.POST("/api/v1/servers/{server_id}/test", {
              params: { path: { server_id: of.id } },
            }),
          )
        }
        onDone={setResult}
      />
      <Modal
        opened={result !== null}
        onClose={() => setResult(null)}
        title={result?.works ? "The connection works" : "The connection does not work"}
      >
        <Text size="sm" mb="xs">
          The server calls itself <b>{result?.name}</b> and offers{" "}
          {countOf(result?.libraries.length ?? 0, "library", "libraries")}:
        </Text>
        <List size="sm">
          {result?.libraries.map((title) => (
            <List.Item key={title}>{title}</List.Item>
          ))}
        </List>
      </Modal>
    </>
  );
}

const ACTIVITY_COLUMNS: readonly Column<Activity>[] = [
  { title: "Title", render: (entry) => entry.title || "Untitled" },
  { title: "User", render: (entry) => entry.user_label || entry.username },
  {
    title: "Device",
    render: (entry) => (
      <Group gap={4} component="span">
        {entry.device_name}
        <Text component="span" size="xs" c="dimmed">
          {entry.product}
        </Text>
      </Group>
    ),
  },
  { title: "Transcodes", render: (entry) => (entry.transcodes_video ? "Video" : "No") },
  { title: "Address", render: (entry) => entry.address, isWideOnly: true },
  { title: "First seen", render: (entry) => <When at={entry.first_seen} />, isWideOnly: true },
  { title: "Last seen", render: (entry) => <When at={entry.last_seen} /> },
];

function StreamActivity({ of }: { readonly of: ServerDetail }) {
  const list = useCursorList(["servers", of.id, "activity"], (cursor) =>
    unwrap(
      api.GET("/api/v1/servers/{server_id}/activity", {
        params: { path: { server_id: of.id }, query: { cursor, limit: 25 } },
      }),
    ),
  );
  return (
    <Panel isFlush>
      <DataTable
        label="Activity"
        columns={ACTIVITY_COLUMNS}
        keyOf={(entry) => `${entry.username} ${entry.device_name} ${entry.title} ${entry.first_seen}`}
        empty={{
          title: "No streams were seen",
          hint: of.logs_activity
            ? "Each sweep notes who streams what; how long entries are kept stands in the settings of limits."
            : "The activity log is off for this server; switch it on in its settings.",
        }}
        {...list}
      />
    </Panel>
  );
}

function History({ of }: { readonly of: ServerDetail }) {
  return (
    <Panel isFlush>
      <AuditTable
        listKey={["servers", of.id, "audit"]}
        readPage={(cursor) =>
          unwrap(
            api.GET("/api/v1/servers/{server_id}/audit", {
              params: { path: { server_id: of.id }, query: { cursor, limit: 25 } },
            }),
          )
        }
      />
    </Panel>
  );
}
