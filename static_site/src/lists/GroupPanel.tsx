import { Alert, Anchor, Badge, Group, List, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import type { GroupMember, LinkedGroup } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";

/** A master and the people for whom the master pays, with what does not fit. */
export function GroupPanel({ of }: { readonly of: LinkedGroup }) {
  const rows = [of.master, ...of.subs];
  return (
    <Stack>
      <GroupWarnings of={of.warnings} />
      <DataTable
        label={`Linked users of ${of.master.label}`}
        columns={columnsFor(of.master.user_id)}
        rows={rows}
        keyOf={(member) => member.user_id}
        empty={{ title: "Nobody is linked", hint: "Link people for whom one master pays." }}
      />
    </Stack>
  );
}

/** What does not fit in a group, or would not; nothing when all does. */
export function GroupWarnings({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null;
  return (
    <Alert color="orange" icon={<Icon name="warning" />} title="This does not fit together" role="status">
      <List size="sm">
        {of.map((text) => (
          <List.Item key={text}>{text}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

function columnsFor(masterId: string): readonly Column<GroupMember>[] {
  return [
    { title: "Who", render: (member) => <Who of={member} isMaster={member.user_id === masterId} /> },
    { title: "Standing", render: (member) => <Standing of={member} /> },
    { title: "Plan", render: (member) => member.plan_name || "—", isWideOnly: true },
    { title: "Paid until", render: (member) => <When at={member.paid_until} none="Nothing paid" /> },
    {
      title: "",
      align: "end",
      render: (member) =>
        member.user_id === masterId ? null : <SubActions of={member} masterId={masterId} />,
    },
  ];
}

function Who({ of, isMaster }: { readonly of: GroupMember; readonly isMaster: boolean }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Anchor component={Link} to={`/users/${of.user_id}?tab=linked`} size="sm" fw={isMaster ? 600 : 400}>
        {of.label}
      </Anchor>
      {isMaster && (
        <Badge variant="light" size="sm">
          Master
        </Badge>
      )}
    </Group>
  );
}

function Standing({ of }: { readonly of: GroupMember }) {
  return (
    <Group gap="xs">
      <StatusBadge kind="standing" status={of.standing} />
      {of.is_left_out && (
        <Badge variant="light" color="orange">
          Not invited
        </Badge>
      )}
    </Group>
  );
}

interface SubActionsProps {
  readonly of: GroupMember;
  readonly masterId: string;
}

function SubActions({ of, masterId }: SubActionsProps) {
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {of.is_left_out && (
        <ActionButton
          size="compact-sm"
          label="Invite again"
          run={() =>
            unwrap(
              api.POST("/api/v1/users/{user_id}/invite", {
                params: { path: { user_id: of.user_id } },
              }),
            )
          }
          done={`${of.label} is being invited.`}
        />
      )}
      <ConfirmButton
        size="compact-sm"
        label="Unlink"
        question={`Unlink ${of.label}?`}
        run={() =>
          unwrap(
            api.DELETE("/api/v1/users/{user_id}/links/{sub_id}", {
              params: { path: { user_id: masterId, sub_id: of.user_id } },
            }),
          )
        }
        done={`${of.label} is linked to nobody now.`}
      >
        <Text size="sm">
          The master’s next payment is not for {of.label} any more. Time that is paid stays paid.
        </Text>
      </ConfirmButton>
    </Group>
  );
}
