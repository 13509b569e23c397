import { Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Payment, SiteSettings } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Loaded } from "@/components/Loading/Loading";
import { CurrencyPicker } from "@/components/Pickers/CurrencyPicker";
import { MoneyInput } from "@/components/Pickers/MoneyInput";
import { PlanPicker } from "@/components/Pickers/PlanPicker";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { readDecimal, writeDecimal } from "@/format/money";
import { readLocalTime } from "@/format/time";

interface EnterPaymentFormProps {
  /** Whose payment it is; asked for when left out. */
  readonly userId?: string;
  readonly onDone: (payment: Payment) => void;
  readonly onCancel: () => void;
}

/** Money received elsewhere, entered by hand. */
export function EnterPaymentForm(props: EnterPaymentFormProps) {
  const site = useQuery(queries.siteSettings());
  return <Loaded query={site}>{(settings) => <Fields site={settings} {...props} />}</Loaded>;
}

function Fields(props: EnterPaymentFormProps & { readonly site: SiteSettings }) {
  const plans = useQuery(queries.plans());
  const entry = useEntryForm({
    initial: {
      user_id: props.userId ?? null,
      plan_id: null as string | null,
      amount: "",
      currency: props.site.currency,
      external_id: "",
      starts_at: "",
      ends_at: "",
      notes: "",
    },
    check: (values) => ({
      user_id: values.user_id ? null : "Choose whose payment it is.",
      plan_id: values.plan_id ? null : "Choose what was bought.",
      amount: readDecimal(values.amount, values.currency) ? null : "Write it like 9.99.",
    }),
    fieldNames: { "amount.currency": "currency" },
    send: ({ amount, currency, starts_at, ends_at, user_id, plan_id, ...rest }) =>
      unwrap(
        api.POST("/api/v1/payments", {
          body: {
            ...rest,
            user_id: user_id ?? "",
            plan_id: plan_id ?? "",
            amount: readDecimal(amount, currency) ?? { minor: 0, currency },
            starts_at: readLocalTime(starts_at),
            ends_at: readLocalTime(ends_at),
          },
        }),
      ),
    done: "The payment was entered; the access follows.",
    onDone: props.onDone,
  });
  const { form } = entry;
  const choosePlan = (planId: string | null) => {
    form.setFieldValue("plan_id", planId);
    const plan = plans.data?.items.find((each) => each.id === planId);
    if (!plan || form.isDirty("amount")) return;
    form.setFieldValue("currency", plan.price.currency);
    form.setFieldValue("amount", writeDecimal(plan.price));
    form.resetDirty();
  };
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        {!props.userId && <UserPicker {...form.getInputProps("user_id")} />}
        <PlanPicker {...form.getInputProps("plan_id")} onChange={choosePlan} />
        <Group grow align="flex-start">
          <MoneyInput
            label="Amount"
            withAsterisk
            currency={form.values.currency}
            {...form.getInputProps("amount")}
          />
          <CurrencyPicker {...form.getInputProps("currency")} />
        </Group>
        <TextInput
          label="Reference"
          description="Where the money is found again: a receipt or transfer number. One can be entered only once."
          withAsterisk
          {...form.getInputProps("external_id")}
        />
        <Group grow align="flex-end">
          <TextInput
            label="Access from"
            type="datetime-local"
            description="Empty: at once, or when the paid time ends."
            {...form.getInputProps("starts_at")}
          />
          <TextInput
            label="Access until"
            type="datetime-local"
            description="Empty: one term of the plan."
            {...form.getInputProps("ends_at")}
          />
        </Group>
        <Textarea label="Notes" autosize minRows={2} {...form.getInputProps("notes")} />
        <FormFoot of={entry} label="Enter the payment" onCancel={props.onCancel} />
      </Stack>
    </form>
  );
}
