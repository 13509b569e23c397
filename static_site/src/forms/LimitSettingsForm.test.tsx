import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { LimitSettings } from "@/api/types";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { LimitSettingsForm } from "./LimitSettingsForm";

const GROUPS = [
  { id: "grp_private", name: "Private", is_built_in: true, libraries: 1, plans: [], version: 0 },
  { id: "grp_standard", name: "Standard", is_built_in: true, libraries: 1, plans: [], version: 0 },
];
const HELD: LimitSettings = {
  modes: {
    concurrent_streams: "enforce",
    video_transcoding: "enforce",
    transcoding_4k: "enforce",
    bitrate: "enforce",
    long_pause: "enforce",
    allowed_hours: "enforce",
    fair_use: "enforce",
    downloads: "enforce",
    devices: "enforce",
    sharing: "observe",
  },
  stop_mode: "newest",
  warns_first: false,
  sustain_seconds: 0,
  cool_down_seconds: 60,
  stops_paused_after_minutes: 0,
  ghost_after_minutes: 10,
  week_begins_on: 6,
  ladder: [{ strikes: 3, measure: "suspend", hours: 24 }],
  strike_window_hours: 168,
  restricted_group_ids: [],
  sharing_score_from: 80,
  activity_days: 90,
  version: 2,
};
const ROUTE = "PUT /api/v1/settings/limits";

describe("the form of how limits are kept", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give(ROUTE, { ...HELD, version: 3 });
    const nothing = () => undefined;
    show(<LimitSettingsForm of={HELD} groups={GROUPS} onSaved={nothing} onReload={nothing} />);
  });

  const save = () => userEvent.click(screen.getByRole("button", { name: "Save the limits" }));
  const sent = () => server.calls(ROUTE)[0]?.body as LimitSettings;
  const step = (number: number) => within(screen.getByRole("group", { name: `Step ${String(number)}` }));

  it("sends what is set as it is set", async () => {
    await save();
    await waitFor(() => expect(server.calls(ROUTE)).toHaveLength(1));
    expect(sent()).toEqual(HELD);
  });

  it("changes how far one rule goes and leaves the others", async () => {
    const bitrate = screen.getByRole("combobox", { name: "Bitrate: how far it goes" });
    await userEvent.selectOptions(bitrate, "Off");
    await save();
    await waitFor(() => expect(server.calls(ROUTE)).toHaveLength(1));
    expect(sent().modes).toEqual({ ...HELD.modes, bitrate: "off" });
  });

  it("adds and removes steps, and asks for what is missing in each", async () => {
    await userEvent.click(screen.getByRole("button", { name: "Add a step" }));
    const strikes = step(2).getByRole("textbox", { name: "From strike" });
    await userEvent.clear(strikes);
    await userEvent.type(strikes, "3");
    await save();
    await screen.findByText("Each step needs more strikes than the one before.");
    expect(server.calls(ROUTE)).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Remove step 1" }));
    expect(screen.queryByRole("group", { name: "Step 2" })).toBeNull();
    await save();
    await waitFor(() => expect(server.calls(ROUTE)).toHaveLength(1));
    expect(sent().ladder).toEqual([{ strikes: 3, measure: "warn", hours: 0 }]);
  });

  it("asks which libraries stay as soon as a step restricts, never offering private ones", async () => {
    expect(screen.queryByPlaceholderText("Choose groups")).toBeNull();
    await userEvent.click(step(1).getByRole("combobox", { name: "What follows" }));
    await userEvent.click(await screen.findByRole("option", { name: "Leave only some libraries" }));
    await save();
    await screen.findByText("Choose at least one group.");
    await userEvent.click(screen.getByPlaceholderText("Choose groups"));
    expect(screen.queryByRole("option", { name: "Private" })).toBeNull();
    await userEvent.click(await screen.findByRole("option", { name: "Standard" }));
    await save();
    await waitFor(() => expect(server.calls(ROUTE)).toHaveLength(1));
    expect(sent().restricted_group_ids).toEqual(["grp_standard"]);
  });

  it("shows what the server finds wrong with the ladder", async () => {
    const problems = [{ field: "ladder.0.hours", message: "Too long.", remedy: "Use less." }];
    server.on(ROUTE, () => fail(422, { message: "Too long.", problems }));
    await save();
    await screen.findByText("Too long. Use less.");
  });
});
