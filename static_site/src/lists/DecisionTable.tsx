import { Badge, Text } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { Decision, Page } from "@/api/types";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { describeMeasure, ruleTitle } from "@/format/limits";
import { decisionStatus, humanize } from "@/format/words";
import { DecisionDrawer } from "./DecisionDrawer";

interface DecisionTableProps {
  readonly listKey: QueryKey;
  readonly readPage: (cursor: string | null) => Promise<Page<Decision>>;
  readonly emptyHint: ReactNode;
}

const COLUMNS: readonly Column<Decision>[] = [
  { title: "When", render: (decision) => <When at={decision.at} /> },
  { title: "User", render: (decision) => decision.user_label || "—" },
  { title: "Decision", render: (decision) => <StatusBadge kind="decision" status={decisionStatus(decision)} /> },
  { title: "Rule", render: (decision) => <Rule of={decision} /> },
  { title: "Server", render: (decision) => decision.server_name || "—", isWideOnly: true },
  { title: "Carried out", render: (decision) => <CarriedOut of={decision} /> },
];

/** Decisions about streams, newest first, each with its evidence in a drawer. */
export function DecisionTable({ listKey, readPage, emptyHint }: DecisionTableProps) {
  const [open, setOpen] = useState<Decision | null>(null);
  const list = useCursorList(listKey, readPage, { refreshSeconds: 30 });
  return (
    <>
      <DataTable
        label="Decisions about streams"
        columns={COLUMNS}
        keyOf={(decision) => `${decision.id}${decision.session_key}`}
        onOpen={setOpen}
        {...list}
        empty={{ title: "No decisions about streams", hint: emptyHint }}
      />
      <DecisionDrawer decision={open} onClose={() => setOpen(null)} />
    </>
  );
}

function Rule({ of }: { readonly of: Decision }) {
  return (
    <CellStack>
      <span>{humanize(ruleTitle(of.rule))}</span>
      <Text component="span" size="xs" c="dimmed">
        {describeMeasure(of)}
      </Text>
    </CellStack>
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
