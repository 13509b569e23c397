import { Alert, Anchor, Badge, Group, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { activityQueries } from "@/api/activityQueries";
import type { Playing, PlayingNow, ServerNow } from "@/api/types";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { NetworkAddress } from "@/components/NetworkAddress/NetworkAddress";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { formatProgress, formatQuality } from "@/format/streams";
import { countOf, humanize } from "@/format/words";

const COLUMNS: readonly Column<Playing>[] = [
  { title: "User", render: (stream) => <Who of={stream} /> },
  { title: "Title", render: (stream) => <Title of={stream} /> },
  {
    title: "Device",
    render: (stream) => (
      <CellStack>
        <span>{stream.device_name || "—"}</span>
        <Text component="span" size="xs" c="dimmed">
          {stream.product}
        </Text>
      </CellStack>
    ),
  },
  { title: "Quality", render: (stream) => <Quality of={stream} /> },
  { title: "From", render: (stream) => <Address of={stream} />, isWideOnly: true },
  { title: "Since", render: (stream) => <When at={stream.first_seen} none="Just now" /> },
  {
    title: "Decision",
    render: (stream) =>
      stream.decision ? <StatusBadge kind="decision" status={stream.decision} /> : "—",
  },
];

/** Everything that plays, server by server; looked at anew four times a minute. */
export function NowPlaying() {
  const now = useQuery(activityQueries.now());
  return (
    <Stack gap="lg">
      {now.data && <ErrorNote of={now.error} onRetry={() => void now.refetch()} />}
      <Loaded query={now}>{(data) => <Servers of={data} />}</Loaded>
    </Stack>
  );
}

function Servers({ of }: { readonly of: PlayingNow }) {
  const streams = of.servers.flatMap((server) => server.streams);
  const quiet = of.servers.filter((server) => !server.error && server.streams.length === 0);
  const busy = of.servers.filter((server) => !quiet.includes(server));
  const transcodes = streams.filter((stream) => stream.transcodes_video).length;
  return (
    <>
      <Stack gap={2}>
        <Text size="sm" c="dimmed" role="status">
          {countOf(streams.length, "stream")} on {countOf(of.servers.length, "server")}, {transcodes}{" "}
          transcoded. As of <When at={of.at} />.
        </Text>
        <Age of={of} />
      </Stack>
      {of.servers.length === 0 && (
        <Panel>
          <Text size="sm">
            There is no server that is switched on.{" "}
            <Anchor component={Link} to="/servers" size="sm">
              Servers
            </Anchor>
          </Text>
        </Panel>
      )}
      {busy.map((server) => (
        <OneServer key={server.server_id} of={server} />
      ))}
      {quiet.length > 0 && (
        <Text size="sm" c="dimmed">
          Nothing plays on {quiet.map((server) => server.server_name).join(", ")}.
        </Text>
      )}
    </>
  );
}

/** How old the look is that everybody shares; it counts on while none follows. */
function Age({ of }: { readonly of: PlayingNow }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const since = Date.now();
    const tick = () => setSeconds((Date.now() - since) / 1000);
    tick();
    const timer = window.setInterval(tick, 1000);
    return () => window.clearInterval(timer);
  }, [of]);
  return (
    <Text size="xs" c="dimmed">
      {countOf(Math.round(of.age_seconds + seconds), "second")} old. Looked at anew every 15 seconds while this page is
      seen; whoever else watches shares the look.
    </Text>
  );
}

function OneServer({ of }: { readonly of: ServerNow }) {
  return (
    <Panel
      title={of.server_name}
      isFlush={!of.error}
      actions={<Badge variant="light">{of.error ? "Not known" : of.streams.length}</Badge>}
    >
      {of.error ? (
        <Alert role="note" color="orange" variant="light" icon={<Icon name="warning" />}>
          The server could not be looked at: {of.error}
        </Alert>
      ) : (
        <DataTable
          label={`What plays on ${of.server_name}`}
          columns={COLUMNS}
          rows={of.streams}
          keyOf={(stream) => stream.session_key}
          empty={{ title: "Nothing plays here", hint: "Streams show within seconds." }}
        />
      )}
    </Panel>
  );
}

function Who({ of }: { readonly of: Playing }) {
  if (of.is_owner) return <>{of.username || "—"} (owner)</>;
  if (!of.user_id) return <>{of.username ? `${of.username} (not known here)` : "Not known here"}</>;
  return (
    <Anchor component={Link} to={`/users/${of.user_id}?tab=streams`} size="sm">
      {of.user_label || of.username}
    </Anchor>
  );
}

function Title({ of }: { readonly of: Playing }) {
  const progress = formatProgress(of.position_seconds, of.duration_seconds);
  return (
    <CellStack>
      <span>{of.title || "—"}</span>
      {of.duration_seconds && of.position_seconds !== null ? (
        <Progress
          size="xs"
          w={140}
          maw="100%"
          value={Math.min(100, (100 * of.position_seconds) / of.duration_seconds)}
          aria-label={`How far ${of.title} is`}
        />
      ) : null}
      <Text component="span" size="xs" c="dimmed">
        {[of.state === "playing" ? "" : humanize(of.state), progress].filter(Boolean).join(" · ")}
      </Text>
    </CellStack>
  );
}

function Quality({ of }: { readonly of: Playing }) {
  return (
    <CellStack>
      <span>{formatQuality(of)}</span>
      <Group component="span" gap={4}>
        <Badge size="sm" variant="light" color={of.transcodes_video ? "orange" : "teal"}>
          {of.transcodes_video ? "Transcoded" : "Direct"}
        </Badge>
      </Group>
    </CellStack>
  );
}

function Address({ of }: { readonly of: Playing }) {
  return (
    <CellStack>
      <NetworkAddress of={of.address} />
      <Text component="span" size="xs" c="dimmed">
        {KINDS[of.address_kind] ?? ""}
      </Text>
    </CellStack>
  );
}

const KINDS: Record<string, string> = {
  lan: "Own network",
  relay: "Relayed",
  public: "",
  unknown: "Not known",
};
