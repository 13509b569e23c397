import type { Problem } from "@/api/errors";

/** Which field of a form shows the problems of which field of the API, where names differ. */
export type FieldNames = Readonly<Record<string, string>>;

/** Return the form field that shows a problem, null when the form has none. */
export function findField(
  problem: Problem,
  formFields: readonly string[],
  names: FieldNames = {},
): string | null {
  // `price.minor` belongs to `price` when the form has one input for both parts.
  const parts = problem.field.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const path = parts.slice(0, length).join(".");
    const field = names[path] ?? path;
    if (formFields.includes(field)) return field;
  }
  return null;
}

/** Return what each field of a form has to say about itself. */
export function toFieldErrors(
  problems: readonly Problem[],
  formFields: readonly string[],
  names: FieldNames = {},
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const field = findField(problem, formFields, names);
    if (!field) continue;
    const text = `${problem.message} ${problem.remedy}`.trim();
    errors[field] = errors[field] ? `${errors[field]} ${text}` : text;
  }
  return errors;
}
