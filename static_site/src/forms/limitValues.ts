import type { LadderStep, LimitMode, LimitSettings } from "@/api/types";
import { RULE_NAMES, type RuleName } from "@/format/limits";

/** A step of the ladder as its form holds it; `key` tells rows apart. */
export interface StepValues {
  key: string;
  strikes: number | "";
  measure: LadderStep["measure"];
  hours: number | "";
}

/** The settings of limits as their form holds them. */
export interface LimitValues extends Record<string, unknown> {
  modes: Record<RuleName, LimitMode>;
  stop_mode: LimitSettings["stop_mode"];
  warns_first: boolean;
  sustain_seconds: number | "";
  cool_down_seconds: number | "";
  stops_paused_after_minutes: number | "";
  ghost_after_minutes: number | "";
  week_begins_on: string;
  ladder: StepValues[];
  strike_window_hours: number | "";
  restricted_group_ids: string[];
  sharing_score_from: number | "";
  activity_days: number | "";
}

const NUMBERS = [
  "sustain_seconds",
  "cool_down_seconds",
  "stops_paused_after_minutes",
  "ghost_after_minutes",
  "strike_window_hours",
  "sharing_score_from",
  "activity_days",
] as const;

let made = 0;

/** Return a fresh step above those that are there. */
export function nextStep(ladder: readonly StepValues[]): StepValues {
  const highest = Math.max(0, ...ladder.map(({ strikes }) => Number(strikes)));
  return { ...asStep({ strikes: highest + 2, measure: "warn", hours: 0 }) };
}

/** Return what the form shows of the settings. */
export function readLimits(of: LimitSettings, known: ReadonlySet<string>): LimitValues {
  return {
    modes: Object.fromEntries(RULE_NAMES.map((rule) => [rule, of.modes[rule]])) as LimitValues["modes"],
    stop_mode: of.stop_mode,
    warns_first: of.warns_first,
    sustain_seconds: of.sustain_seconds,
    cool_down_seconds: of.cool_down_seconds,
    stops_paused_after_minutes: of.stops_paused_after_minutes,
    ghost_after_minutes: of.ghost_after_minutes,
    week_begins_on: String(of.week_begins_on),
    ladder: of.ladder.map(asStep),
    strike_window_hours: of.strike_window_hours,
    restricted_group_ids: of.restricted_group_ids.filter((id) => known.has(id)),
    sharing_score_from: of.sharing_score_from,
    activity_days: of.activity_days,
  };
}

/** Tell whether a step leaves somebody only some libraries. */
export function restricts(ladder: readonly StepValues[]): boolean {
  return ladder.some(({ measure }) => measure === "restrict");
}

/** Return what is wrong with the values as far as the browser can tell. */
export function checkLimits(values: LimitValues): Record<string, string | null> {
  const errors: Record<string, string | null> = {};
  for (const name of NUMBERS) if (values[name] === "") errors[name] = "Write a number.";
  values.ladder.forEach((step, place) => {
    const below = values.ladder[place - 1];
    const at = `ladder.${String(place)}`;
    if (step.strikes === "") errors[`${at}.strikes`] = "Write a number.";
    else if (below && Number(below.strikes) >= step.strikes)
      errors[`${at}.strikes`] = "Each step needs more strikes than the one before.";
    if (step.measure !== "warn" && !step.hours) errors[`${at}.hours`] = "Say for how many hours.";
  });
  if (restricts(values.ladder) && values.restricted_group_ids.length === 0)
    errors.restricted_group_ids = "Choose at least one group.";
  return errors;
}

/** Return what the API is sent. */
export function writeLimits(values: LimitValues, version: number): LimitSettings {
  return {
    modes: values.modes,
    stop_mode: values.stop_mode,
    warns_first: values.warns_first,
    sustain_seconds: Number(values.sustain_seconds),
    cool_down_seconds: Number(values.cool_down_seconds),
    stops_paused_after_minutes: Number(values.stops_paused_after_minutes),
    ghost_after_minutes: Number(values.ghost_after_minutes),
    week_begins_on: Number(values.week_begins_on),
    ladder: values.ladder.map(({ strikes, measure, hours }) => ({
      strikes: Number(strikes),
      measure,
      hours: measure === "warn" ? 0 : Number(hours),
    })),
    strike_window_hours: Number(values.strike_window_hours),
    restricted_group_ids: values.restricted_group_ids,
    sharing_score_from: Number(values.sharing_score_from),
    activity_days: Number(values.activity_days),
    version,
  };
}

function asStep({ strikes, measure, hours }: LadderStep): StepValues {
  made += 1;
  return { key: `step-${String(made)}`, strikes, measure, hours: hours || "" };
}
