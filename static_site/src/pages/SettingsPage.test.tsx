import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { SettingsPage } from "./SettingsPage";

describe("the settings", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/settings/waitlist", { enabled: true, offer_hours: 24, version: 1 })
      .give("GET /api/v1/settings/registration", {
        enabled: true,
        is_public: true,
        offers_reinvite: false,
        allows_media_change: false,
        version: 3,
      });
  });

  it("reads what belongs to the tab that is open, and saves it with its version", async () => {
    const saved = { enabled: true, offer_hours: 24, version: 2 };
    server.give("PUT /api/v1/settings/waitlist", saved);
    show(<SettingsPage />, "/settings?tab=waitlist");
    await userEvent.click(await screen.findByRole("switch", { name: /wait for a seat/ }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.calls("PUT /api/v1/settings/waitlist")).toHaveLength(1));
    const [call] = server.calls("PUT /api/v1/settings/waitlist");
    expect(call?.body).toEqual({ enabled: false, offer_hours: 24, version: 1 });
    expect(server.calls("GET /api/v1/settings/stripe")).toHaveLength(0);
  });

  it("shows one form of a tab while another could not be read", async () => {
    show(<SettingsPage />, "/settings?tab=referrals");
    expect(await screen.findByRole("switch", { name: /Open to everybody/ })).toBeTruthy();
    expect(await screen.findByRole("button", { name: /Try again/ })).toBeTruthy();
  });
});
