import { Group, Stack, Switch, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { Money, ReferralSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { MoneyInput } from "@/components/Pickers/MoneyInput";
import { readDecimal, writeDecimal } from "@/format/money";

interface Values extends Record<string, unknown> {
  codes_enabled: boolean;
  bonus_enabled: boolean;
  percent: string;
  minimum: string;
  maximum: string;
}

interface ReferralSettingsFormProps extends EditHandlers {
  readonly of: ReferralSettings;
  readonly currency: string;
}

const PERCENT = /^\d{1,3}(\.\d{1,2})?$/;

/** What referral codes do, and what bringing somebody earns. */
export function ReferralSettingsForm(props: ReferralSettingsFormProps) {
  const { of, currency, onSaved, onReload } = props;
  const entry = useEntryForm<Values, ReferralSettings>({
    initial: {
      codes_enabled: of.codes_enabled,
      bonus_enabled: of.bonus_enabled,
      percent: of.percent,
      minimum: of.minimum ? writeDecimal(of.minimum) : "",
      maximum: of.maximum ? writeDecimal(of.maximum) : "",
    },
    check: ({ percent, minimum, maximum }) => ({
      percent: PERCENT.test(percent.trim()) ? null : "Write it like 15 or 12.5.",
      minimum: isAmount(minimum, currency) ? null : "Write it like 9.99, or leave it empty.",
      maximum: isAmount(maximum, currency) ? null : "Write it like 9.99, or leave it empty.",
    }),
    fieldNames: {
      "minimum.minor": "minimum",
      "minimum.currency": "minimum",
      "maximum.minor": "maximum",
      "maximum.currency": "maximum",
    },
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/referrals", {
          body: {
            codes_enabled: values.codes_enabled,
            bonus_enabled: values.bonus_enabled,
            percent: values.percent.trim(),
            minimum: readBound(values.minimum, currency),
            maximum: readBound(values.maximum, currency),
            version: of.version,
          },
        }),
      ),
    done: "The referral settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <Panel
      title="Referrals"
      about="Every customer has a code and a link to hand on. What it earns is store credit, once for each newcomer, when the first money comes; it goes when that money goes back."
    >
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <Switch
            label="Referral codes"
            description="Off: codes are not shown and not asked for, and open nothing."
            {...form.getInputProps("codes_enabled", { type: "checkbox" })}
          />
          <Switch
            label="Bonus"
            description="Off: who brought whom is noted all the same. A first payment that comes while it is off never brings a bonus."
            {...form.getInputProps("bonus_enabled", { type: "checkbox" })}
          />
          <TextInput
            label="Share of the first payment"
            description="Rounded half up to the smallest unit of the currency."
            withAsterisk
            inputMode="decimal"
            maw={360}
            rightSection="%"
            {...form.getInputProps("percent")}
          />
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <MoneyInput
              label="At least"
              description="Empty: no minimum. It counts for small payments, too."
              currency={currency}
              {...form.getInputProps("minimum")}
            />
            <MoneyInput
              label="At most"
              description="Empty: no maximum."
              currency={currency}
              {...form.getInputProps("maximum")}
            />
          </Group>
          <FormFoot of={entry} label="Save" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}

function isAmount(text: string, currency: string): boolean {
  return !text.trim() || readDecimal(text, currency) !== null;
}

function readBound(text: string, currency: string): Money | null {
  return text.trim() ? readDecimal(text, currency) : null;
}
