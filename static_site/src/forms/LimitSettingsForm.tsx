import { NativeSelect, NumberInput, Radio, Select, Stack, Switch, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { api, unwrap } from "@/api/client";
import type { Group, LimitSettings } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { RULE_NAMES, RULES, type RuleName, STOP_MODES } from "@/format/limits";
import { PRIVATE_GROUP } from "@/format/words";
import { LadderFields } from "./LadderFields";
import { checkLimits, type LimitValues, readLimits, writeLimits } from "./limitValues";

interface LimitSettingsFormProps extends EditHandlers {
  readonly of: LimitSettings;
  readonly groups: readonly Group[];
}

const MODES = [
  { value: "enforce", label: "Enforce" },
  { value: "observe", label: "Observe" },
  { value: "off", label: "Off" },
];

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** How the rules about streams, downloads and devices are kept. */
export function LimitSettingsForm({ of, groups, onSaved, onReload }: LimitSettingsFormProps) {
  const shareable = groups.filter(({ id }) => id !== PRIVATE_GROUP);
  const entry = useEntryForm<LimitValues, LimitSettings>({
    initial: readLimits(of, new Set(shareable.map(({ id }) => id))),
    check: checkLimits,
    send: (values) =>
      unwrap(api.PUT("/api/v1/settings/limits", { body: writeLimits(values, of.version) })),
    done: "The limits were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack gap="lg">
        <Panel
          isFlush
          title="Rules"
          about="Enforce: streams are stopped. Observe: it is noted what would be done, and nothing is touched. Off: not even that. The site's mode and the server's hold beside it; whichever goes least far counts."
        >
          <DataTable
            label="How far each rule goes"
            columns={describeColumns(form)}
            rows={RULE_NAMES}
            keyOf={(rule) => rule}
            empty={{ title: "", hint: "" }}
          />
        </Panel>
        <Panel title="Stopping streams" about="What happens when somebody breaks a rule.">
          <Stopping form={form} />
        </Panel>
        <Panel
          title="When somebody does it again"
          about="Each step holds from so many strikes on and undoes itself when its time is over. An appeal that you accept takes its strike back."
        >
          <Stack maw={620}>
            <LadderFields form={form} groups={shareable} />
          </Stack>
        </Panel>
        <Panel title="Weeks, sharing and the log">
          <Stack maw={560}>
            <Select
              label="Weeks begin on"
              description="At midnight in the site's time zone. Hours, GB and downloads of a week count from then."
              allowDeselect={false}
              data={WEEKDAYS.map((label, day) => ({ value: String(day), label }))}
              {...form.getInputProps("week_begins_on")}
            />
            <NumberInput
              label="Sharing score that breaks the rule"
              description="From 1 to 100. It stays a guess from networks far apart."
              min={1}
              max={100}
              allowDecimal={false}
              {...form.getInputProps("sharing_score_from")}
            />
            <NumberInput
              label="Activity is kept for (days)"
              description="Who streamed what, on servers whose log is on."
              min={1}
              max={730}
              allowDecimal={false}
              {...form.getInputProps("activity_days")}
            />
            <FormFoot of={entry} label="Save the limits" onReload={onReload} />
          </Stack>
        </Panel>
      </Stack>
    </form>
  );
}

function describeColumns(form: UseFormReturnType<LimitValues>): readonly Column<RuleName>[] {
  return [
    {
      title: "Rule",
      render: (rule) => (
        <Text component="span" size="sm" fw={600}>
          {RULES[rule].title}
        </Text>
      ),
    },
    { title: "Broken when", isProse: true, render: (rule) => RULES[rule].about },
    {
      title: "How far it goes",
      render: (rule) => (
        <NativeSelect
          aria-label={`${RULES[rule].title}: how far it goes`}
          data={MODES}
          w={140}
          {...form.getInputProps(`modes.${rule}`)}
        />
      ),
    },
  ];
}

function Stopping({ form }: { readonly form: UseFormReturnType<LimitValues> }) {
  return (
    <Stack maw={560}>
      <Radio.Group
        label="Which streams are stopped when too many run"
        description="A plan may say otherwise."
        {...form.getInputProps("stop_mode")}
      >
        <Stack gap="xs" mt="xs">
          {STOP_MODES.map(({ value, label, about }) => (
            <Radio key={value} value={value} label={label} description={about} />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        label="Warn first"
        description="The player shows a message before the stream is stopped, where the platform can: on Emby and Jellyfin, not on Plex."
        {...form.getInputProps("warns_first", { type: "checkbox" })}
      />
      <NumberInput
        label="Seconds that it must last"
        description="A stream is stopped only if the rule is still broken after so long. 0: at once."
        min={0}
        max={3600}
        allowDecimal={false}
        {...form.getInputProps("sustain_seconds")}
      />
      <NumberInput
        label="Seconds of rest after a stop"
        description="The same session is left alone for so long, so that it is not stopped again while it ends."
        min={0}
        max={3600}
        allowDecimal={false}
        {...form.getInputProps("cool_down_seconds")}
      />
      <NumberInput
        label="Minutes that a stream may rest"
        description="Then the rule about long pauses is broken. 0: for ever."
        min={0}
        max={1440}
        allowDecimal={false}
        {...form.getInputProps("stops_paused_after_minutes")}
      />
      <NumberInput
        label="Minutes without progress until a stream counts no longer"
        description="Servers go on listing what a player that was closed had played. Once it has not moved for so long, it takes nobody's place and is not stopped. 0: it always counts."
        min={0}
        max={1440}
        allowDecimal={false}
        {...form.getInputProps("ghost_after_minutes")}
      />
    </Stack>
  );
}
