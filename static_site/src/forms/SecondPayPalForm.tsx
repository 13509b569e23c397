import { Select, Stack, Switch, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { SecondPayPalSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { SecretField } from "@/components/SecretField/SecretField";
import { PayPalTest } from "./PayPalTest";
import { MODES, READINGS } from "./payPalChoices";

interface SecondPayPalFormProps extends EditHandlers {
  readonly of: SecondPayPalSettings;
}

/** A second PayPal account, such as a former one: it is read and sells nothing. */
export function SecondPayPalForm({ of, onSaved, onReload }: SecondPayPalFormProps) {
  const entry = useEntryForm({
    initial: {
      enabled: of.enabled,
      sync_enabled: of.sync_enabled,
      mode: of.mode,
      reads_by: of.reads_by,
      client_id: of.client_id,
      client_secret: null as string | null,
      nvp_username: of.nvp_username,
      nvp_password: null as string | null,
      nvp_signature: null as string | null,
    },
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/paypal-secondary", { body: { ...values, version: of.version } }),
      ),
    done: "The settings of the second account were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  const secret = (name: "client_secret" | "nvp_password" | "nvp_signature") => ({
    stored: of[name],
    value: form.values[name],
    onChange: (value: string | null) => form.setFieldValue(name, value),
    error: form.errors[name],
  });
  const isNvp = form.values.reads_by === "nvp";
  return (
    <Stack gap="lg">
      <Panel
        title="Second account"
        about="Its payments are read and matched like those of the first; it is never offered at the checkout."
      >
        <form onSubmit={entry.submit} noValidate>
          <Stack maw={560}>
            <Switch
              label="The second account is on"
              {...form.getInputProps("enabled", { type: "checkbox" })}
            />
            <Switch
              label="Read transactions every hour"
              {...form.getInputProps("sync_enabled", { type: "checkbox" })}
            />
            <Select
              label="World"
              data={MODES}
              allowDeselect={false}
              {...form.getInputProps("mode")}
            />
            <Select
              label="Transactions are read by"
              data={READINGS}
              allowDeselect={false}
              {...form.getInputProps("reads_by")}
            />
            {isNvp ? (
              <>
                <TextInput
                  label="NVP user name"
                  autoComplete="off"
                  {...form.getInputProps("nvp_username")}
                />
                <SecretField label="NVP password" {...secret("nvp_password")} />
                <SecretField label="NVP signature" {...secret("nvp_signature")} />
              </>
            ) : (
              <>
                <TextInput
                  label="Client id"
                  autoComplete="off"
                  {...form.getInputProps("client_id")}
                />
                <SecretField label="Secret" {...secret("client_secret")} />
              </>
            )}
            <FormFoot of={entry} label="Save" onReload={onReload} />
          </Stack>
        </form>
      </Panel>
      <PayPalTest
        isDirty={form.isDirty()}
        run={() => unwrap(api.POST("/api/v1/settings/paypal-secondary/test"))}
      />
    </Stack>
  );
}
