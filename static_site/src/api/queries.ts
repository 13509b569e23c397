import { queryOptions } from "@tanstack/react-query";
import { api, SESSION_KEY, unwrap } from "./client";
import type { paths } from "./schema";
import type { InvitationInput, MediaChangeQuestion, MergeQuestion, Money, OfferGateway, Session } from "./types";

const ONE_MINUTE = 60_000;

/** An account at a gateway whose transactions are read. */
export type AccountName =
  paths["/api/v1/payments/reconciliation"]["get"]["parameters"]["query"]["account"];

/** For whom and which plan to ask what a payment would buy. */
export interface AssignmentQuestion {
  readonly user_id: string;
  readonly plan_id: string;
  readonly amount?: Money;
}

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
  health: () =>
    queryOptions({
      queryKey: ["health"],
      queryFn: () => unwrap(api.GET("/api/v1/health")),
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
  agreements: (user_id: string) =>
    queryOptions({
      queryKey: ["users", user_id, "agreements"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/users/{user_id}/agreements", { params: { path: { user_id } } })),
    }),
  renewalChange: (gateway: string, ref: string, plan_id: string) =>
    queryOptions({
      queryKey: ["agreements", gateway, ref, "plan", plan_id],
      queryFn: () =>
        unwrap(
          api.POST("/api/v1/agreements/{gateway}/{ref}/plan/preview", {
            params: { path: { gateway, ref } },
            body: { plan_id },
          }),
        ),
      // The gateway reckons to the second: what is on screen is what is agreed to.
      staleTime: Infinity,
      gcTime: 0,
      refetchOnWindowFocus: false,
      retry: false,
    }),
  userCredit: (user_id: string) =>
    queryOptions({
      queryKey: ["users", user_id, "credit"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/users/{user_id}/ledger", {
            params: { path: { user_id }, query: { limit: 1 } },
          }),
        ),
    }),
  userReferrals: (user_id: string) =>
    queryOptions({
      queryKey: ["users", user_id, "referrals"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/users/{user_id}/referrals", { params: { path: { user_id } } })),
    }),
  userSearch: (search: string) =>
    queryOptions({
      queryKey: ["users", "search", search],
      queryFn: () =>
        unwrap(api.GET("/api/v1/users", { params: { query: { search, limit: 20 } } })),
    }),
  userLinks: (user_id: string) =>
    queryOptions({
      queryKey: ["users", user_id, "links"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/users/{user_id}/links", { params: { path: { user_id } } })),
    }),
  linkPreview: (user_id: string, sub_id: string) =>
    queryOptions({
      queryKey: ["users", user_id, "links", "preview", sub_id],
      queryFn: () =>
        unwrap(
          api.POST("/api/v1/users/{user_id}/links/preview", {
            params: { path: { user_id } },
            body: { sub_id },
          }),
        ),
      retry: false,
    }),
  invitationOutlook: (body: InvitationInput) =>
    queryOptions({
      queryKey: ["invitations", "preview", body],
      queryFn: () => unwrap(api.POST("/api/v1/invitations/preview", { body })),
      retry: false,
    }),
  mergePreview: (user_id: string, body: MergeQuestion) =>
    queryOptions({
      queryKey: ["users", user_id, "merge", body],
      queryFn: () =>
        unwrap(
          api.POST("/api/v1/users/{user_id}/merge/preview", {
            params: { path: { user_id } },
            body,
          }),
        ),
      retry: false,
    }),
  mediaChangePreview: (body: MediaChangeQuestion) =>
    queryOptions({
      queryKey: ["media-changes", "preview", body],
      queryFn: () => unwrap(api.POST("/api/v1/media-changes/preview", { body })),
      retry: false,
    }),
  inviteList: (list_id: string) =>
    queryOptions({
      queryKey: ["invite-lists", list_id],
      queryFn: () =>
        unwrap(api.GET("/api/v1/invite-lists/{list_id}", { params: { path: { list_id } } })),
      refetchInterval: ONE_MINUTE / 6,
    }),
  payment: (payment_id: string) =>
    queryOptions({
      queryKey: ["payments", payment_id],
      queryFn: () =>
        unwrap(api.GET("/api/v1/payments/{payment_id}", { params: { path: { payment_id } } })),
    }),
  paymentStory: (payment_id: string) =>
    queryOptions({
      queryKey: ["payments", payment_id, "story"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/payments/{payment_id}/story", { params: { path: { payment_id } } })),
    }),
  suggestions: (payment_id: string) =>
    queryOptions({
      queryKey: ["payments", payment_id, "suggestions"],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/payments/{payment_id}/suggestions", { params: { path: { payment_id } } }),
        ),
    }),
  assignmentPreview: (payment_id: string, body: AssignmentQuestion) =>
    queryOptions({
      queryKey: ["payments", payment_id, "preview", body],
      queryFn: () =>
        unwrap(
          api.POST("/api/v1/payments/{payment_id}/preview", {
            params: { path: { payment_id } },
            body,
          }),
        ),
    }),
  refundPreview: (payment_id: string, amount: Money | null) =>
    queryOptions({
      queryKey: ["payments", payment_id, "refund", amount],
      queryFn: () =>
        unwrap(
          api.POST("/api/v1/payments/{payment_id}/refund/preview", {
            params: { path: { payment_id } },
            body: { amount },
          }),
        ),
    }),
  paymentAccounts: () =>
    queryOptions({
      queryKey: ["payments", "accounts"],
      queryFn: () => unwrap(api.GET("/api/v1/payments/accounts")),
      refetchInterval: ONE_MINUTE / 4,
    }),
  reconciliation: (day: string, account: AccountName) =>
    queryOptions({
      queryKey: ["payments", "reconciliation", day, account],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/payments/reconciliation", { params: { query: { day, account } } }),
        ),
      staleTime: ONE_MINUTE,
      refetchOnWindowFocus: false,
    }),
  plans: () =>
    queryOptions({ queryKey: ["plans"], queryFn: () => unwrap(api.GET("/api/v1/plans")) }),
  plan: (plan_id: string) =>
    queryOptions({
      queryKey: ["plans", plan_id],
      queryFn: () => unwrap(api.GET("/api/v1/plans/{plan_id}", { params: { path: { plan_id } } })),
    }),
  planOffer: (plan_id: string, gateway: OfferGateway, version: number) =>
    queryOptions({
      queryKey: ["plans", plan_id, "offers", gateway, version],
      queryFn: () =>
        unwrap(
          api.GET("/api/v1/plans/{plan_id}/offers/{gateway}", {
            params: { path: { plan_id, gateway } },
          }),
        ),
      staleTime: ONE_MINUTE,
    }),
  discount: (code: string) =>
    queryOptions({
      queryKey: ["discounts", code],
      queryFn: () => unwrap(api.GET("/api/v1/discounts/{code}", { params: { path: { code } } })),
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
      refetchInterval: ONE_MINUTE,
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
  serverCapacity: (server_id: string) =>
    queryOptions({
      queryKey: ["servers", server_id, "capacity"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/servers/{server_id}/capacity", { params: { path: { server_id } } })),
    }),
  libraries: () =>
    queryOptions({
      queryKey: ["libraries"],
      queryFn: () => unwrap(api.GET("/api/v1/libraries")),
    }),
  userAccess: (user_id: string) =>
    queryOptions({
      queryKey: ["users", user_id, "access"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/users/{user_id}/access", { params: { path: { user_id } } })),
      refetchInterval: ONE_MINUTE / 6,
    }),
  planWhy: (plan_id: string) =>
    queryOptions({
      queryKey: ["plans", plan_id, "why"],
      queryFn: () =>
        unwrap(api.GET("/api/v1/plans/{plan_id}/why", { params: { path: { plan_id } } })),
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
  payPalSettings: () =>
    queryOptions({
      queryKey: ["settings", "paypal"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/paypal")),
    }),
  secondPayPalSettings: () =>
    queryOptions({
      queryKey: ["settings", "paypal-secondary"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/paypal-secondary")),
    }),
  plisioSettings: () =>
    queryOptions({
      queryKey: ["settings", "plisio"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/plisio")),
    }),
  paymentSettings: () =>
    queryOptions({
      queryKey: ["settings", "payments"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/payments")),
    }),
  receiptSettings: () =>
    queryOptions({
      queryKey: ["settings", "receipts"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/receipts")),
    }),
  registrationSettings: () =>
    queryOptions({
      queryKey: ["settings", "registration"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/registration")),
    }),
  referralSettings: () =>
    queryOptions({
      queryKey: ["settings", "referrals"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/referrals")),
    }),
  referralTotals: () =>
    queryOptions({
      queryKey: ["referrals", "totals"],
      queryFn: () => unwrap(api.GET("/api/v1/referrals/totals")),
    }),
  heldRuns: () =>
    queryOptions({
      queryKey: ["held-runs"],
      queryFn: () => unwrap(api.GET("/api/v1/held-runs", { params: { query: { limit: 1 } } })),
      refetchInterval: ONE_MINUTE / 2,
    }),
  outage: (outage_id: string) =>
    queryOptions({
      queryKey: ["outages", outage_id],
      queryFn: () =>
        unwrap(api.GET("/api/v1/outages/{outage_id}", { params: { path: { outage_id } } })),
      refetchInterval: ONE_MINUTE / 6,
    }),
  safetySettings: () =>
    queryOptions({
      queryKey: ["settings", "safety"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/safety")),
    }),
  trialSettings: () =>
    queryOptions({
      queryKey: ["settings", "trials"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/trials")),
    }),
  waitlist: () =>
    queryOptions({
      queryKey: ["waitlist"],
      queryFn: () => unwrap(api.GET("/api/v1/waitlist")),
      refetchInterval: ONE_MINUTE / 2,
    }),
  waitlistSettings: () =>
    queryOptions({
      queryKey: ["settings", "waitlist"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/waitlist")),
    }),
  expirySettings: () =>
    queryOptions({
      queryKey: ["settings", "expiry"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/expiry")),
    }),
  mailSettings: () =>
    queryOptions({
      queryKey: ["settings", "mail"],
      queryFn: () => unwrap(api.GET("/api/v1/settings/mail")),
    }),
};
