import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { PlexBanner } from "./PlexBanner";

const DEAD = { id: "acc_owner", username: "owner", token_error: "plex.tv refuses the Plex token." };

describe("the banner of dead tokens", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer();
  });

  it("leads to the accounts from every other page", async () => {
    server.give("GET /api/v1/plex-accounts", { items: [DEAD] });
    show(<PlexBanner />, "/users");
    expect((await screen.findByRole("alert")).textContent).toContain("the token of owner");
    expect(screen.getByRole("link", { name: "Link it again" }).getAttribute("href")).toBe(
      "/plex-accounts",
    );
  });

  it("says nothing while every token works", async () => {
    server.give("GET /api/v1/plex-accounts", { items: [{ ...DEAD, token_error: "" }] });
    show(<PlexBanner />, "/users");
    await expect(screen.findByRole("alert", {}, { timeout: 200 })).rejects.toThrow();
  });
});
