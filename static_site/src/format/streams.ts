/** What a stream is made of, as far as words about it need. */
interface Quality {
  readonly resolution: string;
  readonly bitrate_kbps: number;
}

/** Write `4K · 18.5 Mbps`; what is not known is left out. */
export function formatQuality({ resolution, bitrate_kbps }: Quality): string {
  const parts = [
    resolution === "unknown" ? "" : resolution,
    bitrate_kbps > 0 ? `${(bitrate_kbps / 1000).toFixed(1)} Mbps` : "",
  ].filter(Boolean);
  return parts.join(" · ") || "Not told";
}

/** Write seconds as `1:05:09`, or `5:09` below an hour. */
export function formatPosition(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
}

/** Write where a stream stands, `5:09 of 42:00`; null where the server does not tell. */
export function formatProgress(position: number | null, duration: number | null): string | null {
  if (position === null) return null;
  const at = formatPosition(position);
  return duration ? `${at} of ${formatPosition(duration)}` : at;
}

/** Write hours as people say them: `12.3 h`, `45 min`. */
export function formatHours(hours: number): string {
  return hours < 1 ? `${Math.round(hours * 60)} min` : `${hours.toFixed(1)} h`;
}
