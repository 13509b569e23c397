import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Gift, Outage } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Facts } from "@/components/Facts/Facts";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { countOf } from "@/format/words";

const BACK = { to: "/outages", label: "Outages" };

const COLUMNS: readonly Column<Gift>[] = [
  { title: "Who", render: (gift) => <Who of={gift} /> },
  { title: "Gets back", render: (gift) => countOf(gift.days, "day") },
  { title: "State", render: (gift) => <StatusBadge kind="gift" status={gift.state} /> },
  { title: "Until", render: (gift) => <Until of={gift} />, isWideOnly: true },
];

/** One outage: whom it concerned, and whether they get the time back. */
export function OutagePage() {
  const { outageId = "" } = useParams();
  const outage = useQuery(queries.outage(outageId));
  return (
    <>
      {!outage.data && <PageHeader title="Outage" back={BACK} />}
      <Loaded query={outage}>{(data) => <Details of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: Outage }) {
  const people = useCursorList(["outages", of.id, "people", of.version], (cursor) =>
    unwrap(
      api.GET("/api/v1/outages/{outage_id}/people", {
        params: { path: { outage_id: of.id }, query: { cursor } },
      }),
    ),
  );
  return (
    <>
      <PageHeader
        title={`Outage of ${of.server_name}`}
        back={BACK}
        badge={<StatusBadge kind="outage" status={of.state} />}
      />
      <Stack gap="lg">
        <Panel title="At a glance" actions={<Decide of={of} />}>
          <Facts
            items={[
              ["First failed check", <When key="began" at={of.began_at} />],
              ["First good check", <When key="ended" at={of.ended_at} />],
              ["The last failed check said", of.why],
              ["Each gets back", countOf(of.days, "day")],
              ["Decided", of.decided_at && <When key="decided" at={of.decided_at} />],
              ["Given to", of.finished_at && countOf(of.given, "person", "people")],
            ]}
          />
        </Panel>
        <Panel title="Whom it concerned" isFlush>
          <DataTable
            label="Whom it concerned"
            columns={COLUMNS}
            keyOf={({ user_id }) => user_id}
            empty={{
              title: "Nobody",
              hint: "It concerns whoever has an accepted share there and had paid time meanwhile.",
            }}
            {...people}
          />
        </Panel>
      </Stack>
    </>
  );
}

function Decide({ of }: { readonly of: Outage }) {
  if (of.people === 0 || !["open", "left"].includes(of.state)) return null;
  const call = { params: { path: { outage_id: of.id } }, body: { version: of.version } };
  const people = countOf(of.people, "person", "people");
  return (
    <>
      {of.state === "open" && (
        <ActionButton
          variant="default"
          label="Give nothing"
          run={() => unwrap(api.POST("/api/v1/outages/{outage_id}/leave", call))}
          done="Nothing is given. You can still do so later."
        />
      )}
      <ConfirmButton
        label="Give the time back"
        question={`Give ${people} ${countOf(of.days, "day")} each?`}
        confirmLabel="Give"
        run={() => unwrap(api.POST("/api/v1/outages/{outage_id}/give", call))}
        done="The time is being given back."
      >
        <Text size="sm">
          The outage rounded up to whole days, one at least, is added at the end of what each of
          them paid, and each gets a mail. This takes a few minutes, and happens once.
        </Text>
      </ConfirmButton>
    </>
  );
}

function Who({ of }: { readonly of: Gift }) {
  return (
    <Anchor component={Link} to={`/users/${of.user_id}`} size="sm">
      {of.user_label}
    </Anchor>
  );
}

function Until({ of }: { readonly of: Gift }) {
  if (!of.payment_id) return "—";
  return (
    <Anchor component={Link} to={`/payments/${of.payment_id}`} size="sm">
      <When at={of.ends_at} />
    </Anchor>
  );
}
