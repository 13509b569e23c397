import { TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { StripeSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { SecretField } from "@/components/SecretField/SecretField";
import { GatewayFrame } from "./GatewayFrame";

interface StripeSettingsFormProps extends EditHandlers {
  readonly of: StripeSettings;
}

/** The Stripe account: keys go in and never come out. */
export function StripeSettingsForm({ of, onSaved, onReload }: StripeSettingsFormProps) {
  const entry = useEntryForm({
    initial: {
      enabled: of.enabled,
      checkout_enabled: of.checkout_enabled,
      recurring_enabled: of.recurring_enabled,
      sync_enabled: of.sync_enabled,
      publishable_key: of.publishable_key,
      secret_key: null as string | null,
      webhook_secret: null as string | null,
    },
    send: (values) =>
      unwrap(api.PUT("/api/v1/settings/stripe", { body: { ...values, version: of.version } })),
    done: "The Stripe settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <GatewayFrame
      title="Keys"
      about="From the developers' page of your Stripe account; a restricted key is enough."
      entry={entry}
      onReload={onReload}
      switches={SWITCHES}
      webhook={{
        about:
          "Enter this address at Stripe (Developers, Webhooks), so that payments arrive at once.",
        url: of.webhook_url,
        events: of.webhook_events,
      }}
      tried="the keys"
      test={() => unwrap(api.POST("/api/v1/settings/stripe/test"))}
    >
      <TextInput
        label="Publishable key"
        placeholder="pk_…"
        autoComplete="off"
        {...form.getInputProps("publishable_key")}
      />
      <SecretField
        label="Secret key"
        description="Begins with sk_ or rk_."
        stored={of.secret_key}
        {...form.getInputProps("secret_key")}
      />
      <SecretField
        label="Signing secret of the webhook"
        description="Begins with whsec_."
        stored={of.webhook_secret}
        {...form.getInputProps("webhook_secret")}
      />
    </GatewayFrame>
  );
}

const SWITCHES = [
  {
    field: "enabled",
    label: "Stripe is on",
    description: "Webhooks are accepted and payments are fetched.",
  },
  { field: "checkout_enabled", label: "Paid once at the checkout" },
  {
    field: "recurring_enabled",
    label: "Renewing by itself at the checkout",
    description: "For plans that have a price at Stripe. Needs the hourly reading below.",
  },
  {
    field: "sync_enabled",
    label: "Read transactions every hour",
    description: "Finds what a lost webhook did not tell: sales, renewals, refunds, disputes.",
  },
];
