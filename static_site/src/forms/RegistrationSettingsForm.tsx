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
    initial: {
      enabled: of.enabled,
      is_public: of.is_public,
      offers_reinvite: of.offers_reinvite,
      allows_media_change: of.allows_media_change,
    },
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
          <Switch
            label="Customers can re-invite themselves"
            description="Whoever paid and lost the access gets a new invitation from their account page."
            {...form.getInputProps("offers_reinvite", { type: "checkbox" })}
          />
          <Switch
            label="Customers can change the Plex account"
            description="Those whom you ask to, by signing in with another one. Off: you change it in the profile."
            {...form.getInputProps("allows_media_change", { type: "checkbox" })}
          />
          <FormFoot of={entry} label="Save" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}
