import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { DownloadsOfUser } from "@/lists/DownloadsOfUser";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { DownloadsPage } from "./DownloadsPage";

const FILM = {
  user_id: "usr_ann",
  user_label: "Ann",
  server_id: "srv_alpha",
  server_name: "Alpha",
  title: "A Film",
  at: "2026-03-01T10:00:00Z",
  again: 0,
};
const WAYS = [
  { platform: "jellyfin", way: "downloads_logged" },
  { platform: "plex", way: "downloads_running" },
];
const METER = {
  first_day: "2026-03-01",
  renews_at: "2026-03-08T00:00:00Z",
  count: 3,
  limit: 5,
  withheld_until: null,
  asked_until: null,
};

describe("downloads", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/servers", { items: [{ id: "srv_alpha", name: "Alpha" }] })
      .give("GET /api/v1/downloads", {
        items: [FILM, { ...FILM, again: 2, at: "2026-03-01T14:00:00Z" }],
        next_cursor: null,
        ways: WAYS,
      });
  });

  it("are listed with who and where, and with what is not told", async () => {
    show(<DownloadsPage />);
    expect(await screen.findAllByText("A Film")).toHaveLength(2);
    expect(screen.getByText("Counted again: it lasted 4 hours")).toBeDefined();
    expect(screen.getByText(/^On Plex a download shows only while it runs/)).toBeDefined();
    expect(screen.getByText(/^On Jellyfin every download stands/)).toBeDefined();
    expect(screen.getAllByRole("link", { name: "Ann" })[0]?.getAttribute("href")).toBe(
      "/users/usr_ann?tab=downloads",
    );
  });

  it("are shown of one server", async () => {
    show(<DownloadsPage />);
    await screen.findAllByText("A Film");
    await userEvent.click(screen.getByRole("combobox", { name: "From which server" }));
    await userEvent.click(await screen.findByRole("option", { name: "Alpha" }));
    await waitFor(() =>
      expect(
        server.calls("GET /api/v1/downloads").some(({ query }) => query.server_id === "srv_alpha"),
      ).toBe(true),
    );
  });

  it("of one person show the meter and the weeks before", async () => {
    server.give("GET /api/v1/users/usr_ann/downloads", {
      meter: METER,
      items: [FILM],
      earlier: [{ first_day: "2026-02-22", count: 4 }],
      ways: WAYS,
    });
    show(<DownloadsOfUser userId="usr_ann" />);
    await screen.findByText(/3 of 5 used/);
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("60");
    expect(screen.getByText("4")).toBeDefined();
    expect(screen.queryByText("The download right is withheld")).toBeNull();
  });

  it("say that the right is withheld, and when it comes back", async () => {
    server.give("GET /api/v1/users/usr_ann/downloads", {
      meter: { ...METER, count: 5, withheld_until: METER.renews_at },
      items: [],
      earlier: [],
      ways: WAYS,
    });
    show(<DownloadsOfUser userId="usr_ann" />);
    await screen.findByText("The download right is withheld");
    expect(screen.getByText("Nothing was downloaded this week")).toBeDefined();
  });

  it("say that somebody is only asked while the right is still there", async () => {
    server.give("GET /api/v1/users/usr_ann/downloads", {
      meter: { ...METER, count: 5, asked_until: METER.renews_at },
      items: [],
      earlier: [],
      ways: WAYS,
    });
    show(<DownloadsOfUser userId="usr_ann" />);
    await screen.findByText("Only asked to download nothing");
    expect(screen.queryByText("The download right is withheld")).toBeNull();
  });

  it("without an allotment are only counted", async () => {
    server.give("GET /api/v1/users/usr_ann/downloads", {
      meter: { ...METER, limit: null },
      items: [],
      earlier: [],
      ways: [],
    });
    show(<DownloadsOfUser userId="usr_ann" />);
    await screen.findByText(/3 downloads, no allotment/);
    expect(screen.queryByRole("progressbar")).toBeNull();
  });
});
