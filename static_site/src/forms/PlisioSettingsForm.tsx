import { Button, Stack, Switch, TagsInput, Text } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { PlisioSettings } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { SecretField } from "@/components/SecretField/SecretField";
import { TestResult } from "./TestResult";

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
    <Stack gap="lg">
      <Panel
        title="Crypto currencies"
        about="Customers pay the price in a coin of their choice, once: coins never renew by themselves, and are sent back by hand."
      >
        <form onSubmit={entry.submit} noValidate>
          <Stack maw={560}>
            <Switch
              label="Plisio is on"
              description="Callbacks are accepted and invoices can be read."
              {...form.getInputProps("enabled", { type: "checkbox" })}
            />
            <Switch
              label="Offered at the checkout"
              {...form.getInputProps("checkout_enabled", { type: "checkbox" })}
            />
            <Switch
              label="Read transactions every hour"
              description="Finds what a lost callback did not tell."
              {...form.getInputProps("sync_enabled", { type: "checkbox" })}
            />
            <SecretField
              label="Secret key"
              description="From the API page of your shop at Plisio. It also proves callbacks."
              stored={of.secret_key}
              value={form.values.secret_key}
              onChange={(value) => form.setFieldValue("secret_key", value)}
              error={form.errors.secret_key}
            />
            <TagsInput
              label="Coins"
              description="Empty: every coin that your account takes."
              placeholder={form.values.accepts.length ? undefined : "All"}
              data={COMMON_COINS}
              clearable
              {...form.getInputProps("accepts")}
            />
            <FormFoot
              of={entry}
              label="Save"
              onReload={onReload}
            />
          </Stack>
        </form>
      </Panel>
      <TestKey isDirty={form.isDirty()} />
    </Stack>
  );
}

function TestKey({ isDirty }: { readonly isDirty: boolean }) {
  const test = useAction({
    run: () => unwrap(api.POST("/api/v1/settings/plisio/test")),
    failsInPlace: true,
  });
  return (
    <Panel title="Test" about="Tries the saved key without moving money.">
      <Stack align="flex-start">
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Test the key
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
