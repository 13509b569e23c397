import { Anchor, Badge, Code, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { PlannedPart, PlannedStep, RunPreview } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { humanize } from "@/format/words";

/** What takes something away or leaves something undone stands out. */
const COLORS: Readonly<Record<string, string>> = {
  "stream.stop": "red",
  "device.sign_out": "red",
  "access.withdraw": "red",
  "access.lock": "red",
  "access.invite": "green",
  "access.blocked": "orange",
  "payment.settled": "teal",
  "payment.unmatched": "orange",
  "payment.held": "orange",
  mail: "indigo",
  ask: "orange",
};

type Row = PlannedStep & { readonly place: number };

const COLUMNS: readonly Column<Row>[] = [
  {
    title: "Would",
    render: (step) => (
      <Badge variant="light" color={COLORS[step.action] ?? "gray"}>
        {humanize(step.action)}
      </Badge>
    ),
  },
  { title: "About", render: (step) => <About of={step} /> },
  { title: "What exactly", isProse: true, render: (step) => <Exactly of={step} /> },
  { title: "Because", isProse: true, render: (step) => step.why || "—" },
];

interface RunPreviewProps {
  readonly of: RunPreview;
  readonly title: string;
}

/** The exact plan of a run, part by part; nothing was done. */
export function RunPreviewPanels({ of, title }: RunPreviewProps) {
  return (
    <Stack gap="lg">
      {of.parts.map((part) => (
        <Panel
          key={part.name}
          isFlush
          title={of.parts.length > 1 ? `${title}: ${humanize(part.name)}` : title}
          about={
            <>
              As of <When at={of.at} />; nothing was written, stopped or sent.
              {part.is_cut && " There is more than was looked at; the run itself does all of it."}
            </>
          }
        >
          <Steps of={part} />
        </Panel>
      ))}
    </Stack>
  );
}

function Steps({ of }: { readonly of: PlannedPart }) {
  const counts = Object.entries(of.counts).filter(([, count]) => count !== 0);
  return (
    <>
      {of.note && (
        <Text size="sm" p="md" role="note">
          {of.note}
        </Text>
      )}
      {(of.steps.length > 0 || !of.note) && (
        <DataTable
          label={`Planned steps: ${humanize(of.name)}`}
          columns={COLUMNS}
          rows={of.steps.map((step, place) => ({ ...step, place }))}
          keyOf={(step) => String(step.place)}
          empty={{ title: "Nothing to do", hint: "If it ran now, nothing would change." }}
        />
      )}
      {counts.length > 0 && (
        <Text size="xs" c="dimmed" p="sm">
          {counts.map(([name, count]) => `${humanize(name)} ${count}`).join(" · ")}
        </Text>
      )}
    </>
  );
}

function About({ of }: { readonly of: PlannedStep }) {
  if (!of.user_id) return of.mail?.to ?? of.about;
  // The name says more than the user's id.
  const about = of.about === of.user_id ? "" : of.about;
  return (
    <span>
      <Anchor component={Link} to={`/users/${of.user_id}`} size="sm" display="block">
        {of.user_label || of.user_id}
      </Anchor>
      {about && (
        <Text component="span" size="xs" c="dimmed">
          {about}
        </Text>
      )}
    </span>
  );
}

function Exactly({ of }: { readonly of: PlannedStep }) {
  if (of.mail) {
    return (
      <details>
        <summary>{of.mail.subject}</summary>
        <Code block mt="xs">
          {of.mail.text}
        </Code>
      </details>
    );
  }
  if (of.changes.length === 0) return "—";
  return (
    <>
      {of.changes.map((line) => (
        <Text key={line} component="span" size="sm" display="block">
          {line}
        </Text>
      ))}
    </>
  );
}
