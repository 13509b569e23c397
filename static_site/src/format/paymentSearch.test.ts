import { describe, expect, it } from "vitest";
import { BLANK_SEARCH, isBlank, readSearch } from "./paymentSearch";

describe("searching payments", () => {
  it("asks for nothing while nothing is typed", () => {
    expect(isBlank(BLANK_SEARCH)).toBe(true);
    expect(isBlank({ ...BLANK_SEARCH, person: "  " })).toBe(true);
    expect(readSearch(BLANK_SEARCH)).toEqual({});
  });

  it("sends what was typed without blanks around it", () => {
    const typed = { ...BLANK_SEARCH, person: " ann ", transaction: "pi_1", status: "held" };
    expect(isBlank(typed)).toBe(false);
    expect(readSearch(typed)).toEqual({ person: "ann", transaction: "pi_1", status: "held" });
  });

  it("reads an amount in the smallest unit of its currency", () => {
    expect(readSearch({ ...BLANK_SEARCH, amount: "9,99" })).toEqual({ minor: 999 });
    expect(readSearch({ ...BLANK_SEARCH, amount: "500" }, "JPY")).toEqual({ minor: 500 });
  });

  it("sends nothing while the amount is none", () => {
    expect(readSearch({ ...BLANK_SEARCH, amount: "much" })).toBeNull();
  });
});
