import { describe, expect, it } from "vitest";
import { formatMoney, readDecimal, writeDecimal } from "./money";

describe("money", () => {
  it.each([
    [{ minor: 999, currency: "USD" }, "en-US", "$9.99"],
    [{ minor: 123456, currency: "EUR" }, "de-DE", "1.234,56\u00a0€"],
    [{ minor: 1500, currency: "JPY" }, "en-US", "¥1,500"],
    [{ minor: 1234, currency: "KWD" }, "en-US", "KWD\u00a01.234"],
    [{ minor: -250, currency: "USD" }, "en-US", "-$2.50"],
  ])("shows %o for %s as %s", (amount, locale, text) => {
    expect(formatMoney(amount, locale)).toBe(text);
  });

  it("shows a code that is no currency instead of failing", () => {
    expect(formatMoney({ minor: 100, currency: "??" }, "en-US")).toBe("1.00 ??");
  });

  it.each([
    ["9.99", "USD", 999],
    ["9,99", "EUR", 999],
    ["9.9", "USD", 990],
    ["9", "USD", 900],
    [" 0.07 ", "USD", 7],
    ["1500", "JPY", 1500],
    ["1.234", "KWD", 1234],
  ])("reads %s %s as %i of the smallest unit", (text, currency, minor) => {
    expect(readDecimal(text, currency)).toEqual({ minor, currency });
  });

  it.each([
    ["", "USD"],
    ["abc", "USD"],
    ["-1", "USD"],
    ["9.999", "USD"],
    ["1.5", "JPY"],
    ["1,234.50", "USD"],
    ["1e3", "USD"],
  ])("refuses %s %s", (text, currency) => {
    expect(readDecimal(text, currency)).toBeNull();
  });

  it.each(["USD", "JPY", "KWD"])("reads back every amount it wrote in %s", (currency) => {
    for (const minor of [0, 1, 9, 10, 99, 100, 101, 1005, 999_999, 100_000_000]) {
      expect(readDecimal(writeDecimal({ minor, currency }), currency)).toEqual({ minor, currency });
    }
  });
});
