import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { ServerDetail } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { DeleteServer } from "./DeleteServer";

describe("deleting a server here", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give("DELETE /api/v1/servers/srv_alpha", { people: 3 });
  });

  it("says first whom it concerns and that nobody is removed", async () => {
    const of = { id: "srv_alpha", name: "Alpha", people: 3 } as ServerDetail;
    const router = show(<DeleteServer of={of} />, "/servers/srv_alpha");
    await userEvent.click(screen.getByRole("button", { name: "Delete the server here" }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("3 people have access there. Nobody is removed");
    expect(server.calls("DELETE /api/v1/servers/srv_alpha")).toEqual([]);
    await userEvent.click(
      screen.getAllByRole("button", { name: "Delete the server here" }).at(-1) as HTMLElement,
    );
    await screen.findByText("Alpha was deleted here; 3 people keep what they had on it.");
    await waitFor(() => expect(router.state.location.pathname).toBe("/servers"));
  });
});
