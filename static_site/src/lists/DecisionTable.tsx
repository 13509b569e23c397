import { Badge } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { Decision, Page } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { DecisionDrawer } from "./DecisionDrawer";

interface DecisionTableProps {
  readonly listKey: QueryKey;
  readonly readPage: (cursor: string | null) => Promise<Page<Decision>>;
  readonly emptyHint: ReactNode;
}

const COLUMNS: readonly Column<Decision>[] = [
  { title: "When", render: (decision) => <When at={decision.at} /> },
  { title: "User", render: (decision) => decision.user_label || "—" },
  { title: "Decision", render: (decision) => <StatusBadge kind="decision" status={decision.kind} /> },
  { title: "Streams", render: (decision) => `${decision.counted} of ${decision.limit}` },
  { title: "Server", render: (decision) => decision.server_name || "—", isWideOnly: true },
  { title: "Carried out", render: (decision) => <CarriedOut of={decision} /> },
];

/** Decisions about streams, newest first, each with its evidence in a drawer. */
export function DecisionTable({ listKey, readPage, emptyHint }: DecisionTableProps) {
  const list = useCursorList(listKey, readPage, { refreshSeconds: 30 });
  return (
    <DecisionRows
      {...list}
      empty={{ title: "No decisions about streams", hint: emptyHint }}
    />
  );
}

type RowsProps = Omit<Parameters<typeof DataTable<Decision>>[0], "label" | "columns" | "keyOf"> & {
  /** Decisions that were thought through only, so that none is carried out. */
  readonly isPreview?: boolean;
};

/** The table alone, for decisions that come from elsewhere. */
export function DecisionRows({ isPreview = false, ...props }: RowsProps) {
  const [open, setOpen] = useState<Decision | null>(null);
  return (
    <>
      <DataTable
        label="Decisions about streams"
        columns={isPreview ? COLUMNS.slice(0, -1) : COLUMNS}
        keyOf={(decision) => `${decision.id}${decision.session_key}`}
        onOpen={setOpen}
        {...props}
      />
      <DecisionDrawer decision={open} onClose={() => setOpen(null)} />
    </>
  );
}

function CarriedOut({ of }: { readonly of: Decision }) {
  return of.carried_out ? (
    <Badge variant="light" color="teal">
      Yes
    </Badge>
  ) : (
    <Badge variant="light" color="gray">
      No
    </Badge>
  );
}
