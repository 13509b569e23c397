import { Badge, Text } from "@mantine/core";
import type { AccessPreview } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { countOf, humanize } from "@/format/words";

type Planned = AccessPreview["actions"][number];

const COLORS: Record<string, string> = {
  invite: "green",
  change: "blue",
  withdraw: "red",
  blocked: "orange",
};

const COLUMNS: Column<Planned>[] = [
  { title: "User", render: (action) => action.user_label || action.user_id },
  {
    title: "Would",
    render: (action) => (
      <Badge variant="light" color={COLORS[action.action] ?? "gray"}>
        {humanize(action.action)}
      </Badge>
    ),
  },
  { title: "Server", render: (action) => action.server_name || "—" },
  { title: "Libraries", render: (action) => action.libraries.join(", ") || "—" },
  { title: "Because", render: (action) => action.why },
];

/** What a run would do about people's access; nothing was done. */
export function AccessPreviewPanel({ of }: { readonly of: AccessPreview }) {
  return (
    <Panel
      isFlush
      title="What the hourly run would do about access"
      about={
        <>
          As of <When at={of.at} />, {countOf(of.people, "person", "people")} looked at
          {of.is_cut && ", more are waiting"}; nothing was touched.
        </>
      }
    >
      <DataTable
        label="Planned actions"
        columns={COLUMNS}
        rows={of.actions}
        keyOf={(action) => `${action.user_id} ${action.action} ${action.server_id ?? ""}`}
        empty={{ title: "Nothing to do", hint: "Everybody has exactly what is due to them." }}
      />
      {of.is_cut && (
        <Text size="xs" c="dimmed" p="sm">
          Only the first people are shown; the run itself looks at everybody.
        </Text>
      )}
    </Panel>
  );
}
