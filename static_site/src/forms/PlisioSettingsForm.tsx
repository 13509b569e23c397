import { TagsInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { PlisioSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { SecretField } from "@/components/SecretField/SecretField";
import { GatewayFrame } from "./GatewayFrame";

const COMMON_COINS = ["BTC", "ETH", "LTC", "USDT", "USDT_TRX", "TRX", "XMR"];

interface PlisioSettingsFormProps extends EditHandlers {
  readonly of: PlisioSettings;
}

/** The Plisio account: coins, paid once. Callbacks need no set-up, each invoice names its address. */
export function PlisioSettingsForm({ of, onSaved, onReload }: PlisioSettingsFormProps) {
  const entry = useEntryForm({
    initial: {
      enabled: of.enabled,
      checkout_enabled: of.checkout_enabled,
      sync_enabled: of.sync_enabled,
      secret_key: null as string | null,
      accepts: of.accepts,
    },
    send: (values) =>
      unwrap(api.PUT("/api/v1/settings/plisio", { body: { ...values, version: of.version } })),
    done: "The Plisio settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <GatewayFrame
      title="Crypto currencies"
      about="Customers pay the price in a coin of their choice, once: coins never renew by themselves, and are sent back by hand."
      entry={entry}
      onReload={onReload}
      switches={SWITCHES}
      tried="the key"
      test={() => unwrap(api.POST("/api/v1/settings/plisio/test"))}
    >
      <SecretField
        label="Secret key"
        description="From the API page of your shop at Plisio. It also proves callbacks."
        stored={of.secret_key}
        {...form.getInputProps("secret_key")}
      />
      <TagsInput
        label="Coins"
        description="Empty: every coin that your account takes."
        placeholder={form.values.accepts.length ? undefined : "All"}
        data={COMMON_COINS}
        clearable
        {...form.getInputProps("accepts")}
      />
    </GatewayFrame>
  );
}

const SWITCHES = [
  {
    field: "enabled",
    label: "Plisio is on",
    description: "Callbacks are accepted and invoices can be read.",
  },
  { field: "checkout_enabled", label: "Offered at the checkout" },
  {
    field: "sync_enabled",
    label: "Read transactions every hour",
    description: "Finds what a lost callback did not tell.",
  },
];
