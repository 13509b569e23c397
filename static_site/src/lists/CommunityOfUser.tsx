import { Badge, Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { communityQueries } from "@/api/communityQueries";
import type { Community, RequestAccount } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Facts } from "@/components/Facts/Facts";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { REQUEST_SYSTEMS } from "@/format/words";

const COLUMNS: readonly Column<RequestAccount>[] = [
  { title: "System", render: ({ system }) => readSystem(system) },
  { title: "Account", render: ({ name }) => name },
  {
    title: "State",
    render: ({ state }) => <StatusBadge kind="requestAccount" status={state} />,
  },
  { title: "Opened", render: readOpener },
  { title: "Changed", render: ({ changed_at }) => <When at={changed_at} /> },
];

/** What a user has outside of the media servers: Discord roles, accounts in request systems. */
export function CommunityOfUser({ userId }: { readonly userId: string }) {
  const community = useQuery(communityQueries.ofUser(userId));
  return (
    <Loaded query={community}>
      {(found) => (
        <Stack gap="lg">
          <Panel title="Discord" about="Roles that we gave; others are left alone.">
            <Facts
              items={[
                ["Discord id", found.discord_id || "None that had a role yet"],
                ["On the server", found.is_absent && "No, as far as was looked"],
                ["Roles", <Roles key="roles" of={found} />],
              ]}
            />
          </Panel>
          <Panel isFlush title="Request systems">
            <DataTable
              label="Accounts in request systems"
              columns={COLUMNS}
              rows={found.accounts}
              keyOf={({ system }) => system}
              empty={{
                title: "No account",
                hint: "One appears here once access is given and a request system is on.",
              }}
            />
          </Panel>
        </Stack>
      )}
    </Loaded>
  );
}

function Roles({ of }: { readonly of: Community }) {
  if (of.roles.length === 0) {
    return "None";
  }
  return (
    <Group gap="xs">
      {of.roles.map((role) => (
        <Badge key={role} variant="light" color={of.unsure.includes(role) ? "yellow" : "teal"}>
          {role}
        </Badge>
      ))}
    </Group>
  );
}

function readOpener({ is_ours, state }: RequestAccount): string {
  if (state === "absent") {
    return "";
  }
  return is_ours ? "By us" : "By somebody else";
}

function readSystem(name: string): string {
  return (REQUEST_SYSTEMS as Readonly<Record<string, string>>)[name] ?? name;
}
