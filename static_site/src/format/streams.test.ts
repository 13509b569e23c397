import { describe, expect, it } from "vitest";
import { formatHours, formatProgress, formatQuality } from "./streams";

describe("words about streams", () => {
  it("leave out what is not known of the quality", () => {
    expect(formatQuality({ resolution: "4K", bitrate_kbps: 18_500 })).toBe("4K · 18.5 Mbps");
    expect(formatQuality({ resolution: "unknown", bitrate_kbps: 800 })).toBe("0.8 Mbps");
    expect(formatQuality({ resolution: "unknown", bitrate_kbps: 0 })).toBe("Not told");
  });

  it("tell where somebody stands in a title", () => {
    expect(formatProgress(309, 2520)).toBe("5:09 of 42:00");
    expect(formatProgress(3909, null)).toBe("1:05:09");
    expect(formatProgress(null, 2520)).toBeNull();
  });

  it("tell hours as people do", () => {
    expect(formatHours(0.5)).toBe("30 min");
    expect(formatHours(12.34)).toBe("12.3 h");
  });
});
