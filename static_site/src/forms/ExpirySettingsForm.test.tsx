import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { ExpirySettings } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { ExpirySettingsForm } from "./ExpirySettingsForm";

const GROUPS = [
  { id: "grp_private", name: "Private", is_built_in: true, libraries: 1, plans: [], version: 0 },
  { id: "grp_standard", name: "Standard", is_built_in: true, libraries: 1, plans: [], version: 0 },
];
const HELD: ExpirySettings = {
  policy: "remove",
  restrict_groups: ["grp_removed_since"],
  delete_after_days: 30,
  version: 4,
};

describe("the form of what follows an end", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give("PUT /api/v1/settings/expiry", { ...HELD, version: 5 });
    const nothing = () => undefined;
    show(<ExpirySettingsForm of={HELD} groups={GROUPS} onSaved={nothing} onReload={nothing} />);
  });

  const save = () => userEvent.click(screen.getByRole("button", { name: "Save the settings" }));

  it("asks for a group before it restricts, and never offers private libraries", async () => {
    await userEvent.click(screen.getByLabelText("Keep some libraries"));
    await save();
    await screen.findByText("Choose at least one group.");
    expect(server.calls("PUT /api/v1/settings/expiry")).toEqual([]);
    await userEvent.click(screen.getByPlaceholderText("Choose groups"));
    expect(screen.queryByRole("option", { name: "Private" })).toBeNull();
    await userEvent.click(await screen.findByRole("option", { name: "Standard" }));
    await save();
    await waitFor(() => expect(server.calls("PUT /api/v1/settings/expiry")).toHaveLength(1));
    expect(server.calls("PUT /api/v1/settings/expiry")[0]?.body).toEqual({
      policy: "restrict",
      restrict_groups: ["grp_standard"],
      delete_after_days: 30,
      version: 4,
    });
  });

  it("says where accounts cannot be locked, and asks for no group to lock them", async () => {
    const lock = screen.getByRole("radio", { name: "Lock the account" });
    expect(screen.getByText(/Plex cannot lock anybody.*libraries are withdrawn/)).toBeTruthy();
    await userEvent.click(lock);
    expect(screen.queryByPlaceholderText("Choose groups")).toBeNull();
    await save();
    await waitFor(() => expect(server.calls("PUT /api/v1/settings/expiry")).toHaveLength(1));
    expect(server.calls("PUT /api/v1/settings/expiry")[0]?.body).toEqual({
      policy: "disable",
      restrict_groups: [],
      delete_after_days: 30,
      version: 4,
    });
  });

  it("says whom a shorter wait deletes", async () => {
    const days = screen.getByRole("textbox", { name: /Delete the person/ });
    await userEvent.clear(days);
    await userEvent.type(days, "3");
    await screen.findByText(/at least 3 days ago is deleted by the next hourly run/);
  });
});
