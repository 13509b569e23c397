import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { activityQueries } from "@/api/activityQueries";
import type { Playing, PlayingNow, StreamEntry, StreamFigures } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { ActivityPage } from "./ActivityPage";

const STREAM: Playing = {
  session_key: "1",
  user_id: "usr_ann",
  user_label: "Ann",
  username: "ann",
  is_owner: false,
  device_name: "Living room",
  product: "Plex for TV",
  title: "A Film",
  state: "paused",
  media_kind: "video",
  address: "203.0.113.7",
  address_kind: "relay",
  resolution: "4K",
  bitrate_kbps: 18_500,
  transcodes_video: true,
  position_seconds: 309,
  duration_seconds: 2520,
  first_seen: "2026-01-31T12:00:00Z",
  decision: "stop",
};

const NOW: PlayingNow = {
  at: "2026-01-31T12:05:00Z",
  age_seconds: 7.4,
  servers: [
    {
      server_id: "srv_alpha",
      server_name: "Alpha",
      platform: "plex",
      error: "",
      streams: [
        STREAM,
        { ...STREAM, session_key: "2", user_id: null, user_label: "", username: "zed", decision: "" },
      ],
    },
    {
      server_id: "srv_beta",
      server_name: "Beta",
      platform: "emby",
      error: "It did not answer in time.",
      streams: [],
    },
  ],
};

const ENTRY: StreamEntry = {
  server_id: "srv_alpha",
  server_name: "Alpha",
  session_key: "1",
  user_id: "usr_ann",
  user_label: "Ann",
  username: "ann",
  device_name: "Phone",
  product: "App",
  title: "Another Film",
  address: "203.0.113.7",
  address_kind: "public",
  platform: "plex",
  resolution: "1080p",
  bitrate_kbps: 8000,
  transcodes_video: false,
  first_seen: "2026-01-31T12:00:00Z",
  last_seen: "2026-01-31T13:00:00Z",
  decision: "stop",
  decision_id: "dec_1",
};

const FIGURES: StreamFigures = {
  at: "2026-01-31T12:05:00Z",
  is_daily: false,
  points: [
    {
      at: "2026-01-31T10:00:00Z",
      streams: 3,
      peak: 2,
      transcodes: 0,
      servers: [
        { id: "srv_alpha", name: "Alpha", streams: 2 },
        { id: "srv_beta", name: "Beta", streams: 1 },
      ],
      resolutions: [{ id: "4K", name: "4K", streams: 3 }],
    },
  ],
  people: [{ user_id: "usr_ann", user_label: "Ann", hours: 12.34 }],
  weeks: [{ first_day: "2026-01-25", hours: 0.5 }],
};

describe("the page of activity", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/streams/now", NOW)
      .give("GET /api/v1/servers", { items: [{ id: "srv_alpha", name: "Alpha" }] })
      .give("GET /api/v1/users", { items: [], next_cursor: null })
      .give("GET /api/v1/activity", { items: [ENTRY], next_cursor: null })
      .give("GET /api/v1/activity/charts", FIGURES)
      .give("GET /api/v1/sharing", {
        items: [
          {
            user_id: "usr_ann",
            user_label: "Ann",
            score: 85,
            at: "2026-01-31T05:00:00Z",
            reasons: ["Streams ran at the same time from different networks on 3 days."],
            networks: 4,
            devices: 6,
          },
        ],
        next_cursor: null,
      });
  });

  it("tells who plays what where and how, and which server is not known", async () => {
    show(<ActivityPage />, "/activity");
    const row = (await screen.findByText("Ann")).closest("tr") as HTMLElement;
    expect(within(row).getByText("A Film")).toBeTruthy();
    expect(within(row).getByText("Paused · 5:09 of 42:00")).toBeTruthy();
    expect(within(row).getByText("4K · 18.5 Mbps")).toBeTruthy();
    expect(within(row).getByText("Transcoded")).toBeTruthy();
    expect(within(row).getByText("Relayed")).toBeTruthy();
    expect(screen.getByText("zed (not known here)")).toBeTruthy();
    expect(screen.getByText(/could not be looked at: It did not answer/)).toBeTruthy();
    expect(screen.getByText(/2 streams on 2 servers, 2 transcoded/)).toBeTruthy();
    expect(screen.getByText(/^7 seconds old/)).toBeTruthy();
  });

  it("does not look anew while nobody sees the page", () => {
    expect(activityQueries.now().refetchInterval).toBe(15_000);
    expect(activityQueries.now().refetchIntervalInBackground).toBe(false);
  });

  it("asks for the history of a person whom the address names", async () => {
    show(<ActivityPage />, "/activity?tab=history&user=usr_ann");
    const row = (await screen.findByText("Another Film")).closest("tr") as HTMLElement;
    expect(within(row).getByRole("link").getAttribute("href")).toContain("decision=dec_1");
    const [asked] = server.calls("GET /api/v1/activity");
    expect(asked?.query).toMatchObject({ user_id: "usr_ann", limit: "25" });
    expect(asked?.query.since).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it("draws charts of as many days as one chooses", async () => {
    show(<ActivityPage />, "/activity?tab=charts");
    expect((await screen.findAllByText(/Highest: 3,/)).length).toBe(2);
    expect(screen.getByText(/Highest: 2,/)).toBeTruthy();
    expect(screen.getByText("Nothing was transcoded")).toBeTruthy();
    expect(screen.getByText("12.3 h")).toBeTruthy();
    expect(screen.getByText(/Highest: 30 min/)).toBeTruthy();
    await userEvent.click(screen.getByText("30 days"));
    await waitFor(() => expect(server.calls("GET /api/v1/activity/charts")).toHaveLength(2));
    expect(server.calls("GET /api/v1/activity/charts")[1]?.query).toEqual({ days: "30" });
  });

  it("lists who may share an account with the reasons", async () => {
    show(<ActivityPage />, "/activity?tab=sharing");
    const row = (await screen.findByText("Ann")).closest("tr") as HTMLElement;
    expect(within(row).getByText("85")).toBeTruthy();
    expect(within(row).getByText(/different networks on 3 days/)).toBeTruthy();
  });
});
