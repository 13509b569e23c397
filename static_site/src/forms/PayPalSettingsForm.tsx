import { Select, Stack, Switch, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { PayPalSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { SecretField } from "@/components/SecretField/SecretField";
import { PayPalTest } from "./PayPalTest";
import { MODES, READINGS } from "./payPalChoices";
import { WebhookAddress } from "./WebhookAddress";

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
  const secret = (name: "client_secret" | "nvp_password" | "nvp_signature") => ({
    stored: of[name],
    value: form.values[name],
    onChange: (value: string | null) => form.setFieldValue(name, value),
    error: form.errors[name],
  });
  return (
    <Stack gap="lg">
      <Panel
        title="Primary account"
        about="Sells and is read. Use an account for this business alone: the sync cannot know which other payments have nothing to do with it."
      >
        <form onSubmit={entry.submit} noValidate>
          <Stack maw={560}>
            <Switch
              label="PayPal is on"
              description="Webhooks are accepted and payments are fetched."
              {...form.getInputProps("enabled", { type: "checkbox" })}
            />
            <Switch
              label="Offered at the checkout"
              {...form.getInputProps("checkout_enabled", { type: "checkbox" })}
            />
            <Switch
              label="Recurring payments"
              description="Subscriptions that PayPal renews. Needs a business account and the sync."
              {...form.getInputProps("recurring_enabled", { type: "checkbox" })}
            />
            <Switch
              label="This is a business account"
              {...form.getInputProps("is_business", { type: "checkbox" })}
            />
            <Switch
              label="Read transactions every hour"
              description="Finds money that friends sent, and what a lost webhook did not tell."
              {...form.getInputProps("sync_enabled", { type: "checkbox" })}
            />
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
            <SecretField label="Secret" {...secret("client_secret")} />
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
            {form.values.reads_by === "nvp" && (
              <>
                <TextInput
                  label="NVP user name"
                  autoComplete="off"
                  {...form.getInputProps("nvp_username")}
                />
                <SecretField label="NVP password" {...secret("nvp_password")} />
                <SecretField label="NVP signature" {...secret("nvp_signature")} />
              </>
            )}
            <FormFoot of={entry} label="Save" onReload={onReload} />
          </Stack>
        </form>
      </Panel>
      <WebhookAddress
        about="Add this address to the app at PayPal, so that payments arrive at once."
        url={of.webhook_url}
        events={of.webhook_events}
      />
      <PayPalTest
        isDirty={form.isDirty()}
        run={() => unwrap(api.POST("/api/v1/settings/paypal/test"))}
      />
    </Stack>
  );
}
