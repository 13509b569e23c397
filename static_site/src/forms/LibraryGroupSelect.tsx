import { Loader, Select } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { Group, Library } from "@/api/types";
import { useAction } from "@/components/Action/useAction";

interface LibraryGroupSelectProps {
  readonly serverId: string;
  readonly library: Library;
  readonly groups: readonly Group[];
}

/** The group of one library, to be changed on the spot. */
export function LibraryGroupSelect({ serverId, library, groups }: LibraryGroupSelectProps) {
  const classify = useAction({
    run: (group_id: string) =>
      unwrap(
        api.PUT("/api/v1/servers/{server_id}/libraries/{library_id}", {
          params: { path: { server_id: serverId, library_id: library.id } },
          body: { group_id },
        }),
      ),
    done: `${library.title} was moved.`,
  });
  return (
    <Select
      size="xs"
      w={190}
      maw="100%"
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
