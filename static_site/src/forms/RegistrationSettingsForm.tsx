import { Stack, Switch } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { RegistrationSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";

interface RegistrationSettingsFormProps extends EditHandlers {
  readonly of: RegistrationSettings;
}

/** Who may become a customer. */
export function RegistrationSettingsForm({ of, onSaved, onReload }: RegistrationSettingsFormProps) {
  const entry = useEntryForm({
    initial: { enabled: of.enabled, is_public: of.is_public },
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/registration", { body: { ...values, version: of.version } }),
      ),
    done: "The registration settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <Panel
      title="Registration"
      about="Somebody registers by the first purchase or trial. Customers of now and before can always buy and sign in."
    >
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <Switch
            label="New customers"
            description="Off: nobody new is taken, with or without a code."
            {...form.getInputProps("enabled", { type: "checkbox" })}
          />
          <Switch
            label="Open to everybody"
            description="Off: newcomers need the referral code of somebody who has access, if codes are on below."
            {...form.getInputProps("is_public", { type: "checkbox" })}
          />
          <FormFoot of={entry} label="Save" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}
