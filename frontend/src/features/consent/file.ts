import { send } from "@/api/client";
import { ApiError, problemOf } from "@/api/problem";

/** Saves what went out about a person as a file of the reader. */
export async function saveAccounting(personId: string): Promise<void> {
  const url = new URL(
    `/api/v1/people/${encodeURIComponent(personId)}/disclosures/export`,
    window.location.origin,
  );
  const response = await send(new Request(url));
  if (!response.ok) throw new ApiError(await problemOf(response));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = "disclosures.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
