import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Payment, PaymentStory as Story } from "@/api/types";
import { Facts } from "@/components/Facts/Facts";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { Money } from "@/components/Money/Money";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { AssignPaymentForm, canLearn, LearnSwitch } from "@/forms/AssignPaymentForm";
import { ReasonModal } from "@/forms/ReasonForm";
import { formatMoney } from "@/format/money";
import { nameGateway } from "@/format/words";
import { EvidenceButton } from "@/lists/EvidenceButton";
import { PaymentActions } from "@/lists/PaymentActions";
import { PaymentStory } from "@/lists/PaymentStory";
import { Suggestions } from "@/lists/Suggestions";

const BACK = { to: "/payments", label: "Payments" };

export function PaymentPage() {
  const { paymentId = "" } = useParams();
  const story = useQuery(queries.paymentStory(paymentId));
  return (
    <>
      {!story.data && <PageHeader title="Payment" back={BACK} />}
      <Loaded query={story}>{(data) => <Details key={data.payment.id} of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: Story }) {
  const { payment } = of;
  const isWaiting = payment.status === "unmatched" || payment.status === "held";
  const isInDoubt = payment.dispute === "open" || payment.dispute === "lost";
  return (
    <>
      <PageHeader
        title={formatMoney(payment.amount)}
        back={BACK}
        badge={
          <Group gap={6}>
            <StatusBadge kind="payment" status={payment.status} />
            {payment.dispute !== "none" && (
              <StatusBadge kind="dispute" status={payment.dispute} />
            )}
          </Group>
        }
        about={
          <>
            Paid <When at={payment.paid_at} /> · {nameGateway(payment.gateway)}
          </>
        }
      >
        {payment.user_id && <EvidenceButton of={payment} />}
        <PaymentActions of={payment} />
      </PageHeader>
      <Stack gap="lg">
        {payment.attention && <Attention of={payment} />}
        {isWaiting && !isInDoubt && <WhoPaid of={payment} />}
        <Panel title="Details">
          <PaymentFacts of={of} />
        </Panel>
        <Panel title="Story" about="From the ledger, the audit log and the gateway's webhooks.">
          <PaymentStory of={of} />
        </Panel>
      </Stack>
    </>
  );
}

function WhoPaid({ of }: { readonly of: Payment }) {
  const [learns, setLearns] = useState(canLearn(of));
  return (
    <>
      <Panel title="Who paid?" about="People for whom something speaks, the likeliest first.">
        <Stack>
          <Suggestions of={of} learns={learns} />
          {canLearn(of) && (
            <LearnSwitch
              of={of}
              checked={learns}
              onChange={(event) => setLearns(event.currentTarget.checked)}
            />
          )}
        </Stack>
      </Panel>
      <Panel title="Somebody else" about="Choose the person and what the payment buys.">
        <AssignPaymentForm of={of} />
      </Panel>
    </>
  );
}

function PaymentFacts({ of }: { readonly of: Story }) {
  const { payment, order, parts } = of;
  return (
    <Facts
      items={[
        ["Amount", <Money key="amount" of={payment.amount} />],
        ["Given back", payment.refunded && <Money key="refunded" of={payment.refunded} />],
        [
          "Kept as store credit",
          payment.kept_as_credit && <Money key="kept" of={payment.kept_as_credit} />,
        ],
        [
          "Moved by a change of plans",
          payment.credit && <Money key="credit" of={payment.credit} />,
        ],
        ["User", <User key="user" of={payment} />],
        ["Plan", payment.plan_name || "None"],
        ["Access from", <When key="from" at={payment.starts_at} />],
        ["Access until (exclusive)", <When key="until" at={payment.ends_at} />],
        ["Payer", payment.payer_name],
        ["Payer's address", payment.payer_email],
        ["Transaction", payment.external_id],
        [
          "Paid for",
          payment.master_id && (
            <Anchor key="group" component={Link} to={`/users/${payment.master_id}?tab=linked`} size="sm">
              a master and linked users
            </Anchor>
          ),
        ],
        ["Part", parts.length > 1 && <Parts key="parts" of={payment} parts={parts} />],
        ["Recurring agreement", payment.subscription_ref],
        ["Recorded", <When key="recorded" at={payment.recorded_at} />],
        ["Order", order && `${order.plan_name} for ${order.email} (${order.id})`],
        ["Notes", payment.notes],
      ]}
    />
  );
}

function User({ of }: { readonly of: Payment }) {
  if (!of.user_id) return "Nobody yet";
  return (
    <Anchor component={Link} to={`/users/${of.user_id}`} size="sm">
      {of.user_label || of.user_id}
    </Anchor>
  );
}

function Parts({ of, parts }: { readonly of: Payment; readonly parts: readonly Payment[] }) {
  return (
    <Stack gap={2}>
      {parts.map((part) => {
        const text = `${part.sequence}: ${formatMoney(part.amount)}, ${part.user_label || "nobody yet"}`;
        return part.id === of.id ? (
          <Text key={part.id} size="sm" fw={600}>
            {text}
          </Text>
        ) : (
          <Anchor key={part.id} component={Link} to={`/payments/${part.id}`} size="sm">
            {text}
          </Anchor>
        );
      })}
    </Stack>
  );
}

function Attention({ of }: { readonly of: Payment }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <Alert
      role="note"
      color="orange"
      variant="light"
      title="Needs attention"
      icon={<Icon name="warning" />}
    >
      <Group justify="space-between" align="flex-end">
        <Text size="sm">{of.attention}</Text>
        <Button size="xs" variant="default" onClick={open}>
          Mark as looked after
        </Button>
      </Group>
      <ReasonModal
        isOpen={isOpen}
        onClose={close}
        title="Mark as looked after"
        label="Mark as looked after"
        question="What was done about it"
        done="The payment is off the attention list."
        send={(body) =>
          unwrap(
            api.POST("/api/v1/payments/{payment_id}/clear", {
              params: { path: { payment_id: of.id } },
              body,
            }),
          )
        }
      >
        The payment leaves the attention list. Money and access stay as they are.
      </ReasonModal>
    </Alert>
  );
}
