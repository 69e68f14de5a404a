import {
  keepPreviousData,
  useInfiniteQuery,
  type InfiniteData,
  type QueryClient,
} from "@tanstack/react-query";
import { call } from "@/api/client";
import type { ApiError } from "@/api/problem";
import type { TodayItem, TodayPage } from "@/api/types";
import type { TodaySearch } from "@/app/search";

const PAGE = 100;
type Pages = InfiniteData<TodayPage, string | null>;

/** The ranked list, page after page. Text that is searched for travels in the body, never in a URL. */
export function useToday({ scope, kind, due, program }: TodaySearch, text: string) {
  const filters = { scope: scope ?? "mine", kind, due, program_id: program, limit: PAGE };
  const searched = text.trim();
  return useInfiniteQuery<TodayPage, ApiError, Pages, readonly unknown[], string | null>({
    queryKey: ["today_list", filters, searched],
    queryFn: ({ pageParam, signal }) => {
      const page = { ...filters, ...(pageParam ? { cursor: pageParam } : {}) };
      return searched
        ? call("today_search", { body: { ...page, text: searched }, signal })
        : call("today_list", { query: page, signal });
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.next ?? null,
    placeholderData: keepPreviousData,
  });
}

/** Takes items out of every list on the screen before the server has answered; answers how to put them back. */
export function takeOut(cache: QueryClient, ids: Set<string>): () => void {
  const before = cache.getQueriesData<Pages>({ queryKey: ["today_list"] });
  cache.setQueriesData<Pages>({ queryKey: ["today_list"] }, (data) => (data ? without(data, ids) : data));
  return () => {
    for (const [key, data] of before) cache.setQueryData(key, data);
  };
}

function without(data: Pages, ids: Set<string>): Pages {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => !ids.has(item.id)),
  }));
  return { ...data, pages };
}

/** Forgets pages far below what the reader sees, so that a refresh reads little. */
export function trimTo(cache: QueryClient, visible: number) {
  const pages = Math.max(1, Math.ceil(visible / PAGE) + 1);
  cache.setQueriesData<Pages>({ queryKey: ["today_list"] }, (data) =>
    data && data.pages.length > pages
      ? { pages: data.pages.slice(0, pages), pageParams: data.pageParams.slice(0, pages) }
      : data,
  );
}

/** The sum of the points; the server's score is the same number. */
export const sumOf = (item: TodayItem) => item.reasons.reduce((sum, reason) => sum + reason.points, 0);

/** The reason that weighs most, leaving out those that pull down. */
export function topReason(item: TodayItem) {
  return [...item.reasons].sort((a, b) => b.points - a.points)[0];
}
