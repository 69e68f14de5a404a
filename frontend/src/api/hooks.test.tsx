import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { call } from "./client";
import { keyOf, useAct, useCall } from "./hooks";
import { ApiError } from "./problem";
import type { TransitionView } from "./types";

vi.mock("./client", () => ({ call: vi.fn() }));

const stay = { path: { id: "stay" } };
const version = (number: number) => ({ version: number }) as unknown as TransitionView;
const stale = new ApiError({ type: "about:blank", title: "", status: 412, detail: "", code: "stale" });

const cache = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={cache}>{children}</QueryClientProvider>
);
const screen = () =>
  renderHook(
    () => ({
      read: useCall("transition_get", stay),
      act: useAct("transition_act", { shows: "transition_get" }),
    }),
    { wrapper },
  );

beforeEach(() => {
  cache.clear();
  vi.mocked(call).mockReset();
});

it("an act that answers the whole record shows its new version at once, before it is read again", async () => {
  cache.setQueryData(keyOf("transition_get", stay), version(1));
  vi.mocked(call).mockImplementation((operation) =>
    operation === "transition_act" ? Promise.resolve(version(2)) : new Promise(() => undefined),
  );
  const { result } = screen();
  await act(() => result.current.act.mutateAsync({ ...stay, version: 1, body: { close: {} } }));
  await vi.waitFor(() => expect(result.current.read.data?.version).toBe(2));
});

it("an act that comes after somebody else's reads the screen again, as the message says", async () => {
  cache.setQueryData(keyOf("transition_get", stay), version(1));
  vi.mocked(call).mockImplementation((operation) =>
    operation === "transition_act" ? Promise.reject(stale) : Promise.resolve(version(5)),
  );
  const { result } = screen();
  await act(async () => {
    await result.current.act.mutateAsync({ ...stay, version: 1, body: { close: {} } }).catch(() => undefined);
  });
  await vi.waitFor(() => expect(result.current.read.data?.version).toBe(5));
});
