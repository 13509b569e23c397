import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { MigrationActions } from "./MigrationActions";
import type { Migration } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";

const RUNNING: Migration = {
  id: "mig_1",
  state: "running",
  why: "",
  source_id: "srv_a",
  source_name: "Alpha",
  target_id: "srv_b",
  target_name: "Beta",
  whom: "all",
  plan_id: null,
  old_access: "accepted",
  days: 0,
  note: "",
  canary: 1,
  waits_for_word: false,
  batch: 10,
  people: 3,
  counts: { left_source: 2, failed: 1 },
  created_at: "2026-01-01T00:00:00Z",
  ended_at: null,
  undoes: null,
};

describe("what can be done about a migration", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer();
  });

  it("depends on how it stands", () => {
    show(<MigrationActions of={RUNNING} />);
    expect(screen.getByRole("button", { name: "Pause" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Go on" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Move them back" })).toBeNull();
  });

  it("brings back exactly as many as were shown", async () => {
    server
      .give("POST /api/v1/migrations/mig_1/undo/preview", { moving: 2, staying: 0, people: [] })
      .on("POST /api/v1/migrations/mig_1/undo", () => ({ status: 201, body: { id: "mig_2" } }));
    show(<MigrationActions of={{ ...RUNNING, state: "done" }} />);
    await userEvent.click(screen.getByRole("button", { name: "Move them back" }));
    await screen.findByText(/2 people move back in the same way/);
    const buttons = await screen.findAllByRole("button", { name: "Move them back" });
    const confirm = buttons.at(-1);
    if (confirm) await userEvent.click(confirm);
    await waitFor(() => expect(server.calls("POST /api/v1/migrations/mig_1/undo")).toHaveLength(1));
    const [undo] = server.calls("POST /api/v1/migrations/mig_1/undo");
    expect(undo?.body).toEqual({ expected: 2, note: "" });
  });
});
