import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { ComparedShare } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { SharesPage } from "./SharesPage";

const SHARE: ComparedShare = {
  user_id: "usr_ann",
  user_label: "Ann",
  standing: "active",
  plan_name: "Basic",
  paid_until: "2026-02-28T12:00:00Z",
  server_id: "srv_alpha",
  server_name: "Alpha",
  state: "accepted",
  has: ["Films", "Kids"],
  due: ["Films", "Shows"],
  allows_downloads: false,
  due_downloads: false,
  action: "change",
  why: "The plan Basic gives these",
  changed_at: "2026-01-31T12:00:00Z",
  checked_at: "2026-01-31T12:00:00Z",
};

describe("the page of shares", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/servers", { items: [{ id: "srv_alpha", name: "Alpha" }] })
      .give("GET /api/v1/shares", { items: [SHARE], next_cursor: null })
      .give("POST /api/v1/users/usr_ann/reconcile", { done: true });
  });

  it("tells what somebody gets and loses, and why", async () => {
    show(<SharesPage />, "/shares");
    const row = (await screen.findByText("Ann")).closest("tr") as HTMLElement;
    expect(within(row).getByLabelText("gets Shows")).toBeTruthy();
    expect(within(row).getByLabelText("loses Kids")).toBeTruthy();
    expect(within(row).queryByLabelText("loses Films")).toBeNull();
    expect(within(row).getByText("The plan Basic gives these")).toBeTruthy();
  });

  it("asks for what differs first, and for everything of a server on demand", async () => {
    show(<SharesPage />, "/shares?server=srv_alpha");
    await screen.findByText("Ann");
    await userEvent.click(screen.getByLabelText("Only what differs"));
    await waitFor(() => expect(server.calls("GET /api/v1/shares")).toHaveLength(2));
    const asked = server.calls("GET /api/v1/shares").map(({ query }) => query);
    expect(asked).toMatchObject([
      { server_id: "srv_alpha", differing: "true" },
      { server_id: "srv_alpha", differing: "false" },
    ]);
  });

  it("puts one person's access right", async () => {
    show(<SharesPage />, "/shares");
    await userEvent.click(
      await screen.findByRole("button", { name: "Put right now: Ann" }),
    );
    await screen.findByText("The access of Ann is being put right.");
    expect(server.calls("POST /api/v1/users/usr_ann/reconcile")).toHaveLength(1);
  });

  it("shows who cannot be put right without a server", async () => {
    const blocked = {
      ...SHARE,
      server_id: null,
      server_name: "",
      state: null,
      has: [],
      due: [],
      action: "blocked",
      why: "No server for Basic.",
    };
    server.give("GET /api/v1/shares", { items: [blocked], next_cursor: null });
    show(<SharesPage />, "/shares");
    await screen.findByText("Cannot be put right");
    expect(screen.getByText("No server for Basic.")).toBeTruthy();
  });
});
