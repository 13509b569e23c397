import { TextInput } from "@mantine/core";
import type { DayRange } from "@/format/days";

interface DayRangeFieldsProps {
  readonly value: DayRange;
  readonly onChange: (value: DayRange) => void;
}

/** The first and the last day of what is looked at. */
export function DayRangeFields({ value, onChange }: DayRangeFieldsProps) {
  return (
    <>
      <TextInput
        type="date"
        label="From"
        value={value.since}
        onChange={(event) => onChange({ ...value, since: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="To"
        value={value.until}
        onChange={(event) => onChange({ ...value, until: event.currentTarget.value })}
      />
    </>
  );
}
