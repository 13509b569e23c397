import { Anchor, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Turn } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";

const COLUMNS: readonly Column<Turn>[] = [
  { title: "Who", render: (turn) => <Person of={turn} /> },
  {
    title: "Waits for",
    render: (turn) => (
      <div>
        {turn.plan_name}
        <Text size="xs" c="dimmed">
          {turn.location_id ? `At ${turn.location_name || "a location that is gone"}` : "Anywhere"}
        </Text>
      </div>
    ),
  },
  { title: "Since", render: (turn) => <When at={turn.joined_at} /> },
  { title: "State", render: (turn) => <State of={turn} /> },
  { title: "Change", render: (turn) => <Change of={turn} /> },
];

export function WaitlistPage() {
  const waitlist = useQuery(queries.waitlist());
  return (
    <>
      <PageHeader
        title="Waitlist"
        about="Who waits for a seat, whoever joined first on top. A free seat goes to the first whom it fits."
      >
        <Button component={Link} to="/settings?tab=waitlist" variant="default">
          Settings
        </Button>
      </PageHeader>
      <Panel isFlush>
        <DataTable
          label="Waitlist"
          columns={COLUMNS}
          rows={waitlist.data?.items}
          keyOf={(turn) => turn.id}
          error={waitlist.error}
          onRetry={() => void waitlist.refetch()}
          empty={{
            title: "Nobody waits",
            hint: "Where a plan is sold out, visitors of the shop can join the waitlist.",
          }}
        />
      </Panel>
    </>
  );
}

function Person({ of }: { readonly of: Turn }) {
  const name = of.name || of.media_name;
  return (
    <div>
      {of.user_id ? (
        <Anchor component={Link} to={`/users/${of.user_id}`} size="sm">
          {name}
        </Anchor>
      ) : (
        name
      )}
      <Text size="xs" c="dimmed">
        {of.email}
        {of.name && ` · ${of.media_name}`}
      </Text>
    </div>
  );
}

function State({ of }: { readonly of: Turn }) {
  return (
    <div>
      <StatusBadge kind="turn" status={of.state} />
      <Text size="xs" c="dimmed">
        {of.place !== null && `Number ${of.place} in line`}
        {of.offer_until && of.place === null && (
          <>
            {of.server_name ? `${of.server_name}, kept until ` : "Kept until "}
            <When at={of.offer_until} />
          </>
        )}
      </Text>
    </div>
  );
}

function Change({ of }: { readonly of: Turn }) {
  const params = { params: { path: { wait_id: of.id } } };
  return (
    <Group gap="xs" wrap="nowrap">
      {of.state === "waiting" && (
        <ActionButton
          size="compact-sm"
          label="Offer now"
          run={() => unwrap(api.POST("/api/v1/waitlist/{wait_id}/offer", params))}
          done="A seat is kept, and the mail is on its way."
        />
      )}
      <ConfirmButton
        size="compact-sm"
        label="Remove"
        question="Remove from the waitlist?"
        confirmLabel="Take out of the line"
        run={() => unwrap(api.POST("/api/v1/waitlist/{wait_id}/remove", params))}
        done="The person waits no more."
      >
        <Text size="sm">
          {of.email} loses the place in line.{" "}
          {of.state === "offered" && "The seat that was kept is offered to the next one. "}
          {of.state === "buying" && "The order that was begun goes on. "}
          No mail is sent.
        </Text>
      </ConfirmButton>
    </Group>
  );
}
