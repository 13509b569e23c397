import { createBrowserRouter, type RouteObject } from "react-router";
import { NotFoundPage } from "@/pages/NotFoundPage";
import { BrokenPage } from "./BrokenPage";
import { RequireSession } from "./RequireSession";
import { Shell } from "./Shell";
import { Starting } from "./Starting";

const PAGES: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import("@/pages/OverviewPage")).OverviewPage }) },
  { path: "health", lazy: async () => ({ Component: (await import("@/pages/HealthPage")).HealthPage }) },
  { path: "users", lazy: async () => ({ Component: (await import("@/pages/UsersPage")).UsersPage }) },
  { path: "users/:userId", lazy: async () => ({ Component: (await import("@/pages/UserPage")).UserPage }) },
  { path: "invite", lazy: async () => ({ Component: (await import("@/pages/InvitePage")).InvitePage }) },
  { path: "invite-lists", lazy: async () => ({ Component: (await import("@/pages/InviteListsPage")).InviteListsPage }) },
  { path: "invite-lists/:listId", lazy: async () => ({ Component: (await import("@/pages/InviteListPage")).InviteListPage }) },
  { path: "import", lazy: async () => ({ Component: (await import("@/pages/ImportPage")).ImportPage }) },
  { path: "linked-users", lazy: async () => ({ Component: (await import("@/pages/LinkedUsersPage")).LinkedUsersPage }) },
  { path: "payments", lazy: async () => ({ Component: (await import("@/pages/PaymentsPage")).PaymentsPage }) },
  { path: "payments/:paymentId", lazy: async () => ({ Component: (await import("@/pages/PaymentPage")).PaymentPage }) },
  { path: "plans", lazy: async () => ({ Component: (await import("@/pages/PlansPage")).PlansPage }) },
  { path: "plans/new", lazy: async () => ({ Component: (await import("@/pages/NewPlanPage")).NewPlanPage }) },
  { path: "plans/:planId", lazy: async () => ({ Component: (await import("@/pages/PlanPage")).PlanPage }) },
  { path: "discounts", lazy: async () => ({ Component: (await import("@/pages/DiscountsPage")).DiscountsPage }) },
  { path: "discounts/new", lazy: async () => ({ Component: (await import("@/pages/NewDiscountPage")).NewDiscountPage }) },
  { path: "discounts/:code", lazy: async () => ({ Component: (await import("@/pages/DiscountPage")).DiscountPage }) },
  { path: "waitlist", lazy: async () => ({ Component: (await import("@/pages/WaitlistPage")).WaitlistPage }) },
  { path: "referrals", lazy: async () => ({ Component: (await import("@/pages/ReferralsPage")).ReferralsPage }) },
  { path: "libraries", lazy: async () => ({ Component: (await import("@/pages/LibrariesPage")).LibrariesPage }) },
  { path: "locations", lazy: async () => ({ Component: (await import("@/pages/LocationsPage")).LocationsPage }) },
  { path: "shares", lazy: async () => ({ Component: (await import("@/pages/SharesPage")).SharesPage }) },
  { path: "plex-accounts", lazy: async () => ({ Component: (await import("@/pages/PlexAccountsPage")).PlexAccountsPage }) },
  { path: "servers", lazy: async () => ({ Component: (await import("@/pages/ServersPage")).ServersPage }) },
  { path: "servers/new", lazy: async () => ({ Component: (await import("@/pages/NewServerPage")).NewServerPage }) },
  { path: "servers/:serverId", lazy: async () => ({ Component: (await import("@/pages/ServerPage")).ServerPage }) },
  { path: "migrations", lazy: async () => ({ Component: (await import("@/pages/MigrationsPage")).MigrationsPage }) },
  { path: "migrations/new", lazy: async () => ({ Component: (await import("@/pages/NewMigrationPage")).NewMigrationPage }) },
  { path: "migrations/:migrationId", lazy: async () => ({ Component: (await import("@/pages/MigrationPage")).MigrationPage }) },
  { path: "activity", lazy: async () => ({ Component: (await import("@/pages/ActivityPage")).ActivityPage }) },
  { path: "streams", lazy: async () => ({ Component: (await import("@/pages/StreamsPage")).StreamsPage }) },
  { path: "rules", lazy: async () => ({ Component: (await import("@/pages/RulesPage")).RulesPage }) },
  { path: "devices", lazy: async () => ({ Component: (await import("@/pages/DevicesPage")).DevicesPage }) },
  { path: "downloads", lazy: async () => ({ Component: (await import("@/pages/DownloadsPage")).DownloadsPage }) },
  { path: "violations", lazy: async () => ({ Component: (await import("@/pages/ViolationsPage")).ViolationsPage }) },
  { path: "held-runs", lazy: async () => ({ Component: (await import("@/pages/HeldRunsPage")).HeldRunsPage }) },
  { path: "outages", lazy: async () => ({ Component: (await import("@/pages/OutagesPage")).OutagesPage }) },
  { path: "outages/:outageId", lazy: async () => ({ Component: (await import("@/pages/OutagePage")).OutagePage }) },
  { path: "jobs", lazy: async () => ({ Component: (await import("@/pages/JobsPage")).JobsPage }) },
  { path: "jobs/:jobId", lazy: async () => ({ Component: (await import("@/pages/JobPage")).JobPage }) },
  { path: "audit", lazy: async () => ({ Component: (await import("@/pages/AuditPage")).AuditPage }) },
  { path: "settings", lazy: async () => ({ Component: (await import("@/pages/SettingsPage")).SettingsPage }) },
  { path: "*", Component: NotFoundPage },
];

/** Build the dashboard's pages; each is loaded when it is first opened. */
export function buildRouter() {
  return createBrowserRouter(
    [
      {
        ErrorBoundary: BrokenPage,
        HydrateFallback: Starting,
        children: [
          { path: "sign-in", lazy: async () => ({ Component: (await import("@/pages/SignInPage")).SignInPage }) },
          { path: "setup", lazy: async () => ({ Component: (await import("@/pages/SetupPage")).SetupPage }) },
          {
            Component: RequireSession,
            children: [
              { Component: Shell, children: [{ ErrorBoundary: BrokenPage, children: PAGES }] },
            ],
          },
        ],
      },
    ],
    { basename: "/admin" },
  );
}
