import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Device } from "@/api/types";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { DevicesPage } from "./DevicesPage";

const PHONE: Device = {
  server_id: "srv_epsilon",
  server_name: "Epsilon",
  platform: "emby",
  device_ref: "12",
  name: "Phone",
  product: "Emby for Android",
  username: "ann",
  user_id: "usr_ann",
  user_label: "Ann Example",
  is_administrator: false,
  last_seen_at: "2026-01-31T12:00:00Z",
  counted: 3,
  limit: 3,
  admits_new: false,
};
const DESK: Device = {
  ...PHONE,
  device_ref: "13",
  name: "Desk",
  username: "admin",
  user_id: null,
  user_label: "",
  is_administrator: true,
  limit: null,
  counted: 1,
  admits_new: true,
};
const SIGN_OUT = "POST /api/v1/servers/srv_epsilon/devices/sign-out";

describe("the page of devices", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/servers", {
        items: [
          { id: "srv_alpha", name: "Alpha", platform: "plex" },
          { id: "srv_epsilon", name: "Epsilon", platform: "emby" },
        ],
      })
      .give("GET /api/v1/users", { items: [], next_cursor: null })
      .give("GET /api/v1/devices", { items: [PHONE, DESK], unread: [], is_cut: false })
      .give(SIGN_OUT, PHONE);
  });

  it("tells device, server, last user and how many of how many", async () => {
    show(<DevicesPage />, "/devices");
    const row = (await screen.findByText("Phone")).closest("tr") as HTMLElement;
    expect(within(row).getByText("Emby for Android")).toBeTruthy();
    expect(within(row).getByText("Ann Example")).toBeTruthy();
    expect(within(row).getByText("Epsilon")).toBeTruthy();
    expect(within(row).getByText("3 of 3")).toBeTruthy();
    expect(within(row).getByText("No new ones")).toBeTruthy();
    const other = screen.getByText("Desk").closest("tr") as HTMLElement;
    expect(within(other).getByText("1, no limit")).toBeTruthy();
    expect(within(other).getByText("Administers the server")).toBeTruthy();
  });

  it("signs a device out after a question", async () => {
    show(<DevicesPage />, "/devices");
    await userEvent.click(
      await screen.findByRole("button", { name: "Sign out: Phone of Ann Example" }),
    );
    expect(server.calls(SIGN_OUT)).toHaveLength(0);
    const question = await screen.findByRole("dialog");
    await userEvent.click(within(question).getByRole("button", { name: "Sign out" }));
    await screen.findByText("Phone is signed out.");
    expect(server.calls(SIGN_OUT)[0]?.body).toEqual({ device_ref: "12" });
    await waitFor(() => expect(server.calls("GET /api/v1/devices").length).toBeGreaterThan(1));
  });

  it("says why a device could not be signed out", async () => {
    server.on(SIGN_OUT, () => fail(503, { code: "server.busy", message: "The server is busy." }));
    show(<DevicesPage />, "/devices");
    await userEvent.click(
      await screen.findByRole("button", { name: "Sign out: Phone of Ann Example" }),
    );
    const question = await screen.findByRole("dialog");
    await userEvent.click(within(question).getByRole("button", { name: "Sign out" }));
    expect(await within(question).findByText("The server is busy.")).toBeTruthy();
  });

  it("asks for one server and one person", async () => {
    show(<DevicesPage />, "/devices?server=srv_epsilon&user=usr_ann");
    await screen.findByText("Phone");
    expect(server.calls("GET /api/v1/devices")[0]?.query).toEqual({
      server_id: "srv_epsilon",
      user_id: "usr_ann",
    });
  });

  it("names servers that did not answer beside what the others told", async () => {
    const unread = [{ server_id: "srv_zeta", server_name: "Zeta", why: "It did not answer." }];
    server.give("GET /api/v1/devices", { items: [PHONE], unread, is_cut: false });
    show(<DevicesPage />, "/devices");
    await screen.findByText("Zeta: It did not answer.");
    expect(screen.getByText("Phone")).toBeTruthy();
  });

  it("says so when nothing is signed in", async () => {
    server.give("GET /api/v1/devices", { items: [], unread: [], is_cut: false });
    show(<DevicesPage />, "/devices");
    await screen.findByText("No device is signed in");
  });
});
