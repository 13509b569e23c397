import type { paths } from "@/api/schema";
import { readDecimal } from "./money";

export type PaymentQuery = NonNullable<paths["/api/v1/payments"]["get"]["parameters"]["query"]>;

/** What a person typed into the search fields. */
export interface TypedSearch {
  readonly person: string;
  readonly transaction: string;
  readonly subscription: string;
  readonly amount: string;
  readonly status: string | null;
}

export const BLANK_SEARCH: TypedSearch = {
  person: "",
  transaction: "",
  subscription: "",
  amount: "",
  status: null,
};

/** Whether nothing is looked for. */
export function isBlank(typed: TypedSearch): boolean {
  return Object.values(typed).every((value: string | null) => !value?.trim());
}

/** Turn what was typed into the API's query; null when the amount is none. */
export function readSearch(typed: TypedSearch, currency = "USD"): PaymentQuery | null {
  const query: PaymentQuery = {};
  for (const name of ["person", "transaction", "subscription"] as const) {
    const value = typed[name].trim();
    if (value) query[name] = value;
  }
  if (typed.status) query.status = typed.status as PaymentQuery["status"];
  if (typed.amount.trim()) {
    const amount = readDecimal(typed.amount, currency);
    if (amount === null) return null;
    query.minor = amount.minor;
  }
  return query;
}
