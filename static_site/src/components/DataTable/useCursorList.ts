import { keepPreviousData, useQuery, type QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import type { Page } from "@/api/types";
import type { Paging } from "./DataTable";

interface CursorList<Row> {
  readonly rows: readonly Row[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly isRefreshing: boolean;
  readonly paging: Paging;
}

interface Options {
  readonly refreshSeconds?: number;
}

/** Read a list page by page; another `key` (a filter, a search) begins at the first page. */
export function useCursorList<Row>(
  key: QueryKey,
  readPage: (cursor: string | null) => Promise<Page<Row>>,
  { refreshSeconds }: Options = {},
): CursorList<Row> {
  const name = JSON.stringify(key);
  const [visited, setVisited] = useState<{ name: string; cursors: readonly string[] }>({
    name,
    cursors: [],
  });
  const cursors = visited.name === name ? visited.cursors : [];
  const cursor = cursors.at(-1) ?? null;
  const query = useQuery({
    queryKey: [...key, { cursor }],
    queryFn: () => readPage(cursor),
    placeholderData: keepPreviousData,
    refetchInterval: refreshSeconds ? refreshSeconds * 1000 : false,
  });
  const next = query.data?.next_cursor ?? null;
  return {
    rows: query.data?.items,
    error: query.error,
    onRetry: () => void query.refetch(),
    isRefreshing: query.isPlaceholderData,
    paging: {
      number: cursors.length + 1,
      hasPrevious: cursors.length > 0,
      hasNext: next !== null && !query.isPlaceholderData,
      goToPrevious: () => setVisited({ name, cursors: cursors.slice(0, -1) }),
      goToNext: () => {
        if (next !== null) setVisited({ name, cursors: [...cursors, next] });
      },
    },
  };
}
