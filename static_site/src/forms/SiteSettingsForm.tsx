import {
  ColorInput,
  Group,
  NumberInput,
  Radio,
  Select,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { SiteSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { CurrencyPicker } from "@/components/Pickers/CurrencyPicker";

interface SiteSettingsFormProps extends EditHandlers {
  readonly of: SiteSettings;
}

const MODES = [
  { value: "enforce", label: "Enforce", about: "Stop the newest streams over a limit." },
  { value: "observe", label: "Observe", about: "Note what would be stopped, stop nothing." },
  { value: "off", label: "Off", about: "Do not look at streams at all." },
];

const TIME_ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];

const WHOLE = { min: 0, allowDecimal: false } as const;

/** The site, and how it treats streams. */
export function SiteSettingsForm({ of, onSaved, onReload }: SiteSettingsFormProps) {
  const { version, ...initial } = of;
  const entry = useEntryForm({
    initial,
    send: (values) =>
      unwrap(api.PUT("/api/v1/settings/site", { body: { ...values, version } })),
    done: "The settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack gap="lg">
        <Panel title="Site">
          <Stack maw={560}>
            <TextInput label="Name" withAsterisk {...form.getInputProps("site_name")} />
            <TextInput
              label="Support address"
              description="Customers write here."
              type="email"
              {...form.getInputProps("support_email")}
            />
            <TextInput
              label="Administrator's address"
              description="What needs attention is sent here."
              type="email"
              {...form.getInputProps("admin_email")}
            />
            <Group grow align="flex-start">
              <CurrencyPicker {...form.getInputProps("currency")} />
              <Select
                label="Time zone"
                data={TIME_ZONES}
                searchable
                limit={60}
                allowDeselect={false}
                {...form.getInputProps("time_zone")}
              />
            </Group>
            <ColorInput
              label="Accent colour"
              description="Of the shop and the mails."
              format="hex"
              eyeDropperButtonProps={{ "aria-label": "Pick a colour from the screen" }}
              {...form.getInputProps("accent_colour")}
            />
          </Stack>
        </Panel>
        <Panel title="Shop">
          <Stack maw={560}>
            <Switch
              label="Sales are open"
              description="Off: nobody can buy or renew."
              {...form.getInputProps("subscriptions_enabled", { type: "checkbox" })}
            />
            <Switch
              label="Prices on the home page"
              {...form.getInputProps("pricing_on_home", { type: "checkbox" })}
            />
            <NumberInput
              label="A seat is held for (minutes)"
              description="While a customer is at the checkout; 30 to 1440."
              {...WHOLE}
              {...form.getInputProps("hold_minutes")}
            />
          </Stack>
        </Panel>
        <Panel title="Streams">
          <Stack maw={560}>
            <Radio.Group label="What the sweep does" {...form.getInputProps("enforcement_mode")}>
              <Stack gap="xs" mt="xs">
                {MODES.map(({ value, label, about }) => (
                  <Radio key={value} value={value} label={label} description={about} />
                ))}
              </Stack>
            </Radio.Group>
            <NumberInput
              label="A stream counts after (seconds)"
              {...WHOLE}
              {...form.getInputProps("start_delay_seconds")}
            />
            <NumberInput
              label="Time to switch the device (seconds)"
              description="Going on with the same title on another device does not count twice for so long."
              {...WHOLE}
              {...form.getInputProps("device_switch_grace_seconds")}
            />
            <NumberInput
              label="A paused stream counts for (seconds)"
              {...WHOLE}
              {...form.getInputProps("paused_counts_seconds")}
            />
            <Textarea
              label="Message to whoever is stopped"
              description="{limit} and {count} stand for the plan's limit and the streams that ran."
              autosize
              minRows={2}
              {...form.getInputProps("stop_message")}
            />
          </Stack>
        </Panel>
        <FormFoot
          of={entry}
          label="Save the settings"
          onReload={onReload}
        />
      </Stack>
    </form>
  );
}
