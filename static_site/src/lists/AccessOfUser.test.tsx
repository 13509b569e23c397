import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Access } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { AccessOfUser } from "./AccessOfUser";

const BLOCKED: Access = {
  verdict: "blocked",
  because: "No server for Basic. Alpha: it is full (3 of 3).",
  differs: true,
  rules: [
    { question: "Does paid time run?", answer: "Basic, payment pay_1.", holds: true },
    { question: "Which server is due?", answer: "No server for Basic.", holds: false },
  ],
  servers: [],
  candidates: [
    { server_id: "srv_alpha", server_name: "Alpha", fits: false, reasons: ["it is full (3 of 3)"] },
  ],
};

describe("why a user has access or lacks it", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give("GET /api/v1/users/usr_ann/access", BLOCKED);
    show(<AccessOfUser userId="usr_ann" />);
  });

  it("says what decides it, and every rule when asked why", async () => {
    await screen.findByText("Should have access, but cannot be given it");
    expect(screen.queryByText("Does paid time run?")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Why?" }));
    expect(screen.getByText("Basic, payment pay_1.")).toBeTruthy();
    expect(screen.getByText(/Speaks against it/)).toBeTruthy();
    expect(screen.getByText("it is full (3 of 3)")).toBeTruthy();
  });

  it("looks at the servers anew, and shows what a check would do", async () => {
    server.give("POST /api/v1/users/usr_ann/preview", {
      at: "2026-01-31T12:00:00Z",
      people: 1,
      is_cut: false,
      actions: [
        {
          user_id: "usr_ann",
          user_label: "Ann",
          action: "withdraw",
          server_id: "srv_alpha",
          server_name: "Alpha",
          libraries: [],
          why: "Another server is due",
        },
      ],
    });
    await userEvent.click(await screen.findByRole("button", { name: "Look at the servers" }));
    await screen.findByText("Another server is due");
    expect(screen.getByText("Withdraw")).toBeTruthy();
  });
});
