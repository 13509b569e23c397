import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { ServerDetail } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { DataTable } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { Panel } from "@/components/Panel/Panel";
import { countOf, nameKind, PRIVATE_GROUP } from "@/format/words";
import { LibraryGroupSelect } from "@/forms/LibraryGroupSelect";
import { SortLibraries } from "@/forms/SortLibraries";
import { LibraryName } from "@/lists/LibraryName";

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
        actions={
          <>
            <SortLibraries of={of} groups={groups.data?.items ?? []} />
            <RefreshButton of={of} />
          </>
        }
      >
        <DataTable
          label="Libraries"
          rows={of.libraries}
          keyOf={(library) => library.id}
          columns={[
            { title: "Library", render: (library) => <LibraryName of={library} /> },
            { title: "Kind", render: (library) => nameKind(library.kind) },
            {
              title: "Group",
              render: (library) => (
                <LibraryGroupSelect
                  serverId={of.id}
                  library={library}
                  groups={groups.data?.items ?? []}
                />
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
