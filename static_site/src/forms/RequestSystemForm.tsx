import { Radio, Stack, Text, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { AtEnd, RequestSystem, RequestSystemName } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { SecretField } from "@/components/SecretField/SecretField";
import { REQUEST_SYSTEMS } from "@/format/words";
import { GatewayFrame } from "./GatewayFrame";

interface RequestSystemFormProps extends EditHandlers {
  readonly of: RequestSystem;
}

interface Words {
  readonly about: string;
  readonly address: string;
  readonly login?: { readonly label: string; readonly description: string };
  readonly secret: { readonly label: string; readonly description: string };
  readonly hasProfile: boolean;
  readonly opens: boolean;
}

const WORDS: Readonly<Record<RequestSystemName, Words>> = {
  overseerr: {
    about:
      "Overseerr or Seerr: everybody with access has a local account there, and is mentioned on Discord.",
    address: "https://requests.example.com",
    secret: { label: "API key", description: "From Overseerr's settings, General." },
    hasProfile: false,
    opens: true,
  },
  ombi: {
    about:
      "Ombi takes its accounts from the media servers. It is told whom to write to on Discord, nothing else.",
    address: "https://ombi.example.com",
    login: {
      label: "Administrator",
      description: "Ombi's name of an administrator: the key alone may not change this for others.",
    },
    secret: { label: "API key", description: "From Ombi's settings, Configuration." },
    hasProfile: false,
    opens: false,
  },
  petio: {
    about: "Petio: everybody with access has an account there.",
    address: "https://petio.example.com",
    login: { label: "Administrator's e-mail", description: "Petio has no keys: we sign in." },
    secret: { label: "Administrator's password", description: "It is stored encrypted." },
    hasProfile: true,
    opens: true,
  },
};

const ENDS: Readonly<Record<AtEnd, string>> = {
  remove: "Remove the account",
  disable: "Keep it, and let nobody sign in",
  keep: "Leave it as it is",
};

/** A request system: where it is, in whose name we act, what becomes of accounts at the end. */
export function RequestSystemForm({ of, onSaved, onReload }: RequestSystemFormProps) {
  const words = WORDS[of.name];
  const path = { system: of.name };
  const entry = useEntryForm({
    initial: {
      enabled: of.enabled,
      url: of.url,
      login: of.login,
      secret: null as string | null,
      profile: of.profile,
      at_end: of.at_end,
    },
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/request-systems/{system}", {
          params: { path },
          body: { ...values, version: of.version },
        }),
      ),
    done: `The settings of ${REQUEST_SYSTEMS[of.name]} were saved.`,
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <GatewayFrame
      title={REQUEST_SYSTEMS[of.name]}
      about={words.about}
      entry={entry}
      onReload={onReload}
      switches={[{ field: "enabled", label: `${REQUEST_SYSTEMS[of.name]} is on` }]}
      tried={REQUEST_SYSTEMS[of.name]}
      testAbout="Tries what is saved; nothing is changed there."
      test={() =>
        unwrap(api.POST("/api/v1/settings/request-systems/{system}/test", { params: { path } }))
      }
    >
      <TextInput label="Address" placeholder={words.address} {...form.getInputProps("url")} />
      {words.login && <TextInput {...words.login} {...form.getInputProps("login")} />}
      <SecretField {...words.secret} stored={of.secret} {...form.getInputProps("secret")} />
      {words.hasProfile && (
        <TextInput
          label="Profile"
          description="What new accounts get there. Empty: Petio's default."
          {...form.getInputProps("profile")}
        />
      )}
      {words.opens && (
        <Radio.Group
          label="When access ends"
          description="Accounts that were there before are never removed."
          {...form.getInputProps("at_end")}
        >
          <Stack gap="xs" mt="xs">
            {of.ends.map((each) => (
              <Radio key={each} value={each} label={ENDS[each]} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {words.opens && (
        <Text size="sm" c="dimmed">
          Whoever gets an account is told the password by mail, once.
        </Text>
      )}
    </GatewayFrame>
  );
}
