import { describe, expect, it } from "vitest";
import { describeLimits, describeMeasure, formatHour, formatRate, NO_LIMITS, ruleTitle } from "./limits";

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

  it.each([
    ["concurrent_streams", 3, 2, "3 counted, 2 allowed"],
    ["transcoding_4k", 2160, 2159, "2160 lines"],
    ["bitrate", 9500, 4000, "9.5 Mbit/s, 4 Mbit/s allowed"],
    ["long_pause", 45, 30, "45 minutes, 30 allowed"],
    ["allowed_hours", 23, 22, "Between 23:00 and 00:00"],
    ["sharing", 85, 80, "Score 85, a violation from 80"],
    ["video_transcoding", 1, 0, null],
  ])("says what %s measured in its own unit", (rule, counted, limit, told) =>
    expect(describeMeasure({ rule, counted, limit })).toBe(told),
  );

  it("calls a rule by its name, and one it does not know by its own", () => {
    expect(ruleTitle("transcoding_4k")).toBe("Conversion of 4K");
    expect(ruleTitle("something_else")).toBe("something_else");
  });
});
