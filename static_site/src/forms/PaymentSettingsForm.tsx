import { NumberInput, Radio, Stack, Switch } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { PaymentSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";

interface PaymentSettingsFormProps extends EditHandlers {
  readonly of: PaymentSettings;
}

interface Values extends Record<string, unknown> {
  once_enabled: boolean;
  recurring_enabled: boolean;
  other_amounts: PaymentSettings["other_amounts"];
  refund_policy: PaymentSettings["refund_policy"];
  dispute_policy: PaymentSettings["dispute_policy"];
  grace_days: number | "";
  provisioning_policy: PaymentSettings["provisioning_policy"];
}

const OTHER_AMOUNTS = [
  ["review", "Leave it for review", "It waits among the unmatched payments, and nothing is bought."],
  ["days", "Buy days", "At the daily rate of the plan that the person had last."],
  ["credit", "Keep the rest as credit", "Whole terms are bought, and the rest is spent by the next order."],
] as const;

const KEEP = ["keep", "Keep the access", "Nothing changes but the books."] as const;

const REFUNDS = [
  ["shorten", "Shorten the access", "By as large a part of the time as of the money."],
  ["revoke", "End the access", "At once, if all was given back; else shorten it."],
  KEEP,
] as const;

const DISPUTES = [
  ["hold", "Hold the access", "It ends at once, and what is left comes back when the dispute is won."],
  ["revoke", "End the access", "At once, and for good."],
  ["shorten", "Take the time", "All the money is in doubt, so all that is left of the time goes."],
  KEEP,
] as const;

const UNDELIVERED = [
  ["hold", "Let the time wait", "The paid time begins when access is given; no day is lost."],
  ["credit", "Make it credit", "The amount is kept for the person's next order, and the time goes."],
  [
    "refund",
    "Give the money back",
    "Through the gateway. Where that cannot be done by a program, the time waits for you.",
  ],
] as const;

/** How the site sells, and what follows when money goes another way than asked. */
export function PaymentSettingsForm({ of, onSaved, onReload }: PaymentSettingsFormProps) {
  const entry = useEntryForm<Values, PaymentSettings>({
    initial: {
      once_enabled: of.once_enabled,
      recurring_enabled: of.recurring_enabled,
      other_amounts: of.other_amounts,
      refund_policy: of.refund_policy,
      dispute_policy: of.dispute_policy,
      grace_days: of.grace_days,
      provisioning_policy: of.provisioning_policy,
    },
    check: (values) => ({
      once_enabled:
        values.once_enabled || values.recurring_enabled ? null : "Leave one way to pay.",
      grace_days: values.grace_days === "" ? "Write a number of days, such as 3." : null,
    }),
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/payments", {
          body: { ...values, grace_days: Number(values.grace_days), version: of.version },
        }),
      ),
    done: "The payment settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack gap="lg">
        <Panel title="Ways to pay" about="With both on, customers choose in the checkout.">
          <Stack maw={560}>
            <Switch
              label="Once"
              description="One term at a time; nothing is charged by itself."
              {...form.getInputProps("once_enabled", { type: "checkbox" })}
            />
            <Switch
              label="Recurring"
              description="Charged again and again until it is cancelled. Each gateway has its own switch, too."
              {...form.getInputProps("recurring_enabled", { type: "checkbox" })}
            />
            <NumberInput
              label="Days of grace"
              description="How long access goes on after a renewal failed, while the gateway tries again."
              min={0}
              max={30}
              allowDecimal={false}
              maw={200}
              {...form.getInputProps("grace_days")}
            />
          </Stack>
        </Panel>
        <Panel title="Other amounts" about="Money that fits a person but is no multiple of the price.">
          <Choice of={OTHER_AMOUNTS} label="What it does" {...form.getInputProps("other_amounts")} />
        </Panel>
        <Panel title="Money that goes back" about="You are told each time, whatever you choose.">
          <Stack gap="lg">
            <Choice of={REFUNDS} label="When it is refunded" {...form.getInputProps("refund_policy")} />
            <Choice
              of={DISPUTES}
              label="When the payer disputes it"
              {...form.getInputProps("dispute_policy")}
            />
          </Stack>
        </Panel>
        <Panel
          title="Paid, but no access"
          about="When no server can take a person, or a media server refuses for good. The case needs your attention until it is solved, whatever you choose."
        >
          <Choice
            of={UNDELIVERED}
            label="What becomes of the payment"
            {...form.getInputProps("provisioning_policy")}
          />
        </Panel>
        <FormFoot of={entry} label="Save the settings" onReload={onReload} />
      </Stack>
    </form>
  );
}

interface ChoiceProps {
  readonly of: readonly (readonly [value: string, label: string, about: string])[];
  readonly label: string;
}

function Choice({ of, label, ...input }: ChoiceProps) {
  return (
    <Radio.Group label={label} {...input}>
      <Stack gap="xs" mt="xs">
        {of.map(([value, text, about]) => (
          <Radio key={value} value={value} label={text} description={about} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
