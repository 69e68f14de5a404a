import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { clearDrafts, draftText, hasDrafts, restoreDraft, useDraft, useRemembered } from "./drafts";

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

it("what nobody changed is as the form begins when it is opened again: the time of a call is not last week's", () => {
  const open = (occurred: string) =>
    renderHook(() => useDraft("contact:5", () => ({ occurred, summary: "" })));
  const first = open("Monday");
  act(() => first.result.current.change({ ...first.result.current.value, summary: "Half" }));
  expect(first.result.current.value).toEqual({ occurred: "Monday", summary: "Half" });
  first.unmount();
  const second = open("Friday");
  expect(second.result.current.value).toEqual({ occurred: "Friday", summary: "Half" });
  act(() => second.result.current.change({ ...second.result.current.value, occurred: "Thursday" }));
  second.unmount();
  expect(open("Sunday").result.current.value).toEqual({ occurred: "Thursday", summary: "Half" });
});

it("what comes back late is in a form that is open already, unless something was typed into it", () => {
  const open = (key: string) => renderHook(() => useDraft(key, () => "empty"));
  const [idle, busy] = [open("contact:6"), open("contact:7")];
  act(() => busy.result.current.change("typed since"));
  act(() => ["contact:6", "contact:7"].forEach((key) => restoreDraft(key, '"kept"')));
  expect([idle.result.current.value, busy.result.current.value]).toEqual(["kept", "typed since"]);
});

it("a form in which everything was undone keeps nothing", () => {
  const { result } = renderHook(() => useDraft("contact:10", () => ({ summary: "" })));
  act(() => result.current.change({ summary: "H" }));
  expect(draftText("contact:10")).toBe('{"summary":"H"}');
  act(() => result.current.change({ summary: "" }));
  expect(draftText("contact:10")).toBeNull();
});

it("a draft that no form of the app wrote is left out", () => {
  expect(restoreDraft("contact:8", "Half")).toBe(false);
  expect(draftText("contact:8")).toBeNull();
  expect(restoreDraft("contact:9", "null")).toBe(true);
  const form = renderHook(() => useDraft("contact:9", () => ({ summary: "" })));
  expect(form.result.current.value).toEqual({ summary: "" });
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
