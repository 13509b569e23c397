import type { ReactNode } from "react";
import classes from "./CellStack.module.css";

/** Several lines in one cell: they begin at its left in a table, and end at its right on a card. */
export function CellStack({ children }: { readonly children: ReactNode }) {
  return <span className={classes.stack}>{children}</span>;
}
