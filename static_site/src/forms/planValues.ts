import type { Plan, PlanInput, Term } from "@/api/types";
import { NO_LIMITS } from "@/format/limits";
import { readDecimal, writeDecimal } from "@/format/money";

type StopMode = NonNullable<Plan["limits"]["stop_mode"]>;

/** A plan as its form holds it. */
export interface PlanValues extends Record<string, unknown> {
  name: string;
  description: string;
  price: string;
  currency: string;
  term_count: number | "";
  term_unit: Term["unit"];
  max_streams: number | "";
  group_ids: string[];
  target_server_ids: string[];
  is_trial: boolean;
  is_active: boolean;
  allows_downloads: boolean;
  max_sub_accounts: number | "";
  shares_limit: boolean;
  sort_order: number | "";
  stripe_offer: string;
  paypal_offer: string;
  allows_transcoding: boolean;
  max_mbits: number | "";
  max_devices: number | "";
  weekly_hours: number | "";
  weekly_gb: number | "";
  weekly_downloads: number | "";
  from_hour: string;
  to_hour: string;
  stop_mode: StopMode | null;
}

/** The API's names of fields that the form calls otherwise. */
export const PLAN_FIELD_NAMES = {
  "price.currency": "currency",
  "term.count": "term_count",
  "term.unit": "term_unit",
  term: "term_count",
  "offers.stripe": "stripe_offer",
  "offers.paypal": "paypal_offer",
  "limits.allows_transcoding": "allows_transcoding",
  "limits.max_bitrate_kbps": "max_mbits",
  "limits.max_devices": "max_devices",
  "limits.weekly_hours": "weekly_hours",
  "limits.weekly_gb": "weekly_gb",
  "limits.weekly_downloads": "weekly_downloads",
  "limits.from_hour": "from_hour",
  "limits.to_hour": "to_hour",
  "limits.stop_mode": "stop_mode",
};

/** Return what the form shows of a plan, or of a new one. */
export function readPlan(plan: Plan | null, currency: string): PlanValues {
  const limits = plan?.limits ?? NO_LIMITS;
  return {
    name: plan?.name ?? "",
    description: plan?.description ?? "",
    price: plan ? writeDecimal(plan.price) : "",
    currency: plan?.price.currency ?? currency,
    term_count: plan?.term.count ?? 1,
    term_unit: plan?.term.unit ?? "month",
    max_streams: plan?.max_streams ?? 1,
    group_ids: plan?.group_ids ?? [],
    target_server_ids: plan?.target_server_ids ?? [],
    is_trial: plan?.is_trial ?? false,
    is_active: plan?.is_active ?? true,
    allows_downloads: plan?.allows_downloads ?? false,
    max_sub_accounts: plan?.max_sub_accounts ?? 0,
    shares_limit: plan?.shares_limit ?? false,
    sort_order: plan?.sort_order ?? 0,
    stripe_offer: plan?.offers.stripe ?? "",
    paypal_offer: plan?.offers.paypal ?? "",
    allows_transcoding: limits.allows_transcoding,
    max_mbits: limits.max_bitrate_kbps === null ? "" : limits.max_bitrate_kbps / 1000,
    max_devices: limits.max_devices ?? "",
    weekly_hours: limits.weekly_hours ?? "",
    weekly_gb: limits.weekly_gb ?? "",
    weekly_downloads: limits.weekly_downloads ?? "",
    from_hour: String(limits.from_hour ?? ""),
    to_hour: String(limits.to_hour ?? ""),
    stop_mode: limits.stop_mode,
  };
}

/** Return what is wrong with the values as far as the browser can tell. */
export function checkPlan(values: PlanValues): Record<string, string | null> {
  const isOneHourSet = (values.from_hour === "") !== (values.to_hour === "");
  const isNoTime = values.from_hour !== "" && values.from_hour === values.to_hour;
  return {
    name: values.name.trim() ? null : "Give the plan a name.",
    price: readDecimal(values.price, values.currency) ? null : "Write it like 9.99.",
    term_count: values.term_count === "" ? "Say how long it lasts." : null,
    max_streams: values.max_streams === "" ? "Say how many streams it allows." : null,
    from_hour: isOneHourSet && values.from_hour === "" ? "Choose both hours, or none." : null,
    to_hour: isOneHourSet && values.to_hour === ""
      ? "Choose both hours, or none."
      : isNoTime
        ? "Choose another hour than the first."
        : null,
  };
}

/** Return what the API is sent. */
export function writePlan(values: PlanValues): PlanInput {
  // A trial is for one person and never charged: the form does not ask about either.
  const subs = values.is_trial ? 0 : Number(values.max_sub_accounts);
  return {
    name: values.name,
    description: values.description,
    price: readDecimal(values.price, values.currency) ?? { minor: 0, currency: values.currency },
    term: { count: Number(values.term_count), unit: values.term_unit },
    max_streams: Number(values.max_streams),
    group_ids: values.group_ids,
    target_server_ids: values.target_server_ids,
    is_trial: values.is_trial,
    is_active: values.is_active,
    allows_downloads: values.allows_downloads,
    max_sub_accounts: subs,
    shares_limit: values.shares_limit && subs > 0,
    sort_order: Number(values.sort_order),
    offers: values.is_trial
      ? { stripe: "", paypal: "" }
      : { stripe: values.stripe_offer, paypal: values.paypal_offer },
    limits: {
      allows_transcoding: values.allows_transcoding,
      max_bitrate_kbps: values.max_mbits === "" ? null : Math.round(values.max_mbits * 1000),
      max_devices: orNone(values.max_devices),
      weekly_hours: orNone(values.weekly_hours),
      weekly_gb: orNone(values.weekly_gb),
      weekly_downloads: values.allows_downloads ? orNone(values.weekly_downloads) : null,
      from_hour: orNone(values.from_hour),
      to_hour: orNone(values.to_hour),
      stop_mode: values.stop_mode,
    },
  };
}

function orNone(value: number | string): number | null {
  return value === "" ? null : Number(value);
}
