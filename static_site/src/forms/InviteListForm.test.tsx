import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { InviteListForm } from "./InviteListForm";

const LISTS = "POST /api/v1/invite-lists";
const LINE = {
  number: 1,
  person: "ann@demo.example",
  verdict: "new",
  user_id: null,
  plan_name: "Basic",
  amount: { minor: 700, currency: "USD" },
  starts: "",
  ends: "",
  server_name: "alpha",
  payment_id: null,
  problems: [],
  warnings: [],
};
const BAD = {
  ...LINE,
  number: 2,
  person: "bob@demo.example",
  verdict: "bad",
  problems: [{ field: "plan", message: "There is no plan 'Gold'.", remedy: "Use Basic." }],
};

describe("the form that invites a list", () => {
  it("names the bad row, invites the others, and asks for another look after a change", async () => {
    beginSignedIn();
    const done = vi.fn();
    const server = new FakeServer()
      .give(`${LISTS}/preview`, { items: [LINE, BAD], ready: 1 })
      .give(LISTS, { id: "inv_1" });
    show(<InviteListForm onDone={done} />);

    const text = screen.getByLabelText("One person a line");
    await userEvent.type(text, "ann@demo.example");
    await userEvent.click(screen.getByRole("button", { name: "Check the list" }));
    await screen.findByText("plan: There is no plan 'Gold'. Use Basic.");
    await userEvent.type(text, "!");
    expect(screen.queryByRole("button", { name: "Invite 1 person" })).toBeNull();

    await userEvent.click(screen.getByRole("button", { name: "Check the list" }));
    await userEvent.click(await screen.findByRole("button", { name: "Invite 1 person" }));
    expect(server.calls(LISTS)[0]?.body).toEqual({ text: "ann@demo.example!" });
    expect(done).toHaveBeenCalled();
  });

  it("says why a list cannot be read", async () => {
    beginSignedIn();
    new FakeServer().on(`${LISTS}/preview`, () =>
      fail(422, { message: "There is nobody in this list." }),
    );
    show(<InviteListForm onDone={() => undefined} />);
    await userEvent.click(screen.getByRole("button", { name: "Check the list" }));
    await screen.findByText("There is nobody in this list.");
  });
});
