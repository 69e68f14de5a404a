import { send } from "@/api/client";
import { ApiError, problemOf } from "@/api/problem";
import { uuid } from "@/lib/uuid";

/** What became of the resources of one type. */
export interface ImportCounts {
  read: number;
  stored: number;
  unchanged: number;
  kept_raw: number;
  refused: number;
}

/** One import with its report. */
export interface ImportView {
  id: string;
  status: "running" | "completed" | "failed";
  dry_run: boolean;
  report: {
    by_type: Record<string, ImportCounts>;
    problems: { file?: string | null; path?: string | null; reason: string }[];
  };
}

interface UploadOptions {
  dryRun: boolean;
  /** Day on which the newest date of the data shall fall; empty keeps the dates. */
  shiftTo: string;
}

const at = (path: string) => `${window.location.origin}/api/v1/imports${path}`;

async function answer<T>(request: Request): Promise<T> {
  const response = await send(request);
  if (!response.ok) throw new ApiError(await problemOf(response));
  return (await response.json()) as T;
}

/** Hands a FHIR bundle (JSON) or a list of resources (NDJSON) to the server. */
export function upload(file: File, { dryRun, shiftTo }: UploadOptions): Promise<ImportView> {
  const query = new URLSearchParams({ dry_run: String(dryRun), ...(shiftTo ? { shift_to: shiftTo } : {}) });
  const type = file.name.endsWith(".ndjson") ? "application/fhir+ndjson" : "application/fhir+json";
  const headers = { "Content-Type": type, "Idempotency-Key": uuid() };
  return answer(new Request(at(`/fhir?${query.toString()}`), { method: "POST", headers, body: file }));
}

export const importGet = (id: string) => answer<ImportView>(new Request(at(`/${id}`)));

export const importList = () => answer<{ items: ImportView[] }>(new Request(at("")));
