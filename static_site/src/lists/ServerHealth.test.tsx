import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Health, ServerDetail } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { ServerHealth } from "./ServerHealth";

const HEALTH: Health = {
  now: "2026-01-02T00:00:00Z",
  state: "ok",
  items: ["srv_gamma", "srv_other"].map((id) => ({
    area: "media",
    id: `server:${id}`,
    title: `Server ${id}`,
    state: "ok",
    summary: "It answered.",
    remedy: "",
    link: "",
    at: null,
  })),
};

const GAMMA = {
  id: "srv_gamma",
  account_id: null,
  platform: "jellyfin",
  platform_version: "10.11.3",
} as ServerDetail;

describe("the health of a server", () => {
  beforeEach(() => {
    beginSignedIn();
    new FakeServer().give("GET /api/v1/health", HEALTH);
  });

  it("shows its own checks and the version that it told", async () => {
    show(<ServerHealth of={GAMMA} />);
    await screen.findByText("Server srv_gamma");
    expect(screen.queryByText("Server srv_other")).toBeNull();
    expect(screen.getByText(/This one ran Jellyfin 10\.11\.3/)).toBeTruthy();
  });

  it("says nothing of a version that the server does not tell", async () => {
    show(<ServerHealth of={{ ...GAMMA, platform_version: "" }} />);
    await screen.findByText("Server srv_gamma");
    expect(screen.queryByText(/This one ran/)).toBeNull();
  });
});
