import { Alert, List, PasswordInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "react-router";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import type { ReachedServer } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";

interface Entry extends Record<string, unknown> {
  platform: "jellyfin" | "emby";
  url: string;
  key: string;
}

const EMPTY: Entry = { platform: "jellyfin", url: "", key: "" };
const NAMES = { jellyfin: "Jellyfin", emby: "Emby" } as const;

/** Add an Emby or Jellyfin server: first a look at it, then the decision. */
export function AddKeyedServer() {
  const navigate = useNavigate();
  const [seen, setSeen] = useState<ReachedServer | null>(null);
  const entry = useEntryForm({
    initial: EMPTY,
    check: ({ url, key }) => ({
      url: url.trim() ? null : "Write the address that a browser opens.",
      key: key.trim() ? null : "Paste an API key of the server.",
    }),
    send: async (body) => {
      if (seen) return { added: await unwrap(api.POST("/api/v1/keyed-servers", { body })) };
      return { reached: await unwrap(api.POST("/api/v1/keyed-servers/test", { body })) };
    },
    done: seen
      ? `${seen.name} was added. Put its libraries into groups, then enable it.`
      : undefined,
    onDone: ({ added, reached }) => {
      if (reached) setSeen(reached);
      if (added) void navigate(`/servers/${added.id}?tab=libraries`);
    },
  });
  const { form } = entry;
  // What was seen is of what was written then.
  form.watch("platform", () => setSeen(null));
  form.watch("url", () => setSeen(null));
  form.watch("key", () => setSeen(null));
  const name = NAMES[form.values.platform];
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        <SegmentedControl
          aria-label="Platform"
          data={[
            { value: "jellyfin", label: "Jellyfin" },
            { value: "emby", label: "Emby" },
          ]}
          {...form.getInputProps("platform")}
        />
        <TextInput
          label="Address"
          description="As customers reach it, with port and path."
          placeholder="https://films.example.com:8096"
          {...form.getInputProps("url")}
        />
        <PasswordInput
          label="API key"
          description={`Made in ${name}: Dashboard, API Keys. Kept encrypted, and never shown again.`}
          autoComplete="off"
          {...form.getInputProps("key")}
        />
        {seen && (
          <Alert color="teal" title={`${seen.name} answers`} role="status">
            <Text size="sm">
              {name} {seen.version}, {seen.libraries.length} libraries:
            </Text>
            <List size="sm">
              {seen.libraries.map((title) => (
                <List.Item key={title}>{title}</List.Item>
              ))}
            </List>
          </Alert>
        )}
        <FormFoot of={entry} label={seen ? "Add the server" : "Test the connection"} />
      </Stack>
    </form>
  );
}
