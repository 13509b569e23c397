import type { DayRange } from "./days";

interface FileOptions {
  readonly name: string;
  readonly type: string;
}

/** Hand a text to the browser as a file. */
export function saveFile(text: string, { name, type }: FileOptions): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Hand the table of a range of days to the browser as soon as the server has answered. */
export async function saveTable(
  topic: string,
  { since, until }: DayRange,
  answer: Promise<{ readonly data?: string }>,
): Promise<void> {
  const { data } = await answer;
  saveFile(data ?? "", { name: `${topic}-${since}-${until}.csv`, type: "text/csv" });
}
