import { List, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import type { Group, ServerDetail } from "@/api/types";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { countOf, PRIVATE_GROUP } from "@/format/words";

interface SortLibrariesProps {
  readonly of: ServerDetail;
  readonly groups: readonly Group[];
}

const ALL = "all";
const PRIVATE = "private";

/** Put all libraries of a server, or all that are private, into one group. */
export function SortLibraries({ of, groups }: SortLibrariesProps) {
  const [which, setWhich] = useState(PRIVATE);
  const [groupId, setGroupId] = useState<string | null>(null);
  const group = groups.find(({ id }) => id === groupId);
  const there = of.libraries.filter(({ is_missing }) => !is_missing);
  const meant = which === ALL ? there : there.filter(({ group_id }) => group_id === PRIVATE_GROUP);
  const moving = meant.filter(({ group_id }) => group_id !== groupId);
  return (
    <ConfirmButton
      size="xs"
      color="indigo"
      variant="default"
      label="Put all into…"
      question="Put libraries into a group"
      confirmLabel={group ? `Put ${moving.length} into ${group.name}` : "Put them there"}
      isReady={group !== undefined && moving.length > 0}
      run={() =>
        unwrap(
          api.PUT("/api/v1/servers/{server_id}/libraries", {
            params: { path: { server_id: of.id } },
            body: { library_ids: moving.map(({ id }) => id), group_id: groupId ?? "" },
          }),
        )
      }
      done={({ items }) => `${countOf(items.length, "library was", "libraries were")} moved.`}
    >
      <Stack gap="sm">
        <Select
          label="Which"
          allowDeselect={false}
          data={[
            { value: PRIVATE, label: "Those that are private" },
            { value: ALL, label: "All of this server" },
          ]}
          value={which}
          onChange={(value) => setWhich(value ?? PRIVATE)}
        />
        <Select
          label="Into which group"
          placeholder="Choose a group"
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={groupId}
          onChange={setGroupId}
        />
        {group && (
          <>
            <Text size="sm">
              {moving.length === 0
                ? "None of them has to be moved."
                : `These are moved; ${effectOf(group)}`}
            </Text>
            <List size="sm">
              {moving.map(({ id, title }) => (
                <List.Item key={id}>{title}</List.Item>
              ))}
            </List>
          </>
        )}
      </Stack>
    </ConfirmButton>
  );
}

function effectOf(group: Group): string {
  if (group.id === PRIVATE_GROUP) return "with the hourly run nobody has them any more:";
  if (group.plans.length === 0) return "no plan includes the group yet:";
  return `with the hourly run those with ${countOf(group.plans.length, "plan")} of the group get them:`;
}
