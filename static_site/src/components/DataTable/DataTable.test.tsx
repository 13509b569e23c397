import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { UsersPage } from "@/pages/UsersPage";

function user(name: string) {
  return {
    id: `usr_${name}`,
    label: name,
    email: `${name.toLowerCase()}@example.com`,
    name,
    media_handle: name.toLowerCase(),
    standing: "active",
    plan_name: "Standard",
    paid_until: "2026-12-31T00:00:00Z",
    joined_at: "2026-01-01T00:00:00Z",
  };
}

describe("a list", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().on("GET /api/v1/users", ({ query }) => {
      if (query.search) {
        return { body: { items: [], next_cursor: null } };
      }
      if (query.cursor === "two") return { body: { items: [user("Carla")], next_cursor: null } };
      return { body: { items: [user("Ann"), user("Ben")], next_cursor: "two" } };
    });
  });

  it("goes to the next page by the server's cursor, and back", async () => {
    show(<UsersPage />);
    await screen.findByText("Ann");
    expect(screen.getByRole("button", { name: "Previous" })).toHaveProperty("disabled", true);
    await userEvent.click(screen.getByRole("button", { name: "Next" }));
    await screen.findByText("Carla");
    expect(screen.queryByText("Ann")).toBeNull();
    expect(screen.getByText("Page 2")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Next" })).toHaveProperty("disabled", true);
    await userEvent.click(screen.getByRole("button", { name: "Previous" }));
    await screen.findByText("Ann");
    expect(screen.queryByText("Carla")).toBeNull();
  });

  it("begins at the first page when the search changes, and says that nobody was found", async () => {
    show(<UsersPage />);
    await screen.findByText("Ann");
    await userEvent.click(screen.getByRole("button", { name: "Next" }));
    await screen.findByText("Carla");
    await userEvent.type(screen.getByRole("searchbox"), "zoe");
    await screen.findByText("Nobody begins with “zoe”");
    const last = server.calls("GET /api/v1/users").at(-1);
    expect(last?.query.search).toBe("zoe");
    expect(last?.query.cursor).toBeUndefined();
  });

  it("makes each row a link to its own page", async () => {
    show(<UsersPage />);
    const link = await screen.findByRole("link", { name: /Ann/ });
    expect(link.getAttribute("href")).toBe("/users/usr_Ann");
  });

  it("shows the server's error and gets over it with another try", async () => {
    let isDown = true;
    server.on("GET /api/v1/users", () =>
      isDown
        ? fail(503, { code: "retry_later", message: "The database is busy." })
        : { body: { items: [user("Ann")], next_cursor: null } },
    );
    show(<UsersPage />);
    await screen.findByText("The database is busy.");
    isDown = false;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("Ann");
    expect(screen.queryByText("The database is busy.")).toBeNull();
  });
});
