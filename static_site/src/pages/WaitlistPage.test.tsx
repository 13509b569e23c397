import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { WaitlistPage } from "./WaitlistPage";

const TURN = {
  id: "wai_1",
  state: "waiting",
  place: 1,
  plan_id: "pln_1",
  plan_name: "Basic",
  email: "ann@example.com",
  name: "Ann",
  media_name: "ann",
  user_id: null,
  location_id: null,
  location_name: "",
  joined_at: "2026-01-01T00:00:00Z",
  offers: 0,
  offer_until: null,
  server_id: null,
  server_name: "",
  order_id: null,
};

describe("the page of the waitlist", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    const offered = { ...TURN, id: "wai_2", email: "bob@example.com", state: "offered", place: null };
    server = new FakeServer().give("GET /api/v1/waitlist", {
      items: [
        TURN,
        { ...offered, server_name: "Alpha", offer_until: "2026-01-02T00:00:00Z" },
      ],
    });
  });

  it("tells who waits for what, and which seats are kept", async () => {
    show(<WaitlistPage />);
    await screen.findByText("ann@example.com · ann");
    expect(screen.getByText("Seat offered")).toBeTruthy();
    expect(screen.getByText(/^Alpha, kept until/)).toBeTruthy();
    expect(screen.getAllByRole("button", { name: "Offer now" })).toHaveLength(1);
  });

  it("offers a seat at once, and removes after asking", async () => {
    server.give("POST /api/v1/waitlist/wai_1/offer", { ...TURN, state: "offered" });
    server.give("POST /api/v1/waitlist/wai_1/remove", { ...TURN, state: "removed" });
    show(<WaitlistPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Offer now" }));
    await waitFor(() => expect(server.calls("POST /api/v1/waitlist/wai_1/offer")).toHaveLength(1));
    const [remove] = screen.getAllByRole("button", { name: "Remove" });
    if (remove) await userEvent.click(remove);
    await userEvent.click(await screen.findByRole("button", { name: "Take out of the line" }));
    await waitFor(() => expect(server.calls("POST /api/v1/waitlist/wai_1/remove")).toHaveLength(1));
  });
});
