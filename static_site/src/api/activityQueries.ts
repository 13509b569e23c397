import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

const SECOND = 1000;

/** What the pages about streams read. */
export const activityQueries = {
  /** A look asks all media servers: it is shared for ten seconds, and pauses while nobody sees the page. */
  now: () =>
    queryOptions({
      queryKey: ["streams", "now"],
      queryFn: () => unwrap(api.GET("/api/v1/streams/now")),
      refetchInterval: 15 * SECOND,
      refetchIntervalInBackground: false,
    }),
  charts: (days: number) =>
    queryOptions({
      queryKey: ["activity", "charts", days],
      queryFn: () =>
        unwrap(api.GET("/api/v1/activity/charts", { params: { query: { days } } })),
    }),
  usage: (user_id: string) =>
    queryOptions({
      queryKey: ["users", user_id, "usage"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/users/{user_id}/usage", { params: { path: { user_id } } })),
    }),
};
