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
