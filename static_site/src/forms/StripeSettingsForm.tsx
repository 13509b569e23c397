import { Button, Stack, Switch, Text, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { StripeSettings } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { SecretField } from "@/components/SecretField/SecretField";
import { TestResult } from "./TestResult";
import { WebhookAddress } from "./WebhookAddress";

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
    <Stack gap="lg">
      <Panel
        title="Keys"
        about="From the developers' page of your Stripe account; a restricted key is enough."
      >
        <form onSubmit={entry.submit} noValidate>
          <Stack maw={560}>
            <Switch
              label="Stripe is on"
              description="Webhooks are accepted and payments are fetched."
              {...form.getInputProps("enabled", { type: "checkbox" })}
            />
            <Switch
              label="Paid once at the checkout"
              {...form.getInputProps("checkout_enabled", { type: "checkbox" })}
            />
            <Switch
              label="Renewing by itself at the checkout"
              description="For plans that have a price at Stripe. Needs the hourly reading below."
              {...form.getInputProps("recurring_enabled", { type: "checkbox" })}
            />
            <Switch
              label="Read transactions every hour"
              description="Finds what a lost webhook did not tell: sales, renewals, refunds, disputes."
              {...form.getInputProps("sync_enabled", { type: "checkbox" })}
            />
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
              value={form.values.secret_key}
              onChange={(value) => form.setFieldValue("secret_key", value)}
              error={form.errors.secret_key}
            />
            <SecretField
              label="Signing secret of the webhook"
              description="Begins with whsec_."
              stored={of.webhook_secret}
              value={form.values.webhook_secret}
              onChange={(value) => form.setFieldValue("webhook_secret", value)}
              error={form.errors.webhook_secret}
            />
            <FormFoot
              of={entry}
              label="Save"
              onReload={onReload}
            />
          </Stack>
        </form>
      </Panel>
      <WebhookAddress
        about="Enter this address at Stripe (Developers, Webhooks), so that payments arrive at once."
        url={of.webhook_url}
        events={of.webhook_events}
      />
      <TestKeys isDirty={form.isDirty()} />
    </Stack>
  );
}

function TestKeys({ isDirty }: { readonly isDirty: boolean }) {
  const test = useAction({
    run: () => unwrap(api.POST("/api/v1/settings/stripe/test")),
    failsInPlace: true,
  });
  return (
    <Panel title="Test" about="Tries the saved keys without moving money.">
      <Stack align="flex-start">
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Test the keys
        </Button>
        {isDirty && (
          <Text size="sm" c="dimmed">
            What you changed above is not saved yet, and not part of the test.
          </Text>
        )}
        <TestResult of={test.data} />
        <ErrorNote of={test.error} />
      </Stack>
    </Panel>
  );
}
