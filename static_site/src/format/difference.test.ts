import { describe, expect, it } from "vitest";
import { compareNames } from "./difference";

describe("comparing what is with what should be", () => {
  it("tells what is given, what is taken away, and what stays", () => {
    expect(compareNames(["Films", "Kids"], ["Shows", "Films"])).toEqual({
      kept: ["Films"],
      added: ["Shows"],
      removed: ["Kids"],
    });
  });

  it("finds nothing where both are alike, in whatever order", () => {
    const { added, removed } = compareNames(["Films", "Shows"], ["Shows", "Films"]);
    expect([added, removed]).toEqual([[], []]);
  });
});
