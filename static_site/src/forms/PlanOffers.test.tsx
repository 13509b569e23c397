import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Plan } from "@/api/types";
import { NO_LIMITS } from "@/format/limits";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { PlanOffers } from "./PlanOffers";

const PLAN: Plan = {
  id: "pln_1",
  name: "Basic",
  description: "",
  price: { minor: 1000, currency: "USD" },
  term: { count: 1, unit: "month" },
  max_streams: 1,
  group_ids: [],
  target_server_ids: [],
  is_trial: false,
  is_active: true,
  is_archived: false,
  is_default: false,
  allows_downloads: false,
  sort_order: 0,
  max_sub_accounts: 0,
  shares_limit: false,
  limits: NO_LIMITS,
  offers: { stripe: "", paypal: "" },
  version: 3,
};
const OFFER = "/api/v1/plans/pln_1/offers/stripe";

describe("what payment services charge for a plan", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer();
  });

  function held(stripe: string, difference: string) {
    server.give(`GET ${OFFER}`, { gateway: "stripe", offer_ref: stripe, difference });
    show(<PlanOffers of={{ ...PLAN, offers: { stripe, paypal: "" } }} />);
  }

  it("offers to make a price where there is none, and asks nothing before", async () => {
    server.give(`POST ${OFFER}`, PLAN);
    show(<PlanOffers of={PLAN} />);
    await userEvent.click(screen.getByRole("button", { name: "Create at Stripe" }));
    await waitFor(() => expect(server.calls(`POST ${OFFER}`)).toHaveLength(1));
    expect(server.calls(`POST ${OFFER}`)[0]?.body).toEqual({ version: 3 });
    expect(server.calls(`GET ${OFFER}`)).toEqual([]);
  });

  it("says that a price is as the plan, and then makes no other", async () => {
    held("price_1", "");
    await screen.findByText("As the plan");
    expect(screen.getByText("price_1")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Stripe/ })).toBeNull();
  });

  it("says how a price differs, and makes a new one on request", async () => {
    held("price_1", "At Stripe 12.00 USD is charged every month; the plan costs 10.00 USD.");
    await screen.findByText(/12.00 USD is charged every month/);
    expect(screen.getByRole("button", { name: "Create a new price at Stripe" })).toBeTruthy();
  });

  it("shows why it could not ask", async () => {
    server.on(`GET ${OFFER}`, () =>
      fail(502, { message: "Stripe's key lacks a right.", remedy: "Give it that right." }),
    );
    show(<PlanOffers of={{ ...PLAN, offers: { stripe: "price_1", paypal: "" } }} />);
    await screen.findByText("Stripe's key lacks a right.");
  });
});
