import { Loader, Select, SimpleGrid } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Location, Server } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { DataTable } from "@/components/DataTable/DataTable";
import { Loaded } from "@/components/Loading/Loading";
import { NamedList } from "@/components/NamedList/NamedList";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { countOf, joinNames } from "@/format/words";
import { changesOf } from "@/forms/serverChanges";

export function LocationsPage() {
  const locations = useQuery(queries.locations());
  const servers = useQuery(queries.servers());
  const standing = servers.data?.items ?? [];
  return (
    <>
      <PageHeader
        title="Locations"
        about="Customers choose one at the checkout when servers with room stand in several. A fitting server at the chosen place wins over an emptier one elsewhere; without one there, another place is used."
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Panel title="Places">
          <Loaded query={locations}>
            {({ items }) => <Places of={items} servers={standing} />}
          </Loaded>
        </Panel>
        <Panel isFlush title="Servers" about="Where each of them stands.">
          <DataTable
            label="Servers and their locations"
            rows={servers.data?.items}
            error={servers.error}
            onRetry={() => void servers.refetch()}
            keyOf={(server) => server.id}
            linkOf={(server) => `/servers/${server.id}`}
            columns={[
              { title: "Server", render: ({ name }) => name },
              {
                title: "Location",
                render: (server) => (
                  <LocationSelect of={server} locations={locations.data?.items ?? []} />
                ),
              },
            ]}
            empty={{ title: "No servers yet", hint: "Add a server first, then say where it stands." }}
          />
        </Panel>
      </SimpleGrid>
    </>
  );
}

interface PlacesProps {
  readonly of: readonly Location[];
  readonly servers: readonly Server[];
}

function Places({ of, servers }: PlacesProps) {
  const namesAt = (id: string) =>
    servers.filter(({ location_id }) => location_id === id).map(({ name }) => name);
  return (
    <NamedList
      noun="location"
      items={of}
      about={({ id, servers: count }) =>
        count === 0
          ? "No server stands here"
          : `${countOf(count, "server")}: ${joinNames(namesAt(id))}`
      }
      emptyHint="No location yet. Without any, customers are not asked."
      removalPlan="Only a location that no server has can be deleted; give these servers another one first. Customers who prefer it keep their access."
      add={(name) => unwrap(api.POST("/api/v1/locations", { body: { name } }))}
      rename={({ id, version }, name) =>
        unwrap(
          api.PUT("/api/v1/locations/{location_id}", {
            params: { path: { location_id: id } },
            body: { name, version },
          }),
        )
      }
      remove={({ id }) =>
        unwrap(
          api.DELETE("/api/v1/locations/{location_id}", {
            params: { path: { location_id: id } },
          }),
        )
      }
    />
  );
}

interface LocationSelectProps {
  readonly of: Server;
  readonly locations: readonly Location[];
}

function LocationSelect({ of, locations }: LocationSelectProps) {
  const place = useAction({
    run: (location_id: string | null) =>
      unwrap(
        api.PUT("/api/v1/servers/{server_id}", {
          params: { path: { server_id: of.id } },
          body: { ...changesOf(of), location_id },
        }),
      ),
    done: `${of.name} was placed.`,
  });
  return (
    <Select
      size="xs"
      w={180}
      maw="100%"
      aria-label={`Location of ${of.name}`}
      placeholder="None"
      clearable
      data={locations.map(({ id, name }) => ({ value: id, label: name }))}
      value={place.isPending ? place.variables : of.location_id}
      onChange={(id) => place.mutate(id)}
      rightSection={place.isPending ? <Loader size={14} /> : undefined}
    />
  );
}
