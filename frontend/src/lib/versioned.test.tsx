import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/problem";
import { useVersionedDraft } from "./versioned";

interface Note {
  version: number;
  body: string;
}

const stale = new ApiError({
  type: "about:blank",
  title: "Stale",
  status: 412,
  detail: "",
  code: "stale_version",
});

/** A note on a server that somebody else may change as well. */
function server(start: Note) {
  const state = { note: start };
  const save = vi.fn((body: string, version: number): Promise<Note> => {
    if (version !== state.note.version) return Promise.reject(stale);
    state.note = { version: version + 1, body };
    return Promise.resolve(state.note);
  });
  const reload = () => Promise.resolve(state.note);
  const hook = renderHook(
    ({ record }) => useVersionedDraft({ record, draftOf: ({ body }: Note) => body, save, reload }),
    { initialProps: { record: start } },
  );
  return { state, hook };
}

describe("a draft on the server", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pause = () => act(() => vi.advanceTimersByTimeAsync(1_000));

  it("is saved on top of the version of the save before", async () => {
    const { state, hook } = server({ version: 1, body: "" });
    act(() => hook.result.current.change("one"));
    await pause();
    act(() => hook.result.current.change("one two"));
    await pause();
    expect(state.note).toEqual({ version: 3, body: "one two" });
  });

  it("overwrites nobody until the writer says so", async () => {
    const { state, hook } = server({ version: 1, body: "" });
    state.note = { version: 2, body: "theirs" };
    act(() => hook.result.current.change("mine"));
    await pause();
    expect(hook.result.current.stale).toBe(true);
    expect(state.note.body).toBe("theirs");
    expect(hook.result.current.draft).toBe("mine");
    await act(() => hook.result.current.keepMine());
    expect(state.note).toEqual({ version: 3, body: "mine" });
  });

  it("takes up what somebody else wrote while nothing of the writer's own waits", async () => {
    const { state, hook } = server({ version: 1, body: "" });
    state.note = { version: 2, body: "theirs" };
    hook.rerender({ record: state.note });
    expect(hook.result.current.draft).toBe("theirs");
    act(() => hook.result.current.change("theirs and mine"));
    hook.rerender({ record: { version: 3, body: "a third one" } });
    expect(hook.result.current.draft).toBe("theirs and mine");
    await pause();
    expect(state.note).toEqual({ version: 3, body: "theirs and mine" });
  });

  it("takes the other text when the writer prefers it", async () => {
    const { state, hook } = server({ version: 1, body: "" });
    state.note = { version: 2, body: "theirs" };
    act(() => hook.result.current.change("mine"));
    await pause();
    await act(() => hook.result.current.takeTheirs());
    expect(hook.result.current.draft).toBe("theirs");
    expect(hook.result.current.stale).toBe(false);
  });
});
