import { Badge, Group, Text } from "@mantine/core";
import type { Library } from "@/api/types";
import { PRIVATE_GROUP } from "@/format/words";

/** A library's title, with what keeps it from being shared. */
export function LibraryName({ of }: { readonly of: Library }) {
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
