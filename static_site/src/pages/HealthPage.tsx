import { Alert, Badge, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import type { Health, HealthCheck } from "@/api/types";
import { Icon, type IconName } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { joinNames } from "@/format/words";
import { BY_URGENCY, CheckList } from "@/lists/CheckList";

type State = HealthCheck["state"];

const AREAS: readonly { area: HealthCheck["area"]; title: string; about: string }[] = [
  { area: "system", title: "System", about: "What everything else stands on" },
  { area: "media", title: "Media servers", about: "Plex accounts and the servers that they own" },
  { area: "payments", title: "Payments", about: "How money comes in, and how we hear of it" },
  { area: "sales", title: "Sales", about: "What customers can buy, and the room for them" },
  { area: "mail", title: "Mail", about: "How customers and you are told" },
  { area: "work", title: "Background work", about: "What runs by itself" },
];

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
      <CheckList label={title} checks={checks} />
    </Panel>
  );
}
