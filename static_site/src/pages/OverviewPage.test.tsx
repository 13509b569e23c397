import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { OverviewPage } from "./OverviewPage";

const OVERVIEW = {
  now: "2026-03-01T00:00:00Z",
  shop_notice: "",
  active_users: 0,
  trial_users: 0,
  users_ending_soon: 0,
  open_orders: 0,
  income_30_days: [],
  payments_30_days: 0,
  decisions_24_hours: 0,
  attention: 0,
  webhooks_refused_7_days: 0,
  servers: [],
  at_least: [],
  days: [],
};

const PLACES = [
  ["payment", "pay_1", "/payments/pay_1"],
  ["job", "job_1", "/jobs/job_1"],
  ["plex_account", "acc_1", "/plex-accounts"],
  ["appeal", "dec_1", "/violations?decision=dec_1"],
  ["stream", "dec_2", "/streams?decision=dec_2"],
  ["migration", "mig_1", "/migrations/mig_1"],
  ["import", "import", "/import"],
  ["held_run", "hld_1", "/held-runs"],
  ["outage", "out_1", "/outages/out_1"],
  ["linked_users", "usr_1", "/users/usr_1?tab=linked"],
] as const;

describe("what needs attention", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/overview", OVERVIEW)
      .give("GET /api/v1/decisions", { items: [], next_cursor: null });
  });

  it("leads from each thing to the page where it can be dealt with", async () => {
    const items = PLACES.map(([kind, id]) => ({
      kind,
      id,
      title: `This ${kind} waits`,
      remedy: "Look at it.",
      at: "2026-03-01T00:00:00Z",
      user_id: null,
    }));
    server.give("GET /api/v1/attention", { items, is_cut: false });
    show(<OverviewPage />);
    for (const [kind, , place] of PLACES) {
      const told = await screen.findByRole("link", { name: new RegExp(`This ${kind} waits`) });
      expect(told.getAttribute("href")).toBe(place);
    }
  });

  it("shows three of a kind, so that many payments do not hide the held run, and all on request", async () => {
    const many = Array.from({ length: 5 }, (_, number) => ({
      kind: "payment",
      id: `pay_${number}`,
      title: `Payment ${number} waits`,
      remedy: "Assign it.",
      at: "2026-03-02T00:00:00Z",
      user_id: null,
    }));
    const run = { ...many[0], kind: "held_run", id: "hld_1", title: "The hourly run waits" };
    server.give("GET /api/v1/attention", { items: [...many, run], is_cut: false });
    show(<OverviewPage />);
    await screen.findByRole("link", { name: /hourly run waits/ });
    expect(screen.getAllByRole("link", { name: /Payment \d waits/ })).toHaveLength(3);
    await userEvent.click(screen.getByRole("button", { name: "Show all 6" }));
    expect(screen.getAllByRole("link", { name: /Payment \d waits/ })).toHaveLength(5);
  });

  it("says so when nothing waits", async () => {
    server.give("GET /api/v1/attention", { items: [], is_cut: false });
    show(<OverviewPage />);
    await screen.findByText("All is well");
  });
});
