import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { MediaHook, ServerDetail } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { InstantEnforcement } from "./InstantEnforcement";

const PATH = "/api/v1/servers/srv_gamma/media-hook";
const BLANK: MediaHook = {
  is_made: false,
  made_at: null,
  old_until: null,
  arrived_at: null,
  sender: "",
  event: "",
  looked_at: null,
};
const HEARD: MediaHook = {
  ...BLANK,
  is_made: true,
  made_at: "2026-01-01T00:00:00Z",
  arrived_at: "2026-01-02T00:00:00Z",
  sender: "Jellyfin",
  event: "PlaybackStart",
  looked_at: "2026-01-02T00:00:01Z",
};
const GAMMA = { id: "srv_gamma", platform: "jellyfin" } as ServerDetail;

describe("the address at which a server tells of playback", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give(`GET ${PATH}`, BLANK);
  });

  it("is made when it is asked for, and shown with what to do there", async () => {
    server.give(`POST ${PATH}`, {
      url: "https://watch.example/webhooks/media/srv_gamma/first",
      hook: { ...BLANK, is_made: true },
    });
    show(<InstantEnforcement of={GAMMA} />);
    await screen.findByText("Nothing arrived yet");
    expect(server.calls(`POST ${PATH}`)).toEqual([]);

    await userEvent.click(screen.getByRole("button", { name: "Make an address" }));
    const shown = await screen.findByLabelText<HTMLInputElement>("Address to enter there");
    expect(shown.value).toBe("https://watch.example/webhooks/media/srv_gamma/first");
    expect(screen.getByRole("button", { name: "Copy the address" })).toBeTruthy();
    expect(screen.getByText("Send all properties")).toBeTruthy();
    expect(screen.queryByText(/Plex Pass/)).toBeNull();
  });

  it("is not shown before it is asked for, and replaced on request", async () => {
    server
      .give(`GET ${PATH}`, HEARD)
      .give(`POST ${PATH}`, { url: "https://watch.example/first", hook: HEARD })
      .on(`POST ${PATH}/rotate`, () => {
        const hook = { ...HEARD, old_until: "2026-01-03T00:00:00Z" };
        server.give(`GET ${PATH}`, hook);
        return { body: { url: "https://watch.example/second", hook } };
      });
    show(<InstantEnforcement of={GAMMA} />);
    await screen.findByText("PlaybackStart (Jellyfin)");
    expect(screen.queryByLabelText("Address to enter there")).toBeNull();

    await userEvent.click(screen.getByRole("button", { name: "Show the address" }));
    await screen.findByDisplayValue("https://watch.example/first");
    await userEvent.click(screen.getByRole("button", { name: "Replace the address" }));
    await screen.findByDisplayValue("https://watch.example/second");
    expect(await screen.findByText("The old address works until")).toBeTruthy();
  });

  it("says so when what arrived was not understood", async () => {
    server.give(`GET ${PATH}`, { ...HEARD, sender: "", event: "" });
    show(<InstantEnforcement of={GAMMA} />);
    expect(await screen.findByText("Something that was not understood")).toBeTruthy();
  });
});
