import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { api, queryClient } from "@/api/client";
import { beginSignedIn, fail, FakeServer, SESSION, show } from "@/testing/server";
import { RequireSession } from "./RequireSession";

describe("the gate in front of the pages", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    queryClient.clear();
    server = new FakeServer();
  });

  it("sends strangers to the sign-in, and remembers where they wanted to go", async () => {
    server.on("GET /api/v1/session", () => fail(401, { code: "unauthenticated" }));
    const router = show(<RequireSession />, "/users/usr_1?tab=shares");
    await screen.findByText("The sign-in page");
    expect(router.state.location.search).toBe("?back=%2Fusers%2Fusr_1%3Ftab%3Dshares");
  });

  it("sends people to the sign-in as soon as any call finds that their session ended", async () => {
    server.give("GET /api/v1/session", SESSION);
    server.on("GET /api/v1/plans", () => fail(401, { code: "unauthenticated" }));
    const router = show(<RequireSession />, "/plans");
    await waitFor(() => expect(server.calls("GET /api/v1/session")).toHaveLength(1));
    await expect(api.GET("/api/v1/plans")).rejects.toThrow("No.");
    await screen.findByText("The sign-in page");
    expect(router.state.location.search).toBe("?back=%2Fplans");
  });

  it("does not take a server that fails for a session that ended", async () => {
    server.on("GET /api/v1/session", () => fail(500, { message: "Broken." }));
    show(<RequireSession />, "/plans");
    await screen.findByText("Broken.");
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});
