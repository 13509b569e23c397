import { countOf, joinNames } from "./words";

const OUTCOMES: readonly (readonly [name: string, text: string])[] = [
  ["settled", "settled"],
  ["unmatched", "unmatched"],
  ["held", "held"],
  ["refunded", "given back or disputed"],
  ["failed", "not booked"],
];

/** Say what reading an account came to. */
export function describeSync(counts: Readonly<Record<string, number>>): string {
  if (counts.switched_off) return "Reading this account is switched off.";
  if (counts.overtaken) return "Another run is reading this account.";
  const read = countOf(counts.read ?? 0, "transaction");
  const news = OUTCOMES.filter(([name]) => counts[name]).map(
    ([name, text]) => `${counts[name]} ${text}`,
  );
  const told = news.length ? joinNames(news) : "nothing new";
  const more = counts.unfinished ? " There is more: read again." : "";
  return `${read} seen: ${told}.${more}`;
}
