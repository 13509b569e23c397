import { Group, NumberInput, SegmentedControl, Stack, Switch, TextInput } from "@mantine/core";
import type { Discount, DiscountInput } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { CurrencyPicker } from "@/components/Pickers/CurrencyPicker";
import { MoneyInput } from "@/components/Pickers/MoneyInput";
import { readDecimal, writeDecimal } from "@/format/money";
import { readLocalTime, writeLocalTime } from "@/format/time";

interface Values extends Record<string, unknown> {
  code: string;
  kind: "percent" | "amount";
  percent: string;
  amount: string;
  currency: string;
  email: string;
  max_uses: number | "";
  expires_at: string;
  allows_recurring: boolean;
  is_active: boolean;
}

interface DiscountFormProps {
  /** The code to change; a new one when left out. */
  readonly discount: Discount | null;
  readonly currency: string;
  readonly label: string;
  readonly send: (code: string, body: DiscountInput) => Promise<Discount>;
  readonly done: string;
  readonly onDone?: (discount: Discount) => void;
  readonly onCancel?: () => void;
  readonly onReload?: () => void;
}

const PERCENT = /^\d{1,3}(\.\d{1,2})?$/;

/** A discount code: what it takes off, for whom, how often and how long. */
export function DiscountForm(props: DiscountFormProps) {
  const { discount } = props;
  const entry = useEntryForm<Values, Discount>({
    initial: readDiscount(discount, props.currency),
    check: (values) => ({
      code: discount || values.code.trim() ? null : "Write the code that customers type.",
      percent:
        values.kind === "amount" || PERCENT.test(values.percent.trim())
          ? null
          : "Write it like 15 or 12.5.",
      amount:
        values.kind === "percent" || readDecimal(values.amount, values.currency)
          ? null
          : "Write it like 9.99.",
    }),
    fieldNames: { "amount.minor": "amount", "amount.currency": "currency" },
    send: (values) => props.send(values.code.trim(), writeDiscount(values)),
    done: props.done,
    onDone: props.onDone,
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={620}>
        {!discount && (
          <TextInput
            label="Code"
            description="Upper and lower case are the same. It cannot be changed later."
            withAsterisk
            maxLength={40}
            autoComplete="off"
            {...form.getInputProps("code")}
          />
        )}
        <SegmentedControl
          aria-label="What it takes off"
          data={[
            { value: "percent", label: "A share of the price" },
            { value: "amount", label: "A fixed amount" },
          ]}
          {...form.getInputProps("kind")}
        />
        {form.values.kind === "percent" ? (
          <TextInput
            label="Percent off"
            withAsterisk
            inputMode="decimal"
            placeholder="15"
            maw={200}
            rightSection="%"
            {...form.getInputProps("percent")}
          />
        ) : (
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <MoneyInput
              label="Amount off"
              description="Plans that cost this or less refuse the code."
              withAsterisk
              currency={form.values.currency}
              {...form.getInputProps("amount")}
            />
            <CurrencyPicker {...form.getInputProps("currency")} />
          </Group>
        )}
        <TextInput
          label="Only for"
          type="email"
          description="The e-mail address of one customer, who can use it once. Empty: everybody, once each."
          placeholder="ann@example.com"
          {...form.getInputProps("email")}
        />
        <Group grow align="flex-start">
          <NumberInput
            label="Uses in all"
            description="Empty: without limit."
            min={1}
            max={1_000_000}
            allowDecimal={false}
            {...form.getInputProps("max_uses")}
          />
          <TextInput
            label="Valid until"
            type="datetime-local"
            description="Empty: for ever."
            {...form.getInputProps("expires_at")}
          />
        </Group>
        <Switch
          label="Also for subscriptions"
          description="It then reduces the first charge; renewals cost the full price."
          {...form.getInputProps("allows_recurring", { type: "checkbox" })}
        />
        <Switch
          label="Switched on"
          description="A code that is off is refused as if it did not exist."
          {...form.getInputProps("is_active", { type: "checkbox" })}
        />
        <FormFoot of={entry} label={props.label} onCancel={props.onCancel} onReload={props.onReload} />
      </Stack>
    </form>
  );
}

function readDiscount(discount: Discount | null, currency: string): Values {
  return {
    code: discount?.code ?? "",
    kind: discount?.amount ? "amount" : "percent",
    percent: discount?.percent ?? "",
    amount: discount?.amount ? writeDecimal(discount.amount) : "",
    currency: discount?.amount?.currency ?? currency,
    email: discount?.email ?? "",
    max_uses: discount?.max_uses ?? "",
    expires_at: writeLocalTime(discount?.expires_at ?? null),
    allows_recurring: discount?.allows_recurring ?? false,
    is_active: discount?.is_active ?? true,
  };
}

function writeDiscount(values: Values): DiscountInput {
  const isShare = values.kind === "percent";
  return {
    percent: isShare ? values.percent.trim() : null,
    amount: isShare ? null : readDecimal(values.amount, values.currency),
    email: values.email,
    max_uses: values.max_uses === "" ? null : values.max_uses,
    expires_at: readLocalTime(values.expires_at),
    allows_recurring: values.allows_recurring,
    is_active: values.is_active,
  };
}
