export type TimeStyle = "instant" | "exact" | "day";

const STYLES: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  instant: { dateStyle: "medium", timeStyle: "short" },
  exact: { dateStyle: "medium", timeStyle: "medium" },
  day: { dateStyle: "medium" },
};

/** Write an ISO instant in the browser's language and zone. */
export function formatTime(iso: string, style: TimeStyle = "instant", locale?: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, STYLES[style]).format(at);
}

/** Turn the value of a `datetime-local` input, meant in the browser's zone, into an ISO instant. */
export function readLocalTime(value: string): string | null {
  if (!value) return null;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** Write an ISO instant as the value of a `datetime-local` input in the browser's zone. */
export function writeLocalTime(iso: string | null): string {
  const at = new Date(iso ?? "");
  if (Number.isNaN(at.getTime())) return "";
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
