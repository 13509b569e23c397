import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { HeldRunBanner } from "@/app/HeldRunBanner";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { HeldRunsPage } from "./HeldRunsPage";

const RUN = {
  id: "hld_1",
  run: "hourly",
  state: "open",
  people: 20,
  lately: 4,
  have_access: 100,
  most: 10,
  opened_at: "2026-03-01T00:00:00Z",
  decided_at: null,
  asks_again_at: null,
  version: 3,
};

const ANN = {
  user_id: "usr_ann",
  user_label: "Ann",
  why: "The paid time ended on 2026-02-28",
  libraries: ["Alpha: Films, Shows"],
  held_at: "2026-03-01T00:00:00Z",
  has_paid: false,
};

describe("a held run", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/held-runs", { items: [RUN], next_cursor: null })
      .give("GET /api/v1/held-runs/hld_1/people", {
        items: [ANN, { ...ANN, user_id: "usr_bob", user_label: "Bob", has_paid: true }],
        next_cursor: null,
      });
  });

  it("is told on every page, with the way to its list", async () => {
    show(<HeldRunBanner />);
    await screen.findByText("A run is held: 20 people would lose access");
    const link = screen.getByRole("link", { name: "Look at the list" });
    expect(link.getAttribute("href")).toBe("/held-runs");
  });

  it("is told no more once it was left", async () => {
    server.give("GET /api/v1/held-runs", { items: [{ ...RUN, state: "left" }], next_cursor: null });
    show(<HeldRunBanner />);
    await waitFor(() => expect(server.calls("GET /api/v1/held-runs")).toHaveLength(1));
    expect(screen.queryByText(/A run is held/)).toBeNull();
  });

  it("shows whom it concerns, and who has paid meanwhile", async () => {
    show(<HeldRunsPage />);
    await screen.findByText("The hourly run would take access from 20 people");
    screen.getByText(/100 have access, 4 lost it in the 24 hours before; at most 10 may lose it/);
    await screen.findByText("Ann");
    expect(screen.getAllByText("Alpha: Films, Shows")).toHaveLength(2);
    expect(screen.getAllByText("Paid meanwhile, stays")).toHaveLength(1);
  });

  it("goes on with the list as it was shown, after one more click", async () => {
    server.give("POST /api/v1/held-runs/hld_1/go-on", { ...RUN, state: "going_on" });
    show(<HeldRunsPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Go on" }));
    await screen.findByText("Take access from 20 people?");
    const [, confirm] = screen.getAllByRole("button", { name: "Go on" });
    if (confirm) await userEvent.click(confirm);
    await waitFor(() => {
      const [call] = server.calls("POST /api/v1/held-runs/hld_1/go-on");
      expect(call?.body).toEqual({ version: 3 });
    });
  });
});
