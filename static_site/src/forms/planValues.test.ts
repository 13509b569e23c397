import { describe, expect, it } from "vitest";
import type { Plan } from "@/api/types";
import { NO_LIMITS } from "@/format/limits";
import { checkPlan, readPlan, writePlan } from "./planValues";

const PLAN: Plan = {
  id: "pln_1",
  name: "Basic",
  description: "",
  price: { minor: 1000, currency: "USD" },
  term: { count: 1, unit: "month" },
  max_streams: 2,
  group_ids: ["grp_standard"],
  target_server_ids: [],
  is_trial: false,
  is_active: true,
  is_archived: false,
  is_default: false,
  allows_downloads: true,
  sort_order: 0,
  max_sub_accounts: 0,
  shares_limit: false,
  offers: { stripe: "", paypal: "" },
  limits: {
    allows_transcoding: false,
    max_bitrate_kbps: 1500,
    max_devices: 3,
    weekly_hours: 40,
    weekly_gb: 200,
    weekly_downloads: 5,
    from_hour: 0,
    to_hour: 6,
    stop_mode: "oldest",
  },
  version: 3,
};

describe("a plan's limits in its form", () => {
  it("come back as they were read, midnight too", () => {
    expect(writePlan(readPlan(PLAN, "USD")).limits).toEqual(PLAN.limits);
  });

  it("are none for a new plan", () => {
    expect(writePlan(readPlan(null, "USD")).limits).toEqual(NO_LIMITS);
  });

  it("count no downloads where there are none", () => {
    const values = { ...readPlan(PLAN, "USD"), allows_downloads: false };
    expect(writePlan(values).limits?.weekly_downloads).toBeNull();
  });

  it("need both hours, and different ones", () => {
    const values = readPlan(PLAN, "USD");
    expect(checkPlan(values)).toMatchObject({ from_hour: null, to_hour: null });
    expect(checkPlan({ ...values, from_hour: "" }).from_hour).toMatch(/both hours/);
    expect(checkPlan({ ...values, to_hour: "" }).to_hour).toMatch(/both hours/);
    expect(checkPlan({ ...values, to_hour: "0" }).to_hour).toMatch(/another hour/);
  });
});
