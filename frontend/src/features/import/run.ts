import { send } from "@/api/client";
import { ApiError, problemOf } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { uuid } from "@/lib/uuid";

export type ImportView = Schemas["ImportView"];

export const statusColor = {
  running: "yellow",
  completed: "teal",
  failed: "red",
} as const satisfies Record<ImportView["status"], string>;

interface UploadOptions {
  dryRun: boolean;
  /** Day on which the newest date of the data shall fall; empty keeps the dates. */
  shiftTo: string;
}

/** Hands a FHIR bundle (JSON) or a list of resources (NDJSON) to the server. */
export async function upload(file: File, { dryRun, shiftTo }: UploadOptions): Promise<ImportView> {
  const query = new URLSearchParams({ dry_run: String(dryRun), ...(shiftTo ? { shift_to: shiftTo } : {}) });
  const type = file.name.endsWith(".ndjson") ? "application/fhir+ndjson" : "application/fhir+json";
  const headers = { "Content-Type": type, "Idempotency-Key": uuid() };
  const response = await send(
    new Request(`${window.location.origin}/api/v1/imports/fhir?${query.toString()}`, {
      method: "POST",
      headers,
      body: file,
    }),
  );
  if (!response.ok) throw new ApiError(await problemOf(response));
  return (await response.json()) as ImportView;
}
