import { Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Outlook, Period, UserDetail } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Facts } from "@/components/Facts/Facts";
import { Editing } from "@/components/Form/Editing";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { MergeUserForm } from "@/forms/MergeUserForm";
import { EnterPaymentForm } from "@/forms/EnterPaymentForm";
import { readUser, UserForm } from "@/forms/UserForm";
import { joinNames, readStanding } from "@/format/words";
import { AccessOfUser } from "@/lists/AccessOfUser";
import { AgreementTable } from "@/lists/AgreementTable";
import { AuditTable } from "@/lists/AuditTable";
import { CommunityOfUser } from "@/lists/CommunityOfUser";
import { DecisionTable } from "@/lists/DecisionTable";
import { DeviceTable } from "@/lists/DeviceTable";
import { DownloadsOfUser } from "@/lists/DownloadsOfUser";
import { JobTable } from "@/lists/JobTable";
import { LinksOfUser } from "@/lists/LinksOfUser";
import { LedgerOfUser } from "@/lists/LedgerOfUser";
import { ReferralsOfUser } from "@/lists/ReferralsOfUser";
import { PaymentTable } from "@/lists/PaymentTable";
import { StrikesOfUser } from "@/lists/StrikesOfUser";
import { UsageOfUser } from "@/lists/UsageOfUser";

const BACK = { to: "/users", label: "Users" };

export function UserPage() {
  const { userId = "" } = useParams();
  const user = useQuery(queries.user(userId));
  return (
    <>
      {!user.data && <PageHeader title="User" back={BACK} />}
      <Loaded query={user}>{(data) => <Details key={data.id} of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: UserDetail }) {
  const [isEntering, { open, close }] = useDisclosure(false);
  const [isMerging, merging] = useDisclosure(false);
  const path = { user_id: of.id };
  return (
    <>
      <PageHeader
        title={of.label}
        back={BACK}
        badge={<StatusBadge kind="standing" status={readStanding(of)} />}
      >
        <ActionButton
          label="Check access now"
          leftSection={<Icon name="refresh" size={16} />}
          run={() => unwrap(api.POST("/api/v1/users/{user_id}/reconcile", { params: { path } }))}
          done="The access is being compared with what was paid."
        />
        <Button variant="default" onClick={merging.open}>
          Merge
        </Button>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={open}>
          Enter a payment
        </Button>
      </PageHeader>
      <PageTabs
        tabs={[
          { name: "profile", label: "Profile", content: <Profile of={of} /> },
          {
            name: "periods",
            label: "Periods",
            badge: of.periods.length,
            content: <Periods of={of} onEnter={open} />,
          },
          { name: "payments", label: "Payments", content: <Payments of={of} /> },
          {
            name: "renewals",
            label: "Renewals",
            content: (
              <Panel isFlush>
                <AgreementTable userId={of.id} />
              </Panel>
            ),
          },
          { name: "access", label: "Access", content: <AccessOfUser userId={of.id} /> },
          {
            name: "community",
            label: "Community",
            content: <CommunityOfUser userId={of.id} />,
          },
          {
            name: "linked",
            label: "Linked users",
            content: <LinksOfUser userId={of.id} label={of.label} />,
          },
          {
            name: "referrals",
            label: "Referrals",
            content: <ReferralsOfUser userId={of.id} />,
          },
          { name: "ledger", label: "Ledger", content: <LedgerOfUser userId={of.id} /> },
          { name: "jobs", label: "Jobs", content: <Jobs of={of} /> },
          { name: "streams", label: "Streams", content: <Decisions of={of} /> },
          {
            name: "devices",
            label: "Devices",
            content: (
              <Panel isFlush>
                <DeviceTable isOfOneUser serverId={null} userId={of.id} />
              </Panel>
            ),
          },
          { name: "downloads", label: "Downloads", content: <DownloadsOfUser userId={of.id} /> },
          { name: "history", label: "History", content: <History of={of} /> },
        ]}
      />
      <Drawer opened={isMerging} onClose={merging.close} title={`Merge a double into ${of.label}`}>
        <MergeUserForm of={of} onDone={merging.close} onCancel={merging.close} />
      </Drawer>
      <Drawer opened={isEntering} onClose={close} title={`Enter a payment of ${of.label}`}>
        <EnterPaymentForm userId={of.id} onDone={close} onCancel={close} />
      </Drawer>
    </>
  );
}

/** What will happen when if nothing is paid, as facts. */
function readOutlook({ ends_at, deletes_at, deleted_at, keeps, locks }: Outlook) {
  const facts: (readonly [string, ReactNode])[] = [
    ["Access ends", ends_at && <When key="ends" at={ends_at} />],
    ["Then keeps", joinNames(keeps)],
    ["Then", locks && "The account is locked"],
    ["Is deleted from the server", deletes_at && <When key="deletes" at={deletes_at} />],
    ["Was deleted from the server", deleted_at && <When key="deleted" at={deleted_at} />],
  ];
  return facts;
}

function Profile({ of }: { readonly of: UserDetail }) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries(queries.user(of.id));
  return (
    <Stack gap="lg">
      <Panel title="At a glance">
        <Facts
          items={[
            ["Plan", of.plan_name || "None"],
            ["Paid until", <When key="paid" at={of.paid_until} none="Nothing paid" />],
            ...readOutlook(of.outlook),
            ["Last server", of.last_server_name],
            ["Joined", <When key="joined" at={of.joined_at} />],
            ["Plex", <PlexIdentity key="plex" of={of} />],
            ["Has to", of.must_change_media && "change the Plex account before buying"],
            ["PayPal address", of.paypal_email],
            ["Discord id", of.discord_id],
          ]}
        />
      </Panel>
      <Panel title="Edit" about="The access is checked anew after each change.">
        <Editing of={of} refresh={refresh}>
          {(user, { onSaved, onReload }) => (
            <UserForm
              initial={readUser(user)}
              label="Save"
              send={(body) =>
                unwrap(
                  api.PUT("/api/v1/users/{user_id}", {
                    params: { path: { user_id: user.id } },
                    body: { ...body, version: user.version },
                  }),
                )
              }
              done="Saved."
              onDone={onSaved}
              onReload={onReload}
            />
          )}
        </Editing>
      </Panel>
    </Stack>
  );
}

function PlexIdentity({ of }: { readonly of: UserDetail }) {
  if (!of.media_handle) return "Not known";
  return (
    <Group gap={6} component="span">
      {of.media_handle}
      <Text component="span" size="xs" c="dimmed">
        {of.media.is_proven ? "signed in with Plex" : "as typed, not proven"}
      </Text>
    </Group>
  );
}

const PERIOD_COLUMNS: readonly Column<Period>[] = [
  { title: "Plan", render: (period) => `${period.plan_name || "—"}${period.is_trial ? " (trial)" : ""}` },
  { title: "From", render: (period) => <When at={period.starts_at} /> },
  { title: "Until (exclusive)", render: (period) => <When at={period.ends_at} /> },
];

function Periods({ of, onEnter }: { readonly of: UserDetail; readonly onEnter: () => void }) {
  return (
    <Panel isFlush>
      <DataTable
        label="Paid periods"
        columns={PERIOD_COLUMNS}
        rows={of.periods}
        keyOf={(period) => period.payment_id + period.starts_at}
        linkOf={(period) => `/payments/${period.payment_id}`}
        empty={{
          title: "Nothing was paid yet",
          hint: "Each settled payment adds a period of access.",
          action: (
            <Button size="xs" mt="xs" onClick={onEnter}>
              Enter a payment
            </Button>
          ),
        }}
      />
    </Panel>
  );
}

function Payments({ of }: { readonly of: UserDetail }) {
  return (
    <Panel isFlush>
      <PaymentTable
        isOfOneUser
        listKey={["users", of.id, "payments"]}
        readPage={(cursor) =>
          unwrap(
            api.GET("/api/v1/users/{user_id}/payments", {
              params: { path: { user_id: of.id }, query: { cursor, limit: 25 } },
            }),
          )
        }
        emptyHint="Payments through the checkout arrive by themselves; money received elsewhere can be entered by hand."
      />
    </Panel>
  );
}

function Jobs({ of }: { readonly of: UserDetail }) {
  return (
    <Panel isFlush>
      <JobTable
        listKey={["users", of.id, "jobs"]}
        readPage={(cursor) =>
          unwrap(
            api.GET("/api/v1/users/{user_id}/jobs", {
              params: { path: { user_id: of.id }, query: { cursor, limit: 25 } },
            }),
          )
        }
        empty={{ title: "No jobs", hint: "Work for this user, such as setting up access, appears here." }}
      />
    </Panel>
  );
}

function Decisions({ of }: { readonly of: UserDetail }) {
  return (
    <Stack gap="lg">
      <StrikesOfUser userId={of.id} />
      <UsageOfUser userId={of.id} />
      <Panel title="Decisions" isFlush>
      <DecisionTable
        listKey={["users", of.id, "decisions"]}
        readPage={(cursor) =>
          unwrap(
            api.GET("/api/v1/users/{user_id}/decisions", {
              params: { path: { user_id: of.id }, query: { cursor, limit: 25 } },
            }),
          )
        }
        emptyHint="This user stayed within the limit."
      />
      </Panel>
    </Stack>
  );
}

function History({ of }: { readonly of: UserDetail }) {
  return (
    <Panel isFlush>
      <AuditTable
        listKey={["users", of.id, "audit"]}
        readPage={(cursor) =>
          unwrap(
            api.GET("/api/v1/users/{user_id}/audit", {
              params: { path: { user_id: of.id }, query: { cursor, limit: 25 } },
            }),
          )
        }
      />
    </Panel>
  );
}
