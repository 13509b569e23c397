import { NumberInput, Select, Stack, Switch } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { ServerDetail } from "@/api/types";
import { Facts } from "@/components/Facts/Facts";
import { Editing, type EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { countOf, humanize, PRIVATE_GROUP } from "@/format/words";
import { DeleteServer } from "@/forms/DeleteServer";
import { InstantEnforcement } from "@/forms/InstantEnforcement";

interface ServerSettingsProps {
  readonly of: ServerDetail;
}

interface Values extends Record<string, unknown> {
  is_enabled: boolean;
  allows_new: boolean;
  allows_trials: boolean;
  max_users: number | "";
  location_id: string | null;
  logs_activity: boolean;
  allows_4k_transcoding: boolean;
  enforcement_mode: ServerDetail["enforcement_mode"];
}

const MODES = [
  { value: "enforce", label: "Enforce" },
  { value: "observe", label: "Observe: note it, stop nothing" },
  { value: "off", label: "Off: look at nothing" },
];

/** What a server can keep people from by itself. */
const OWN_LIMITS: readonly (readonly [string, string])[] = [
  ["download_right", "downloads"],
  ["transcoding_right", "video conversion"],
  ["bitrate_limit", "the highest bitrate"],
  ["stream_limit", "streams at a time"],
  ["sign_in_limit", "signed-in devices (two more than streams)"],
];

/** Enable, limit and place a server. */
export function ServerSettings({ of }: ServerSettingsProps) {
  const client = useQueryClient();
  return (
    <Stack gap="lg">
      <Panel title="At a glance">
        <Facts
          items={[
            ["Platform", humanize(of.platform)],
            ["People with access", countOf(of.people, "person", "people")],
            ["Seats taken", `${of.seats_taken} of ${of.max_users ?? "∞"}, held ones included`],
            ["Keeps to by itself", describeOwnLimits(of)],
            ["Machine", of.machine_id],
            ["Added", <When key="added" at={of.added_at} />],
          ]}
        />
      </Panel>
      <Panel title="Edit" about="Name and libraries follow the platform.">
        <Editing
          of={of}
          refresh={() => void client.invalidateQueries(queries.server(of.id))}
        >
          {(server, edit) => <SettingsForm of={server} {...edit} />}
        </Editing>
      </Panel>
      <InstantEnforcement of={of} />
      <DeleteServer of={of} />
    </Stack>
  );
}

function SettingsForm({ of, onSaved, onReload }: ServerSettingsProps & EditHandlers) {
  const locations = useQuery(queries.locations());
  const entry = useEntryForm<Values, ServerDetail>({
    initial: {
      is_enabled: of.is_enabled,
      allows_new: of.allows_new,
      allows_trials: of.allows_trials,
      max_users: of.max_users ?? (""),
      location_id: of.location_id,
      logs_activity: of.logs_activity,
      allows_4k_transcoding: of.allows_4k_transcoding,
      enforcement_mode: of.enforcement_mode,
    },
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/servers/{server_id}", {
          params: { path: { server_id: of.id } },
          body: {
            is_enabled: values.is_enabled,
            allows_new: values.allows_new,
            allows_trials: values.allows_trials,
            location_id: values.location_id,
            logs_activity: values.logs_activity,
            allows_4k_transcoding: values.allows_4k_transcoding,
            enforcement_mode: values.enforcement_mode,
            max_users: values.max_users === "" ? null : values.max_users,
            version: of.version,
          },
        }),
      ),
    done: "Saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  const isAllPrivate = of.libraries.every(({ group_id }) => group_id === PRIVATE_GROUP);
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={480}>
        <Switch
          label="Enabled"
          description={
            isAllPrivate
              ? "All its libraries are private, so that nothing can be shared yet."
              : "People get access here, and streams are watched."
          }
          {...form.getInputProps("is_enabled", { type: "checkbox" })}
        />
        <Switch
          label="Takes new people"
          description="Off: those who are here stay, nobody joins."
          {...form.getInputProps("allows_new", { type: "checkbox" })}
        />
        <Switch
          label="Takes trials"
          description={
            form.values.allows_trials && !form.values.allows_new
              ? "For trials only: whoever subscribes moves to another server."
              : "People with a free trial get access here."
          }
          {...form.getInputProps("allows_trials", { type: "checkbox" })}
        />
        <NumberInput
          label="Most people"
          description="Empty: as many as come, or as its Plex account allows."
          min={1}
          max={10_000}
          allowDecimal={false}
          {...form.getInputProps("max_users")}
        />
        <Select
          label="Location"
          placeholder="None"
          clearable
          data={(locations.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("location_id")}
        />
        <Switch
          label="Activity log"
          description="Notes who streams what; for how many days is in the settings."
          {...form.getInputProps("logs_activity", { type: "checkbox" })}
        />
        <Switch
          label="4K transcoding"
          description="Off: 4K video that is converted here is stopped, whatever the plan says."
          {...form.getInputProps("allows_4k_transcoding", { type: "checkbox" })}
        />
        <Select
          label="Limits here"
          description="How far they go on this server; never further than the site's mode."
          placeholder="As the site says"
          clearable
          data={MODES}
          {...form.getInputProps("enforcement_mode")}
        />
        <FormFoot of={entry} label="Save" onReload={onReload} />
      </Stack>
    </form>
  );
}

function describeOwnLimits(of: ServerDetail): string {
  const kept = OWN_LIMITS.filter(([name]) => of.own_limits.includes(name)).map(([, text]) => text);
  return kept.length ? kept.join(", ") : "Nothing: streams are watched and stopped instead";
}
