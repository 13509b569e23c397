import { Group, NumberInput, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { MailSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { SecretField } from "@/components/SecretField/SecretField";
import { TestResult } from "./TestResult";

interface MailSettingsFormProps extends EditHandlers {
  readonly of: MailSettings;
}

interface Values extends Record<string, unknown> {
  enabled: boolean;
  host: string;
  port: number | "";
  security: MailSettings["security"];
  username: string;
  password: string | null;
  from_address: string;
  from_name: string;
}

const SECURITIES = [
  { value: "starttls", label: "STARTTLS (most often port 587)" },
  { value: "tls", label: "TLS (most often port 465)" },
  { value: "none", label: "None (only on this machine)" },
];

/** The mail server through which customers are told things. */
export function MailSettingsForm({ of, onSaved, onReload }: MailSettingsFormProps) {
  const entry = useEntryForm<Values, MailSettings>({
    initial: {
      enabled: of.enabled,
      host: of.host,
      port: of.port,
      security: of.security,
      username: of.username,
      password: null,
      from_address: of.from_address,
      from_name: of.from_name,
    },
    check: ({ port }) => ({ port: port === "" ? "Write the port, such as 587." : null }),
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/mail", {
          body: { ...values, port: Number(values.port), version: of.version },
        }),
      ),
    done: "The mail settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <Stack gap="lg">
      <Panel title="Mail server" about="Any SMTP server that takes mail from your address.">
        <form onSubmit={entry.submit} noValidate>
          <Stack maw={560}>
            <Switch
              label="Send mail"
              description="Off: customers are told nothing by mail."
              {...form.getInputProps("enabled", { type: "checkbox" })}
            />
            <Group grow align="flex-start">
              <TextInput
                label="Server"
                placeholder="smtp.example.com"
                {...form.getInputProps("host")}
              />
              <NumberInput
                label="Port"
                min={1}
                max={65_535}
                allowDecimal={false}
                thousandSeparator=""
                {...form.getInputProps("port")}
              />
            </Group>
            <Select
              label="Protection"
              data={SECURITIES}
              allowDeselect={false}
              {...form.getInputProps("security")}
            />
            <TextInput
              label="User name"
              autoComplete="off"
              {...form.getInputProps("username")}
            />
            <SecretField
              label="Password"
              stored={of.password}
              value={form.values.password}
              onChange={(value) => form.setFieldValue("password", value)}
              error={form.errors.password}
            />
            <TextInput
              label="Sender's address"
              type="email"
              {...form.getInputProps("from_address")}
            />
            <TextInput label="Sender's name" {...form.getInputProps("from_name")} />
            <FormFoot
              of={entry}
              label="Save"
              onReload={onReload}
            />
          </Stack>
        </form>
      </Panel>
      <SendTest isDirty={form.isDirty()} />
    </Stack>
  );
}

function SendTest({ isDirty }: { readonly isDirty: boolean }) {
  const entry = useEntryForm({
    initial: { to: "" },
    check: ({ to }) => ({ to: to.trim() ? null : "Write where the mail goes." }),
    send: (body) => unwrap(api.POST("/api/v1/settings/mail/test", { body })),
  });
  return (
    <Panel title="Test" about="Sends one mail through the saved mail server, at once.">
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <TextInput label="To" type="email" {...entry.form.getInputProps("to")} />
          {isDirty && (
            <Text size="sm" c="dimmed">
              What you changed above is not saved yet, and not part of the test.
            </Text>
          )}
          <TestResult of={entry.action.data} />
          <FormFoot of={entry} label="Send a test mail" />
        </Stack>
      </form>
    </Panel>
  );
}
