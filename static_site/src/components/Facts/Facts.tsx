import type { ReactNode } from "react";
import classes from "./Facts.module.css";

interface FactsProps {
  readonly items: readonly (readonly [label: string, value: ReactNode])[];
}

/** What is known about one thing, as labels and values; empty values are left out. */
export function Facts({ items }: FactsProps) {
  const known = items.filter(([, value]) => value !== "" && value !== null && value !== undefined);
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
