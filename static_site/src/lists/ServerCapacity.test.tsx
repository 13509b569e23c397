import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Capacity, ServerDetail } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { ServerCapacity } from "./ServerCapacity";

const FULL: Capacity = {
  people: 2,
  accepted: 1,
  invited: 1,
  planned: 0,
  holds: [{ holder: "ord_1", until: "2026-02-01T12:00:00Z" }],
  taken: 3,
  max_users: 3,
  ceiling: {
    account_id: "acc_owner",
    username: "owner",
    taken: 97,
    others: 5,
    max_people: 100,
    servers: ["Alpha", "Beta"],
  },
  plans: [
    { plan_id: "pln_basic", plan_name: "Basic", fits: false, reasons: ["it is full (3 of 3)"] },
  ],
  leaving: [
    { user_id: "usr_ann", user_label: "Ann", at: "2026-02-28T12:00:00Z", why: "Paid until 2026-02-28" },
  ],
  is_cut: false,
};

describe("the capacity of a server", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer();
  });

  it("says why it is full and who makes room next", async () => {
    server.give("GET /api/v1/servers/srv_alpha/capacity", FULL);
    show(<ServerCapacity of={{ id: "srv_alpha" } as ServerDetail} />);
    await screen.findByText("3 of 3");
    expect(screen.getByText("0 free")).toBeTruthy();
    expect(screen.getByText("it is full (3 of 3)")).toBeTruthy();
    expect(screen.getByText("97 of 100")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Ann" })).toBeTruthy();
  });

  it("tells a server without a limit or an account apart from a full one", async () => {
    server.give("GET /api/v1/servers/srv_alpha/capacity", {
      ...FULL,
      max_users: null,
      ceiling: null,
      holds: [],
      leaving: [],
    });
    show(<ServerCapacity of={{ id: "srv_alpha" } as ServerDetail} />);
    await screen.findByText("3 of ∞");
    expect(screen.getByText("no limit of its own")).toBeTruthy();
    expect(screen.queryByText(/Ceiling of/)).toBeNull();
    expect(screen.getByText("Nobody makes room by time alone")).toBeTruthy();
  });
});
