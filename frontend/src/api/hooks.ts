import {
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationOptions,
  type UseQueryOptions,
} from "@tanstack/react-query";
import { call, type Answer, type Input, type OperationId } from "./client";
import { ApiError } from "./problem";

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
};

/** Performs an operation; afterwards everything on the screen is read again. */
export function useAct<K extends OperationId>(id: K, { quiet, onSuccess, ...options }: ActOptions<K> = {}) {
  const cache = useQueryClient();
  return useMutation<Answer<K>, ApiError, Input<K>>({
    mutationFn: (input) => call(id, input),
    ...options,
    onSuccess: async (...args) => {
      if (!quiet) void refreshAll(cache);
      await onSuccess?.(...args);
    },
  });
}

/** Reads again what is on the screen; definitions that never change are left alone. */
export function refreshAll(cache: QueryClient) {
  return cache.invalidateQueries({ predicate: (query) => query.meta?.["fixed"] !== true });
}
