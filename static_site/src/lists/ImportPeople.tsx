import { Anchor, Select, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { ImportPreview, SeenPerson } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Panel } from "@/components/Panel/Panel";
import { ServerPicker } from "@/components/Pickers/ServerPicker";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { ImportChoiceButton } from "@/forms/ImportChoiceForm";
import { describeStatus } from "@/format/words";

/** What calls for a look, in the order in which it does. */
const TELLING = ["undecided", "blocked", "new", "joined", "changed", "unsure"] as const;
const DECIDABLE = new Set(["undecided", "new", "joined"]);
const MANY = 50;

interface ImportPeopleProps {
  readonly of: ImportPreview;
  readonly onChosen: () => void;
}

/** Everybody on the servers, and what becomes of them. */
export function ImportPeople({ of, onChosen }: ImportPeopleProps) {
  const [shown, setShown] = useState<string | null>("telling");
  const [server, setServer] = useState<string | null>(null);
  const counts = countOutcomes(of.people);
  const here = server
    ? of.people.filter((person) => person.shares.some((share) => share.server_id === server))
    : of.people;
  const rows = [...here.filter((person) => isShown(person, shown))].sort(byUrgency);
  return (
    <Panel
      title="People"
      about="Whoever is on the servers by now. Nobody is taken from a server by an import."
      isFlush
      actions={
        <>
          <Select
            aria-label="Which people"
            w={210}
            value={shown}
            onChange={setShown}
            allowDeselect={false}
            data={[
              { value: "telling", label: "All that changes" },
              { value: "all", label: `Everybody (${of.people.length})` },
              ...Object.entries(counts).map(([outcome, count]) => ({
                value: outcome,
                label: `${describeStatus("seen", outcome).text} (${count})`,
              })),
            ]}
          />
          {of.servers.length > 1 && (
            <ServerPicker
              aria-label="On which server"
              w={170}
              only={({ id }) => of.servers.some((each) => each.id === id)}
              value={server}
              onChange={setServer}
            />
          )}
        </>
      }
    >
      <PeopleTable rows={rows} onChosen={onChosen} />
    </Panel>
  );
}

function PeopleTable({
  rows,
  onChosen,
}: {
  readonly rows: readonly SeenPerson[];
  readonly onChosen: () => void;
}) {
  const [page, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(rows.length / MANY) - 1);
  const number = Math.min(page, last);
  const columns: readonly Column<SeenPerson>[] = [
    { title: "Who", render: (person) => <Who of={person} /> },
    { title: "Has", render: (person) => <Has of={person} /> },
    { title: "Becomes", render: (person) => <Becomes of={person} /> },
    {
      title: "Time ends",
      render: (person) => <When at={person.ends_at} style="day" none={endless(person)} />,
    },
    {
      title: "",
      align: "end",
      render: (person) =>
        (DECIDABLE.has(person.outcome) || person.choice) && (
          <ImportChoiceButton of={person} onChosen={onChosen} />
        ),
    },
  ];
  return (
    <DataTable
      label="People on the servers"
      columns={columns}
      rows={rows.slice(number * MANY, (number + 1) * MANY)}
      keyOf={(person) => person.key}
      empty={{
        title: "Nothing changes",
        hint: "Everybody on the servers is known, or is no customer. Choose “Everybody” to see them.",
      }}
      paging={{
        number: number + 1,
        hasPrevious: number > 0,
        hasNext: number < last,
        goToPrevious: () => setPage(number - 1),
        goToNext: () => setPage(number + 1),
      }}
    />
  );
}

function Who({ of }: { readonly of: SeenPerson }) {
  return (
    <div>
      {of.user ? (
        <Anchor component={Link} to={`/users/${of.user.id}`} size="sm" fw={600}>
          {of.user.label || of.label}
        </Anchor>
      ) : (
        <Text size="sm" fw={600}>
          {of.label}
        </Text>
      )}
      {of.email && of.email !== of.label && (
        <Text size="xs" c="dimmed">
          {of.email}
        </Text>
      )}
    </div>
  );
}

function Has({ of }: { readonly of: SeenPerson }) {
  return (
    <>
      {of.shares.map((share) => (
        <div key={share.server_id}>
          <Text size="sm">
            {share.server_name}
            {!share.is_accepted && " (invited)"}
          </Text>
          <Text size="xs" c="dimmed">
            {share.libraries.join(", ") || "Libraries are not told"}
          </Text>
        </div>
      ))}
    </>
  );
}

function Becomes({ of }: { readonly of: SeenPerson }) {
  return (
    <div>
      <StatusBadge kind="seen" status={of.outcome} />
      {of.why && (
        <Text size="xs" c="dimmed" mt={2}>
          {of.why}
        </Text>
      )}
      {of.loses.length > 0 && (
        <Text size="xs" c="orange.8" mt={2}>
          The plan does not have: {of.loses.join(", ")}
        </Text>
      )}
    </div>
  );
}

function endless(person: SeenPerson): string {
  return person.outcome === "new" ? "Never" : "—";
}

function isShown(person: SeenPerson, shown: string | null): boolean {
  if (shown === "telling") return (TELLING as readonly string[]).includes(person.outcome);
  return shown === "all" || person.outcome === shown;
}

function byUrgency(one: SeenPerson, other: SeenPerson): number {
  const rank = (person: SeenPerson) => {
    const place = (TELLING as readonly string[]).indexOf(person.outcome);
    return place === -1 ? TELLING.length : place;
  };
  return rank(one) - rank(other) || one.label.localeCompare(other.label);
}

/** Return how many people come to what, what calls for a look first. */
export function countOutcomes(people: readonly SeenPerson[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const person of [...people].sort(byUrgency)) {
    counts[person.outcome] = (counts[person.outcome] ?? 0) + 1;
  }
  return counts;
}
