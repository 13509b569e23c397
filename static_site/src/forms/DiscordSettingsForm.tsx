import { Autocomplete, Fieldset, Stack, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { DiscordSettings, Plan } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { SecretField } from "@/components/SecretField/SecretField";
import { GatewayFrame } from "./GatewayFrame";

interface DiscordSettingsFormProps extends EditHandlers {
  readonly of: DiscordSettings;
  readonly plans: readonly Plan[];
}

const SWITCHES = [
  {
    field: "enabled",
    label: "Roles are given and taken",
    description: "To customers whose Discord id is in their profile. Permanent users keep theirs.",
  },
];

/** The Discord server, and which roles customers hold there. */
export function DiscordSettingsForm({ of, plans, onSaved, onReload }: DiscordSettingsFormProps) {
  const entry = useEntryForm({
    initial: {
      enabled: of.enabled,
      bot_token: null as string | null,
      guild_id: of.guild_id,
      subscriber_role: of.subscriber_role,
      trial_role: of.trial_role,
      plan_roles: Object.fromEntries(of.plan_roles.map(({ plan_id, role }) => [plan_id, role])),
    },
    send: ({ plan_roles, ...values }) =>
      unwrap(
        api.PUT("/api/v1/settings/discord", {
          body: { ...values, plan_roles: writeRoles(plan_roles), version: of.version },
        }),
      ),
    done: "The Discord settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  const named = Object.values(form.values.plan_roles);
  const known = [...new Set([form.values.subscriber_role, form.values.trial_role, ...named])];
  return (
    <GatewayFrame
      title="Discord"
      about="A bot of yours gives roles on your Discord server: with access at once, and takes them at its end."
      entry={entry}
      onReload={onReload}
      switches={SWITCHES}
      tried="the bot"
      testAbout="Tries what is saved: whether the bot is on the server, and can give the roles."
      test={() => unwrap(api.POST("/api/v1/settings/discord/test"))}
    >
      <SecretField
        label="Bot token"
        description="From the Bot page of your application at Discord."
        stored={of.bot_token}
        {...form.getInputProps("bot_token")}
      />
      <TextInput
        label="Server id"
        description="17 to 19 digits: switch on the developer mode, then Copy Server ID."
        inputMode="numeric"
        {...form.getInputProps("guild_id")}
      />
      <TextInput
        label="Role of subscribers"
        description="By its name. Empty: none."
        {...form.getInputProps("subscriber_role")}
      />
      <TextInput
        label="Role during a trial"
        description="Instead of the role of subscribers. Empty: none."
        {...form.getInputProps("trial_role")}
      />
      {plans.length > 0 && (
        <Fieldset legend="Roles of plans, beside it">
          <Stack gap="sm">
            {plans.map(({ id, name }) => (
              <Autocomplete
                key={id}
                label={name}
                placeholder="None"
                data={known.filter(Boolean)}
                {...form.getInputProps(`plan_roles.${id}`)}
                value={form.values.plan_roles[id] ?? ""}
              />
            ))}
          </Stack>
        </Fieldset>
      )}
    </GatewayFrame>
  );
}

function writeRoles(roles: Readonly<Record<string, string | undefined>>) {
  return Object.entries(roles)
    .map(([plan_id, role]) => ({ plan_id, role: (role ?? "").trim() }))
    .filter(({ role }) => role);
}
