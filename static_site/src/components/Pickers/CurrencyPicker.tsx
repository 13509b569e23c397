import { Select, type SelectProps } from "@mantine/core";

const NAMES = new Intl.DisplayNames(["en"], { type: "currency" });
const OPTIONS = Intl.supportedValuesOf("currency").map((code) => ({
  value: code,
  label: `${code} · ${NAMES.of(code) ?? code}`,
}));

/** Choose a currency by code or name. */
export function CurrencyPicker(props: SelectProps) {
  return <Select label="Currency" data={OPTIONS} searchable limit={60} allowDeselect={false} {...props} />;
}
