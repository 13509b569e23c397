import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { LinkUserForm } from "./LinkUserForm";

const LINKS = "POST /api/v1/users/usr_ann/links";
const BEN = { id: "usr_ben", label: "Ben", email: "ben@demo.example" };

describe("the form that links users", () => {
  it("shows what does not fit before anything is linked", async () => {
    beginSignedIn();
    const server = new FakeServer()
      .give("GET /api/v1/users", { items: [BEN], next_cursor: null })
      .give(`${LINKS}/preview`, { warnings: ["Ben loses what lies after 2026-03-01."] })
      .on(LINKS, () => fail(409, { message: "Ben is linked to Cleo already." }));
    show(<LinkUserForm masterId="usr_ann" />);

    await userEvent.click(screen.getByRole("combobox", { name: /Linked user/ }));
    await userEvent.click(await screen.findByRole("option", { name: /Ben/ }));
    await screen.findByText("Ben loses what lies after 2026-03-01.");
    expect(server.calls(LINKS)).toEqual([]);

    await userEvent.click(screen.getByRole("button", { name: "Link them" }));
    await waitFor(() => expect(server.calls(LINKS)[0]?.body).toEqual({ sub_id: "usr_ben" }));
    await screen.findByText("Ben is linked to Cleo already.");
  });
});
