import { Select, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { SecondPayPalSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { SecretField } from "@/components/SecretField/SecretField";
import { GatewayFrame } from "./GatewayFrame";
import { NvpFields } from "./NvpFields";
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
  return (
    <GatewayFrame
      title="Second account"
      about="Its payments are read and matched like those of the first; it is never offered at the checkout."
      entry={entry}
      onReload={onReload}
      switches={SWITCHES}
      tried="the credentials"
      test={() => unwrap(api.POST("/api/v1/settings/paypal-secondary/test"))}
    >
      <Select label="World" data={MODES} allowDeselect={false} {...form.getInputProps("mode")} />
      <Select
        label="Transactions are read by"
        data={READINGS}
        allowDeselect={false}
        {...form.getInputProps("reads_by")}
      />
      {form.values.reads_by === "nvp" && <NvpFields of={of} inputOf={form.getInputProps} />}
      <TextInput
        label="Client id"
        description={NEEDED_FOR_REFUNDS}
        autoComplete="off"
        {...form.getInputProps("client_id")}
      />
      <SecretField
        label="Secret"
        stored={of.client_secret}
        {...form.getInputProps("client_secret")}
      />
    </GatewayFrame>
  );
}

const NEEDED_FOR_REFUNDS = "With NVP it is needed only to give money back from here.";
const SWITCHES = [
  { field: "enabled", label: "The second account is on" },
  { field: "sync_enabled", label: "Read transactions every hour" },
];
