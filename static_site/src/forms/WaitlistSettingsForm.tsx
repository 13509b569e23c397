import { NumberInput, Stack, Switch } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { WaitlistSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";

interface WaitlistSettingsFormProps extends EditHandlers {
  readonly of: WaitlistSettings;
}

interface Values extends Record<string, unknown> {
  enabled: boolean;
  offer_hours: number | "";
}

/** Whether people can wait for a seat, and how long one is kept for them. */
export function WaitlistSettingsForm({ of, onSaved, onReload }: WaitlistSettingsFormProps) {
  const entry = useEntryForm<Values, WaitlistSettings>({
    initial: { enabled: of.enabled, offer_hours: of.offer_hours },
    check: (values) => ({ offer_hours: values.offer_hours === "" ? "Write a number." : null }),
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/waitlist", {
          body: {
            enabled: values.enabled,
            offer_hours: Number(values.offer_hours),
            version: of.version,
          },
        }),
      ),
    done: "The waitlist settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <Panel
      title="Waitlist"
      about="Where a plan is sold out people can wait for a seat. One that becomes free is offered to the first in line, and to the next when the offer lapses. As long as somebody waits for it, newcomers cannot buy it; who renews always can."
    >
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <Switch
            label="People can wait for a seat"
            description="Switched off, nobody joins, no seat is offered, and whoever comes first buys. Who waits stays in line."
            {...form.getInputProps("enabled", { type: "checkbox" })}
          />
          <NumberInput
            label="Hours that an offer stands"
            description="The seat is kept as long. Offers that were made keep their end."
            min={1}
            max={336}
            allowDecimal={false}
            {...form.getInputProps("offer_hours")}
          />
          <FormFoot of={entry} label="Save" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}
