import { Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { MediaSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";

interface MediaSettingsFormProps extends EditHandlers {
  readonly of: MediaSettings;
}

type Values = Omit<MediaSettings, "version">;

/** What is taken over from media servers, and what is set there. */
export function MediaSettingsForm({ of, onSaved, onReload }: MediaSettingsFormProps) {
  const { version, ...initial } = of;
  const entry = useEntryForm<Values, MediaSettings>({
    initial,
    send: (values) => unwrap(api.PUT("/api/v1/settings/media", { body: { ...values, version } })),
    done: "The media server settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  const toggle = (name: keyof Values) => form.getInputProps(name, { type: "checkbox" });
  return (
    <Panel
      title="Media servers"
      about="What is taken over from Plex, Emby and Jellyfin, and what is set there."
    >
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <Switch
            label="Sync from media servers"
            description="Every hour names, libraries and people follow the servers. Off: nothing is taken over, and no server can be added."
            {...toggle("sync_from_remote")}
          />
          <Switch
            label="Newcomers are permanent"
            description="Off: whoever is found on a server gets the default plan for its term, and then has to pay."
            {...toggle("import_as_permanent")}
          />
          <Switch
            label="Shares follow plans"
            description="When a plan changes, libraries are added and taken away. Off: a share that exists stays as it is; new ones are still made and ended ones still removed."
            {...toggle("sync_shared_libraries")}
          />
          <Switch
            label="Refresh statistics of libraries"
            description="Once a day, for the overview."
            {...toggle("refresh_statistics")}
          />
          <TextInput
            label="Account that new ones are modelled on"
            description="On Emby and Jellyfin servers; an account of this name must be on each of them. Empty: new accounts may do the least."
            {...form.getInputProps("template_account")}
          />
          <TagsInput
            label="Servers to leave alone"
            description="Machine ids of servers that are neither offered nor imported. Press Enter after each."
            splitChars={[",", " "]}
            {...form.getInputProps("ignored_servers")}
          />
          <FormFoot of={entry} label="Save" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}
