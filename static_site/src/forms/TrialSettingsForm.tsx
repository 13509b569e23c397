import { Alert, NumberInput, Stack, Switch } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { TrialSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { joinNames } from "@/format/words";

interface TrialSettingsFormProps extends EditHandlers {
  readonly of: TrialSettings;
}

interface Values extends Record<string, unknown> {
  enabled: boolean;
  forced: boolean;
  max_users: number | "";
}

/** Whether there are free trials, who must take one, and for how many people. */
export function TrialSettingsForm({ of, onSaved, onReload }: TrialSettingsFormProps) {
  const entry = useEntryForm<Values, TrialSettings>({
    initial: { enabled: of.enabled, forced: of.forced, max_users: of.max_users },
    check: (values) => ({
      max_users: values.max_users === "" ? "Write a number, 0 for no cap." : null,
    }),
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/trials", {
          body: { ...values, max_users: Number(values.max_users), version: of.version },
        }),
      ),
    done: "The trial settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <Panel
      title="Free trials"
      about="A trial is a plan that costs nothing and ends by itself. Everybody has one, after signing in with Plex."
    >
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <Needs of={of} />
          <Switch
            label="Free trials"
            description="Customers find a link on every page; administrators do not see it."
            {...form.getInputProps("enabled", { type: "checkbox" })}
          />
          <Switch
            label="Trial first"
            description="Newcomers try before they can buy for the first time, as long as a trial can be had."
            {...form.getInputProps("forced", { type: "checkbox" })}
          />
          <NumberInput
            label="Most people on a trial at a time"
            description="0: as many as there is room for."
            min={0}
            max={1000}
            allowDecimal={false}
            {...form.getInputProps("max_users")}
          />
          <FormFoot of={entry} label="Save" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}

/** What trials need besides the switch. */
function Needs({ of }: { readonly of: TrialSettings }) {
  if (of.plans.length === 0) {
    return (
      <Alert color="yellow" variant="light" title="There is no plan to try">
        Add an active plan that is a trial under Plans; then trials can be switched on.
      </Alert>
    );
  }
  if (of.servers.length === 0) {
    return (
      <Alert color="yellow" variant="light" title="No server takes trials">
        Switch “Takes trials” on at an enabled server that has libraries of{" "}
        {joinNames(of.plans)}; until then nobody can start one.
      </Alert>
    );
  }
  return (
    <Alert color="blue" variant="light">
      To try: {joinNames(of.plans)}. On: {joinNames(of.servers)}.
    </Alert>
  );
}
