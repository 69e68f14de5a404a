import { send } from "@/api/client";
import { ApiError, problemOf } from "@/api/problem";
import type { toQuery } from "./period";

/** Saves the people of a measure as a file of the reader. */
export async function saveMembers(code: string, query: ReturnType<typeof toQuery>): Promise<void> {
  const words = new URLSearchParams(Object.entries(query));
  const url = new URL(`/api/v1/measures/${encodeURIComponent(code)}/export?${words}`, window.location.origin);
  const response = await send(new Request(url));
  if (!response.ok) throw new ApiError(await problemOf(response));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = `${code}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
