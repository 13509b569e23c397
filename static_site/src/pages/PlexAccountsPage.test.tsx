import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { PlexAccount } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { PlexAccountsPage } from "./PlexAccountsPage";

const ACCOUNT = {
  id: "acc_owner",
  plex_id: "1000",
  username: "owner",
  email: "owner@example.com",
  has_plex_pass: true,
  people: 10,
  others: 2,
  max_people: 100,
  calls_per_second: 1,
  servers: ["Alpha", "Beta"],
  checked_at: "2026-01-31T12:00:00Z",
  token_error: "",
  warnings: [],
  version: 1,
} as PlexAccount;

describe("the page of Plex accounts", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer();
  });

  it("shows people beside the ceiling and warns of nothing that is well", async () => {
    server.give("GET /api/v1/plex-accounts", { items: [ACCOUNT] });
    show(<PlexAccountsPage />);
    await screen.findByText("12 of 100");
    expect(screen.getByText("Alpha and Beta")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.queryByRole("note")).toBeNull();
  });

  it("warns of a dead token, naming the servers, and of an account that fills up", async () => {
    server.give("GET /api/v1/plex-accounts", {
      items: [
        { ...ACCOUNT, token_error: "The token was revoked." },
        { ...ACCOUNT, id: "acc_two", username: "second", people: 96, servers: ["Gamma"] },
        { ...ACCOUNT, id: "acc_three", username: "third", people: 100, servers: ["Delta"] },
      ],
    });
    show(<PlexAccountsPage />);
    expect((await screen.findByRole("alert")).textContent).toContain("on Alpha and Beta until");
    const notes = screen.getAllByRole("note").map(({ textContent }) => textContent);
    expect(notes[0]).toContain("second has room for 2 people only");
    expect(notes[1]).toContain("third is full: nobody new can be invited");
  });
});
