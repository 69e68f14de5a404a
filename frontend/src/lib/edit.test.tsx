import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { clearDrafts } from "./drafts";
import { useEdit } from "./edit";

interface Plan {
  version: number;
  summary: string;
}

interface Two extends Plan {
  goal: string;
}

const opened = (record: Plan) =>
  renderHook(
    ({ plan }) => useEdit(`plan:1`, plan, (read: Plan | undefined) => ({ summary: read?.summary ?? "" })),
    { initialProps: { plan: record } },
  );

describe("the form of a whole record", () => {
  beforeEach(clearDrafts);

  it("names the version that it was read in, whatever a colleague saves meanwhile", () => {
    const { result, rerender } = opened({ version: 1, summary: "theirs" });
    act(() => result.current.change({ summary: "mine" }));
    rerender({ plan: { version: 2, summary: "a colleague's" } });
    expect(result.current.version).toBe(1);
    expect(result.current.form.summary).toBe("mine");
  });

  it("names it too when it was closed and is opened again over a newer version", () => {
    const first = opened({ version: 1, summary: "" });
    act(() => first.result.current.change({ summary: "mine" }));
    first.unmount();
    expect(opened({ version: 5, summary: "a colleague's" }).result.current.version).toBe(1);
  });

  it("keeps what nobody changed as it was read, so that saving it never mixes two versions", () => {
    const formOf = (read: Two | undefined) => ({ summary: read?.summary ?? "", goal: read?.goal ?? "" });
    const open = (plan: Two) => renderHook(() => useEdit("plan:2", plan, formOf));
    const first = open({ version: 1, summary: "", goal: "Walk" });
    act(() => first.result.current.change({ summary: "mine" }));
    first.unmount();
    const again = open({ version: 2, summary: "", goal: "Swim" });
    expect([again.result.current.version, again.result.current.form.goal]).toEqual([1, "Walk"]);
  });

  it("is saved on top of the newer version when the writer says so", () => {
    const { result, rerender } = opened({ version: 1, summary: "" });
    act(() => result.current.change({ summary: "mine" }));
    rerender({ plan: { version: 2, summary: "a colleague's" } });
    const save = vi.fn();
    act(() => result.current.whenStale(save, vi.fn()).onKeepMine());
    expect(save).toHaveBeenCalledExactlyOnceWith(2);
    expect(result.current.version).toBe(2);
    expect(result.current.form.summary).toBe("mine");
  });

  it("is given up for the newer version when the writer prefers that", () => {
    const { result, rerender } = opened({ version: 1, summary: "" });
    act(() => result.current.change({ summary: "mine" }));
    rerender({ plan: { version: 2, summary: "a colleague's" } });
    const forget = vi.fn();
    act(() => result.current.whenStale(vi.fn(), forget).onTakeTheirs());
    expect(forget).toHaveBeenCalledOnce();
    expect(result.current.form.summary).toBe("a colleague's");
    expect(result.current.version).toBe(2);
  });
});
