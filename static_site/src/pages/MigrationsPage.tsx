import { Button, Text } from "@mantine/core";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import type { Migration } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";

const COLUMNS: readonly Column<Migration>[] = [
  {
    title: "From and to",
    render: (migration) => (
      <Text component="span" size="sm" fw={600}>
        {migration.source_name || "?"} → {migration.target_name || "?"}
      </Text>
    ),
  },
  { title: "State", render: ({ state }) => <StatusBadge kind="migration" status={state} /> },
  { title: "Moved", render: ({ counts, people }) => `${counts.left_source ?? 0} of ${people}` },
  { title: "Stayed", render: ({ counts }) => String(counts.failed ?? 0), isWideOnly: true },
  { title: "Begun", render: ({ created_at }) => <When at={created_at} /> },
];

export function MigrationsPage() {
  const list = useCursorList(
    ["migrations"],
    (cursor) => unwrap(api.GET("/api/v1/migrations", { params: { query: { cursor, limit: 50 } } })),
    { refreshSeconds: 30 },
  );
  const addButton = (
    <Button component={Link} to="/migrations/new" leftSection={<Icon name="plus" size={16} />}>
      Move people
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Migrations"
        about="People of one server who move to another, with everything they paid for."
      >
        {addButton}
      </PageHeader>
      <Panel isFlush>
        <DataTable
          label="Migrations"
          columns={COLUMNS}
          keyOf={({ id }) => id}
          linkOf={({ id }) => `/migrations/${id}`}
          empty={{
            title: "Nobody has moved yet",
            hint: "When a server is replaced, its people move to the new one in the background.",
            action: addButton,
          }}
          {...list}
        />
      </Panel>
    </>
  );
}
