import {
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationOptions,
  type UseQueryOptions,
} from "@tanstack/react-query";
import { useRef } from "react";
import { uuid } from "@/lib/uuid";
import { call, type Answer, type Input, type OperationId, type QueryOf } from "./client";
import { ApiError, isStale } from "./problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 15_000, refetchOnWindowFocus: true, throwOnError: false },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** The cache key of one call. */
export const keyOf = <K extends OperationId>(id: K, input: Input<K>) => [id, input] as const;

type ReadOptions<A> = Omit<UseQueryOptions<A, ApiError>, "queryKey" | "queryFn">;

/** Reads an operation and keeps its answer fresh. */
export function useCall<K extends OperationId>(id: K, input: Input<K>, options: ReadOptions<Answer<K>> = {}) {
  return useQuery<Answer<K>, ApiError>({
    queryKey: keyOf(id, input),
    queryFn: ({ signal }) => call(id, { ...input, signal }),
    ...options,
  });
}

type ActOptions<K extends OperationId> = Omit<
  UseMutationOptions<Answer<K>, ApiError, Input<K>>,
  "mutationFn"
> & {
  /** An autosave: nothing else on the screen needs to be read again. */
  quiet?: boolean;
  /**
   * The read of the same record, by the same path, whose answer this operation gives as well. It shows the new version at
   * once, so that a quick next act names it.
   */
  shows?: SameAnswer<K>;
};

/** The operations that answer the same as another one. */
type SameAnswer<K extends OperationId> = {
  [R in OperationId]: Answer<R> extends Answer<K> ? (Answer<K> extends Answer<R> ? R : never) : never;
}[OperationId];

/** Performs an operation; afterwards, and when somebody else was first, everything on the screen is read again. */
export function useAct<K extends OperationId>(
  id: K,
  { quiet, shows, onSuccess, onError, ...options }: ActOptions<K> = {},
) {
  const cache = useQueryClient();
  const unanswered = useRef(new Map<string, string>());
  return useMutation<Answer<K>, ApiError, Input<K>>({
    mutationFn: (input) => withKey(unanswered.current, id, input),
    ...options,
    onSuccess: async (...args) => {
      const [answer, input] = args;
      // The same shape as the key of the read: see `keyOf`.
      if (shows) cache.setQueryData([shows, { path: (input as { path?: unknown }).path }], answer);
      if (!quiet) void refreshAll(cache);
      await onSuccess?.(...args);
    },
    onError: async (...args) => {
      if (!quiet && isStale(args[0])) void refreshAll(cache);
      await onError?.(...args);
    },
  });
}

/** A request that got no answer may have had its effect: the same request again carries the same key. */
async function withKey<K extends OperationId>(unanswered: Map<string, string>, id: K, input: Input<K>) {
  const same = JSON.stringify(input);
  const key = unanswered.get(same) ?? uuid();
  unanswered.set(same, key);
  try {
    const answer = await call(id, { ...input, key });
    unanswered.delete(same);
    return answer;
  } catch (error) {
    if (error instanceof ApiError && error.status !== 0) unanswered.delete(same);
    throw error;
  }
}

/** Reads again what is on the screen; definitions that never change are left alone. */
export function refreshAll(cache: QueryClient) {
  return cache.invalidateQueries({ predicate: (query) => query.meta?.["fixed"] !== true });
}

type Paged = { items: unknown[]; next?: string | null };
export type PagedId = {
  [K in OperationId]: Answer<K> extends Paged
    ? "cursor" extends keyof NonNullable<QueryOf<K>>
      ? K
      : never
    : never;
}[OperationId];

/** Reads a list page by page. */
export function usePages<K extends PagedId>(id: K, input: Input<K>, enabled = true) {
  const pages = useInfiniteQuery({
    queryKey: [id, input, "pages"],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(input as { query?: object }).query, ...(pageParam ? { cursor: pageParam } : {}) };
      return call(id, { ...input, query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last as Paged).next ?? null,
    enabled,
  });
  type Item = Answer<K> extends { items: (infer I)[] } ? I : never;
  const items = (pages.data?.pages ?? []).flatMap((page) => (page as Paged).items as Item[]);
  return { ...pages, items };
}
