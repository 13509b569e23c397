import { Alert, MultiSelect, NumberInput, Radio, Stack } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { ExpirySettings, Group } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { countOf, PRIVATE_GROUP } from "@/format/words";

interface ExpirySettingsFormProps extends EditHandlers {
  readonly of: ExpirySettings;
  readonly groups: readonly Group[];
}

interface Values extends Record<string, unknown> {
  policy: ExpirySettings["policy"];
  restrict_groups: string[];
  delete_after_days: number | "";
}

const POLICIES = [
  {
    value: "remove",
    label: "Withdraw all libraries",
    about: "Within the hour after the paid time ends.",
  },
  {
    value: "restrict",
    label: "Keep some libraries",
    about: "Those of the groups below stay shared until the person is deleted.",
  },
  {
    value: "disable",
    label: "Lock the account",
    about:
      "On Emby and Jellyfin: it is signed out everywhere and keeps its libraries for the next payment. Plex cannot lock anybody, so there all libraries are withdrawn.",
  },
];

/** What becomes of people whose paid time ended. */
export function ExpirySettingsForm({ of, groups, onSaved, onReload }: ExpirySettingsFormProps) {
  const shareable = groups.filter(({ id }) => id !== PRIVATE_GROUP);
  const known = new Set(shareable.map(({ id }) => id));
  const entry = useEntryForm<Values, ExpirySettings>({
    initial: {
      policy: of.policy,
      restrict_groups: of.restrict_groups.filter((id) => known.has(id)),
      delete_after_days: of.delete_after_days,
    },
    check: (values) => ({
      restrict_groups:
        values.policy === "restrict" && values.restrict_groups.length === 0
          ? "Choose at least one group."
          : null,
      delete_after_days:
        values.delete_after_days === "" ? "Write a number of days, such as 30." : null,
    }),
    send: (values) =>
      unwrap(
        api.PUT("/api/v1/settings/expiry", {
          body: {
            ...values,
            delete_after_days: Number(values.delete_after_days),
            version: of.version,
          },
        }),
      ),
    done: "The settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <Panel
      title="When the paid time ends"
      about="Permanent users and administrators are never deleted. A payment undoes everything."
    >
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <Radio.Group label="Libraries" {...form.getInputProps("policy")}>
            <Stack gap="xs" mt="xs">
              {POLICIES.map(({ value, label, about }) => (
                <Radio key={value} value={value} label={label} description={about} />
              ))}
            </Stack>
          </Radio.Group>
          {form.values.policy === "restrict" && (
            <MultiSelect
              label="Library groups that stay"
              description="Where a server has none of them, the share is withdrawn."
              placeholder={form.values.restrict_groups.length ? undefined : "Choose groups"}
              data={shareable.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps("restrict_groups")}
            />
          )}
          <NumberInput
            label="Delete the person from the media server after (days)"
            description="Counted from the end of the paid time. The record and payments stay here."
            min={0}
            max={3650}
            allowDecimal={false}
            {...form.getInputProps("delete_after_days")}
          />
          <Consequence days={form.values.delete_after_days} saved={of.delete_after_days} />
          <FormFoot of={entry} label="Save the settings" onReload={onReload} />
        </Stack>
      </form>
    </Panel>
  );
}

interface ConsequenceProps {
  readonly days: number | "";
  readonly saved: number;
}

function Consequence({ days, saved }: ConsequenceProps) {
  if (days === "" || days >= saved) return null;
  const since = days === 0 ? "already" : `at least ${countOf(days, "day")} ago`;
  return (
    <Alert color="yellow" variant="light">
      Whoever waits now and whose paid time ended {since} is deleted by the next hourly run. The
      dry run on the Jobs page shows them before.
    </Alert>
  );
}
