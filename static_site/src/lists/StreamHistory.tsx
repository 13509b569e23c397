import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, unwrap } from "@/api/client";
import type { StreamEntry } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { DayRangeFields } from "@/components/DayRange/DayRangeFields";
import { NetworkAddress } from "@/components/NetworkAddress/NetworkAddress";
import { Panel } from "@/components/Panel/Panel";
import { ServerPicker } from "@/components/Pickers/ServerPicker";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { daysAgo, today } from "@/format/days";
import { saveTable } from "@/format/files";
import { formatQuality } from "@/format/streams";

const COLUMNS: readonly Column<StreamEntry>[] = [
  { title: "Began", render: (entry) => <When at={entry.first_seen} /> },
  { title: "User", render: (entry) => entry.user_label || entry.username || "Not known here" },
  {
    title: "Title",
    render: (entry) => (
      <CellStack>
        <span>{entry.title || "—"}</span>
        <Text component="span" size="xs" c="dimmed">
          on {entry.server_name || "a server that is gone"}, last seen{" "}
          <When at={entry.last_seen} />
        </Text>
      </CellStack>
    ),
  },
  {
    title: "Device",
    render: (entry) => (
      <CellStack>
        <span>{entry.device_name || "—"}</span>
        <Text component="span" size="xs" c="dimmed">
          {entry.product}
        </Text>
      </CellStack>
    ),
  },
  {
    title: "Quality",
    render: (entry) => (
      <CellStack>
        <span>{formatQuality(entry)}</span>
        {entry.transcodes_video && (
          <Badge size="sm" variant="light" color="orange">
            Transcoded
          </Badge>
        )}
      </CellStack>
    ),
    isWideOnly: true,
  },
  { title: "Address", render: (entry) => <NetworkAddress of={entry.address} />, isWideOnly: true },
  { title: "Decision", render: (entry) => <Decided of={entry} /> },
];

/** What was streamed on some days, of a server or a person, and the same as a table to save. */
export function StreamHistory() {
  const [params] = useSearchParams();
  const [days, setDays] = useState({ since: daysAgo(6), until: today() });
  const [server_id, setServer] = useState(params.get("server"));
  const [user_id, setUser] = useState(params.get("user"));
  const range = { ...days, server_id, user_id };
  const list = useCursorList(["activity", range], (cursor) =>
    unwrap(api.GET("/api/v1/activity", { params: { query: { ...range, cursor, limit: 25 } } })),
  );
  const save = () =>
    saveTable(
      "streams",
      days,
      api.GET("/api/v1/activity/export", { params: { query: range }, parseAs: "text" }),
    );
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="sm">
        <DayRangeFields value={days} onChange={setDays} />
        <ServerPicker label="Server" w={200} value={server_id} onChange={setServer} />
        <UserPicker withAsterisk={false} value={user_id} onChange={setUser} />
        <ActionButton label="Download CSV" run={save} done="The table was downloaded." />
      </Group>
      <Panel isFlush>
        <DataTable
          label="What was streamed"
          columns={COLUMNS}
          keyOf={(entry) => `${entry.server_id}${entry.session_key}${entry.first_seen}`}
          empty={{
            title: "Nothing was streamed on these days",
            hint: "Servers whose activity log is off, and days that are no longer kept, show nothing.",
          }}
          {...list}
        />
      </Panel>
      <Text size="xs" c="dimmed">
        Newest first; without a user, one server after the other. Days are those of the site&apos;s
        time zone, both included. How long streams are kept stands in the{" "}
        <Anchor component={Link} to="/settings?tab=limits" size="xs" underline="always">
          settings
        </Anchor>
        .
      </Text>
    </Stack>
  );
}

function Decided({ of }: { readonly of: StreamEntry }) {
  if (!of.decision) return <>—</>;
  const badge = <StatusBadge kind="decision" status={of.decision} />;
  return of.decision_id ? (
    <Anchor component={Link} to={`/streams?decision=${encodeURIComponent(of.decision_id)}`}>
      {badge}
    </Anchor>
  ) : (
    badge
  );
}
