import { Button, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { queries } from "@/api/queries";
import type { Location, Server } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { colorOfFill } from "@/format/fill";
import { humanize } from "@/format/words";
import { ServerState } from "@/lists/ServerState";

export function ServersPage() {
  const servers = useQuery(queries.servers());
  const locations = useQuery(queries.locations());
  const addButton = (
    <Button component={Link} to="/servers/new" leftSection={<Icon name="plus" size={16} />}>
      Add a server
    </Button>
  );
  return (
    <>
      <PageHeader title="Servers" about="Where the libraries live, and how full each server is.">
        {addButton}
      </PageHeader>
      <Panel isFlush>
        <DataTable
          label="Servers"
          columns={describeColumns(locations.data?.items ?? [])}
          rows={servers.data?.items}
          error={servers.error}
          onRetry={() => void servers.refetch()}
          keyOf={(server) => server.id}
          linkOf={(server) => `/servers/${server.id}`}
          empty={{
            title: "No servers yet",
            hint: "Plex servers come with a linked account, Jellyfin and Emby servers by address and key.",
            action: addButton,
          }}
        />
      </Panel>
    </>
  );
}

function describeColumns(locations: readonly Location[]): readonly Column<Server>[] {
  const names = new Map(locations.map((location) => [location.id, location.name]));
  return [
    {
      title: "Server",
      render: (server) => (
        <Text component="span" size="sm" fw={600}>
          {server.name}
        </Text>
      ),
    },
    { title: "State", render: (server) => <ServerState of={server} /> },
    { title: "Location", render: (server) => names.get(server.location_id ?? "") ?? "—" },
    { title: "Platform", render: ({ platform }) => humanize(platform), isWideOnly: true },
    { title: "People", render: (server) => server.people },
    { title: "Seats", render: (server) => <Seats of={server} /> },
    {
      title: "Address",
      isWideOnly: true,
      render: (server) => (
        <Text component="span" size="xs" c="dimmed">
          {server.url}
        </Text>
      ),
    },
  ];
}

function Seats({ of }: { readonly of: Server }) {
  const part = of.max_users ? (100 * of.seats_taken) / of.max_users : 0;
  return (
    <Stack gap={4} miw={90} component="span">
      <Text component="span" size="sm">
        {of.seats_taken} of {of.max_users ?? "∞"}
      </Text>
      <Progress value={part} color={colorOfFill(part)} aria-label={`How full ${of.name} is`} />
    </Stack>
  );
}
