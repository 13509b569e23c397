import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

/** What the pages about Discord and request systems read. */
export const communityQueries = {
  discord: () =>
    queryOptions({
      queryKey: ["settings", "discord"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/discord")),
    }),
  requestSystems: () =>
    queryOptions({
      queryKey: ["settings", "request-systems"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/request-systems")),
    }),
  ofUser: (userId: string) =>
    queryOptions({
      queryKey: ["users", userId, "community"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/users/{user_id}/community", { params: { path: { user_id: userId } } }),
        ),
    }),
};
