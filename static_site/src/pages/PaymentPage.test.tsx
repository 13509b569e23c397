import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Payment, PaymentStory, Suggestion } from "@/api/types";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { PaymentPage } from "./PaymentPage";

const TEN = { minor: 1000, currency: "USD" };

function payment(more: Partial<Payment> = {}): Payment {
  return {
    id: "pay_1",
    gateway: "stripe",
    external_id: "pi_1",
    sequence: 1,
    status: "unmatched",
    amount: TEN,
    refunded: null,
    left: TEN,
    kept_as_credit: null,
    credit: null,
    dispute: "none",
    parts: 1,
    master_id: null,
    paid_at: "2026-01-31T12:00:00Z",
    recorded_at: "2026-01-31T12:00:00Z",
    user_id: null,
    user_label: "",
    plan_id: null,
    plan_name: "",
    starts_at: null,
    ends_at: null,
    subscription_ref: "",
    order_id: null,
    payer_email: "ann@exmaple.com",
    payer_name: "Ann",
    notes: "",
    attention: "Nobody with the payer's e-mail address is known.",
    candidates: [],
    version: 3,
    ...more,
  };
}

function story(of: Payment): PaymentStory {
  return { payment: of, parts: [of], order: null, ledger: [], audit: [], webhooks: [] };
}

const ANN: Suggestion = {
  user_id: "usr_ann",
  user_label: "Ann",
  user_email: "ann@example.com",
  reasons: ["Has the payer's address but for a slip in exmaple.com"],
  weight: 50,
  buys: {
    plan_id: "pln_basic",
    plan_name: "Basic",
    terms: 1,
    starts_at: "2026-01-31T12:00:00Z",
    ends_at: "2026-02-28T12:00:00Z",
    credit: { minor: 250, currency: "USD" },
    reason: "10.00 USD is once the price of Basic.",
  },
};

describe("a payment's page", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer();
    server.give("GET /api/v1/users", { items: [], next_cursor: null });
    server.give("GET /api/v1/plans", { items: [], default_plan_id: null });
  });

  function open(of: Payment, suggestions: readonly Suggestion[] = []) {
    server.give("GET /api/v1/payments/pay_1/story", story(of));
    server.give("GET /api/v1/payments/pay_1/suggestions", { items: suggestions });
    show(<PaymentPage />, "/payments/pay_1", "/payments/:paymentId");
  }

  it("suggests who paid with reasons and what it buys, and assigns in one click", async () => {
    open(payment(), [ANN]);
    await screen.findByText("Has the payer's address but for a slip in exmaple.com");
    expect(screen.getByText("Likely")).toBeTruthy();
    expect(screen.getByText(/\$2\.50 is kept as credit/)).toBeTruthy();
    server.give("POST /api/v1/payments/pay_1/assign", payment({ status: "settled" }));

    await userEvent.click(screen.getByRole("button", { name: "Assign to Ann" }));

    await screen.findByText("The payment is Ann's; the access follows.");
    const [sent] = server.calls("POST /api/v1/payments/pay_1/assign");
    expect(sent?.body).toEqual({ user_id: "usr_ann", plan_id: "pln_basic", learns: false });
  });

  it("shows why an assignment failed beside the person", async () => {
    open(payment(), [ANN]);
    server.on("POST /api/v1/payments/pay_1/assign", () =>
      fail(409, { message: "A settled payment cannot become settled." }),
    );

    await userEvent.click(await screen.findByRole("button", { name: "Assign to Ann" }));

    await screen.findByText("A settled payment cannot become settled.");
  });

  it("says so when nothing speaks for anybody", async () => {
    open(payment());
    await screen.findByText(/Nothing speaks for anybody/);
  });

  it("shows what a refund takes before it is made, and sends the version that was seen", async () => {
    const settled = payment({ status: "settled", user_id: "usr_ann", user_label: "Ann", attention: "" });
    open(settled);
    server.give("POST /api/v1/payments/pay_1/refund/preview", {
      amount: TEN,
      left: TEN,
      parts: [
        {
          payment: settled,
          amount: TEN,
          text: "10.00 USD of 10.00 USD was refunded; the time it bought ended.",
          ends_at: null,
        },
      ],
    });
    server.give("POST /api/v1/payments/pay_1/refund", settled);
    await userEvent.click(await screen.findByRole("button", { name: "Actions" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Give money back…" }));

    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText(/the time it bought ended/);
    expect(server.calls("POST /api/v1/payments/pay_1/refund")).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Give back $10.00" }));

    await waitFor(() => {
      const [sent] = server.calls("POST /api/v1/payments/pay_1/refund");
      expect(sent?.body).toEqual({ amount: null, version: 3 });
    });
  });

  it("asks for a reason before it dismisses", async () => {
    open(payment());
    server.give("POST /api/v1/payments/pay_1/dismiss", payment({ status: "dismissed" }));
    await userEvent.click(await screen.findByRole("button", { name: "Actions" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Dismiss…" }));
    const dialog = within(await screen.findByRole("dialog"));

    await userEvent.click(dialog.getByRole("button", { name: "Dismiss" }));
    await dialog.findByText("Say why; the audit log keeps it.");
    await userEvent.type(dialog.getByRole("textbox"), "My sister's");
    await userEvent.click(dialog.getByRole("button", { name: "Dismiss" }));

    await waitFor(() => {
      const [sent] = server.calls("POST /api/v1/payments/pay_1/dismiss");
      expect(sent?.body).toEqual({ why: "My sister's" });
    });
  });

  it("offers nobody for money that is disputed", async () => {
    open(payment({ dispute: "open" }), [ANN]);
    await screen.findByText("Disputed");
    expect(screen.queryByText("Who paid?")).toBeNull();
    expect(screen.queryByRole("button", { name: "Assign to Ann" })).toBeNull();
  });
});
