import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { NewMigrationPage } from "./NewMigrationPage";

const SERVERS = [
  { id: "srv_a", name: "Alpha" },
  { id: "srv_b", name: "Beta" },
];
const PERSON = { user_id: "usr_1", label: "Ann", email: "ann@example.com", plan_name: "Basic" };
const PREVIEW = {
  source_id: "srv_a",
  source_name: "Alpha",
  target_id: "srv_b",
  target_name: "Beta",
  moving: 1,
  staying: 1,
  people: [
    { ...PERSON, moves: true, stays: null, why: "" },
    { ...PERSON, user_id: "usr_2", label: "Ben", moves: false, stays: "unfit", why: "Beta: it is full" },
  ],
};

describe("the page that moves people", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/servers", { items: SERVERS })
      .give("POST /api/v1/migrations/preview", PREVIEW)
      .on("POST /api/v1/migrations", () => ({ status: 201, body: { id: "mig_1" } }));
  });

  async function choose(field: string, option: string) {
    await userEvent.click(await screen.findByRole("combobox", { name: field }));
    await userEvent.click(await screen.findByRole("option", { name: option }));
  }

  it("shows who would move and why others stay, and starts exactly that", async () => {
    show(<NewMigrationPage />);
    await choose("From", "Alpha");
    await choose("To", "Beta");
    await userEvent.click(screen.getByRole("button", { name: "Show who would move" }));

    await screen.findByText("1 person moves, 1 stays");
    expect(screen.getByText("Beta: it is full")).toBeTruthy();
    expect(server.calls("POST /api/v1/migrations")).toHaveLength(0);

    await userEvent.click(screen.getByRole("button", { name: "Move 1 person" }));
    const buttons = await screen.findAllByRole("button", { name: "Move 1 person" });
    const confirm = buttons.at(-1);
    if (confirm) await userEvent.click(confirm);
    await waitFor(() => expect(server.calls("POST /api/v1/migrations")).toHaveLength(1));
    const [start] = server.calls("POST /api/v1/migrations");
    expect(start?.body).toMatchObject({ source_id: "srv_a", target_id: "srv_b", expected: 1 });
  });

  it("asks for both servers before it asks the server", async () => {
    show(<NewMigrationPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Show who would move" }));
    expect(await screen.findByText("Choose the server that people leave.")).toBeTruthy();
    expect(server.calls("POST /api/v1/migrations/preview")).toHaveLength(0);
  });
});
