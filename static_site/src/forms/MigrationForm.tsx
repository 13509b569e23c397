import { NumberInput, Radio, Select, Stack, Switch, Textarea } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { MigrationInput, MigrationPreview, Server } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { PeoplePicker } from "@/components/Pickers/PeoplePicker";
import { PlanPicker } from "@/components/Pickers/PlanPicker";

/** What was asked, and what would come of it. */
export interface SeenMigration {
  readonly order: MigrationInput;
  readonly preview: MigrationPreview;
}

interface MigrationFormProps {
  readonly servers: readonly Server[];
  /** The server that people are to leave, where one comes from its page. */
  readonly sourceId: string | null;
  readonly onSeen: (seen: SeenMigration) => void;
  readonly onCancel: () => void;
}

interface Values extends Record<string, unknown> {
  source_id: string | null;
  target_id: string | null;
  whom: MigrationInput["whom"];
  plan_id: string | null;
  user_ids: string[];
  old_access: MigrationInput["old_access"];
  days: number | "";
  note: string;
  moves_permanent: boolean;
  canary: number | "";
  waits_for_word: boolean;
  batch: number | "";
}

const WHOM = [
  { value: "all", label: "Everybody on the source" },
  { value: "plan", label: "The people of one plan" },
  { value: "picked", label: "Only some people" },
];

const OLD_ACCESS = [
  {
    value: "accepted",
    label: "Once the new access is accepted",
    about: "Nobody is without access. Whoever never accepts stays where they are.",
  },
  {
    value: "days",
    label: "Once it is accepted, at the latest after some days",
    about: "For a server that has to be empty by a date.",
  },
  {
    value: "at_once",
    label: "As soon as the new access is offered",
    about: "Until they accept the invite, people have none.",
  },
];

/** Ask who moves where; what would come of it shows before anything is done. */
export function MigrationForm({ servers, sourceId, onSeen, onCancel }: MigrationFormProps) {
  const options = servers.map(({ id, name }) => ({ value: id, label: name }));
  const entry = useEntryForm<Values, SeenMigration>({
    initial: {
      source_id: sourceId,
      target_id: null,
      whom: "all",
      plan_id: null,
      user_ids: [],
      old_access: "accepted",
      days: 14,
      note: "",
      moves_permanent: true,
      canary: 1,
      waits_for_word: false,
      batch: 10,
    },
    check: (values) => ({
      source_id: values.source_id ? null : "Choose the server that people leave.",
      target_id: values.target_id ? null : "Choose the server that they get.",
      plan_id: values.whom === "plan" && !values.plan_id ? "Choose a plan." : null,
      user_ids:
        values.whom === "picked" && values.user_ids.length === 0 ? "Choose at least one." : null,
      days: values.old_access === "days" && values.days === "" ? "Write a number of days." : null,
      canary: values.canary === "" ? "Write a number, 0 for nobody." : null,
      batch: values.batch === "" ? "Write a number, such as 10." : null,
    }),
    send: async (values) => {
      const order = toOrder(values);
      return { order, preview: await unwrap(api.POST("/api/v1/migrations/preview", { body: order })) };
    },
    onDone: onSeen,
  });
  const { form } = entry;
  const { whom, old_access, canary } = form.values;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={560}>
        <Select
          label="From"
          placeholder="Choose a server"
          data={options}
          withAsterisk
          {...form.getInputProps("source_id")}
        />
        <Select
          label="To"
          placeholder="Choose a server"
          description="It is enabled, takes new people, and has libraries of the same groups."
          data={options.filter(({ value }) => value !== form.values.source_id)}
          withAsterisk
          {...form.getInputProps("target_id")}
        />
        <Radio.Group label="Who moves" {...form.getInputProps("whom")}>
          <Stack gap="xs" mt="xs">
            {WHOM.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        {whom === "plan" && <PlanPicker {...form.getInputProps("plan_id")} />}
        {whom === "picked" && <PeoplePicker label="People" {...form.getInputProps("user_ids")} />}
        <Switch
          label="Permanent users move, too"
          {...form.getInputProps("moves_permanent", { type: "checkbox" })}
        />
        <Radio.Group label="When the old access ends" {...form.getInputProps("old_access")}>
          <Stack gap="xs" mt="xs">
            {OLD_ACCESS.map(({ value, label, about }) => (
              <Radio key={value} value={value} label={label} description={about} />
            ))}
          </Stack>
        </Radio.Group>
        {old_access === "days" && (
          <NumberInput label="Days" min={1} max={90} allowDecimal={false} {...form.getInputProps("days")} />
        )}
        <Textarea
          label="Note to customers"
          description="It stands in the mail that tells them of the move."
          maxLength={1000}
          autosize
          minRows={2}
          {...form.getInputProps("note")}
        />
        <NumberInput
          label="People who go first"
          description="The others follow once these have arrived."
          min={0}
          max={50}
          allowDecimal={false}
          {...form.getInputProps("canary")}
        />
        {canary !== 0 && (
          <Switch
            label="Ask me before the others follow"
            {...form.getInputProps("waits_for_word", { type: "checkbox" })}
          />
        )}
        <NumberInput
          label="People at once"
          description="So many begin each minute."
          min={1}
          max={50}
          allowDecimal={false}
          {...form.getInputProps("batch")}
        />
        <FormFoot of={entry} label="Show who would move" onCancel={onCancel} />
      </Stack>
    </form>
  );
}

function toOrder(values: Values): MigrationInput {
  return {
    ...values,
    source_id: values.source_id ?? "",
    target_id: values.target_id ?? "",
    plan_id: values.whom === "plan" ? values.plan_id : null,
    user_ids: values.whom === "picked" ? values.user_ids : [],
    days: values.old_access === "days" ? Number(values.days) : 14,
    canary: Number(values.canary),
    batch: Number(values.batch),
  };
}
