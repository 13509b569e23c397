import { describe, expect, it } from "vitest";
import type { Payment } from "@/api/types";
import { availableActions } from "./paymentActions";

const TEN = { minor: 1000, currency: "USD" };

function payment(more: Partial<Payment>): Payment {
  return {
    status: "settled",
    gateway: "stripe",
    dispute: "none",
    parts: 1,
    master_id: null,
    amount: TEN,
    left: TEN,
    refunded: null,
    credit: null,
    ...more,
  } as Payment;
}

describe("what can be done about a payment", () => {
  it.each<[string, Partial<Payment>, readonly string[]]>([
    ["a settled one", {}, ["move", "unassign", "refund"]],
    ["an unmatched one", { status: "unmatched" }, ["split", "dismiss", "refund"]],
    ["a held one", { status: "held" }, ["split", "refund"]],
    ["a dismissed one", { status: "dismissed" }, ["bring-back", "refund"]],
    ["one entered by hand", { gateway: "manual" }, ["refund"]],
    ["one that changed plans", { credit: TEN }, ["refund"]],
    ["a part of a split", { status: "unmatched", parts: 2 }, ["dismiss", "refund"]],
    ["a disputed one", { dispute: "open" }, ["unassign"]],
    ["one given back", { status: "refunded", left: { ...TEN, minor: 0 } }, []],
  ])("%s", (_, more, actions) => {
    expect(availableActions(payment(more))).toEqual(actions);
  });
});
