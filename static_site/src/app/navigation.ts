import type { IconName } from "@/components/Icon/Icon";

interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
}

interface Section {
  readonly title: string;
  readonly places: readonly Place[];
}

/** The dashboard's map. */
export const NAVIGATION: readonly Section[] = [
  {
    title: "",
    places: [
      { to: "/", label: "Overview", icon: "overview" },
      { to: "/health", label: "Health", icon: "health" },
    ],
  },
  {
    title: "Sales",
    places: [
      { to: "/users", label: "Users", icon: "users" },
      { to: "/import", label: "Import", icon: "import" },
      { to: "/linked-users", label: "Linked users", icon: "link" },
      { to: "/payments", label: "Payments", icon: "payments" },
      { to: "/plans", label: "Plans", icon: "plans" },
      { to: "/discounts", label: "Discount codes", icon: "discounts" },
      { to: "/referrals", label: "Referrals", icon: "referrals" },
      { to: "/waitlist", label: "Waitlist", icon: "waitlist" },
    ],
  },
  {
    title: "Media",
    places: [
      { to: "/servers", label: "Servers", icon: "servers" },
      { to: "/plex-accounts", label: "Plex accounts", icon: "account" },
      { to: "/libraries", label: "Libraries", icon: "catalogue" },
      { to: "/locations", label: "Locations", icon: "location" },
      { to: "/shares", label: "Shares", icon: "shares" },
      { to: "/migrations", label: "Migrations", icon: "migrations" },
    ],
  },
  {
    title: "Operation",
    places: [
      { to: "/activity", label: "Activity", icon: "activity" },
      { to: "/streams", label: "Streams", icon: "streams" },
      { to: "/rules", label: "Rules", icon: "rules" },
      { to: "/devices", label: "Devices", icon: "devices" },
      { to: "/downloads", label: "Downloads", icon: "downloads" },
      { to: "/violations", label: "Violations", icon: "violations" },
      { to: "/held-runs", label: "Held runs", icon: "warning" },
      { to: "/outages", label: "Outages", icon: "outage" },
      { to: "/jobs", label: "Jobs", icon: "jobs" },
      { to: "/audit", label: "Audit", icon: "audit" },
      { to: "/settings", label: "Settings", icon: "settings" },
    ],
  },
];
