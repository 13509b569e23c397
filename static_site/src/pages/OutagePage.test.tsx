import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { OutagePage } from "./OutagePage";
import { OutagesPage } from "./OutagesPage";

const OUTAGE = {
  id: "out_1",
  server_id: "srv_alpha",
  server_name: "Alpha",
  state: "open",
  why: "It did not answer in time.",
  began_at: "2026-03-01T10:00:00Z",
  ended_at: "2026-03-01T12:00:00Z",
  minutes: 120,
  days: 1,
  people: 2,
  given: 0,
  decided_at: null,
  finished_at: null,
  version: 3,
};

const ANN = {
  user_id: "usr_ann",
  user_label: "Ann",
  state: "waiting",
  days: 1,
  ends_at: null,
  payment_id: null,
};

describe("an outage", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/outages", { items: [OUTAGE], next_cursor: null })
      .give("GET /api/v1/outages/out_1", OUTAGE)
      .give("GET /api/v1/outages/out_1/people", { items: [ANN], next_cursor: null });
  });

  it("is listed with how long it was and what it waits for", async () => {
    show(<OutagesPage />);
    await screen.findByText("Alpha");
    expect(screen.getByText("120")).toBeDefined();
    expect(screen.getByText("Waits for you")).toBeDefined();
  });

  it("gives everybody the days after one more click", async () => {
    server.give("POST /api/v1/outages/out_1/give", { ...OUTAGE, state: "giving" });
    show(<OutagePage />, "/outages/out_1", "/outages/:outageId");
    await screen.findByText("Ann");
    await userEvent.click(screen.getByRole("button", { name: "Give the time back" }));
    await screen.findByText("Give 2 people 1 day each?");
    await userEvent.click(screen.getByRole("button", { name: "Give" }));
    await waitFor(() => expect(server.calls("POST /api/v1/outages/out_1/give")).toHaveLength(1));
    expect(server.calls("POST /api/v1/outages/out_1/give")[0]?.body).toEqual({ version: 3 });
  });

  it("has nothing to decide once the time was given", async () => {
    server.give("GET /api/v1/outages/out_1", { ...OUTAGE, state: "compensated", given: 2 });
    show(<OutagePage />, "/outages/out_1", "/outages/:outageId");
    await screen.findByText("Ann");
    expect(screen.queryByRole("button", { name: "Give the time back" })).toBeNull();
  });
});
