import { Badge, Text } from "@mantine/core";
import type { SeenServer } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";

const COLUMNS: readonly Column<SeenServer>[] = [
  { title: "Server", render: (server) => server.name },
  { title: "People", render: (server) => server.people, align: "end" },
  { title: "Newcomers", render: (server) => <Newcomers of={server} /> },
];

/** The servers as they were read, and whether their people come in by themselves. */
export function ImportServers({ of }: { readonly of: readonly SeenServer[] }) {
  return (
    <Panel title="Servers" isFlush>
      <DataTable
        label="Servers that were read"
        columns={COLUMNS}
        rows={of}
        keyOf={(server) => server.id}
        empty={{ title: "No server", hint: "Add one under Servers; then its people show here." }}
      />
    </Panel>
  );
}

function Newcomers({ of }: { readonly of: SeenServer }) {
  return (
    <div>
      {of.confirmed_at ? (
        <Badge variant="light" color="teal">
          Come in each hour
        </Badge>
      ) : (
        <Badge variant="light" color="orange">
          Wait for you
        </Badge>
      )}
      <Text size="xs" c="dimmed" mt={2}>
        {of.problem ||
          (of.confirmed_at && (
            <>
              Confirmed <When at={of.confirmed_at} style="day" />
            </>
          ))}
      </Text>
    </div>
  );
}
