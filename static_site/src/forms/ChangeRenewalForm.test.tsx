import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Agreement } from "@/api/types";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { ChangeRenewalForm } from "./ChangeRenewalForm";

const CHANGE = "POST /api/v1/agreements/stripe/sub_1/plan";
const usd = (minor: number) => ({ minor, currency: "USD" });
const AGREEMENT: Agreement = {
  gateway: "stripe",
  ref: "sub_1",
  user_id: "usr_ann",
  plan_id: "pln_standard",
  plan_name: "Standard",
  status: "active",
  price: usd(1000),
  started_at: "2026-01-01T12:00:00Z",
  renews_at: "2026-02-01T12:00:00Z",
  cancels_at: null,
  failed_at: null,
  grace_until: null,
  credit_ahead: null,
  can_change_plan: true,
};

function plan(id: string, name: string, stripe: string) {
  return {
    id,
    name,
    price: usd(4500),
    term: { count: 3, unit: "month" },
    offers: { stripe, paypal: "" },
    is_active: true,
  };
}

const PLANS = {
  items: [
    plan("pln_standard", "Standard", "price_1"),
    plan("pln_premium", "Premium", "price_2"),
    plan("pln_basic", "Basic", ""),
  ],
};
const FIGURES = {
  plan_id: "pln_premium",
  at: "2026-01-16T12:00:00Z",
  charge: usd(4012),
  credit: usd(0),
  until: "2026-04-16T12:00:00Z",
};

async function choosePremium() {
  await userEvent.click(await screen.findByRole("combobox", { name: /New plan/ }));
  const options = await screen.findAllByRole("option");
  expect(options.map((each) => each.textContent)).toEqual([
    expect.stringContaining("Premium") as string,
  ]);
  await userEvent.click(options[0] as HTMLElement);
}

describe("the form that changes the plan of a renewal", () => {
  it("shows what the gateway charges and agrees to exactly that", async () => {
    beginSignedIn();
    const server = new FakeServer()
      .give("GET /api/v1/plans", PLANS)
      .give(`${CHANGE}/preview`, FIGURES)
      .give(CHANGE, { ...AGREEMENT, plan_id: "pln_premium", plan_name: "Premium" });
    const onDone = vi.fn();
    show(<ChangeRenewalForm of={AGREEMENT} onDone={onDone} onCancel={vi.fn()} />);

    await choosePremium();
    await screen.findByText(/If that is declined, nothing changes/);
    expect(server.calls(CHANGE)).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Charge $40.12 and change" }));

    await waitFor(() => expect(onDone).toHaveBeenCalled());
    const { plan_id, at, charge } = FIGURES;
    expect(server.calls(CHANGE)[0]?.body).toEqual({ plan_id, at, charge });
    await screen.findByText("The plan is Premium from now on.");
  });

  it("asks for new figures when those that were shown are too old", async () => {
    beginSignedIn();
    let charge = usd(4012);
    const server = new FakeServer()
      .give("GET /api/v1/plans", PLANS)
      .on(`${CHANGE}/preview`, () => ({ body: { ...FIGURES, charge } }))
      .on(CHANGE, () => {
        charge = usd(4034);
        return fail(409, { message: "The figures have changed meanwhile." });
      });
    show(<ChangeRenewalForm of={AGREEMENT} onDone={vi.fn()} onCancel={vi.fn()} />);

    await choosePremium();
    await userEvent.click(await screen.findByRole("button", { name: /Charge \$40.12/ }));

    await screen.findByText("The figures have changed meanwhile.");
    await screen.findByRole("button", { name: "Charge $40.34 and change" });
    expect(server.calls(CHANGE)).toHaveLength(1);
  });
});
