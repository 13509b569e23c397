const DAY_MS = 86_400_000;

/** The first and the last day of a range, both included. */
export interface DayRange {
  readonly since: string;
  readonly until: string;
}

/** Write the day of an instant in the browser's zone, as date inputs do: `2026-01-31`. */
export function dayOf(at: Date): string {
  const month = String(at.getMonth() + 1).padStart(2, "0");
  return `${at.getFullYear()}-${month}-${String(at.getDate()).padStart(2, "0")}`;
}

/** Return today in the browser's zone. */
export function today(now = new Date()): string {
  return dayOf(now);
}

/** Return the day so many days before today. */
export function daysAgo(count: number, now = new Date()): string {
  return dayOf(new Date(now.getTime() - count * DAY_MS));
}

/** Return the day that lies so many days after another, or before it. */
export function shiftDay(day: string, by: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return dayOf(new Date(year, month - 1, date + by));
}
