import { describe, expect, it } from "vitest";
import { daysAgo, shiftDay, today } from "./days";

const NOW = new Date(2028, 1, 29, 12);

describe("days", () => {
  it("are written as date inputs write them", () => {
    expect(today(NOW)).toBe("2028-02-29");
    expect(daysAgo(30, NOW)).toBe("2028-01-30");
  });

  it.each([
    ["2028-02-28", 1, "2028-02-29"],
    ["2028-03-01", -1, "2028-02-29"],
    ["2027-12-31", 1, "2028-01-01"],
    ["2026-03-29", 1, "2026-03-30"],
  ])("%s and %i is %s", (day, by, other) => {
    expect(shiftDay(day, by)).toBe(other);
  });
});
