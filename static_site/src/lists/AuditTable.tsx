import { Anchor, Drawer, Stack, Table, Text } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { AuditEntry, Page } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Facts } from "@/components/Facts/Facts";
import { When } from "@/components/When/When";
import { humanize } from "@/format/words";

interface AuditTableProps {
  readonly listKey: QueryKey;
  readonly readPage: (cursor: string | null) => Promise<Page<AuditEntry>>;
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  { title: "When", render: (entry) => <When at={entry.at} /> },
  { title: "What", render: (entry) => humanize(entry.action) },
  { title: "Who", render: (entry) => shortenActor(entry.actor) },
  {
    title: "Why",
    render: (entry) =>
      entry.why && (
        <Text size="sm" lineClamp={2} maw={360}>
          {entry.why}
        </Text>
      ),
  },
  { title: "About", render: (entry) => <Subject of={entry} isShort />, isWideOnly: true },
];

/** Changes, newest first, each with what was before and after in a drawer. */
export function AuditTable({ listKey, readPage }: AuditTableProps) {
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const list = useCursorList(listKey, readPage);
  return (
    <>
      <DataTable
        label="Changes"
        columns={COLUMNS}
        keyOf={(entry) => entry.id}
        onOpen={setOpen}
        empty={{
          title: "Nothing happened yet",
          hint: "Every change by a person or a job is listed here.",
        }}
        {...list}
      />
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        size="lg"
        title={open ? humanize(open.action) : ""}
      >
        {open && <Details of={open} />}
      </Drawer>
    </>
  );
}

function Details({ of }: { readonly of: AuditEntry }) {
  const fields = [...new Set([...Object.keys(of.before), ...Object.keys(of.after)])];
  return (
    <Stack>
      <Facts
        items={[
          ["When", <When key="at" at={of.at} />],
          ["Who", describeActor(of.actor)],
          ["About", <Subject key="about" of={of} />],
          ["Why", of.why],
        ]}
      />
      {fields.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Field</Table.Th>
                <Table.Th>Before</Table.Th>
                <Table.Th>After</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {fields.map((field) => (
                <Table.Tr key={field}>
                  <Table.Th scope="row">{humanize(field)}</Table.Th>
                  <Table.Td>{of.before[field] ?? "—"}</Table.Td>
                  <Table.Td>{of.after[field] ?? "—"}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

interface SubjectProps {
  readonly of: AuditEntry;
  readonly isShort?: boolean;
}

function Subject({ of, isShort = false }: SubjectProps) {
  const place = isShort ? null : findPlace(of.subject);
  if (place) {
    return (
      <Anchor component={Link} to={place} size="sm">
        {of.subject}
      </Anchor>
    );
  }
  return (
    <Text size="xs" ff="monospace" c="dimmed" truncate={isShort} maw={isShort ? 150 : undefined}>
      {of.subject}
    </Text>
  );
}

const PLACES: Readonly<Record<string, string>> = {
  usr: "users",
  pay: "payments",
  pln: "plans",
  srv: "servers",
  job: "jobs",
};

/** Return the page of what an entry is about; that of a share is its user's. */
function findPlace(subject: string): string | null {
  const [id = ""] = subject.split("@");
  const place = PLACES[id.split("_")[0] ?? ""];
  return place ? `/${place}/${id}` : null;
}

/** Jobs have long names; the drawer tells which one it was. */
function shortenActor(actor: string): string {
  return actor.startsWith("job:") ? "Job" : describeActor(actor);
}

/** Turn `login:ann@example.com` into the address, `schedule:hourly` into `Schedule hourly`. */
function describeActor(actor: string): string {
  const [kind = "", ...rest] = actor.split(":");
  const name = rest.join(":");
  if (!name) return humanize(kind);
  return kind === "login" ? name : `${humanize(kind)} ${name}`;
}
