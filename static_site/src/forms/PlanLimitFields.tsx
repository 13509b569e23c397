import { Fieldset, NativeSelect, NumberInput, Select, SimpleGrid, Stack, Switch } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { formatHour, STOP_MODES } from "@/format/limits";
import type { PlanValues } from "./planValues";

const HOURS = [
  { value: "", label: "Any time" },
  ...Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: formatHour(hour) })),
];

interface PlanLimitFieldsProps {
  readonly form: UseFormReturnType<PlanValues>;
  /** A Jellyfin server is among the plan's: such a server counts sign-ins itself. */
  readonly isOnJellyfin: boolean;
}

/** What a plan allows beside how many streams; whatever is empty has no limit. */
export function PlanLimitFields({ form, isOnJellyfin }: PlanLimitFieldsProps) {
  return (
    <Fieldset legend="Limits" radius="md">
      <Stack>
        <Switch
          label="Video may be converted"
          description="Off: Emby and Jellyfin refuse it themselves; at Plex the stream is stopped. Audio may always be converted."
          {...form.getInputProps("allows_transcoding", { type: "checkbox" })}
        />
        <SimpleGrid type="container" cols={{ base: 1, "480px": 2 }}>
          <NumberInput
            label="Highest bitrate (Mbit/s)"
            description="Empty: no limit. Emby and Jellyfin keep to it themselves outside the server's network; at Plex the stream is stopped."
            min={0.064}
            max={1000}
            decimalScale={3}
            {...form.getInputProps("max_mbits")}
          />
          <NumberInput
            label="Devices"
            description={`Empty: no limit${
              isOnJellyfin ? ", but Jellyfin itself stops at two more than streams" : ""
            }. How many are signed in on Emby and Jellyfin; Plex does not tell them.`}
            min={1}
            max={100}
            allowDecimal={false}
            {...form.getInputProps("max_devices")}
          />
          <NumberInput
            label="Hours a week"
            description="Empty: no limit. Time that streams ran, all of them together."
            min={1}
            max={168}
            allowDecimal={false}
            {...form.getInputProps("weekly_hours")}
          />
          <NumberInput
            label="GB a week"
            description="Empty: no limit. What streams sent, reckoned from their bitrate."
            min={1}
            max={100_000}
            allowDecimal={false}
            {...form.getInputProps("weekly_gb")}
          />
          <NativeSelect
            label="Streaming from"
            description="In the site's time zone."
            data={HOURS}
            {...form.getInputProps("from_hour")}
          />
          <NativeSelect
            label="Streaming until"
            description="Earlier than the first hour: over midnight."
            data={HOURS}
            {...form.getInputProps("to_hour")}
          />
          {form.values.allows_downloads && (
            <NumberInput
              label="Downloads a week"
              description="Empty: no limit. The person is told, and the right is withdrawn where the server can."
              min={1}
              max={10_000}
              allowDecimal={false}
              {...form.getInputProps("weekly_downloads")}
            />
          )}
          <Select
            label="Stopped first"
            description="When more streams run than allowed. Empty: as the settings say."
            placeholder="As the settings say"
            clearable
            data={STOP_MODES.map(({ value, label }) => ({ value, label }))}
            {...form.getInputProps("stop_mode")}
          />
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
}
