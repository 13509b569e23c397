import { Alert, Anchor, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Payment } from "@/api/types";
import { Facts } from "@/components/Facts/Facts";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { Money } from "@/components/Money/Money";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { PlanPicker } from "@/components/Pickers/PlanPicker";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { formatMoney } from "@/format/money";
import { humanize } from "@/format/words";

const BACK = { to: "/payments", label: "Payments" };

export function PaymentPage() {
  const { paymentId = "" } = useParams();
  const payment = useQuery(queries.payment(paymentId));
  return (
    <>
      {!payment.data && <PageHeader title="Payment" back={BACK} />}
      <Loaded query={payment}>{(data) => <Details key={data.id} of={data} />}</Loaded>
    </>
  );
}

function Details({ of }: { readonly of: Payment }) {
  const isAssignable = of.status === "unmatched" || of.status === "held";
  return (
    <>
      <PageHeader
        title={formatMoney(of.amount)}
        back={BACK}
        badge={<StatusBadge kind="payment" status={of.status} />}
        about={
          <>
            Paid <When at={of.paid_at} /> through {humanize(of.gateway)}
          </>
        }
      />
      <Stack gap="lg">
        {of.attention && <Attention of={of} />}
        {isAssignable && (
          <Panel
            title="Give it to a user"
            about="The user gets one term of the plan, beginning at once or after the time already paid."
          >
            <AssignForm of={of} />
          </Panel>
        )}
        <Panel title="Details">
          <Facts
            items={[
              ["Amount", <Money key="amount" of={of.amount} />],
              ["User", <User key="user" of={of} />],
              ["Plan", of.plan_name || "None"],
              ["Access from", <When key="from" at={of.starts_at} />],
              ["Access until (exclusive)", <When key="until" at={of.ends_at} />],
              ["Payer's address", of.payer_email],
              ["Reference", of.external_id],
              ["Recorded", <When key="recorded" at={of.recorded_at} />],
              ["Order", of.order_id],
              ["Subscription", of.subscription_ref],
              ["Notes", of.notes],
            ]}
          />
        </Panel>
      </Stack>
    </>
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
      <Modal opened={isOpen} onClose={close} title="Mark as looked after">
        <ClearForm of={of} onDone={close} />
      </Modal>
    </Alert>
  );
}

function ClearForm({ of, onDone }: { readonly of: Payment; readonly onDone: () => void }) {
  const entry = useEntryForm({
    initial: { why: "" },
    check: ({ why }) => ({ why: why.trim() ? null : "Say what was done; the audit log keeps it." }),
    send: (body) =>
      unwrap(
        api.POST("/api/v1/payments/{payment_id}/clear", {
          params: { path: { payment_id: of.id } },
          body,
        }),
      ),
    done: "The payment is off the attention list.",
    onDone,
  });
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          The payment leaves the attention list. Money and access stay as they are.
        </Text>
        <Textarea
          label="What was done about it"
          autosize
          minRows={2}
          withAsterisk
          data-autofocus
          {...entry.form.getInputProps("why")}
        />
        <FormFoot of={entry} label="Mark as looked after" onCancel={onDone} />
      </Stack>
    </form>
  );
}

function AssignForm({ of }: { readonly of: Payment }) {
  const entry = useEntryForm({
    initial: { user_id: of.user_id, plan_id: of.plan_id },
    check: (values) => ({
      user_id: values.user_id ? null : "Choose whose payment it is.",
      plan_id: values.plan_id ? null : "Choose what it buys.",
    }),
    send: ({ user_id, plan_id }) =>
      unwrap(
        api.POST("/api/v1/payments/{payment_id}/assign", {
          params: { path: { payment_id: of.id } },
          body: { user_id: user_id ?? "", plan_id: plan_id ?? "" },
        }),
      ),
    done: "The payment is settled; the access follows.",
  });
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={480}>
        <UserPicker {...entry.form.getInputProps("user_id")} known={of.user_label} />
        <PlanPicker {...entry.form.getInputProps("plan_id")} />
        <FormFoot of={entry} label="Assign" />
      </Stack>
    </form>
  );
}
