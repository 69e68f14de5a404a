import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { clearDrafts, hasDrafts, useDraft, useRemembered } from "./drafts";

it("a form that was closed half way is there again", () => {
  const first = renderHook(() => useDraft("contact:1", () => "empty"));
  act(() => first.result.current.change("half written"));
  first.unmount();
  expect(renderHook(() => useDraft("contact:1", () => "empty")).result.current.value).toBe("half written");
});

it("a form that was saved starts anew", () => {
  const first = renderHook(() => useDraft("contact:2", () => "empty"));
  act(() => first.result.current.change("written"));
  act(() => first.result.current.discard());
  first.unmount();
  expect(renderHook(() => useDraft("contact:2", () => "empty")).result.current.value).toBe("empty");
});

it("a form that goes on with another record shows that record's draft and keeps the first one's", () => {
  const { result, rerender } = renderHook(({ id }) => useDraft(`contact:${id}`, () => `blank ${id}`), {
    initialProps: { id: "one" },
  });
  act(() => result.current.change("about one"));
  rerender({ id: "two" });
  expect(result.current.value).toBe("blank two");
  act(() => result.current.change("about two"));
  rerender({ id: "one" });
  expect(result.current.value).toBe("about one");
  act(() => result.current.discard());
  rerender({ id: "two" });
  expect(result.current.value).toBe("about two");
});

/** Whether the browser would ask before it closes the tab. */
const asks = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

it("closing the tab is asked about while something is not saved, and only then", () => {
  clearDrafts();
  expect(asks()).toBe(false);
  const draft = renderHook(() => useDraft("contact:4", () => ""));
  const search = renderHook(() => useRemembered("search", () => ""));
  act(() => search.result.current.change("food"));
  expect(asks()).toBe(false);
  act(() => draft.result.current.change("half written"));
  expect(asks()).toBe(true);
  expect(hasDrafts()).toBe(true);
  act(() => draft.result.current.discard());
  expect(asks()).toBe(false);
});

it("drafts never reach the browser's storage", () => {
  const { result } = renderHook(() => useDraft("contact:3", () => ""));
  act(() => result.current.change("Rosa called about the refill"));
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain("Rosa");
});
