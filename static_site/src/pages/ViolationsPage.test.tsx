import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { StrikesOfUser } from "@/lists/StrikesOfUser";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { ViolationsPage } from "./ViolationsPage";

const STREAM = {
  server_id: "srv_alpha",
  session_key: "1",
  device_id: "tv",
  device_name: "Living room",
  product: "Plex for Android (TV)",
  title: "A Film",
  state: "playing",
  address: "203.0.113.7",
  first_seen: "2026-03-01T11:00:00Z",
  counted: true,
  why: "counts",
  user_id: null,
  user_label: "",
};

const STRIKE = {
  id: "dec_1",
  at: "2026-03-01T12:00:00Z",
  user_id: "usr_ann",
  user_label: "Ann",
  server_id: "srv_alpha",
  server_name: "Alpha",
  session_key: "1",
  kind: "stop",
  rule: "concurrent_streams",
  limit: 2,
  counted: 3,
  reason: "3 devices played at a time; the limit is 2.",
  evidence: [STREAM, { ...STREAM, session_key: "2", title: "A Trailer", counted: false, why: "a trailer" }],
  carried_out: true,
  outcome: "stopped",
  strikes: true,
  forgiven_at: null,
  appeal: null,
};

const APPEALED = {
  ...STRIKE,
  appeal: {
    text: "It was a guest.",
    at: "2026-03-01T13:00:00Z",
    state: "open",
    answered_at: null,
    answer: "",
  },
};

function give(server: FakeServer, ...items: object[]): FakeServer {
  return server.give("GET /api/v1/violations", { items, next_cursor: null });
}

async function openFirst() {
  await userEvent.click(await screen.findByRole("button", { name: /Mar/ }));
  return await screen.findByRole("dialog");
}

describe("violations", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = give(new FakeServer(), STRIKE);
    server.give("GET /api/v1/users", { items: [], next_cursor: null });
  });

  it("show the evidence as a table, with what did not count and why", async () => {
    show(<ViolationsPage />);
    const dialog = await openFirst();
    const rows = within(await within(dialog).findByRole("table", { name: "Evidence" })).getAllByRole("row");
    expect(rows).toHaveLength(3);
    expect(rows[1]?.textContent).toContain("This one");
    expect(rows[2]?.textContent).toContain("a trailer");
  });

  it("take a strike back with a reason", async () => {
    server.give("POST /api/v1/decisions/dec_1/forgive", {
      ...STRIKE,
      strikes: false,
      forgiven_at: "2026-03-01T14:00:00Z",
    });
    show(<ViolationsPage />);
    const dialog = await openFirst();
    await userEvent.click(within(dialog).getByRole("button", { name: "Forgive" }));
    await userEvent.type(await screen.findByLabelText(/Why/), "Our fault");
    const buttons = screen.getAllByRole("button", { name: "Forgive" });
    await userEvent.click(buttons.at(-1) as HTMLElement);
    await waitFor(() => {
      const [call] = server.calls("POST /api/v1/decisions/dec_1/forgive");
      expect(call?.body).toEqual({ why: "Our fault" });
    });
    await within(dialog).findByText("Taken back");
  });

  it("answer an appeal, which the customer is told", async () => {
    give(server, APPEALED);
    server.give("POST /api/v1/decisions/dec_1/appeal/accept", {
      ...APPEALED,
      strikes: false,
      forgiven_at: "2026-03-01T14:00:00Z",
      appeal: { ...APPEALED.appeal, state: "accepted", answer: "You are right." },
    });
    show(<ViolationsPage />);
    const dialog = await openFirst();
    within(dialog).getByText("It was a guest.");
    expect(within(dialog).queryByRole("button", { name: "Forgive" })).toBeNull();
    await userEvent.click(within(dialog).getByRole("button", { name: "Accept the appeal" }));
    await userEvent.type(await screen.findByLabelText("Answer"), "You are right.");
    await userEvent.click(screen.getByRole("button", { name: "Accept" }));
    await waitFor(() => {
      const [call] = server.calls("POST /api/v1/decisions/dec_1/appeal/accept");
      expect(call?.body).toEqual({ answer: "You are right." });
    });
    await within(dialog).findByText("The appeal was accepted");
  });

  it("count the open appeals", async () => {
    give(server, APPEALED);
    show(<ViolationsPage />);
    await screen.findByRole("tab", { name: /Open appeals\s*1/ });
    expect(server.calls("GET /api/v1/violations").map((call) => call.query.appeal)).toContain("open");
  });
});

describe("a person's strikes", () => {
  const HELD = {
    strikes: [STRIKE],
    window_hours: 48,
    ladder: [
      { strikes: 1, measure: "warn", hours: 0 },
      { strikes: 3, measure: "suspend", hours: 6 },
    ],
    restraint: {
      measure: "suspend",
      since: "2026-03-01T12:00:00Z",
      until: "2026-03-01T18:00:00Z",
      cause: "dec_1",
    },
  };

  it("say what holds the person, which can be ended", async () => {
    beginSignedIn();
    const server = new FakeServer()
      .give("GET /api/v1/users/usr_ann/strikes", HELD)
      .give("POST /api/v1/users/usr_ann/restraint/end", { ...HELD, restraint: null });
    show(<StrikesOfUser userId="usr_ann" />);
    await screen.findByText("Suspended");
    screen.getByText(/from 1 on a warning, from 3 on suspended for 6 hours/);
    await userEvent.click(screen.getByRole("button", { name: "End it now" }));
    await screen.findByText("End it now?");
    const buttons = screen.getAllByRole("button", { name: "End it now" });
    await userEvent.click(buttons.at(-1) as HTMLElement);
    await waitFor(() =>
      expect(server.calls("POST /api/v1/users/usr_ann/restraint/end")).toHaveLength(1),
    );
  });
});
