import { send } from "@/api/client";
import { ApiError, problemOf } from "@/api/problem";
import type { ImportView } from "@/api/types";
import { uuid } from "@/lib/uuid";

interface UploadOptions {
  dryRun: boolean;
  /** Day on which the newest date of the data shall fall; empty keeps the dates. */
  shiftTo: string;
}

/** Hands a FHIR bundle (JSON) or a list of resources (NDJSON) to the server. */
export async function upload(file: File, { dryRun, shiftTo }: UploadOptions): Promise<ImportView> {
  const query = new URLSearchParams({ dry_run: String(dryRun), ...(shiftTo ? { shift_to: shiftTo } : {}) });
  const request = new Request(`${window.location.origin}/api/v1/imports/fhir?${query.toString()}`, {
    method: "POST",
    headers: {
      "Content-Type": file.name.endsWith(".ndjson") ? "application/fhir+ndjson" : "application/fhir+json",
      "Idempotency-Key": uuid(),
    },
    body: file,
  });
  const response = await send(request);
  if (!response.ok) throw new ApiError(await problemOf(response));
  return (await response.json()) as ImportView;
}
