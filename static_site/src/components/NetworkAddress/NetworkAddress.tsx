import classes from "./NetworkAddress.module.css";

/** An IP address; it stays whole as long as there is room for it. */
export function NetworkAddress({ of }: { readonly of: string }) {
  return <span className={classes.address}>{of || "—"}</span>;
}
