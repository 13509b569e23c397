import { Button, Group, MultiSelect, NumberInput, Paper, Select, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Group as LibraryGroup } from "@/api/types";
import { Icon } from "@/components/Icon/Icon";
import { type LimitValues, nextStep, restricts } from "./limitValues";

const MEASURES = [
  { value: "warn", label: "Warn by mail" },
  { value: "restrict", label: "Leave only some libraries" },
  { value: "suspend", label: "Suspend access" },
];
const MOST_STEPS = 10;

interface LadderFieldsProps {
  readonly form: UseFormReturnType<LimitValues>;
  readonly groups: readonly LibraryGroup[];
}

/** What follows for whoever breaks rules repeatedly, step by step. */
export function LadderFields({ form, groups }: LadderFieldsProps) {
  const { ladder } = form.values;
  return (
    <Stack>
      <NumberInput
        label="Strikes count for (hours)"
        description="Every stop and every refusal is a strike. 168 hours are a week."
        min={1}
        max={8760}
        allowDecimal={false}
        {...form.getInputProps("strike_window_hours")}
      />
      {ladder.length === 0 && (
        <Text size="sm" c="dimmed">
          No step: strikes are noted, and nothing follows from them.
        </Text>
      )}
      {ladder.map((step, place) => (
        <Step key={step.key} form={form} place={place} />
      ))}
      {typeof form.errors.ladder === "string" && (
        <Text size="sm" c="red" role="alert">
          {form.errors.ladder}
        </Text>
      )}
      <Button
        variant="default"
        leftSection={<Icon name="plus" size={16} />}
        disabled={ladder.length >= MOST_STEPS}
        onClick={() => form.insertListItem("ladder", nextStep(ladder))}
        style={{ alignSelf: "flex-start" }}
      >
        Add a step
      </Button>
      {restricts(ladder) && (
        <MultiSelect
          label="Library groups that stay"
          description="What somebody keeps who is restricted. Where a server has none of them, the share is withdrawn until the time is over."
          placeholder={form.values.restricted_group_ids.length ? undefined : "Choose groups"}
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("restricted_group_ids")}
        />
      )}
    </Stack>
  );
}

function Step({ form, place }: { readonly form: LadderFieldsProps["form"]; readonly place: number }) {
  const at = `ladder.${String(place)}`;
  const number = String(place + 1);
  return (
    <Paper withBorder p="sm" component="fieldset" aria-label={`Step ${number}`}>
      <Group align="flex-start" gap="sm">
        <NumberInput
          label="From strike"
          min={1}
          max={100}
          allowDecimal={false}
          w={110}
          {...form.getInputProps(`${at}.strikes`)}
        />
        <Select
          label="What follows"
          allowDeselect={false}
          data={MEASURES}
          flex="1 1 190px"
          {...form.getInputProps(`${at}.measure`)}
        />
        {form.values.ladder[place]?.measure !== "warn" && (
          <NumberInput
            label="For (hours)"
            min={1}
            max={8760}
            allowDecimal={false}
            w={120}
            {...form.getInputProps(`${at}.hours`)}
          />
        )}
        <Button
          variant="subtle"
          color="red"
          mt={24}
          aria-label={`Remove step ${number}`}
          onClick={() => form.removeListItem("ladder", place)}
        >
          Remove
        </Button>
      </Group>
    </Paper>
  );
}
