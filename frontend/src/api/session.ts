import { workIn } from "@/lib/dates";
import { clearDrafts, hasDrafts } from "@/lib/drafts";
import { createStore } from "@/lib/store";
import { uuid } from "@/lib/uuid";
import { ApiError, offlineProblem, problemOf } from "./problem";
import type { Me, Schemas } from "./types";

/**
 * Where the reader stands with the server. `locked` is an idle session that a password resumes; `expired` one that
 * needs a new sign-in but keeps its place and drafts.
 */
export type SessionStatus = "starting" | "signed_out" | "active" | "locked" | "expired";

export interface SessionState {
  status: SessionStatus;
  me: Me | null;
}

export const session = createStore<SessionState>({ status: "starting", me: null });

/** The access token lives here and nowhere else: it dies with the tab. */
let accessToken: string | null = null;
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("tend-session");
type Message = "locked" | "signed_out";

export const bearer = () => accessToken;

function accept(view: Schemas["SessionView"], status: SessionStatus) {
  accessToken = view.access_token;
  workIn(view.staff.time_zone);
  session.set({ status, me: view.staff });
}

async function post(path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { "X-Tend-Refresh": "1", "Idempotency-Key": uuid() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (accessToken) headers["Authorization"] = `Bearer ${accessToken}`;
  const init: RequestInit = { method: "POST", headers, credentials: "same-origin" };
  if (body !== undefined) init.body = JSON.stringify(body);
  try {
    return await fetch(`/api/v1${path}`, init);
  } catch {
    throw new ApiError(offlineProblem());
  }
}

async function open(path: string, body?: unknown): Promise<Schemas["SessionView"]> {
  const response = await post(path, body);
  if (!response.ok) throw new ApiError(await problemOf(response));
  return (await response.json()) as Schemas["SessionView"];
}

async function inTurn(run: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return run();
  await locks.request("tend-refresh", run);
}

/** A new token. It does not unlock: a locked session stays locked until the password. */
async function renew(): Promise<void> {
  const view = await open("/sessions/refresh");
  accept(view, session.get().status === "locked" ? "locked" : "active");
}

/** One refresh at a time, in this tab and across tabs, because the cookie rotates with each use. */
let refreshing: Promise<void> | null = null;
export function refresh(): Promise<void> {
  refreshing ??= inTurn(renew).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** Resumes the session of the cookie when the page is opened. */
export async function resume(): Promise<void> {
  try {
    await refresh();
  } catch (error) {
    const locked = error instanceof ApiError && error.code === "session_locked";
    if (session.get().status === "starting")
      session.set({ status: locked ? "locked" : "signed_out", me: null });
  }
}

export async function signIn(email: string, password: string): Promise<void> {
  const before = session.get().me;
  const view = await open("/sessions", { email, password });
  if (before && before.id !== view.staff.id) return leave();
  accept(view, "active");
}

export async function unlock(password: string): Promise<void> {
  accept(await whileFresh(() => open("/sessions/unlock", { password })), "active");
}

/** The token outlives no lock: when it has run out on the way, it is renewed and the request repeated. */
async function whileFresh<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "token_expired") throw error;
    await refresh();
    return request();
  }
}

async function tell(path: string): Promise<void> {
  const response = await post(path);
  if (!response.ok) throw new ApiError(await problemOf(response));
}

/** Locks this tab and every other one at once; the server is told, but not waited for. */
export function lock() {
  if (session.get().status !== "active") return;
  session.set((now) => ({ ...now, status: "locked" }));
  channel?.postMessage("locked" satisfies Message);
  void whileFresh(() => tell("/sessions/lock")).catch(() => undefined);
}

/** The server said that the session is locked or gone; the screen follows. */
export function suspend(status: "locked" | "expired") {
  session.set((now) => (now.me ? { ...now, status } : { status: "signed_out", me: null }));
}

/** Leaves nothing of the session in the tab. */
function leave() {
  accessToken = null;
  clearDrafts();
  window.location.assign("/");
}

/** Ends the session here and on the server. What was typed and not saved goes with it: ask before. */
export async function signOut() {
  await post("/sessions/sign-out").catch(() => undefined);
  channel?.postMessage("signed_out" satisfies Message);
  leave();
}

/** The session ended in another tab. Unsaved text stays behind the password of its writer; without any, the tab is left. */
function signedOutElsewhere() {
  if (!hasDrafts()) return leave();
  accessToken = null;
  suspend("expired");
}

/** Resolves when the session is active again; rejects when the reader signs out instead. */
export function whenActive(): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const { status } = session.get();
      if (status === "active") settle(resolve);
      if (status === "signed_out") settle(() => reject(new ApiError(offlineProblem())));
    };
    const stop = session.subscribe(check);
    const settle = (end: () => void) => {
      stop();
      end();
    };
    check();
  });
}

channel?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
  if (data === "signed_out") signedOutElsewhere();
  if (data === "locked" && session.get().status === "active")
    session.set((now) => ({ ...now, status: "locked" }));
});
