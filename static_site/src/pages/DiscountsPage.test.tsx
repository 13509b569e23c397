import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { DiscountsPage } from "./DiscountsPage";
import { NewDiscountPage } from "./NewDiscountPage";

const CODE = {
  code: "spring",
  percent: "12.5",
  amount: null,
  email: "",
  max_uses: 5,
  expires_at: null,
  allows_recurring: false,
  is_active: true,
  used: 2,
  promised: 1,
  created_at: "2026-01-01T00:00:00Z",
  version: 1,
};

describe("the pages of discount codes", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give("GET /api/v1/settings/site", { currency: "USD", version: 0 });
  });

  it("tell what a code takes off and how often it was used", async () => {
    const usedUp = { ...CODE, code: "last", percent: null, amount: { minor: 500, currency: "USD" } };
    server.give("GET /api/v1/discounts", {
      items: [CODE, { ...usedUp, used: 5, promised: 0 }],
      next_cursor: null,
    });
    show(<DiscountsPage />);
    await screen.findByText("12.5 %");
    expect(screen.getByText("2 of 5 (1 at the checkout)")).toBeTruthy();
    expect(screen.getByText("$5.00")).toBeTruthy();
    expect(screen.getByText("Used up")).toBeTruthy();
  });

  it("send a share as it was typed, without an amount", async () => {
    server.give("POST /api/v1/discounts", CODE);
    const router = show(<NewDiscountPage />);
    await userEvent.type(await screen.findByRole("textbox", { name: /^Code/ }), "Spring");
    await userEvent.type(screen.getByLabelText(/^Percent off/), "12.5");
    await userEvent.click(screen.getByRole("button", { name: "Add the code" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/discounts"));
    expect(server.calls("POST /api/v1/discounts")[0]?.body).toEqual({
      code: "Spring",
      percent: "12.5",
      amount: null,
      email: "",
      max_uses: null,
      expires_at: null,
      allows_recurring: false,
      is_active: true,
    });
  });

  it("show at the field that a code exists already or makes no sense", async () => {
    server.on("POST /api/v1/discounts", () =>
      fail(422, {
        message: "This cannot be a code.",
        request_id: "req_1",
        problems: [{ field: "code", message: "This cannot be a code.", remedy: "Use letters." }],
      }),
    );
    show(<NewDiscountPage />);
    await userEvent.type(await screen.findByRole("textbox", { name: /^Code/ }), "x");
    await userEvent.type(screen.getByLabelText(/^Percent off/), "10");
    await userEvent.click(screen.getByRole("button", { name: "Add the code" }));
    await screen.findByText("This cannot be a code. Use letters.");
  });
});
