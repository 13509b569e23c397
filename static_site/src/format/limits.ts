import type { Plan } from "@/api/types";
import { countOf } from "./words";

type PlanLimits = Plan["limits"];

export const NO_LIMITS: PlanLimits = {
  allows_transcoding: true,
  max_bitrate_kbps: null,
  max_devices: null,
  weekly_hours: null,
  weekly_gb: null,
  weekly_downloads: null,
  from_hour: null,
  to_hour: null,
  stop_mode: null,
};

export const STOP_MODES = [
  {
    value: "newest",
    label: "The newest",
    about: "What began last is stopped until the rest is allowed.",
  },
  {
    value: "oldest",
    label: "The oldest",
    about: "What began first is stopped until the rest is allowed.",
  },
  { value: "all", label: "All of them", about: "Whoever runs too many loses every stream." },
] as const;

/** Return a full hour of the day. */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** Return a rate in Mbit/s without needless zeros. */
export function formatRate(kbps: number): string {
  return `${new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 }).format(kbps / 1000)} Mbit/s`;
}

/** Return what a plan limits beside its streams, a few words each. */
export function describeLimits(limits: PlanLimits): string[] {
  const told = [
    !limits.allows_transcoding && "no video conversion",
    limits.max_bitrate_kbps !== null && `up to ${formatRate(limits.max_bitrate_kbps)}`,
    limits.max_devices !== null && countOf(limits.max_devices, "device"),
    limits.weekly_hours !== null && `${countOf(limits.weekly_hours, "hour")} a week`,
    limits.weekly_gb !== null && `${String(limits.weekly_gb)} GB a week`,
    limits.weekly_downloads !== null && `${countOf(limits.weekly_downloads, "download")} a week`,
    limits.from_hour !== null &&
      limits.to_hour !== null &&
      `from ${formatHour(limits.from_hour)} to ${formatHour(limits.to_hour)}`,
    limits.stop_mode !== null && describeStop(limits.stop_mode),
  ];
  return told.filter((each) => each !== false);
}

function describeStop(mode: string): string {
  return mode === "all" ? "all streams are stopped" : `the ${mode} stream is stopped first`;
}

interface RuleWords {
  readonly title: string;
  readonly about: string;
  /** Where it is said what is allowed. */
  readonly place: string;
  readonly to: string;
}

/** What each rule forbids, and where its limit is set. */
export const RULES = {
  concurrent_streams: {
    title: "Streams at a time",
    about: "More streams than the plan, or the person's own limit, allows.",
    place: "Plans and users",
    to: "/plans",
  },
  video_transcoding: {
    title: "Video conversion",
    about: "Video is converted although the plan forbids it. Audio may always be.",
    place: "Plans",
    to: "/plans",
  },
  transcoding_4k: {
    title: "Conversion of 4K",
    about: "4K video is converted on a server that forbids it, whatever the plan says.",
    place: "Servers",
    to: "/servers",
  },
  bitrate: {
    title: "Bitrate",
    about: "A stream takes more than the plan allows.",
    place: "Plans",
    to: "/plans",
  },
  long_pause: {
    title: "Long pauses",
    about: "A stream rests longer than allowed, which keeps the server busy.",
    place: "Settings",
    to: "/settings?tab=limits",
  },
  allowed_hours: {
    title: "Hours of the day",
    about: "A stream runs outside the hours of the plan, in the site's time zone.",
    place: "Plans",
    to: "/plans",
  },
  fair_use: {
    title: "Fair use",
    about: "The hours or the GB of the week are used up.",
    place: "Plans",
    to: "/plans",
  },
  downloads: {
    title: "Downloads",
    about: "Something is downloaded although the plan has no downloads, or more than its week allows.",
    place: "Plans and users",
    to: "/plans",
  },
  devices: {
    title: "Devices",
    about: "More devices are signed in than the plan, or the person's own limit, allows. Emby and Jellyfin only.",
    place: "Plans and users",
    to: "/plans",
  },
  sharing: {
    title: "Account sharing",
    about: "Streams of one account come from networks far apart. It is a guess, so it only shows unless you switch it on.",
    place: "Settings",
    to: "/settings?tab=limits",
  },
} as const satisfies Record<string, RuleWords>;

export type RuleName = keyof typeof RULES;

export const RULE_NAMES = Object.keys(RULES) as readonly RuleName[];

interface Measured {
  readonly rule: string;
  readonly counted: number;
  readonly limit: number;
}

/** Return what was measured and what is allowed, in the unit of the rule; null where it has none. */
export function describeMeasure({ rule, counted, limit }: Measured): string | null {
  switch (rule) {
    case "transcoding_4k":
      return `${String(counted)} lines`;
    case "bitrate":
      return `${formatRate(counted)}, ${formatRate(limit)} allowed`;
    case "long_pause":
      return `${countOf(counted, "minute")}, ${String(limit)} allowed`;
    case "allowed_hours":
      return `Between ${formatHour(counted)} and ${formatHour((counted + 1) % 24)}`;
    case "sharing":
      return `Score ${String(counted)}, a violation from ${String(limit)}`;
    case "concurrent_streams":
    case "fair_use":
    case "downloads":
    case "devices":
    case "no_active_plan":
      return `${String(counted)} counted, ${String(limit)} allowed`;
    default:
      return null;
  }
}

/** Return what a rule is called; one that is not known here by its own name. */
export function ruleTitle(rule: string): string {
  return rule in RULES ? RULES[rule as RuleName].title : rule;
}
