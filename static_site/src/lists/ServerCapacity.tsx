import { Anchor, Badge, Group, Progress, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { queries } from "@/api/queries";
import type { Capacity, ServerDetail } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Facts } from "@/components/Facts/Facts";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { colorOfFill } from "@/format/fill";
import { countOf, joinNames } from "@/format/words";

type ForPlan = Capacity["plans"][number];
type Leaving = Capacity["leaving"][number];

/** How full a server is, whether a newcomer would be placed here, and who makes room next. */
export function ServerCapacity({ of }: { readonly of: ServerDetail }) {
  const capacity = useQuery(queries.serverCapacity(of.id));
  return (
    <Loaded query={capacity}>
      {(found) => (
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 1, md: found.ceiling ? 2 : 1 }} spacing="lg">
            <Seats of={found} />
            {found.ceiling && <Ceiling of={found.ceiling} />}
          </SimpleGrid>
          <Newcomers of={found.plans} />
          <NextToLeave of={found} />
        </Stack>
      )}
    </Loaded>
  );
}

function Seats({ of }: { readonly of: Capacity }) {
  const last = of.holds.at(-1);
  return (
    <Panel title="Seats on this server" about="Set the limit under Settings, Most people.">
      <Stack gap="md">
        <Fill
          label="Seats taken on this server"
          taken={of.taken}
          most={of.max_users}
          none="no limit of its own"
        />
        <Facts
          items={[
            ["Accepted", String(of.accepted)],
            ["Open invites", String(of.invited)],
            ["Invites being sent", of.planned > 0 && String(of.planned)],
            [
              "Held for buyers",
              last ? (
                <span key="held">
                  {of.holds.length}, the last until <When at={last.until} />
                </span>
              ) : (
                "0"
              ),
            ],
            ["Counted", of.is_cut && "the first 1000 people only"],
          ]}
        />
      </Stack>
    </Panel>
  );
}

function Ceiling({ of }: { readonly of: NonNullable<Capacity["ceiling"]> }) {
  return (
    <Panel
      title={`Ceiling of ${of.username}`}
      about={
        <>
          Plex lets an account share with so many people on all its servers together.{" "}
          <Anchor component={Link} to="/plex-accounts" size="sm" underline="always">
            Plex accounts
          </Anchor>
        </>
      }
    >
      <Stack gap="md">
        <Fill label="People of the account" taken={of.taken} most={of.max_people} none="" />
        <Facts
          items={[
            ["Servers", joinNames(of.servers)],
            ["Not placed by us", of.others > 0 && `${of.others}, at home or invited elsewhere`],
          ]}
        />
      </Stack>
    </Panel>
  );
}

interface FillProps {
  readonly label: string;
  readonly taken: number;
  readonly most: number | null;
  readonly none: string;
}

function Fill({ label, taken, most, none }: FillProps) {
  const part = most ? (100 * taken) / most : 0;
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text fw={650}>
          {taken} of {most ?? "∞"}
        </Text>
        <Text size="sm" c="dimmed">
          {most === null ? none : `${Math.max(0, most - taken)} free`}
        </Text>
      </Group>
      <Progress
        value={part}
        color={colorOfFill(part)}
        aria-label={label}
      />
    </div>
  );
}

const PLAN_COLUMNS: readonly Column<ForPlan>[] = [
  { title: "Plan", render: (each) => each.plan_name },
  {
    title: "A newcomer",
    render: ({ fits }) => (
      <Badge variant="light" color={fits ? "teal" : "orange"}>
        {fits ? "Can be placed" : "Cannot be placed"}
      </Badge>
    ),
  },
  { title: "Because", render: ({ reasons }) => reasons.join("; ") },
];

function Newcomers({ of }: { readonly of: readonly ForPlan[] }) {
  return (
    <Panel
      isFlush
      title="Who can come"
      about="For each active plan, by the very rule that places a buyer."
    >
      <DataTable
        label="Whether newcomers can be placed"
        columns={PLAN_COLUMNS}
        rows={of}
        keyOf={(each) => each.plan_id}
        linkOf={(each) => `/plans/${each.plan_id}`}
        empty={{ title: "No plan is active", hint: "Nobody can come before a plan is active." }}
      />
    </Panel>
  );
}

const LEAVING_COLUMNS: readonly Column<Leaving>[] = [
  { title: "User", render: (each) => each.user_label || each.user_id },
  { title: "Seat is free", render: (each) => <When at={each.at} /> },
  { title: "Because", render: (each) => each.why },
];

function NextToLeave({ of }: { readonly of: Capacity }) {
  return (
    <Panel
      isFlush
      title="Who makes room next"
      about={`If they pay no more. ${
        of.leaving.length === 0 ? "" : `The next ${countOf(of.leaving.length, "person", "people")}.`
      }`}
    >
      <DataTable
        label="Who makes room next"
        columns={LEAVING_COLUMNS}
        rows={of.leaving}
        keyOf={(each) => each.user_id}
        linkOf={(each) => `/users/${each.user_id}`}
        empty={{
          title: "Nobody makes room by time alone",
          hint: "Nobody is here, or their access has no end.",
        }}
      />
    </Panel>
  );
}
