import { Alert, Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { queries } from "@/api/queries";
import type { Health, HealthCheck } from "@/api/types";
import { Icon, type IconName } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { joinNames } from "@/format/words";
import classes from "./HealthPage.module.css";

type State = HealthCheck["state"];

const BY_URGENCY: readonly State[] = ["broken", "attention", "not_set_up", "ok"];

const AREAS: readonly { area: HealthCheck["area"]; title: string; about: string }[] = [
  { area: "system", title: "System", about: "What everything else stands on" },
  { area: "media", title: "Media servers", about: "Plex accounts and the servers that they own" },
  { area: "payments", title: "Payments", about: "How money comes in, and how we hear of it" },
  { area: "sales", title: "Sales", about: "What customers can buy, and the room for them" },
  { area: "mail", title: "Mail", about: "How customers and you are told" },
  { area: "work", title: "Background work", about: "What runs by itself" },
];

/** The pages on which checks are put right, by the first part of their address. */
const PLACES: Readonly<Record<string, string>> = {
  settings: "Settings",
  "plex-accounts": "Plex accounts",
  servers: "Servers",
  plans: "Plans",
  jobs: "Jobs",
};

export function HealthPage() {
  const health = useQuery(queries.health());
  return (
    <>
      <PageHeader title="Health" about={<About of={health.data} />} />
      <Loaded query={health}>
        {(data) => (
          <Stack gap="lg">
            <Summary of={data} />
            {AREAS.map(({ area, title, about }) => (
              <Area
                key={area}
                title={title}
                about={about}
                checks={data.items.filter((check) => check.area === area)}
              />
            ))}
          </Stack>
        )}
      </Loaded>
    </>
  );
}

function About({ of }: { readonly of: Health | undefined }) {
  return (
    <>
      Everything that your site depends on, and what to do where something is missing.
      {of && (
        <>
          {" "}
          As of <When at={of.now} />.
        </>
      )}
    </>
  );
}

const COUNTED: Readonly<Record<State, string>> = {
  broken: "broken",
  attention: "to look at",
  not_set_up: "not set up",
  ok: "OK",
};

const SUMMARIES: Readonly<Record<State, { title: string; color: string; icon: IconName }>> = {
  broken: { title: "Something is broken", color: "red", icon: "warning" },
  attention: { title: "Something needs a look", color: "orange", icon: "warning" },
  not_set_up: { title: "Not everything is set up yet", color: "indigo", icon: "settings" },
  ok: { title: "All is well", color: "teal", icon: "check" },
};

function Summary({ of }: { readonly of: Health }) {
  const { title, color, icon } = SUMMARIES[of.state];
  const counts = BY_URGENCY.map((state) => {
    const count = of.items.filter((check) => check.state === state).length;
    return count ? `${count} ${COUNTED[state]}` : "";
  }).filter(Boolean);
  return (
    <Alert role="status" variant="light" color={color} title={title} icon={<Icon name={icon} />}>
      {joinNames(counts)}.
    </Alert>
  );
}

interface AreaProps {
  readonly title: string;
  readonly about: string;
  readonly checks: readonly HealthCheck[];
}

function Area({ title, about, checks }: AreaProps) {
  if (checks.length === 0) return null;
  const open = checks.filter((check) => check.state !== "ok").length;
  return (
    <Panel
      title={title}
      about={about}
      isFlush
      actions={
        <Badge variant="light" color={open ? "gray" : "teal"}>
          {open ? `${checks.length - open} of ${checks.length} OK` : "All OK"}
        </Badge>
      }
    >
      <ul className={classes.checks} aria-label={title}>
        {sorted(checks).map((check) => (
          <li key={check.id} className={classes.check}>
            <Check of={check} />
          </li>
        ))}
      </ul>
    </Panel>
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
