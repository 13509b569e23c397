import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { PayPalSettings } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { PayPalSettingsForm } from "./PayPalSettingsForm";

const SECRET = { is_set: true, ending: "abcd", problem: "" };
const NO_SECRET = { is_set: false, ending: "", problem: "" };
const HELD: PayPalSettings = {
  enabled: true,
  checkout_enabled: true,
  recurring_enabled: false,
  sync_enabled: true,
  mode: "live",
  is_business: false,
  reads_by: "rest",
  client_id: "AClient",
  client_secret: SECRET,
  webhook_id: "8PT597110X687430L",
  nvp_username: "",
  nvp_password: NO_SECRET,
  nvp_signature: NO_SECRET,
  webhook_url: "https://shop.example/webhooks/paypal",
  webhook_events: ["CHECKOUT.ORDER.APPROVED"],
  version: 4,
};

describe("the form of the PayPal account", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give("PUT /api/v1/settings/paypal", { ...HELD, version: 5 });
    const nothing = () => undefined;
    show(<PayPalSettingsForm of={HELD} onSaved={nothing} onReload={nothing} />);
  });

  it("keeps secrets that were not touched and sends what was changed", async () => {
    await userEvent.click(screen.getByLabelText("This is a business account"));
    await userEvent.click(screen.getByRole("switch", { name: /Recurring payments/ }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.calls("PUT /api/v1/settings/paypal")).toHaveLength(1));
    expect(server.calls("PUT /api/v1/settings/paypal")[0]?.body).toMatchObject({
      recurring_enabled: true,
      is_business: true,
      client_secret: null,
      nvp_password: null,
      version: 4,
    });
  });

  it("shows where webhooks go and which events to select", () => {
    expect(screen.getByLabelText("Address of the webhook")).toHaveProperty("value", HELD.webhook_url);
    expect(screen.getByText("CHECKOUT.ORDER.APPROVED")).toBeDefined();
    expect(screen.queryByLabelText("NVP user name")).toBeNull();
  });
});
