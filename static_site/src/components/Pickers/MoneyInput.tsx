import { Text, TextInput, type TextInputProps } from "@mantine/core";

interface MoneyInputProps extends Omit<TextInputProps, "rightSection"> {
  readonly currency: string;
}

/** An amount typed the way people write it; the currency stands beside it. */
export function MoneyInput({ currency, ...props }: MoneyInputProps) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      placeholder="9.99"
      rightSection={<Text size="sm">{currency}</Text>}
      rightSectionWidth={56}
      {...props}
    />
  );
}
