import { describe, expect, it } from "vitest";
import { arrange, type BarPoint } from "./arrange";

const SIZE = { width: 100, height: 50 };

const point = (name: string, parts: Record<string, number>): BarPoint => ({
  key: name,
  name,
  parts: Object.entries(parts).map(([each, value]) => ({ name: each, value })),
});

describe("bars", () => {
  it("are as high as the highest allows, their parts on top of each other", () => {
    const { bars, highest } = arrange(
      [point("Mon", { Beta: 3, Alpha: 1 }), point("Tue", { Alpha: 2.5 })],
      SIZE,
    );
    expect(highest).toEqual({ name: "Mon", value: 4 });
    const [monday, tuesday] = bars;
    expect(monday?.parts.map(({ name, y, height }) => [name, y, height])).toEqual([
      ["Alpha", 37.5, 12.5],
      ["Beta", 0, 37.5],
    ]);
    expect(tuesday?.parts.map(({ height }) => height)).toEqual([31.25]);
  });

  it("keep the order of their parts from bar to bar, the biggest first", () => {
    const { names } = arrange([point("a", { x: 1, y: 5 }), point("b", { z: 9 })], SIZE);
    expect(names).toEqual(["z", "y", "x"]);
  });

  it("are none while nothing was counted", () => {
    expect(arrange([point("a", { x: 0 })], SIZE)).toMatchObject({ bars: [], highest: null });
    expect(arrange([], SIZE).highest).toBeNull();
  });
});
