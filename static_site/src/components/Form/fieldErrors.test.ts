import { describe, expect, it } from "vitest";
import { toFieldErrors } from "./fieldErrors";

const FIELDS = ["name", "price", "currency", "term_count"];
const NAMES = { "price.currency": "currency", "term.count": "term_count", term: "term_count" };

function problem(field: string, message = "Wrong.") {
  return { field, message, remedy: "" };
}

describe("problems of a form", () => {
  it("go to the field of the same name", () => {
    expect(toFieldErrors([problem("name")], FIELDS)).toEqual({ name: "Wrong." });
  });

  it("of a part go to the input that holds the whole", () => {
    expect(toFieldErrors([problem("price.minor")], FIELDS, NAMES)).toEqual({ price: "Wrong." });
  });

  it("go where the form says when names differ", () => {
    const found = toFieldErrors([problem("price.currency"), problem("term")], FIELDS, NAMES);
    expect(found).toEqual({ currency: "Wrong.", term_count: "Wrong." });
  });

  it("of one field are told together", () => {
    const found = toFieldErrors([problem("name", "Too long."), problem("name", "Taken.")], FIELDS);
    expect(found).toEqual({ name: "Too long. Taken." });
  });

  it("that no field can show are left to the note", () => {
    expect(toFieldErrors([problem("version")], FIELDS)).toEqual({});
  });
});
