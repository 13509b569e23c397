import type { ReactNode } from "react";
import classes from "./Filters.module.css";

/** The choices above a list: side by side on a desk, one below the other on a phone. */
export function Filters({ children }: { readonly children: ReactNode }) {
  return <div className={classes.filters}>{children}</div>;
}
