import { Anchor, Badge, Group, Text } from "@mantine/core";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import type { ComparedShare } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column, type Paging } from "@/components/DataTable/DataTable";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { compareNames } from "@/format/difference";
import { joinNames } from "@/format/words";

interface ComparisonTableProps {
  readonly rows: readonly ComparedShare[] | undefined;
  /** A page of one person names the servers only. */
  readonly isOfOneUser?: boolean;
  readonly empty: { readonly title: string; readonly hint: string };
  readonly error?: unknown;
  readonly onRetry?: () => void;
  readonly isRefreshing?: boolean;
  readonly paging?: Paging;
}

/** What a check would do, in words. */
const ACTIONS: Readonly<Record<string, { readonly text: string; readonly color: string }>> = {
  invite: { text: "Invite", color: "teal" },
  change: { text: "Change", color: "indigo" },
  withdraw: { text: "Take away", color: "red" },
  restrict: { text: "Reduce", color: "orange" },
  lock: { text: "Lock the account", color: "red" },
  blocked: { text: "Cannot be put right", color: "red" },
};

/** Shares as they are beside what they should be, with the difference and its reason. */
export function ComparisonTable({ isOfOneUser = false, ...table }: ComparisonTableProps) {
  const server: Column<ComparedShare> = {
    title: "Server",
    render: (row) => <ServerName of={row} isLink={!isOfOneUser} />,
  };
  const user: Column<ComparedShare> = { title: "User", render: (row) => row.user_label };
  return (
    <DataTable
      label="Shares beside what they should be"
      columns={isOfOneUser ? [server, ...COMMON, CHECKED] : [user, server, ...COMMON, ACTION]}
      keyOf={(row) => `${row.user_id} ${row.server_id}`}
      linkOf={isOfOneUser ? undefined : (row) => `/users/${row.user_id}?tab=access`}
      {...table}
    />
  );
}

const COMMON: readonly Column<ComparedShare>[] = [
  { title: "Is", render: (row) => <Is of={row} /> },
  { title: "Should be", render: (row) => <ShouldBe of={row} /> },
  { title: "Difference", render: (row) => <DifferenceOf of={row} /> },
];

const CHECKED: Column<ComparedShare> = {
  title: "Checked",
  render: (row) => <When at={row.checked_at} none="Not yet" />,
  isWideOnly: true,
};

const ACTION: Column<ComparedShare> = {
  title: "",
  align: "end",
  render: (row) =>
    row.action && (
      <ActionButton
        size="compact-sm"
        label="Put right now"
        aria-label={`Put right now: ${row.user_label}`}
        run={() =>
          unwrap(
            api.POST("/api/v1/users/{user_id}/reconcile", {
              params: { path: { user_id: row.user_id } },
            }),
          )
        }
        done={`The access of ${row.user_label} is being put right.`}
      />
    ),
};

function ServerName({ of, isLink }: { readonly of: ComparedShare; readonly isLink: boolean }) {
  if (!of.server_id) return "None";
  if (!isLink) return of.server_name || "A server that was deleted";
  return (
    <Anchor component={Link} to={`/servers/${of.server_id}`} size="sm">
      {of.server_name}
    </Anchor>
  );
}

function Is({ of }: { readonly of: ComparedShare }) {
  if (!of.state) return "Nothing";
  return (
    <CellStack>
      <StatusBadge kind="share" status={of.state} />
      <Libraries names={of.has} downloads={of.allows_downloads} />
    </CellStack>
  );
}

function ShouldBe({ of }: { readonly of: ComparedShare }) {
  if (of.action === "blocked") return "—";
  if (!of.action) return of.has.length > 0 ? "The same" : "Nothing";
  return <Libraries names={of.due} downloads={of.due_downloads} />;
}

function Libraries({ names, downloads }: { readonly names: readonly string[]; readonly downloads: boolean }) {
  if (names.length === 0) {
    return (
      <Text component="span" size="sm" c="dimmed">
        No library
      </Text>
    );
  }
  return (
    <Text component="span" size="sm">
      {joinNames(names)}
      {downloads && (
        <Text component="span" size="xs" c="dimmed">
          {" "}
          with downloads
        </Text>
      )}
    </Text>
  );
}

function DifferenceOf({ of }: { readonly of: ComparedShare }) {
  if (!of.action) {
    return (
      <Badge variant="light" color="gray">
        None
      </Badge>
    );
  }
  const { text, color } = ACTIONS[of.action] ?? { text: of.action, color: "gray" };
  const { added, removed } = compareNames(of.has, of.due);
  const isBlocked = of.action === "blocked";
  return (
    <CellStack>
      <Group gap={6} component="span">
        <Badge variant="light" color={color}>
          {text}
        </Badge>
        {!isBlocked && <Signs sign="+" word="gets" names={added} color="teal" />}
        {!isBlocked && <Signs sign="−" word="loses" names={removed} color="red" />}
      </Group>
      <Text component="span" size="xs" c="dimmed">
        {of.why}
      </Text>
    </CellStack>
  );
}

interface SignsProps {
  readonly sign: string;
  readonly word: string;
  readonly names: readonly string[];
  readonly color: string;
}

function Signs({ sign, word, names, color }: SignsProps) {
  return names.map((name) => (
    <Badge key={name} variant="light" color={color} tt="none" aria-label={`${word} ${name}`}>
      {sign} {name}
    </Badge>
  ));
}
