import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { NewPlanPage } from "./NewPlanPage";

describe("the form of a plan", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer()
      .give("GET /api/v1/settings/site", { currency: "USD", version: 0 })
      .give("GET /api/v1/library-groups", { items: [] })
      .give("GET /api/v1/servers", { items: [] });
  });

  async function fillIn(price: string) {
    await userEvent.click(await screen.findByLabelText(/^Name/));
    await userEvent.paste("Family");
    await userEvent.click(screen.getByLabelText(/^Price/));
    await userEvent.paste(price);
    await userEvent.click(screen.getByRole("button", { name: "Add the plan" }));
  }

  it("shows each problem at its field, moves there, and lists the rest with the request id", async () => {
    server.on("POST /api/v1/plans", () =>
      fail(422, {
        message: "Some fields need another value.",
        request_id: "req_77",
        problems: [
          { field: "name", message: "There is such a plan.", remedy: "Use another name." },
          { field: "price.minor", message: "Too much.", remedy: "" },
          { field: "group_ids.0", message: "No such group.", remedy: "" },
          { field: "tax", message: "Not supported.", remedy: "" },
        ],
      }),
    );
    show(<NewPlanPage />);
    await fillIn("9.99");
    await screen.findByText("There is such a plan. Use another name.");
    expect(screen.getByText("Too much.")).toBeTruthy();
    expect(screen.getByText("No such group.")).toBeTruthy();
    expect(screen.getByText(/tax: Not supported/)).toBeTruthy();
    expect(screen.getByText("req_77")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText(/^Name/));
  });

  it("sends the price in the smallest unit", async () => {
    server.give("POST /api/v1/plans", { id: "pln_1", name: "Family" });
    const router = show(<NewPlanPage />);
    await fillIn("19,9");
    await waitFor(() => expect(router.state.location.pathname).toBe("/plans"));
    expect(server.calls("POST /api/v1/plans")[0]?.body).toMatchObject({
      name: "Family",
      price: { minor: 1990, currency: "USD" },
      term: { count: 1, unit: "month" },
      max_streams: 1,
    });
  });

  it("asks a trial neither for linked users nor for prices that renew", async () => {
    server.give("POST /api/v1/plans", { id: "pln_1", name: "Family" });
    show(<NewPlanPage />);
    await userEvent.type(await screen.findByLabelText(/^Stripe: id/), "price_1");
    await userEvent.click(screen.getByRole("switch", { name: /^Trial/ }));
    expect(screen.queryByLabelText(/^Stripe: id/)).toBeNull();
    expect(screen.queryByLabelText(/^Linked users/)).toBeNull();
    await fillIn("0");
    await waitFor(() => expect(server.calls("POST /api/v1/plans")).toHaveLength(1));
    expect(server.calls("POST /api/v1/plans")[0]?.body).toMatchObject({
      is_trial: true,
      max_sub_accounts: 0,
      offers: { stripe: "", paypal: "" },
    });
  });

  it("says that Jellyfin counts sign-ins only where the plan may lead there", async () => {
    const items = [
      { id: "srv_1", name: "Attic", platform: "plex" },
      { id: "srv_2", name: "Cellar", platform: "jellyfin" },
    ];
    server.give("GET /api/v1/servers", { items });
    show(<NewPlanPage />);
    await screen.findByText(/Jellyfin itself stops at two more than streams/);
    await userEvent.click(screen.getByRole("combobox", { name: "Servers" }));
    await userEvent.click(await screen.findByRole("option", { name: "Attic" }));
    expect(screen.queryByText(/Jellyfin itself stops/)).toBeNull();
  });

  it("asks for a price that it can read before anything is sent", async () => {
    show(<NewPlanPage />);
    await fillIn("ten");
    await screen.findByText("Write it like 9.99.");
    expect(server.calls("POST /api/v1/plans")).toEqual([]);
  });
});
