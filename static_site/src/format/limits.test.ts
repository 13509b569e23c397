import { describe, expect, it } from "vitest";
import { describeLimits, formatHour, formatRate, NO_LIMITS, ruleTitle } from "./limits";

describe("what a plan limits, in words", () => {
  it("says nothing of a plan without limits", () => {
    expect(describeLimits(NO_LIMITS)).toEqual([]);
  });

  it("says each limit that is set", () => {
    const told = describeLimits({
      allows_transcoding: false,
      max_bitrate_kbps: 8000,
      max_devices: 1,
      weekly_hours: 40,
      weekly_gb: 200,
      weekly_downloads: 5,
      from_hour: 0,
      to_hour: 6,
      stop_mode: "all",
    });
    expect(told).toEqual([
      "no video conversion",
      "up to 8 Mbit/s",
      "1 device",
      "40 hours a week",
      "200 GB a week",
      "5 downloads a week",
      "from 00:00 to 06:00",
      "all streams are stopped",
    ]);
  });

  it.each([
    [64, "0.06 Mbit/s"],
    [1500, "1.5 Mbit/s"],
    [10_000, "10 Mbit/s"],
  ])("writes a rate of %i kbit/s as %s", (kbps, text) => expect(formatRate(kbps)).toBe(text));

  it("writes hours in two digits", () => expect(formatHour(6)).toBe("06:00"));

  it("calls a rule by its name, and one it does not know by its own", () => {
    expect(ruleTitle("transcoding_4k")).toBe("Conversion of 4K");
    expect(ruleTitle("something_else")).toBe("something_else");
  });
});
