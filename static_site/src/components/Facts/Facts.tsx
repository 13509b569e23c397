import type { ReactNode } from "react";
import classes from "./Facts.module.css";

interface FactsProps {
  readonly items: readonly (readonly [label: string, value: ReactNode])[];
}

/** What is known about one thing, as labels and values; empty values are left out. */
export function Facts({ items }: FactsProps) {
  const known = items.filter(([, value]) => ![undefined, null, false, ""].includes(value as never));
  return (
    <dl className={classes.facts}>
      {known.map(([label, value]) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
