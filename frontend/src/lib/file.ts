import { send } from "@/api/client";
import { ApiError, problemOf } from "@/api/problem";

/** Hands something to the reader as a file; nothing of it stays in the browser. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Hands a table to the reader. The mark at its beginning tells Excel that it is UTF-8: without it, names lose their accents. */
export function saveTable(name: string, text: string): void {
  saveFile(name, new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
}

/** Hands what the server answers at a path to the reader as a file. */
export async function saveAnswer(path: string, name: string): Promise<void> {
  const response = await send(new Request(new URL(path, window.location.origin)));
  if (!response.ok) throw new ApiError(await problemOf(response));
  saveFile(name, await response.blob());
}
