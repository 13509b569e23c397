import type { Money as Amount } from "@/api/types";
import { formatMoney } from "@/format/money";
import classes from "./Money.module.css";

interface MoneyProps {
  readonly of: Amount;
}

/** An amount in people's format, with digits that line up in columns. */
export function Money({ of }: MoneyProps) {
  return <span className={classes.amount}>{formatMoney(of)}</span>;
}
