import { describe, expect, it } from "vitest";
import { checkShares, shareEqually } from "./shares";

const TEN = { minor: 1000, currency: "USD" };

describe("sharing a payment out", () => {
  it("gives the rest to the first", () => {
    expect(shareEqually(TEN, 3)).toEqual(["3.34", "3.33", "3.33"]);
    expect(shareEqually({ minor: 100, currency: "JPY" }, 3)).toEqual(["34", "33", "33"]);
  });

  it.each([2, 3, 7, 12])("among %i sums exactly", (count) => {
    expect(checkShares(shareEqually(TEN, count), TEN)).toBeNull();
  });

  it("says what is left over, or too much", () => {
    expect(checkShares(["5", "4.50"], TEN)).toBe("$0.50 of the payment is left over.");
    expect(checkShares(["5", "6"], TEN)).toBe("That is $1.00 more than the payment.");
  });

  it.each([["", "10"], ["0", "10"], ["5.005", "5"], ["-1", "11"]])("refuses %s and %s", (...typed) => {
    expect(checkShares(typed, TEN)).toBe("Write each amount like 9.99, above zero.");
  });
});
