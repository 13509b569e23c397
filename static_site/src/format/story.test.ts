import { describe, expect, it } from "vitest";
import type { AuditEntry, LedgerLine, PaymentStory, Webhook } from "@/api/types";
import { formatSpan, nameActor, tellStory } from "./story";

const NOON = "2026-01-31T12:00:00Z";

function line(more: Partial<LedgerLine> = {}): LedgerLine {
  return {
    id: "led_1",
    kind: "payment",
    at: NOON,
    actor: "gateway:stripe",
    why: "10.00 USD for Basic",
    user_id: "usr_1",
    user_label: "Ann",
    money: { minor: 1000, currency: "USD" },
    credit: null,
    seconds: 2_592_000,
    ...more,
  };
}

function audit(more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: "aud_1",
    at: NOON,
    actor: "gateway:stripe",
    action: "payment.settled",
    subject: "pay_1",
    user_id: "usr_1",
    why: "",
    before: {},
    after: {},
    ...more,
  };
}

function story(more: Partial<PaymentStory>): PaymentStory {
  const blank = { parts: [], order: null, ledger: [], audit: [], webhooks: [] as Webhook[] };
  return { payment: {} as PaymentStory["payment"], ...blank, ...more };
}

describe("the story of a payment", () => {
  it("tells what the ledger and the log both know once, oldest first", () => {
    const webhook = {
      event_id: "evt_1",
      kind: "charge.succeeded",
      received_at: "2026-01-31T11:59:59Z",
      outcome: "settled",
    };
    const dismissed = audit({ id: "aud_2", at: "2026-02-01T00:00:00Z", action: "payment.dismissed" });
    const told = tellStory(
      story({ ledger: [line()], audit: [dismissed, audit()], webhooks: [webhook] }),
    );
    expect(told.map(({ title }) => title)).toEqual(["Webhook", "Payment booked", "Dismissed"]);
    expect(told[0]?.why).toBe("charge.succeeded: settled");
  });

  it("says what each line moved, with its sign", () => {
    const refund = line({
      kind: "refund",
      money: { minor: -500, currency: "USD" },
      credit: { minor: -100, currency: "USD" },
      seconds: -1_296_000,
    });
    const [event] = tellStory(story({ ledger: [refund] }));
    expect(event?.moved).toEqual(["−$5.00", "−$1.00 credit", "−15 days"]);
    expect(event?.isLoss).toBe(true);
  });

  it("moves nothing where there is nothing to move", () => {
    const seen = line({ money: { minor: 0, currency: "USD" }, seconds: 0 });
    const [event] = tellStory(story({ ledger: [seen] }));
    expect(event?.moved).toEqual([]);
    expect(event?.isLoss).toBe(false);
  });
});

describe("a span of time", () => {
  it.each([
    [2_592_000, "+30 days"],
    [-100_800, "−1 day 4 h"],
    [90, "+2 min"],
    [7_200, "+2 h"],
  ])("of %i seconds is %s", (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
  });
});

describe("who acts", () => {
  it.each([
    ["login:lgn_1", "An administrator"],
    ["gateway:paypal", "Paypal"],
    ["schedule:payments_sync", "The hourly sync"],
    ["page:return", "The customer's return"],
    ["system", "System"],
  ])("%s is %s", (actor, text) => {
    expect(nameActor(actor)).toBe(text);
  });
});
