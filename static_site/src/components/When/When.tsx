import { formatTime, type TimeStyle } from "@/format/time";
import classes from "./When.module.css";

interface WhenProps {
  readonly at: string | null | undefined;
  readonly style?: TimeStyle;
  readonly none?: string;
}

/** An instant in the browser's zone; the exact one is in the title. */
export function When({ at, style = "instant", none = "—" }: WhenProps) {
  if (!at) return <span className={classes.none}>{none}</span>;
  return (
    <time dateTime={at} title={at} className={classes.time}>
      {formatTime(at, style)}
    </time>
  );
}
