import { Button, FileButton, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import type { InviteLine, InviteList, InviteListPreview } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Money } from "@/components/Money/Money";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { countOf } from "@/format/words";

const COLUMNS: readonly Column<InviteLine>[] = [
  { title: "Person", render: (line) => <Person of={line} /> },
  { title: "Verdict", render: (line) => <StatusBadge kind="inviteLine" status={line.verdict} /> },
  { title: "Plan", render: (line) => line.plan_name || "—" },
  { title: "From", render: (line) => line.starts || "at once", isWideOnly: true },
  { title: "Until", render: (line) => line.ends || "one term", isWideOnly: true },
  { title: "Received", render: (line) => (line.amount ? <Money of={line.amount} /> : "—"), align: "end" },
  { title: "What to know", isProse: true, render: (line) => <Told of={line} /> },
];

interface InviteListFormProps {
  readonly onDone: (list: InviteList) => void;
}

/** People as lines or a file: first what would become of each, then the invitation of all. */
export function InviteListForm({ onDone }: InviteListFormProps) {
  const [text, setText] = useState("");
  const [shown, setShown] = useState<InviteListPreview | null>(null);
  const check = useAction<InviteListPreview>({
    run: () => unwrap(api.POST("/api/v1/invite-lists/preview", { body: { text } })),
    onDone: setShown,
    failsInPlace: true,
  });
  const invite = useAction<InviteList>({
    run: () => unwrap(api.POST("/api/v1/invite-lists", { body: { text } })),
    done: "The list is being worked through.",
    onDone,
    failsInPlace: true,
  });
  const write = (next: string) => {
    setText(next);
    setShown(null);
    check.reset();
  };
  return (
    <>
      <Panel title="People">
        <Stack>
          <Textarea
            label="One person a line"
            description="Plex name or address, plan, start, end or duration, amount, note. Only the person is needed if there is a default plan. A first line may name the columns instead; then there may also be email, name, method, reference, paypal_email and subscription_ref."
            placeholder={"ann@example.com, Basic, 2026-03-01, 3 months, 27, cash"}
            autosize
            minRows={6}
            maxRows={16}
            value={text}
            onChange={(event) => write(event.currentTarget.value)}
          />
          <ErrorNote of={check.error} />
          <Group gap="xs">
            <Button loading={check.isPending} onClick={() => check.mutate()}>
              Check the list
            </Button>
            <FileButton
              accept=".csv,.txt,text/csv,text/plain"
              onChange={(file) => void file?.text().then(write)}
            >
              {(button) => (
                <Button variant="default" {...button}>
                  Read a file
                </Button>
              )}
            </FileButton>
          </Group>
        </Stack>
      </Panel>
      {shown && (
        <Panel title={`${countOf(shown.ready, "person is", "people are")} ready to be invited`} isFlush>
          <DataTable
            label="Rows of the list"
            columns={COLUMNS}
            rows={shown.items}
            keyOf={({ number }) => String(number)}
            empty={{ title: "No rows", hint: "Write one person a line." }}
          />
          <Stack p="md" gap="sm">
            <ErrorNote of={invite.error} />
            <Group>
              <Button
                disabled={shown.ready === 0}
                loading={invite.isPending}
                onClick={() => invite.mutate()}
              >
                {`Invite ${countOf(shown.ready, "person", "people")}`}
              </Button>
              {shown.ready < shown.items.length && (
                <Text size="sm" c="dimmed">
                  The other rows are left out.
                </Text>
              )}
            </Group>
          </Stack>
        </Panel>
      )}
    </>
  );
}

function Person({ of }: { readonly of: InviteLine }) {
  return (
    <div>
      {of.person || "—"}
      <Text size="xs" c="dimmed">{`Line ${of.number}`}</Text>
    </div>
  );
}

function Told({ of }: { readonly of: InviteLine }) {
  const lines = of.problems.length
    ? of.problems.map((each) => `${each.field}: ${each.message} ${each.remedy}`)
    : [of.server_name && `To ${of.server_name}`, ...of.warnings];
  return (
    <Stack gap={2}>
      {lines.filter(Boolean).map((line) => (
        <Text key={line} size="xs" c={of.problems.length ? undefined : "dimmed"}>
          {line}
        </Text>
      ))}
    </Stack>
  );
}
