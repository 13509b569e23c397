import { Badge } from "@mantine/core";
import type { AccessPreview } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { humanize, joinNames } from "@/format/words";

type Planned = AccessPreview["actions"][number];

const COLUMNS: readonly Column<Planned>[] = [
  { title: "Would", render: (each) => <Badge variant="light">{humanize(each.action)}</Badge> },
  { title: "Server", render: (each) => each.server_name || "—" },
  { title: "Libraries", render: (each) => joinNames(each.libraries) || "—" },
  { title: "Because", render: (each) => each.why || "—" },
];

/** What a check would do after a fresh look at the media servers; nothing was done. */
export function PlannedAccess({ of }: { readonly of: AccessPreview }) {
  return (
    <Panel
      isFlush
      title="What a check would do"
      about={
        <>
          The servers were looked at on <When at={of.at} />; nothing was sent.
        </>
      }
    >
      <DataTable
        label="What a check would do"
        columns={COLUMNS}
        rows={of.actions}
        keyOf={(each) => `${each.action} ${each.server_id}`}
        empty={{ title: "Nothing to do", hint: "The servers show exactly what is due." }}
      />
    </Panel>
  );
}
