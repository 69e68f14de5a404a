import { saveAnswer } from "@/lib/file";
import type { toQuery } from "./period";

/** Saves the people of a measure as a file of the reader. */
export function saveMembers(code: string, query: ReturnType<typeof toQuery>): Promise<void> {
  const words = new URLSearchParams(Object.entries(query));
  return saveAnswer(`/api/v1/measures/${encodeURIComponent(code)}/export?${words}`, `${code}.csv`);
}
