import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { DiscordSettings, Plan } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { DiscordSettingsForm } from "./DiscordSettingsForm";

const PLANS = [
  { id: "pln_basic", name: "Basic" },
  { id: "pln_premium", name: "Premium" },
] as Plan[];
const HELD: DiscordSettings = {
  enabled: false,
  bot_token: { is_set: true, ending: "", problem: "" },
  guild_id: "110000000000000001",
  subscriber_role: "Subscriber",
  trial_role: "",
  plan_roles: [{ plan_id: "pln_premium", role: "Gold" }],
  version: 2,
};

describe("the form of Discord roles", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give("PUT /api/v1/settings/discord", { ...HELD, version: 3 });
    const nothing = () => undefined;
    show(<DiscordSettingsForm of={HELD} plans={PLANS} onSaved={nothing} onReload={nothing} />);
  });

  it("keeps the token that is stored, and sends roles of plans that are named", async () => {
    await userEvent.click(screen.getByRole("switch", { name: /Roles are given/ }));
    await userEvent.type(screen.getByRole("combobox", { name: "Basic" }), " Silver ");
    await userEvent.clear(screen.getByRole("combobox", { name: "Premium" }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.calls("PUT /api/v1/settings/discord")).toHaveLength(1));
    expect(server.calls("PUT /api/v1/settings/discord")[0]?.body).toEqual({
      enabled: true,
      bot_token: null,
      guild_id: "110000000000000001",
      subscriber_role: "Subscriber",
      trial_role: "",
      plan_roles: [{ plan_id: "pln_basic", role: "Silver" }],
      version: 2,
    });
  });
});
