import { Select, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { PayPalSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { SecretField } from "@/components/SecretField/SecretField";
import { GatewayFrame } from "./GatewayFrame";
import { NvpFields } from "./NvpFields";
import { MODES, READINGS } from "./payPalChoices";

interface PayPalSettingsFormProps extends EditHandlers {
  readonly of: PayPalSettings;
}

/** The PayPal account that sells: credentials go in and never come out. */
export function PayPalSettingsForm({ of, onSaved, onReload }: PayPalSettingsFormProps) {
  const entry = useEntryForm({
    initial: {
      enabled: of.enabled,
      checkout_enabled: of.checkout_enabled,
      recurring_enabled: of.recurring_enabled,
      sync_enabled: of.sync_enabled,
      mode: of.mode,
      is_business: of.is_business,
      reads_by: of.reads_by,
      client_id: of.client_id,
      client_secret: null as string | null,
      webhook_id: of.webhook_id,
      nvp_username: of.nvp_username,
      nvp_password: null as string | null,
      nvp_signature: null as string | null,
    },
    send: (values) =>
      unwrap(api.PUT("/api/v1/settings/paypal", { body: { ...values, version: of.version } })),
    done: "The PayPal settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <GatewayFrame
      title="Primary account"
      about="Sells and is read. Use an account for this business alone: the sync cannot know which other payments have nothing to do with it."
      entry={entry}
      onReload={onReload}
      switches={SWITCHES}
      webhook={{
        about: "Add this address to the app at PayPal, so that payments arrive at once.",
        url: of.webhook_url,
        events: of.webhook_events,
      }}
      tried="the credentials"
      test={() => unwrap(api.POST("/api/v1/settings/paypal/test"))}
    >
      <Select
        label="World"
        description="Credentials belong to one of the two."
        data={MODES}
        allowDeselect={false}
        {...form.getInputProps("mode")}
      />
      <TextInput
        label="Client id"
        description="Of an app of your own, at developer.paypal.com, Apps & Credentials."
        autoComplete="off"
        {...form.getInputProps("client_id")}
      />
      <SecretField
        label="Secret"
        stored={of.client_secret}
        {...form.getInputProps("client_secret")}
      />
      <TextInput
        label="Webhook id"
        description="PayPal shows it once the webhook below is added to the app."
        autoComplete="off"
        {...form.getInputProps("webhook_id")}
      />
      <Select
        label="Transactions are read by"
        description="REST needs the app's feature “Transaction Search”. NVP shows them at once."
        data={READINGS}
        allowDeselect={false}
        {...form.getInputProps("reads_by")}
      />
      {form.values.reads_by === "nvp" && <NvpFields of={of} inputOf={form.getInputProps} />}
    </GatewayFrame>
  );
}

const SWITCHES = [
  {
    field: "enabled",
    label: "PayPal is on",
    description: "Webhooks are accepted and payments are fetched.",
  },
  { field: "checkout_enabled", label: "Offered at the checkout" },
  {
    field: "recurring_enabled",
    label: "Recurring payments",
    description: "Subscriptions that PayPal renews. Needs a business account and the sync.",
  },
  { field: "is_business", label: "This is a business account" },
  {
    field: "sync_enabled",
    label: "Read transactions every hour",
    description: "Finds money that friends sent, and what a lost webhook did not tell.",
  },
];
