import { Alert, Badge, Group, Loader, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Group as LibraryGroup, Library, ServerDetail } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { useAction } from "@/components/Action/useAction";
import { DataTable } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { Panel } from "@/components/Panel/Panel";
import { countOf, humanize, PRIVATE_GROUP } from "@/format/words";

interface ServerLibrariesProps {
  readonly of: ServerDetail;
}

/** A server's libraries, each with the group that decides which plans open it. */
export function ServerLibraries({ of }: ServerLibrariesProps) {
  const groups = useQuery(queries.groups());
  const hidden = of.libraries.filter(
    ({ group_id, is_missing }) => group_id === PRIVATE_GROUP && !is_missing,
  );
  return (
    <>
      {hidden.length > 0 && (
        <Alert role="note" color="yellow" variant="light" mb="md" icon={<Icon name="lock" />}>
          {countOf(hidden.length, "library is", "libraries are")} private and shared with nobody.
          New libraries begin like that; put those to be sold into a group.
        </Alert>
      )}
      <Panel
        isFlush
        title="Libraries"
        about="Shares follow a change with the hourly run."
        actions={<RefreshButton of={of} />}
      >
        <DataTable
          label="Libraries"
          rows={of.libraries}
          keyOf={(library) => library.id}
          columns={[
            { title: "Library", render: (library) => <Name of={library} /> },
            { title: "Kind", render: (library) => humanize(library.kind) },
            {
              title: "Group",
              render: (library) => (
                <GroupSelect server={of} library={library} groups={groups.data?.items ?? []} />
              ),
            },
          ]}
          empty={{
            title: "No libraries",
            hint: "Read them from the server once it has some.",
            action: <RefreshButton of={of} />,
          }}
        />
      </Panel>
    </>
  );
}

function Name({ of }: { readonly of: Library }) {
  return (
    <Group gap={6} component="span">
      <Text component="span" size="sm" fw={600}>
        {of.title}
      </Text>
      {of.is_missing && (
        <Badge color="red" variant="light">
          Gone from the server
        </Badge>
      )}
      {of.group_id === PRIVATE_GROUP && !of.is_missing && (
        <Badge color="yellow" variant="light">
          Not shared
        </Badge>
      )}
    </Group>
  );
}

interface GroupSelectProps {
  readonly server: ServerDetail;
  readonly library: Library;
  readonly groups: readonly LibraryGroup[];
}

function GroupSelect({ server, library, groups }: GroupSelectProps) {
  const classify = useAction({
    run: (group_id: string) =>
      unwrap(
        api.PUT("/api/v1/servers/{server_id}/libraries/{library_id}", {
          params: { path: { server_id: server.id, library_id: library.id } },
          body: { group_id },
        }),
      ),
    done: `${library.title} was moved.`,
  });
  return (
    <Select
      size="xs"
      w={190}
      aria-label={`Group of ${library.title}`}
      data={groups.map(({ id, name }) => ({ value: id, label: name }))}
      // While it is saved, the choice shows already; a failure brings back the old one.
      value={classify.isPending ? classify.variables : library.group_id}
      onChange={(groupId) => {
        if (groupId && groupId !== library.group_id) classify.mutate(groupId);
      }}
      rightSection={classify.isPending ? <Loader size={14} /> : undefined}
      allowDeselect={false}
    />
  );
}

function RefreshButton({ of }: ServerLibrariesProps) {
  return (
    <ActionButton
      size="xs"
      label="Read from the server"
      leftSection={<Icon name="refresh" size={14} />}
      run={() =>
        unwrap(
          api.POST("/api/v1/servers/{server_id}/libraries/refresh", {
            params: { path: { server_id: of.id } },
          }),
        )
      }
      done="Name and libraries are up to date."
    />
  );
}
