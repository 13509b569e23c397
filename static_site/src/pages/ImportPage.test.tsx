import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { ImportPage } from "./ImportPage";

const STATE = {
  is_on: true,
  run: {
    actor: "schedule:hourly",
    began_at: "2026-01-01T00:00:00Z",
    finished_at: "2026-01-01T00:00:05Z",
    is_at_work: false,
    total: 0,
    done: 0,
    counts: { known: 3, waiting: 1 },
    problems: [],
    waiting: "Confirm the first import of Alpha.",
    error: "",
  },
};
const SERVER = {
  id: "srv_alpha",
  name: "Alpha",
  platform: "plex",
  people: 2,
  problem: "",
  confirmed_at: null,
};
const BOB = {
  key: "id:78",
  label: "bob",
  username: "bob",
  email: "bob@example.com",
  outcome: "new",
  why: "Basic for its term",
  user: null,
  candidates: [],
  shares: [
    {
      server_id: "srv_alpha",
      server_name: "Alpha",
      libraries: ["Films"],
      is_accepted: true,
      is_new: true,
      invited_at: null,
      accepted_at: null,
    },
  ],
  ends_at: "2026-02-01T00:00:00Z",
  loses: ["Concerts"],
  choice: "",
};
const PREVIEW = {
  at: "2026-01-01T00:00:00Z",
  fingerprint: "abc",
  blocked: "",
  plan_name: "Basic",
  is_permanent: false,
  shares_follow: true,
  servers: [SERVER, { ...SERVER, id: "srv_beta", name: "Beta", people: 0, problem: "It is away" }],
  people: [
    BOB,
    {
      ...BOB,
      key: "id:79",
      label: "rob",
      loses: [],
      outcome: "undecided",
      why: "A user has this address.",
      candidates: [{ id: "usr_rob", label: "Robert" }],
    },
  ],
};

describe("the page of the import", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/import", STATE)
      .give("GET /api/v1/import/preview", PREVIEW);
  });

  it("tells who would come in, until when, and what waits", async () => {
    show(<ImportPage />);
    await screen.findByText("One person would become a user");
    expect(screen.getByText("Confirm the first import of Alpha.")).toBeTruthy();
    expect(screen.getByText("The plan does not have: Concerts")).toBeTruthy();
    expect(screen.getByText("It is away")).toBeTruthy();
  });

  it("confirms only servers that were read, after telling what follows", async () => {
    server.give("POST /api/v1/import", STATE);
    show(<ImportPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Let them in…" }));
    expect(await screen.findByText("Nobody gets a mail.")).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: "Let them in" }));
    await waitFor(() => expect(server.calls("POST /api/v1/import")).toHaveLength(1));
    const [call] = server.calls("POST /api/v1/import");
    expect(call?.body).toEqual({ fingerprint: "abc", server_ids: ["srv_alpha"] });
  });

  it("narrows the people to a server that was looked at", async () => {
    const names = { srv_alpha: "Alpha", srv_beta: "Beta", srv_gamma: "Gamma" };
    const items = Object.entries(names).map(([id, name]) => ({ id, name, platform: "plex" }));
    server.give("GET /api/v1/servers", { items });
    show(<ImportPage />);
    await screen.findByRole("button", { name: "Decide about rob" });
    await userEvent.click(screen.getByRole("combobox", { name: "On which server" }));
    await userEvent.click(await screen.findByRole("option", { name: "Beta" }));
    expect(screen.queryByRole("option", { name: "Gamma" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Decide about rob" })).toBeNull();
  });

  it("lets an administrator say who somebody is", async () => {
    server.give("PUT /api/v1/import/choices", { key: "id:79", choice: "usr_rob" });
    show(<ImportPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Decide about rob" }));
    await userEvent.click(await screen.findByRole("radio", { name: "It is Robert" }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.calls("PUT /api/v1/import/choices")).toHaveLength(1));
    const [call] = server.calls("PUT /api/v1/import/choices");
    expect(call?.body).toEqual({ key: "id:79", choice: "usr_rob" });
  });
});
