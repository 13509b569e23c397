import { NumberInput, Stack, Switch } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { SafetySettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";

interface SafetySettingsFormProps extends EditHandlers {
  readonly of: SafetySettings;
}

interface Values extends Record<string, unknown> {
  most_people: number | "";
  most_percent: number | "";
  compensates_outages: boolean;
  outage_minutes: number | "";
}

/** When a run waits for a person before it takes access, and what an outage gives back. */
export function SafetySettingsForm({ of, onSaved, onReload }: SafetySettingsFormProps) {
  const entry = useEntryForm<Values, SafetySettings>({
    initial: {
      most_people: of.most_people,
      most_percent: of.most_percent,
      compensates_outages: of.compensates_outages,
      outage_minutes: of.outage_minutes,
    },
    check: (values) => ({
      most_people: values.most_people === "" ? "Write a number." : null,
      most_percent: values.most_percent === "" ? "Write a number." : null,
      outage_minutes: values.outage_minutes === "" ? "Write a number." : null,
    }),
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/safety", {
          body: {
            most_people: Number(values.most_people),
            most_percent: Number(values.most_percent),
            compensates_outages: values.compensates_outages,
            outage_minutes: Number(values.outage_minutes),
            version: of.version,
          },
        }),
      ),
    done: "The safety settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <Panel
      title="Safety"
      about="Runs by the hour and by the night withdraw what is no longer due. One that would take access from many waits for you under Held runs; what you do for a single person never waits."
    >
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <NumberInput
            label="People who may lose access in a day"
            description="So many are always fine, however few customers there are."
            min={0}
            max={100000}
            allowDecimal={false}
            {...form.getInputProps("most_people")}
          />
          <NumberInput
            label="Percent of all who may lose access in a day"
            description="The larger of the two counts. 100: no run ever waits."
            min={0}
            max={100}
            suffix=" %"
            allowDecimal={false}
            {...form.getInputProps("most_percent")}
          />
          <NumberInput
            label="Minutes after which silence is an outage"
            description="From the first check of a server that failed to the first that went well; it is looked at every five minutes."
            min={5}
            max={10080}
            allowDecimal={false}
            {...form.getInputProps("outage_minutes")}
          />
          <Switch
            label="Give the time of an outage back by itself"
            description="Everybody who had paid and a share there gets its length rounded up to whole days, one day at least, and a mail. Off: you are asked under Outages."
            {...form.getInputProps("compensates_outages", { type: "checkbox" })}
          />
          <FormFoot of={entry} label="Save" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}
