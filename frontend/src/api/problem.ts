import i18next from "i18next";
import type { Problem } from "./types";

/** An answer of the API that is not a success, or no answer at all (status 0, code `offline`). */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
    this.problem = problem;
  }

  get status() {
    return this.problem.status;
  }

  get code() {
    return this.problem.code;
  }
}

/** The problem for a request that got no answer. */
export function offlineProblem(): Problem {
  return { type: "about:blank", title: "No connection", status: 0, detail: "", code: "offline" };
}

/** Reads the problem document of a response; falls back on the status alone. */
export async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: "about:blank",
    title: response.statusText || "Error",
    status: response.status,
    detail: "",
    code: `http_${response.status}`,
  };
  try {
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null ? { ...fallback, ...body } : fallback;
  } catch {
    return fallback;
  }
}

/** Where the app says what a refusal of this code means. English needs few of them: the server speaks it, and in more detail. */
const saidUnder = (code: string) => [
  `problem.by_code.${code}`,
  `plan_says.refused.${code}`,
  `refusal.${code}`,
];

/** A refusal in the reader's language, where the app knows its code. */
export function refusalText({
  code,
  errors = [],
  detail = "",
}: Pick<Problem, "code" | "errors"> & { detail?: string }): string | undefined {
  const key = saidUnder(code).find((known) => i18next.exists(known));
  // The server counts from 0; people count from 1.
  const place = /\/(\d+)(\/|$)/.exec(errors[0]?.pointer ?? "");
  const number = Number(place?.[1] ?? 0) + 1;
  // What the server names stands between quotation marks.
  const name = /“(.+)”/u.exec(detail)?.[1] ?? "";
  return key && i18next.t(key as "plan_says.refused.plan_goal_not_smart", { number, name });
}

/**
 * Messages by form field name, from the JSON Pointers of a refusal (`/follow_up/title` becomes `follow_up.title`), in the
 * reader's language where the app knows its code.
 */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const known = refusalText(error.problem);
  const entries = (error.problem.errors ?? []).map(({ pointer, detail }) => [
    pointer.replace(/^\/(body\/)?/, "").replaceAll("/", "."),
    known ?? detail,
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** What is wrong with a field or with a part of it (`positions`, `positions.0.who`). */
export function errorWithin(errors: Record<string, string>, name: string): string | undefined {
  return Object.entries(errors).find(([field]) => field === name || field.startsWith(`${name}.`))?.[1];
}

/** Whether somebody else changed the record since it was read. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.status === 412;
}
