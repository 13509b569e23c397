import type { Payment } from "@/api/types";

export type PaymentAction = "split" | "move" | "unassign" | "dismiss" | "bring-back" | "refund";

/** What an administrator can do about a payment in the state that it is in. */
export function availableActions(of: Payment): readonly PaymentAction[] {
  const isWaiting = of.status === "unmatched" || of.status === "held";
  const isInDoubt = of.dispute === "open" || of.dispute === "lost";
  const isManual = of.gateway === "manual";
  const comesAlong = of.master_id !== null && of.sequence > 1;
  const allowed: Record<PaymentAction, boolean> = {
    split: isWaiting && !isInDoubt && of.parts === 1 && of.refunded === null,
    move: of.status === "settled" && !isManual && !isInDoubt && of.credit === null && !comesAlong,
    unassign: of.status === "settled" && !isManual && of.credit === null,
    dismiss: of.status === "unmatched",
    "bring-back": of.status === "dismissed",
    refund: of.left.minor > 0 && !isInDoubt,
  };
  return (Object.keys(allowed) as PaymentAction[]).filter((each) => allowed[each]);
}
