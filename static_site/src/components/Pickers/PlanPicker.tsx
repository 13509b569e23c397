import { Select, type SelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import { formatMoney } from "@/format/money";
import { formatTerm } from "@/format/words";

/** Choose a plan by its name. */
export function PlanPicker(props: SelectProps) {
  const plans = useQuery(queries.plans());
  const options = plans.data?.items.map((plan) => ({
    value: plan.id,
    label: `${plan.name} · ${formatMoney(plan.price)} for ${formatTerm(plan.term)}`,
  }));
  return (
    <Select
      {...props}
      label="Plan"
      placeholder={plans.isPending ? "Loading…" : "Choose a plan"}
      data={options ?? []}
      nothingFoundMessage="There is no plan yet."
      searchable
      withAsterisk
    />
  );
}
