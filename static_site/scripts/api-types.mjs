/* Writes the API's types from an OpenAPI document: node scripts/api-types.mjs <document> <output>. */
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const [document, output] = process.argv.slice(2);
if (!document || !output) {
  console.error("Usage: node scripts/api-types.mjs <document.json> <output.ts>");
  process.exit(2);
}
const description = JSON.parse(await readFile(document, "utf8"));
const types = astToString(
  await openapiTS(description, { alphabetize: true, defaultNonNullable: false }),
);
const header = "// Auto-generated from the OpenAPI document by `make api-types`. Do not edit.\n";
await writeFile(output, header + types);
