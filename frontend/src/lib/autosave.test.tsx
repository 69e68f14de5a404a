import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useAutosave } from "./autosave";

describe("autosave", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("saves the latest text once, a moment after the last key", async () => {
    const save = vi.fn(() => Promise.resolve());
    const { result } = renderHook(() => useAutosave(save));
    act(() => result.current.change("a"));
    act(() => result.current.change("ab"));
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(save.mock.calls).toEqual([["ab"]]);
    expect(result.current.state.status).toBe("saved");
  });

  it("keeps the text after a failure and saves it with the next try", async () => {
    const save = vi
      .fn<(text: string) => Promise<void>>()
      .mockRejectedValueOnce(new Error("offline"))
      .mockResolvedValue();
    const { result } = renderHook(() => useAutosave(save));
    act(() => result.current.change("kept"));
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(result.current.state.status).toBe("failed");
    await act(() => result.current.flush());
    expect(save.mock.calls).toEqual([["kept"], ["kept"]]);
    expect(result.current.state.status).toBe("saved");
  });

  it("saves at once when the screen is left", async () => {
    const save = vi.fn(() => Promise.resolve());
    const { result, unmount } = renderHook(() => useAutosave(save));
    act(() => result.current.change("last words"));
    unmount();
    await vi.advanceTimersByTimeAsync(0);
    expect(save).toHaveBeenCalledWith("last words");
  });
});
