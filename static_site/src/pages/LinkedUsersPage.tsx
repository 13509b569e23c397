import { Badge, Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { api, unwrap } from "@/api/client";
import type { LinkedGroup } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { LinkUserForm } from "@/forms/LinkUserForm";
import { joinNames } from "@/format/words";

const COLUMNS: readonly Column<LinkedGroup>[] = [
  { title: "Master", render: ({ master }) => master.label },
  { title: "Linked users", render: ({ subs }) => joinNames(subs.map(({ label }) => label)) },
  { title: "Plan", render: ({ master }) => master.plan_name || "—", isWideOnly: true },
  {
    title: "Paid until",
    render: ({ master }) => <When at={master.paid_until} none="Nothing paid" />,
  },
  { title: "State", render: (group) => <State of={group} /> },
];

export function LinkedUsersPage() {
  const [isLinking, { open, close }] = useDisclosure(false);
  const list = useCursorList(["linked-users"], (cursor) =>
    unwrap(api.GET("/api/v1/linked-users", { params: { query: { cursor, limit: 50 } } })),
  );
  const linkButton = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={open}>
      Link users
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Linked users"
        about="One master pays for several people, with a plan that is for a group."
      >
        {linkButton}
      </PageHeader>
      <Panel isFlush>
        <DataTable
          label="Masters and linked users"
          columns={COLUMNS}
          keyOf={({ master }) => master.user_id}
          linkOf={({ master }) => `/users/${master.user_id}?tab=linked`}
          empty={{
            title: "Nobody is linked yet",
            hint: "Link people to the one who pays for them, then sell a plan for so many linked users.",
            action: linkButton,
          }}
          {...list}
        />
      </Panel>
      <Drawer opened={isLinking} onClose={close} title="Link users">
        <LinkUserForm onDone={close} onCancel={close} />
      </Drawer>
    </>
  );
}

function State({ of }: { readonly of: LinkedGroup }) {
  const leftOut = of.subs.filter((member) => member.is_left_out).length;
  if (leftOut) return <Word text={`${leftOut} not invited`} color="orange" />;
  if (of.warnings.length) return <Word text="Does not fit" color="orange" />;
  return <Word text="Fits" color="teal" />;
}

function Word({ text, color }: { readonly text: string; readonly color: string }) {
  return (
    <Badge variant="light" color={color}>
      {text}
    </Badge>
  );
}
