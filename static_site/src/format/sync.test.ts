import { describe, expect, it } from "vitest";
import { describeSync } from "./sync";

describe("what a read came to", () => {
  it.each([
    [{ read: 0 }, "0 transactions seen: nothing new."],
    [{ read: 1, known: 1 }, "1 transaction seen: nothing new."],
    [
      { read: 5, settled: 2, unmatched: 1, refunded: 1, known: 1 },
      "5 transactions seen: 2 settled, 1 unmatched, and 1 given back or disputed.",
    ],
    [{ read: 100, settled: 100, unfinished: 1 }, "100 transactions seen: 100 settled. There is more: read again."],
    [{ switched_off: 1 }, "Reading this account is switched off."],
    [{ read: 2, overtaken: 1 }, "Another run is reading this account."],
  ])("%o", (counts, text) => {
    expect(describeSync(counts)).toBe(text);
  });
});
