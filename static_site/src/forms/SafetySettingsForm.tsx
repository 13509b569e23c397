import { NumberInput, Stack } from "@mantine/core";
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
}

/** When a run waits for a person before it takes access. */
export function SafetySettingsForm({ of, onSaved, onReload }: SafetySettingsFormProps) {
  const entry = useEntryForm<Values, SafetySettings>({
    initial: {
      most_people: of.most_people,
      most_percent: of.most_percent,
    },
    check: (values) => ({
      most_people: values.most_people === "" ? "Write a number." : null,
      most_percent: values.most_percent === "" ? "Write a number." : null,
    }),
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/safety", {
          body: {
            most_people: Number(values.most_people),
            most_percent: Number(values.most_percent),
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
          <FormFoot of={entry} label="Save" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}
