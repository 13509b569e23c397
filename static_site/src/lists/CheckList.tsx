import { Anchor, Group, Text } from "@mantine/core";
import { Link } from "react-router";
import type { HealthCheck } from "@/api/types";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import classes from "./CheckList.module.css";

export const BY_URGENCY: readonly HealthCheck["state"][] = [
  "broken",
  "attention",
  "not_set_up",
  "ok",
];

/** The pages on which checks are put right, by the first part of their address. */
const PLACES: Readonly<Record<string, string>> = {
  settings: "Settings",
  "plex-accounts": "Plex accounts",
  servers: "Servers",
  plans: "Plans",
  jobs: "Jobs",
};

interface CheckListProps {
  readonly label: string;
  readonly checks: readonly HealthCheck[];
}

/** What the system depends on, the most urgent first, each with what to do about it. */
export function CheckList({ label, checks }: CheckListProps) {
  return (
    <ul className={classes.checks} aria-label={label}>
      {sorted(checks).map((check) => (
        <li key={check.id} className={classes.check}>
          <Check of={check} />
        </li>
      ))}
    </ul>
  );
}

function Check({ of }: { readonly of: HealthCheck }) {
  return (
    <>
      <span className={classes.state}>
        <StatusBadge kind="health" status={of.state} />
      </span>
      <div className={classes.text}>
        <Text size="sm" fw={600}>
          {of.title}
        </Text>
        <Text size="sm" c="dimmed">
          {of.summary}
        </Text>
        {of.remedy && (
          <Group gap={6} mt={4} align="baseline">
            <Text size="sm">{of.remedy}</Text>
            {of.link && (
              <Anchor
                component={Link}
                to={of.link}
                size="sm"
                fw={500}
                aria-label={`Go to ${placeOf(of.link)}: ${of.title}`}
              >
                Go to {placeOf(of.link)}
              </Anchor>
            )}
          </Group>
        )}
      </div>
      {of.at && (
        <Text size="sm" c="dimmed" className={classes.at}>
          <When at={of.at} />
        </Text>
      )}
    </>
  );
}

/** Return the checks with the most urgent first, otherwise as they came. */
function sorted(checks: readonly HealthCheck[]): HealthCheck[] {
  return checks.toSorted((a, b) => BY_URGENCY.indexOf(a.state) - BY_URGENCY.indexOf(b.state));
}

function placeOf(link: string): string {
  return PLACES[/^\/([\w-]*)/.exec(link)?.[1] ?? ""] ?? "the page";
}
