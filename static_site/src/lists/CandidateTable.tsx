import { Badge } from "@mantine/core";
import type { Candidate } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";

const COLUMNS: readonly Column<Candidate>[] = [
  { title: "Server", render: ({ server_name }) => server_name || "—" },
  { title: "Verdict", render: (each) => <Verdict of={each} /> },
  { title: "Because", render: ({ reasons }) => reasons.join("; ") },
];

/** Every server as the choice weighed it, the best first. */
export function CandidateTable({ of }: { readonly of: readonly Candidate[] }) {
  return (
    <DataTable
      label="Servers as they were weighed"
      columns={COLUMNS}
      rows={of}
      keyOf={(each) => each.server_id}
      linkOf={(each) => `/servers/${each.server_id}?tab=capacity`}
      empty={{ title: "No server was weighed", hint: "Add one, or see what decided before that." }}
    />
  );
}

function Verdict({ of }: { readonly of: Candidate }) {
  return (
    <Badge variant="light" color={of.fits ? "teal" : "orange"}>
      {of.fits ? "Fits" : "Does not fit"}
    </Badge>
  );
}
