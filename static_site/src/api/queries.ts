import { queryOptions } from "@tanstack/react-query";
import { api, SESSION_KEY, unwrap } from "./client";
import type { Session } from "./types";

const ONE_MINUTE = 60_000;

/** Everything that pages read, by name: the key and the call belong together. */
export const queries = {
  session: () =>
    queryOptions<Session | null>({
      queryKey: SESSION_KEY,
      queryFn: () => unwrap(api.GET("/api/v1/session")),
      staleTime: Infinity,
    }),
  setup: () =>
    queryOptions({ queryKey: ["setup"], queryFn: () => unwrap(api.GET("/api/v1/setup")) }),
  overview: () =>
    queryOptions({
      queryKey: ["overview"],
      queryFn: () => unwrap(api.GET("/api/v1/overview")),
      refetchInterval: ONE_MINUTE / 2,
    }),
  attention: () =>
    queryOptions({
      queryKey: ["attention"],
      queryFn: () => unwrap(api.GET("/api/v1/attention")),
      refetchInterval: ONE_MINUTE / 2,
    }),
  user: (user_id: string) =>
    queryOptions({
      queryKey: ["users", user_id],
      queryFn: () => unwrap(api.GET("/api/v1/users/{user_id}", { params: { path: { user_id } } })),
      refetchInterval: ONE_MINUTE / 6,
    }),
  userSearch: (search: string) =>
    queryOptions({
      queryKey: ["users", "search", search],
      queryFn: () =>
        unwrap(api.GET("/api/v1/users", { params: { query: { search, limit: 20 } } })),
    }),
  payment: (payment_id: string) =>
    queryOptions({
      queryKey: ["payments", payment_id],
      queryFn: () =>
        unwrap(api.GET("/api/v1/payments/{payment_id}", { params: { path: { payment_id } } })),
    }),
  plans: () =>
    queryOptions({ queryKey: ["plans"], queryFn: () => unwrap(api.GET("/api/v1/plans")) }),
  plan: (plan_id: string) =>
    queryOptions({
      queryKey: ["plans", plan_id],
      queryFn: () => unwrap(api.GET("/api/v1/plans/{plan_id}", { params: { path: { plan_id } } })),
    }),
  groups: () =>
    queryOptions({
      queryKey: ["groups"],
      queryFn: () => unwrap(api.GET("/api/v1/library-groups")),
    }),
  locations: () =>
    queryOptions({
      queryKey: ["locations"],
      queryFn: () => unwrap(api.GET("/api/v1/locations")),
    }),
  plexAccounts: () =>
    queryOptions({
      queryKey: ["plex-accounts"],
      queryFn: () => unwrap(api.GET("/api/v1/plex-accounts")),
    }),
  foundServers: (account_id: string) =>
    queryOptions({
      queryKey: ["plex-accounts", account_id, "servers"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/plex-accounts/{account_id}/servers", {
            params: { path: { account_id } },
          }),
        ),
      staleTime: ONE_MINUTE,
      refetchOnWindowFocus: false,
    }),
  servers: () =>
    queryOptions({ queryKey: ["servers"], queryFn: () => unwrap(api.GET("/api/v1/servers")) }),
  server: (server_id: string) =>
    queryOptions({
      queryKey: ["servers", server_id],
      queryFn: () =>
        unwrap(api.GET("/api/v1/servers/{server_id}", { params: { path: { server_id } } })),
    }),
  job: (job_id: string) =>
    queryOptions({
      queryKey: ["jobs", job_id],
      queryFn: () => unwrap(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id } } })),
      refetchInterval: ONE_MINUTE / 12,
    }),
  schedules: () =>
    queryOptions({
      queryKey: ["schedules"],
      queryFn: () => unwrap(api.GET("/api/v1/schedules")),
      refetchInterval: ONE_MINUTE / 4,
    }),
  decision: (decision_id: string) =>
    queryOptions({
      queryKey: ["decisions", decision_id],
      queryFn: () =>
        unwrap(api.GET("/api/v1/decisions/{decision_id}", { params: { path: { decision_id } } })),
    }),
  siteSettings: () =>
    queryOptions({
      queryKey: ["settings", "site"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/site")),
    }),
  stripeSettings: () =>
    queryOptions({
      queryKey: ["settings", "stripe"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/stripe")),
    }),
  mailSettings: () =>
    queryOptions({
      queryKey: ["settings", "mail"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/mail")),
    }),
};
