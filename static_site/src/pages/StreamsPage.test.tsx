import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { StreamsPage } from "./StreamsPage";

const DECISION = {
  id: "dec_1",
  at: "2026-01-31T12:05:00Z",
  user_id: "usr_ann",
  user_label: "Ann",
  server_id: "srv_alpha",
  server_name: "Alpha",
  session_key: "1",
  kind: "stop",
  rule: "concurrent_streams",
  limit: 2,
  counted: 3,
  reason: "3 devices played at a time; the limit is 2.",
  evidence: [],
  carried_out: false,
  outcome: "had ended by itself when it was to be stopped",
};

describe("the page of streams", () => {
  beforeEach(() => {
    beginSignedIn();
    new FakeServer()
      .give("GET /api/v1/decisions", { items: [DECISION], next_cursor: null })
      .give("GET /api/v1/settings/site", { enforcement_mode: "enforce" });
    show(<StreamsPage />);
  });

  it("leads to the rules for what would happen now, and does not ask it itself", async () => {
    const link = await screen.findByRole("link", { name: "Rules, and what would happen now" });
    expect(link.getAttribute("href")).toMatch(/\/rules$/);
    expect(screen.queryByRole("button", { name: "What would happen now?" })).toBeNull();
  });

  it("tells what had ended by itself from what was stopped", async () => {
    await screen.findByText("Ann");
    expect(screen.getByText("Had ended by itself")).toBeTruthy();
    expect(screen.queryByText("Stopped")).toBeNull();
  });
});
