import type { Money } from "@/api/types";
import { formatMoney, readDecimal, writeDecimal } from "./money";

/** Divide an amount into equal shares that sum exactly; the first takes the rest. */
export function shareEqually(of: Money, count: number): readonly string[] {
  const part = Math.floor(of.minor / count);
  const first = part + (of.minor - part * count);
  return Array.from({ length: count }, (_, index) =>
    writeDecimal({ minor: index === 0 ? first : part, currency: of.currency }),
  );
}

/** What is wrong with shares as they were typed, null when they sum to the amount. */
export function checkShares(amounts: readonly string[], of: Money): string | null {
  const read = amounts.map((each) => readDecimal(each, of.currency));
  if (read.some((each) => each === null || each.minor <= 0)) {
    return "Write each amount like 9.99, above zero.";
  }
  const sum = read.reduce((total, each) => total + (each?.minor ?? 0), 0);
  if (sum === of.minor) return null;
  const rest = { minor: Math.abs(of.minor - sum), currency: of.currency };
  return sum < of.minor
    ? `${formatMoney(rest)} of the payment is left over.`
    : `That is ${formatMoney(rest)} more than the payment.`;
}
