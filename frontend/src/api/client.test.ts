import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { call } from "./client";
import { ApiError } from "./problem";
import { session, signIn, unlock } from "./session";

type Answers = (request: Request) => Response | undefined;

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const problem = (status: number, code: string) =>
  json(status, { type: "about:blank", title: code, status, detail: "", code });
const staff = { id: "s1", name: "Maya", capabilities: [], idle_minutes: 15 };
const sessionView = (token: string) => json(200, { access_token: token, expires_in: 300, staff });

let sent: Request[] = [];

function serve(answers: Answers) {
  vi.stubGlobal("fetch", (input: RequestInfo | URL, init?: RequestInit) => {
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), "http://tend.test"), init);
    sent.push(request);
    const answer = answers(request);
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError("no network"));
  });
}

const pathOf = ({ url }: Request) => new URL(url).pathname;
const tokenOf = (request: Request) => request.headers.get("Authorization");

describe("the client", () => {
  beforeEach(async () => {
    serve(() => sessionView("first"));
    await signIn("maya@demo.test", "secret");
    sent = [];
  });
  afterEach(() => vi.unstubAllGlobals());

  it("refreshes an expired token once, for all requests that wait, and repeats them", async () => {
    serve((request) => {
      if (pathOf(request).endsWith("/sessions/refresh")) return sessionView("second");
      return tokenOf(request) === "Bearer second" ? json(200, { items: [] }) : problem(401, "token_expired");
    });
    await Promise.all([call("program_list", {}), call("team_list", {}), call("staff_list", {})]);
    expect(sent.filter((request) => pathOf(request).endsWith("/sessions/refresh"))).toHaveLength(1);
  });

  it("waits while the session is locked and goes on after the password", async () => {
    let locked = true;
    serve((request) => {
      if (pathOf(request).endsWith("/sessions/unlock")) {
        locked = false;
        return sessionView("third");
      }
      return locked ? problem(401, "session_locked") : json(200, { id: "t1", version: 2 });
    });
    const completing = call("task_complete", { path: { id: "t1" }, version: 1, body: {} });
    await vi.waitFor(() => expect(session.get().status).toBe("locked"));
    await unlock("secret");
    await expect(completing).resolves.toMatchObject({ version: 2 });
  });

  it("names the version it read and keeps one key when it repeats without an answer", async () => {
    let tries = 0;
    serve(() => {
      tries += 1;
      return tries === 1 ? undefined : json(200, { id: "t1", version: 4 });
    });
    await call("task_complete", { path: { id: "t1" }, version: 3, body: {} });
    expect(sent.map((request) => request.headers.get("If-Match"))).toEqual(['"3"', '"3"']);
    expect(new Set(sent.map((request) => request.headers.get("Idempotency-Key"))).size).toBe(1);
  });

  it("turns a problem document into an error with its code", async () => {
    serve(() => problem(412, "stale_version"));
    const failed = call("task_complete", { path: { id: "t1" }, version: 1, body: {} });
    await expect(failed).rejects.toSatisfy(
      (error) => error instanceof ApiError && error.code === "stale_version",
    );
  });

  it("leaves no token in the browser's storage", () => {
    expect(JSON.stringify({ ...localStorage })).not.toContain("first");
    expect(sessionStorage).toHaveLength(0);
  });
});
