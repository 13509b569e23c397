import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

const SECOND = 1000;

/** What the import and its settings read. */
export const importQueries = {
  state: () =>
    queryOptions({
      queryKey: ["import"],
      queryFn: () => unwrap(api.GET("/api/v1/import")),
      // While it is at work one wants to see it move.
      refetchInterval: (query) => (query.state.data?.run.is_at_work ? 2 : 10) * SECOND,
    }),
  /** Reads every server, so that it is not asked for again by itself. */
  preview: () =>
    queryOptions({
      queryKey: ["import", "preview"],
      queryFn: () => unwrap(api.GET("/api/v1/import/preview")),
      staleTime: 300 * SECOND,
      retry: false,
    }),
  settings: () =>
    queryOptions({
      queryKey: ["settings", "media"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/media")),
    }),
};
