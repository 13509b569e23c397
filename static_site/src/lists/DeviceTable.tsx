import { Alert, Anchor, Badge, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { limitQueries } from "@/api/limitQueries";
import type { Device, DeviceListing } from "@/api/types";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { When } from "@/components/When/When";

interface DeviceTableProps {
  readonly serverId: string | null;
  readonly userId: string | null;
  /** A page of one person does not name the person. */
  readonly isOfOneUser?: boolean;
}

/** What is signed in on the servers just now, and a button to sign it out. */
export function DeviceTable({ serverId, userId, isOfOneUser = false }: DeviceTableProps) {
  const devices = useQuery(limitQueries.devices(serverId, userId));
  return (
    <>
      {devices.data && <Missing of={devices.data} />}
      <DataTable
        label="Devices that are signed in"
        columns={isOfOneUser ? [DEVICE, SERVER, ...COMMON] : [DEVICE, PERSON, SERVER, ...COMMON]}
        rows={devices.data?.items}
        keyOf={(row) => `${row.server_id} ${row.device_ref} ${row.username}`}
        error={devices.error}
        onRetry={() => void devices.refetch()}
        isRefreshing={devices.isFetching}
        empty={{
          title: "No device is signed in",
          hint: "Emby and Jellyfin list the devices of their accounts; Plex keeps them at plex.tv.",
        }}
      />
    </>
  );
}

function Missing({ of }: { readonly of: DeviceListing }) {
  if (of.unread.length === 0 && !of.is_cut) return null;
  return (
    <Alert color="orange" m="md" title="Not every device is shown">
      {of.unread.map(({ server_id, server_name, why }) => (
        <Text key={server_id} size="sm">
          {server_name || server_id}: {why}
        </Text>
      ))}
      {of.is_cut && <Text size="sm">Only the devices used last are listed. Choose a server.</Text>}
    </Alert>
  );
}

const DEVICE: Column<Device> = {
  title: "Device",
  render: (row) => (
    <CellStack>
      <Text component="span" size="sm">
        {row.name || "Unnamed"}
      </Text>
      <Text component="span" size="xs" c="dimmed">
        {row.product || "Unknown app"}
      </Text>
    </CellStack>
  ),
};

const PERSON: Column<Device> = { title: "Last user", render: (row) => <Person of={row} /> };

const SERVER: Column<Device> = {
  title: "Server",
  render: (row) => (
    <Anchor component={Link} to={`/servers/${row.server_id}`} size="sm">
      {row.server_name}
    </Anchor>
  ),
};

const COMMON: readonly Column<Device>[] = [
  { title: "Last seen", render: (row) => <When at={row.last_seen_at} none="Not told" /> },
  { title: "Counted", render: (row) => <Counted of={row} /> },
  { title: "", align: "end", render: (row) => <SignOut of={row} /> },
];

function Person({ of }: { readonly of: Device }) {
  return (
    <CellStack>
      {of.user_id ? (
        <Anchor component={Link} to={`/users/${of.user_id}?tab=devices`} size="sm">
          {of.user_label}
        </Anchor>
      ) : (
        <Text component="span" size="sm">
          {of.username || "Nobody"}
        </Text>
      )}
      <Text component="span" size="xs" c="dimmed">
        {describeAccount(of)}
      </Text>
    </CellStack>
  );
}

function describeAccount({ is_administrator, user_id, username }: Device): string {
  if (is_administrator) return "Administers the server";
  return user_id ? username : "No customer";
}

function Counted({ of }: { readonly of: Device }) {
  const most = of.limit ?? null;
  if (most === null) return <>{of.counted}, no limit</>;
  return (
    <Group gap={6} component="span">
      <Text component="span" size="sm">
        {of.counted} of {most}
      </Text>
      {!of.admits_new && (
        <Badge variant="light" color="orange">
          No new ones
        </Badge>
      )}
    </Group>
  );
}

function SignOut({ of }: { readonly of: Device }) {
  const name = of.name || "the unnamed device";
  return (
    <ConfirmButton
      size="compact-sm"
      label="Sign out"
      aria-label={`Sign out: ${name} of ${of.user_label || of.username || "nobody"}`}
      question={`Sign ${name} out?`}
      run={() =>
        unwrap(
          api.POST("/api/v1/servers/{server_id}/devices/sign-out", {
            params: { path: { server_id: of.server_id } },
            body: { device_ref: of.device_ref },
          }),
        )
      }
      done={`${name} is signed out.`}
    >
      What it plays ends at once, and whoever uses it on {of.server_name} has to sign in anew.
    </ConfirmButton>
  );
}
