import { Anchor, Badge, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Prospect } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";

const COLUMNS: readonly Column<Prospect>[] = [
  {
    title: "Person",
    render: (row) => (
      <div>
        <Anchor component={Link} to={`/users/${row.user_id}`} size="sm">
          {row.label}
        </Anchor>
        {row.email !== row.label && (
          <Text size="xs" c="dimmed">
            {row.email}
          </Text>
        )}
      </div>
    ),
  },
  { title: "Plan", render: (row) => row.plan_name || "—", isWideOnly: true },
  {
    title: "Would",
    render: (row) => (
      <Badge variant="light" color={row.moves ? "teal" : "orange"}>
        {row.moves ? "Move" : "Stay"}
      </Badge>
    ),
  },
  { title: "Because", render: (row) => row.why || "—" },
];

/** Who would move, and why others would stay; those who stay come first. */
export function ProspectTable({ rows }: { readonly rows: readonly Prospect[] }) {
  return (
    <DataTable
      label="Who would move"
      columns={COLUMNS}
      rows={[...rows].sort((one, other) => Number(one.moves) - Number(other.moves))}
      keyOf={(row) => row.user_id}
      empty={{ title: "Nobody", hint: "Nobody of those who are meant is on the source." }}
    />
  );
}
