import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { RulesPage } from "./RulesPage";

const RULE = {
  rule: "concurrent_streams",
  mode: "enforce",
  own_mode: "enforce",
  is_set: true,
  plans: [{ id: "pln_1", name: "Basic" }],
  servers: [],
  less_far: [{ id: "srv_1", name: "Alpha", mode: "observe" }],
  struck: 3,
  acted: 2,
};
const QUIET = {
  ...RULE,
  rule: "bitrate",
  mode: "off",
  is_set: false,
  plans: [],
  less_far: [],
  struck: 0,
  acted: 0,
};
const DECISION = {
  id: "dec_1",
  at: "2026-03-01T12:00:00Z",
  user_id: "usr_ann",
  user_label: "Ann",
  server_id: "srv_1",
  server_name: "Alpha",
  session_key: "1",
  kind: "stop",
  rule: "concurrent_streams",
  limit: 1,
  counted: 2,
  reason: "2 streams ran, 1 is allowed.",
  evidence: [],
  carried_out: false,
  outcome: "dry run",
};
const SWEEP = {
  at: "2026-03-01T12:00:00Z",
  servers: 2,
  unreachable: ["Beta"],
  streams: 4,
  unknown_streams: 0,
  decisions: [
    DECISION,
    { ...DECISION, id: "dec_2", session_key: "2" },
    { ...DECISION, id: "dec_3", user_id: "usr_bob", user_label: "Bob" },
  ],
};
const PREVIEW = "POST /api/v1/enforcement/preview";

describe("the rules", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give("GET /api/v1/rules", {
      site_mode: "observe",
      since: "2026-02-22T12:00:00Z",
      is_cut: false,
      items: [RULE, QUIET],
    });
    show(<RulesPage />);
  });

  const ask = () => userEvent.click(screen.getByRole("button", { name: "What would happen now?" }));

  it("show how far each goes, who sets it, and how often it struck", async () => {
    await screen.findByText("Streams at a time");
    const [, streams, bitrate] = screen.getAllByRole("row");
    if (!streams || !bitrate) throw new Error("Two rules are shown.");
    within(streams).getByText("Enforced");
    expect(streams.textContent).toContain("Alpha: observe");
    expect(within(streams).getByRole("link", { name: "Basic" }).getAttribute("href")).toBe(
      "/plans/pln_1",
    );
    expect(streams.textContent).toContain("3 times");
    expect(streams.textContent).toContain("2 carried out");
    within(bitrate).getByText("Off");
    within(bitrate).getByText("No plan or server");
  });

  it("say when the whole site goes less far", async () => {
    await screen.findByText(/The whole site only observes/);
  });

  it("show what would happen now, person by person", async () => {
    server.give(PREVIEW, SWEEP);
    await ask();
    const ann = within(await screen.findByRole("region", { name: "Ann" }));
    expect(ann.getAllByText("2 streams ran, 1 is allowed.")).toHaveLength(2);
    within(screen.getByRole("region", { name: "Bob" })).getByText("Streams at a time");
    screen.getByText(/Beta: 1 server did not answer/);
  });

  it("say that nothing would happen", async () => {
    server.give(PREVIEW, { ...SWEEP, unreachable: [], decisions: [] });
    await ask();
    await waitFor(() => screen.getByText("Nothing would happen: nobody breaks a rule."));
  });
});
