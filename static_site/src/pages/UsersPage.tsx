import { Button, Drawer, Text, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import type { UserRow } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { AskMediaChangeForm } from "@/forms/AskMediaChangeForm";
import { NEW_USER, UserForm } from "@/forms/UserForm";
import { readStanding } from "@/format/words";

const COLUMNS: readonly Column<UserRow>[] = [
  { title: "User", render: (user) => <Person of={user} /> },
  { title: "Plex", render: (user) => user.media_handle || "—" },
  { title: "Standing", render: (user) => <StatusBadge kind="standing" status={readStanding(user)} /> },
  { title: "Plan", render: (user) => user.plan_name || "—" },
  { title: "Paid until", render: (user) => <When at={user.paid_until} style="day" /> },
  { title: "Joined", render: (user) => <When at={user.joined_at} style="day" />, isWideOnly: true },
];

export function UsersPage() {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [isAdding, { open, close }] = useDisclosure(false);
  const [isAsking, asking] = useDisclosure(false);
  const navigate = useNavigate();
  const list = useCursorList(["users", "list", search], (cursor) =>
    unwrap(api.GET("/api/v1/users", { params: { query: { search, cursor, limit: 25 } } })),
  );
  const buttons = (
    <>
      <Button variant="default" onClick={asking.open}>
        Ask for another account
      </Button>
      <Button component={Link} to="/invite-lists" variant="default">
        Invite a list
      </Button>
      <Button component={Link} to="/invite" variant="default">
        Invite
      </Button>
      <Button leftSection={<Icon name="plus" size={16} />} onClick={open}>
        Add a user
      </Button>
    </>
  );
  return (
    <>
      <PageHeader title="Users" about="Everybody who bought or was given access.">
        {buttons}
      </PageHeader>
      <Panel
        isFlush
        actions={
          <TextInput
            w={{ base: "100%", xs: 340 }}
            type="search"
            aria-label="Search users"
            placeholder="Name, e-mail or Plex name begins with…"
            leftSection={<Icon name="search" size={16} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        }
      >
        <DataTable
          label="Users"
          columns={COLUMNS}
          keyOf={(user) => user.id}
          linkOf={(user) => `/users/${user.id}`}
          empty={
            search
              ? {
                  title: `Nobody begins with “${search}”`,
                  hint: "Try the beginning of the name, the e-mail address or the Plex name.",
                }
              : {
                  title: "No users yet",
                  hint: "Customers appear here after their first payment. You can also add one by hand.",
                }
          }
          {...list}
        />
      </Panel>
      <Drawer opened={isAsking} onClose={asking.close} title="Ask for another Plex account">
        <AskMediaChangeForm onDone={asking.close} onCancel={asking.close} />
      </Drawer>
      <Drawer opened={isAdding} onClose={close} title="Add a user">
        <UserForm
          initial={NEW_USER}
          label="Add"
          onCancel={close}
          send={(body) => unwrap(api.POST("/api/v1/users", { body }))}
          done="The user was added."
          onDone={(user) => void navigate(`/users/${user.id}`)}
        />
      </Drawer>
    </>
  );
}

function Person({ of }: { readonly of: UserRow }) {
  return (
    <span>
      <Text component="span" size="sm" fw={600} display="block">
        {of.label}
      </Text>
      {of.label !== of.email && (
        <Text component="span" size="xs" c="dimmed" display="block">
          {of.email}
        </Text>
      )}
    </span>
  );
}
