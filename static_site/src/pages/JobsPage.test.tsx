import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { JobsPage } from "./JobsPage";

const PARKED = {
  id: "job_1",
  kind: "reconcile_access",
  subject: "usr_1",
  state: "parked",
  user_id: "usr_1",
  attempts: 8,
  last_error: "plex.tv rejected the token",
  remedy: "Link the account again.",
  created_at: "2026-01-01T00:00:00Z",
  due_at: "2026-01-01T00:00:00Z",
  finished_at: null,
  version: 9,
};

describe("a parked job", () => {
  let server: FakeServer;
  let parked: unknown[];

  beforeEach(() => {
    beginSignedIn();
    parked = [PARKED];
    server = new FakeServer().on("GET /api/v1/jobs", () => ({
      body: { items: parked, next_cursor: null },
    }));
  });

  it("shows its error, and leaves the list when it was put back in line", async () => {
    let finish: () => void = () => undefined;
    server.on("POST /api/v1/jobs/job_1/retry", async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      parked = [];
      return { body: { ...PARKED, state: "ready" } };
    });
    show(<JobsPage />);
    await screen.findByText("plex.tv rejected the token");
    await userEvent.click(screen.getByRole("button", { name: "Retry: Reconcile access" }));
    // Busy: a second click sends nothing.
    await userEvent.click(screen.getByRole("button", { name: "Retry: Reconcile access" }));
    await waitFor(() => expect(server.calls("POST /api/v1/jobs/job_1/retry")).toHaveLength(1));
    finish();
    await screen.findByText("The job is back in line.");
    await screen.findByText("Nothing is parked");
    expect(server.calls("POST /api/v1/jobs/job_1/retry")).toHaveLength(1);
  });

  it("stays when the server refuses, which is told with the request id", async () => {
    server.on("POST /api/v1/jobs/job_1/retry", () =>
      fail(409, { code: "illegal_move", message: "It runs already.", request_id: "req_5" }),
    );
    show(<JobsPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Retry: Reconcile access" }));
    await screen.findByText("It runs already.");
    expect(screen.getByText("req_5")).toBeTruthy();
    expect(screen.getByText("plex.tv rejected the token")).toBeTruthy();
  });

  it("is listed by the state that the address names", async () => {
    show(<JobsPage />, "/jobs?state=done");
    await screen.findByText("plex.tv rejected the token");
    expect(server.calls("GET /api/v1/jobs")[0]?.query.state).toBe("done");
  });
});

describe("the dry run of the hourly run", () => {
  it("shows what would be done to whom, and why", async () => {
    beginSignedIn();
    const server = new FakeServer()
      .on("GET /api/v1/schedules", () => ({ body: { items: [] } }))
      .on("POST /api/v1/access/preview", () => ({
        body: {
          at: "2026-01-01T00:00:00Z",
          people: 1,
          is_cut: false,
          actions: [
            {
              user_id: "usr_1",
              user_label: "Ann",
              action: "withdraw",
              server_id: "srv_1",
              server_name: "alpha",
              libraries: [],
              why: "No paid time runs (expired)",
            },
          ],
        },
      }));
    show(<JobsPage />, "/jobs?tab=schedules");
    await userEvent.click(
      await screen.findByRole("button", { name: "What would the hourly run do?" }),
    );
    await screen.findByText("No paid time runs (expired)");
    expect(screen.getByText("Ann")).toBeTruthy();
    expect(screen.getByText("Withdraw")).toBeTruthy();
    expect(server.calls("POST /api/v1/access/preview")).toHaveLength(1);
  });
});
