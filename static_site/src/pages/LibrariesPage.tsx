import { Anchor, Group, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Group as LibraryGroup, LibraryOfServer } from "@/api/types";
import { DataTable } from "@/components/DataTable/DataTable";
import { Loaded } from "@/components/Loading/Loading";
import { NamedList } from "@/components/NamedList/NamedList";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { ServerPicker } from "@/components/Pickers/ServerPicker";
import { countOf, nameKind, PRIVATE_GROUP } from "@/format/words";
import { LibraryGroupSelect } from "@/forms/LibraryGroupSelect";
import { LibraryName } from "@/lists/LibraryName";

export function LibrariesPage() {
  const groups = useQuery(queries.groups());
  return (
    <>
      <PageHeader
        title="Libraries and groups"
        about="Libraries are bundled into groups, and plans include groups. New libraries begin in Private, which is shared with nobody."
      />
      <Stack gap="lg">
        <Panel title="Groups" about="What plans are made of.">
          <Loaded query={groups}>{({ items }) => <Groups of={items} />}</Loaded>
        </Panel>
        <Libraries groups={groups.data?.items ?? []} />
      </Stack>
    </>
  );
}

function Groups({ of }: { readonly of: readonly LibraryGroup[] }) {
  return (
    <NamedList
      noun="library group"
      items={of}
      isFixed={(group) => group.is_built_in}
      about={(group) => <AboutGroup of={group} />}
      emptyHint="There is no group yet."
      removalPlan="Only a group that no plan and no library uses can be deleted; take it out of these first. Libraries are never deleted with it."
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
  );
}

function AboutGroup({ of }: { readonly of: LibraryGroup }) {
  const count = countOf(of.libraries, "library", "libraries");
  if (of.id === PRIVATE_GROUP) return <>{count}, shared with nobody, whatever a plan says</>;
  if (of.plans.length === 0) return <>{count}, in no plan</>;
  return (
    <>
      {count}, in{" "}
      {of.plans.map(({ id, name }, place) => (
        <Fragment key={id}>
          {place > 0 && ", "}
          <Anchor component={Link} to={`/plans/${id}`} size="xs" underline="always">
            {name}
          </Anchor>
        </Fragment>
      ))}
    </>
  );
}

function Libraries({ groups }: { readonly groups: readonly LibraryGroup[] }) {
  const libraries = useQuery(queries.libraries());
  const [serverId, setServerId] = useState<string | null>(null);
  const [groupId, setGroupId] = useState<string | null>(null);
  const isShown = (library: LibraryOfServer) =>
    (!serverId || library.server_id === serverId) && (!groupId || library.group_id === groupId);
  return (
    <Panel
      isFlush
      title="Libraries"
      about="Of all servers. Shares follow a move with the hourly run."
      actions={
        <Group gap="xs">
          <ServerPicker
            size="xs"
            w={155}
            aria-label="Server"
            value={serverId}
            onChange={setServerId}
          />
          <Select
            size="xs"
            w={155}
            aria-label="Group"
            placeholder="All groups"
            clearable
            data={groups.map(({ id, name }) => ({ value: id, label: name }))}
            value={groupId}
            onChange={setGroupId}
          />
        </Group>
      }
    >
      <DataTable
        label="Libraries of all servers"
        rows={libraries.data?.items.filter(isShown)}
        error={libraries.error}
        onRetry={() => void libraries.refetch()}
        keyOf={(library) => library.id}
        columns={[
          { title: "Library", render: (library) => <LibraryName of={library} /> },
          { title: "Server", render: (library) => <ServerLink of={library} /> },
          { title: "Kind", render: ({ kind }) => nameKind(kind), isWideOnly: true },
          {
            title: "Group",
            render: (library) => (
              <LibraryGroupSelect serverId={library.server_id} library={library} groups={groups} />
            ),
          },
        ]}
        empty={
          serverId || groupId
            ? { title: "No library here", hint: "Choose another server or another group." }
            : { title: "No libraries", hint: "They are read from a server when it is added." }
        }
      />
    </Panel>
  );
}

function ServerLink({ of }: { readonly of: LibraryOfServer }) {
  return (
    <Anchor component={Link} to={`/servers/${of.server_id}?tab=libraries`} size="sm">
      {of.server_name}
    </Anchor>
  );
}
