import type { ReactNode } from "react";
import classes from "./CellStack.module.css";

/** Several lines in one cell: they begin at its left in a table; on a card they end at its right, below a title at its left. */
export function CellStack({ children }: { readonly children: ReactNode }) {
  return <span className={classes.stack}>{children}</span>;
}
