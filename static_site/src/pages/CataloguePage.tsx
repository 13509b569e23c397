import { SimpleGrid } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import { NamedList } from "@/components/NamedList/NamedList";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";

export function CataloguePage() {
  return (
    <>
      <PageHeader
        title="Catalogue"
        about="How libraries are bundled for plans, and where servers stand."
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Groups />
        <Locations />
      </SimpleGrid>
    </>
  );
}

function Groups() {
  const groups = useQuery(queries.groups());
  return (
    <Panel
      title="Library groups"
      about="Plans include groups; libraries join a group on their server's page."
    >
      <Loaded query={groups}>
        {({ items }) => (
          <NamedList
            noun="library group"
            items={items}
            isFixed={(group) => group.is_built_in}
            emptyHint="There is no group yet."
            removalPlan="Only a group that no plan and no library uses can be deleted."
            add={(name) => unwrap(api.POST("/api/v1/library-groups", { body: { name } }))}
            rename={({ id, version }, name) =>
              unwrap(
                api.PUT("/api/v1/library-groups/{group_id}", {
                  params: { path: { group_id: id } },
                  body: { name, version },
                }),
              )
            }
            remove={({ id }) =>
              unwrap(
                api.DELETE("/api/v1/library-groups/{group_id}", {
                  params: { path: { group_id: id } },
                }),
              )
            }
          />
        )}
      </Loaded>
    </Panel>
  );
}

function Locations() {
  const locations = useQuery(queries.locations());
  return (
    <Panel
      title="Locations"
      about="Customers choose one at the checkout when servers stand in several."
    >
      <Loaded query={locations}>
        {({ items }) => (
          <NamedList
            noun="location"
            items={items}
            emptyHint="No location yet. Without any, customers are not asked."
            removalPlan="Only a location that no server has can be deleted."
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
        )}
      </Loaded>
    </Panel>
  );
}
