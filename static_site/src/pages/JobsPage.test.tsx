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

const HOURLY = {
  name: "hourly",
  cadence: "Every hour",
  purpose: "Fetch payments, end and renew access",
  started_at: null,
  finished_at: null,
  outcome: "",
  counts: {},
};
const STEP = { about: "", why: "", user_id: null, user_label: "", changes: [], mail: null };
const MAIL = { to: "ann@example.com", subject: "Payment received", text: "Thank you for 10.00 USD." };
const PLAN = {
  name: "hourly",
  at: "2026-01-01T00:00:00Z",
  parts: [
    {
      name: "access",
      note: "",
      counts: { people: 1 },
      is_cut: false,
      steps: [
        {
          ...STEP,
          action: "access.withdraw",
          about: "alpha",
          why: "No paid time runs (expired)",
          user_id: "usr_1",
          user_label: "Ann",
        },
        { ...STEP, action: "mail", mail: MAIL },
      ],
    },
    {
      name: "payments",
      note: "The gateway does not answer.",
      counts: {},
      is_cut: false,
      steps: [],
    },
  ],
};

describe("the dry run of a schedule", () => {
  it("shows what would be done to whom and why, and the mails as they would go out", async () => {
    beginSignedIn();
    const server = new FakeServer()
      .on("GET /api/v1/schedules", () => ({ body: { items: [HOURLY] } }))
      .on("POST /api/v1/schedules/hourly/preview", () => ({ body: PLAN }));
    show(<JobsPage />, "/jobs?tab=schedules");
    await userEvent.click(await screen.findByRole("button", { name: "Dry run: Hourly" }));
    await screen.findByText("No paid time runs (expired)");
    expect(screen.getByText("Ann")).toBeTruthy();
    expect(screen.getByText("Access withdraw")).toBeTruthy();
    expect(screen.getByText("Payment received")).toBeTruthy();
    expect(screen.getByText("Thank you for 10.00 USD.")).toBeTruthy();
    expect(screen.getByText("The gateway does not answer.")).toBeTruthy();
    expect(server.calls("POST /api/v1/schedules/hourly/preview")).toHaveLength(1);
  });
});
