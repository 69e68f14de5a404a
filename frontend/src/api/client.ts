import createClient from "openapi-fetch";
import { atWork, noteRequest } from "@/lib/activity";
import { uuid } from "@/lib/uuid";
import { ApiError, offlineProblem, problemOf } from "./problem";
import { routes } from "./routes";
import type { operations } from "./schema";
import { bearer, refresh, suspend, whenActive } from "./session";

export type OperationId = keyof typeof routes & keyof operations;

type Parameters<K extends OperationId> = operations[K]["parameters"];
type PathOf<K extends OperationId> = Parameters<K> extends { path: infer P } ? P : never;
export type QueryOf<K extends OperationId> = Parameters<K> extends { query?: infer Q } ? Q : never;
type BodyOf<K extends OperationId> = operations[K] extends {
  requestBody: { content: { "application/json": infer B } };
}
  ? B
  : never;
type Success = 200 | 201 | 202 | 204;
type Responses<K extends OperationId> = operations[K]["responses"];

/** What an operation answers when it succeeds. */
export type Answer<K extends OperationId> = {
  [S in keyof Responses<K> & Success]: Responses<K>[S] extends { content: { "application/json": infer A } }
    ? A
    : void;
}[keyof Responses<K> & Success];

interface Common {
  /** Version of the record as it was read; sent as `If-Match`. */
  version?: number;
  /** One key for one intention, so that a repeat has no second effect; null where a repeat has none anyway. */
  key?: string | null;
  signal?: AbortSignal;
  /** True for a small request that goes on when its tab is gone. */
  keepalive?: boolean;
}

type When<T, Shape> = [T] extends [never] ? unknown : Shape;

/** Everything an operation needs, typed by the contract. */
export type Input<K extends OperationId> = Common &
  When<PathOf<K>, { path: PathOf<K> }> &
  When<QueryOf<K>, { query?: QueryOf<K> }> &
  When<BodyOf<K>, { body: BodyOf<K> }>;

interface LooseInput extends Common {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

const RETRY_AFTER_MS = [400, 1200];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Repeats a request that got no answer: every request is safe to repeat, by nature or by its key. */
async function persistent(request: Request, tries = 0): Promise<Response> {
  try {
    return await fetch(request.clone());
  } catch {
    if (request.signal.aborted) throw new DOMException("Aborted", "AbortError");
    const delay = RETRY_AFTER_MS[tries];
    if (delay === undefined) throw new ApiError(offlineProblem());
    await pause(delay);
    return persistent(request, tries + 1);
  }
}

function authorized(request: Request): Request {
  const copy = request.clone();
  const token = bearer();
  if (token) copy.headers.set("Authorization", `Bearer ${token}`);
  if (atWork()) noteRequest();
  else copy.headers.set("X-Tend-Background", "1");
  return copy;
}

/** Gets a usable session again after a 401, or says that there is none. */
async function recover(code: string): Promise<boolean> {
  if (code === "session_locked") {
    suspend("locked");
    await whenActive();
    return true;
  }
  try {
    await refresh();
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 0) throw error;
    suspend(error.code === "session_locked" ? "locked" : "expired");
    await whenActive();
    return true;
  }
}

/** Sends with the token in memory; on 401 it gets a new one (refresh once, unlock or sign in) and sends again. */
export async function send(request: Request): Promise<Response> {
  const first = await persistent(authorized(request));
  if (first.status !== 401) return first;
  const { code } = await problemOf(first.clone());
  return (await recover(code)) ? persistent(authorized(request)) : first;
}

const client = createClient<Record<string, never>>({ baseUrl: origin(), fetch: send });

function origin() {
  return typeof window === "undefined" ? "" : window.location.origin;
}

interface Loose {
  request(
    method: string,
    path: string,
    init: object,
  ): Promise<{ data?: unknown; error?: unknown; response: Response }>;
}

/** Calls one operation of the API by its name and answers its view; every failure is an {@link ApiError}. */
export async function call<K extends OperationId>(id: K, input: Input<K>): Promise<Answer<K>> {
  const [method, path] = routes[id];
  const { path: params, query, body, version, key, signal, keepalive } = input as LooseInput;
  const headers: Record<string, string> = {};
  if (method === "POST" && key !== null) headers["Idempotency-Key"] = key ?? uuid();
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  const { data, error, response } = await (client as unknown as Loose).request(method.toLowerCase(), path, {
    params: { path: params, query },
    body,
    headers,
    signal,
    keepalive,
  });
  if (!response.ok) throw new ApiError(problemFrom(error, response));
  return data as Answer<K>;
}

function problemFrom(error: unknown, response: Response) {
  const fallback = {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: "",
    code: `http_${response.status}`,
  };
  return typeof error === "object" && error !== null ? { ...fallback, ...error } : fallback;
}
