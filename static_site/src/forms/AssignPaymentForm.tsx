import { Stack, Switch, Textarea } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { Payment } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { PlanPicker } from "@/components/Pickers/PlanPicker";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { WhatItBuys } from "@/lists/WhatItBuys";

interface AssignPaymentFormProps {
  readonly of: Payment;
  /** The payment has an owner already: take it back from them first, and say why. */
  readonly isMove?: boolean;
  readonly onDone?: () => void;
  readonly onCancel?: () => void;
}

/** Choose whose payment it is and what it buys. */
export function AssignPaymentForm({ of, isMove = false, onDone, onCancel }: AssignPaymentFormProps) {
  const entry = useEntryForm({
    initial: {
      user_id: null as string | null,
      plan_id: of.plan_id,
      learns: canLearn(of),
      why: "",
    },
    check: (values) => ({
      user_id: values.user_id ? null : "Choose whose payment it is.",
      plan_id: values.plan_id ? null : "Choose what it buys.",
      why: !isMove || values.why.trim() ? null : "Say why; the audit log keeps it.",
    }),
    send: ({ user_id, plan_id, learns, why }) => {
      const params = { path: { payment_id: of.id } };
      const body = { user_id: user_id ?? "", plan_id: plan_id ?? "", learns };
      return isMove
        ? unwrap(api.POST("/api/v1/payments/{payment_id}/move", { params, body: { ...body, why } }))
        : unwrap(api.POST("/api/v1/payments/{payment_id}/assign", { params, body }));
    },
    done: isMove ? "The payment was moved." : "The payment is settled; the access follows.",
    onDone,
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={520}>
        <UserPicker {...form.getInputProps("user_id")} />
        <PlanPicker {...form.getInputProps("plan_id")} />
        <WhatItBuys paymentId={of.id} userId={form.values.user_id} planId={form.values.plan_id} />
        {isMove && (
          <Textarea
            label="Why it is moved"
            autosize
            minRows={2}
            withAsterisk
            {...form.getInputProps("why")}
          />
        )}
        {canLearn(of) && <LearnSwitch of={of} {...form.getInputProps("learns", { type: "checkbox" })} />}
        <FormFoot of={entry} label={isMove ? "Move it" : "Assign"} onCancel={onCancel} />
      </Stack>
    </form>
  );
}

interface LearnSwitchProps {
  readonly of: Payment;
  readonly checked?: boolean;
  readonly onChange?: (event: React.ChangeEvent<HTMLInputElement>) => void;
}

/** Whether the next payment like this one should find its owner by itself. */
export function LearnSwitch({ of, ...input }: LearnSwitchProps) {
  return (
    <Switch
      label="The next one like it matches by itself"
      description={`Notes ${whatIsLearned(of)} with the user.`}
      {...input}
    />
  );
}

/** Whether the payment tells anything by which its owner is known the next time. */
export function canLearn(of: Payment): boolean {
  return Boolean(of.subscription_ref || (of.gateway === "paypal" && of.payer_email));
}

function whatIsLearned(of: Payment): string {
  const parts = [
    of.gateway === "paypal" && of.payer_email ? `the PayPal address ${of.payer_email}` : "",
    of.subscription_ref ? `the recurring agreement ${of.subscription_ref}` : "",
  ];
  return parts.filter(Boolean).join(" and ");
}
