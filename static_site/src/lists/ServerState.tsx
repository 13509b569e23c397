import { Badge, Group } from "@mantine/core";
import type { Server } from "@/api/types";

/** Whether people are served, and whether new ones are taken. */
export function ServerState({ of }: { readonly of: Server }) {
  return (
    <Group gap={6} component="span">
      <Badge variant="light" color={of.is_enabled ? "teal" : "gray"}>
        {of.is_enabled ? "Enabled" : "Disabled"}
      </Badge>
      {of.is_enabled && !of.allows_new && (
        <Badge variant="light" color="orange">
          No new people
        </Badge>
      )}
    </Group>
  );
}
