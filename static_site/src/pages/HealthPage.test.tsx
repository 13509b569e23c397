import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Health, HealthCheck } from "@/api/types";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { HealthPage } from "./HealthPage";

const GOOD: HealthCheck = {
  area: "system",
  id: "clock",
  title: "Clock",
  state: "ok",
  summary: "It agrees with the database's clock.",
  remedy: "",
  link: "",
  at: null,
};

const MISSING: HealthCheck = {
  area: "payments",
  id: "gateway:stripe",
  title: "Stripe",
  state: "not_set_up",
  summary: "No key is set.",
  remedy: "Enter the keys of Stripe.",
  link: "/settings?tab=stripe",
  at: null,
};

const BROKEN: HealthCheck = {
  area: "payments",
  id: "webhooks:stripe",
  title: "Webhooks of Stripe",
  state: "broken",
  summary: "None was ever accepted, and 3 were refused in 7 days.",
  remedy: "Copy the secret again.",
  link: "/settings?tab=stripe",
  at: "2026-01-01T00:00:00Z",
};

function health(...items: HealthCheck[]): Health {
  return { now: "2026-01-02T00:00:00Z", state: items.at(-1)?.state ?? "ok", items };
}

describe("the health of the site", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer();
  });

  it("says of each thing how it fares, what to do, and where", async () => {
    server.give("GET /api/v1/health", health(GOOD, MISSING));
    show(<HealthPage />);
    await screen.findByText("Not everything is set up yet");
    const payments = within(screen.getByRole("list", { name: "Payments" }));
    expect(payments.getByText("Not set up")).toBeTruthy();
    expect(payments.getByText("Enter the keys of Stripe.")).toBeTruthy();
    const link = payments.getByRole("link", { name: "Go to Settings: Stripe" });
    expect(link.getAttribute("href")).toBe("/settings?tab=stripe");
    const system = within(screen.getByRole("list", { name: "System" }));
    expect(system.getByText("OK")).toBeTruthy();
    expect(system.queryByRole("link")).toBeNull();
  });

  it("puts what is broken before what is only missing, and counts both", async () => {
    server.give("GET /api/v1/health", health(GOOD, MISSING, BROKEN));
    show(<HealthPage />);
    await screen.findByText("1 broken, 1 not set up, and 1 OK.");
    const [first, second] = within(screen.getByRole("list", { name: "Payments" })).getAllByRole(
      "listitem",
    );
    expect(first?.textContent).toContain("Webhooks of Stripe");
    expect(second?.textContent).toContain("No key is set.");
    expect(screen.getByText("0 of 2 OK")).toBeTruthy();
  });

  it("says so when all is well, and shows no area that has nothing to tell", async () => {
    server.give("GET /api/v1/health", health(GOOD));
    show(<HealthPage />);
    await screen.findByText("All is well");
    expect(screen.getByText("All OK")).toBeTruthy();
    expect(screen.queryByRole("list", { name: "Mail" })).toBeNull();
  });

  it("shows the server's message when it cannot be read", async () => {
    server.on("GET /api/v1/health", () => fail(503, { message: "The database is busy." }));
    show(<HealthPage />);
    await screen.findByText("The database is busy.");
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});
