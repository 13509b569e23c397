import { Alert, Progress, Stack, Text } from "@mantine/core";
import type { ImportState } from "@/api/types";
import { Facts } from "@/components/Facts/Facts";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { describeStatus } from "@/format/words";

/** What came of the last import, or how far the present one is. */
export function ImportResult({ of }: { readonly of: ImportState }) {
  const { run } = of;
  if (!run.began_at) {
    return (
      <Panel title="Last import">
        <Text size="sm" c="dimmed">
          None ran yet. One runs every hour.
        </Text>
      </Panel>
    );
  }
  return (
    <Panel title={run.is_at_work ? "An import is at work" : "Last import"}>
      <Stack gap="sm">
        {run.is_at_work && (
          <Progress
            aria-label="Progress of the import"
            value={run.total ? (100 * run.done) / run.total : 0}
            animated
          />
        )}
        {run.error && (
          <Alert color="red" variant="light" title="It did not go on">
            {run.error}
          </Alert>
        )}
        {run.waiting && (
          <Alert color="orange" variant="light" title="Somebody waits">
            {run.waiting}
          </Alert>
        )}
        <Facts
          items={[
            [run.is_at_work ? "Began" : "Ended", <When key="at" at={run.finished_at ?? run.began_at} />],
            ["People", describeCounts(run.counts)],
            run.is_at_work ? ["Done", `${run.done} of ${run.total}`] : ["Done", ""],
          ]}
        />
        {run.problems.map((each) => (
          <Text key={each.server_id} size="sm" c="dimmed">
            {each.server_name || each.server_id}: {each.problem}
          </Text>
        ))}
      </Stack>
    </Panel>
  );
}

/** Say how many people came to what. */
export function describeCounts(counts: Readonly<Record<string, number>>): string {
  return (
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${sayOutcome(name).toLowerCase()}`)
      .join(", ") || "Nobody"
  );
}

function sayOutcome(name: string): string {
  const words: Readonly<Record<string, string>> = {
    new: "newcomers",
    joined: "with a new share",
    changed: "renamed",
    waiting: "wait for you",
    undecided: "to decide",
    changed_meanwhile: "left for the next run",
  };
  return words[name] ?? describeStatus("seen", name).text;
}
