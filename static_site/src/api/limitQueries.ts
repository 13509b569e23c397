import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

const SECOND = 1000;

/** What the pages about limits read. */
export const limitQueries = {
  settings: () =>
    queryOptions({
      queryKey: ["settings", "limits"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/limits")),
    }),
  /** Whether a server tells of playback: one wants to see the first event come in. */
  mediaHook: (serverId: string) =>
    queryOptions({
      queryKey: ["servers", serverId, "media-hook"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/servers/{server_id}/media-hook", {
            params: { path: { server_id: serverId } },
          }),
        ),
      refetchInterval: (query) => (query.state.data?.is_made ? 10 : 60) * SECOND,
    }),
  /** Asks the media servers themselves, so that it may take some seconds. */
  devices: (serverId: string | null, userId: string | null) =>
    queryOptions({
      queryKey: ["devices", serverId, userId],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/devices", {
            params: { query: { server_id: serverId, user_id: userId } },
          }),
        ),
    }),
  strikes: (userId: string) =>
    queryOptions({
      queryKey: ["users", userId, "strikes"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/users/{user_id}/strikes", { params: { path: { user_id: userId } } }),
        ),
    }),
  openAppeals: () =>
    queryOptions({
      queryKey: ["violations", "appeals"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/violations", { params: { query: { appeal: "open", limit: 100 } } }),
        ),
    }),
  userDownloads: (userId: string) =>
    queryOptions({
      queryKey: ["users", userId, "downloads"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/users/{user_id}/downloads", { params: { path: { user_id: userId } } }),
        ),
    }),
  /** How the platforms in use tell of downloads; it comes with any page of the list. */
  downloadWays: () =>
    queryOptions({
      queryKey: ["downloads", "ways"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/downloads", { params: { query: { limit: 1 } } })),
    }),
  rules: () =>
    queryOptions({
      queryKey: ["rules"],
      queryFn: () => unwrap(api.GET("/api/v1/rules")),
    }),
};
