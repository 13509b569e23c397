import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { RequestSystem } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { RequestSystemForm } from "./RequestSystemForm";

const PETIO: RequestSystem = {
  name: "petio",
  enabled: false,
  url: "",
  login: "",
  secret: { is_set: false, ending: "", problem: "" },
  profile: "",
  at_end: "remove",
  ends: ["remove", "disable", "keep"],
  version: 0,
};
const PUT = "PUT /api/v1/settings/request-systems/petio";

describe("the form of a request system", () => {
  let server: FakeServer;
  const nothing = () => undefined;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give(PUT, { ...PETIO, version: 1 });
  });

  it("asks for what the system wants, and what becomes of accounts", async () => {
    show(<RequestSystemForm of={PETIO} onSaved={nothing} onReload={nothing} />);
    await userEvent.click(screen.getByLabelText("Petio is on"));
    await userEvent.type(screen.getByLabelText("Address"), "https://petio.example.com");
    await userEvent.type(screen.getByLabelText("Administrator's e-mail"), "owner@example.com");
    await userEvent.type(screen.getByLabelText("Administrator's password"), "secret");
    await userEvent.click(screen.getByLabelText("Keep it, and let nobody sign in"));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.calls(PUT)).toHaveLength(1));
    expect(server.calls(PUT)[0]?.body).toEqual({
      enabled: true,
      url: "https://petio.example.com",
      login: "owner@example.com",
      secret: "secret",
      profile: "",
      at_end: "disable",
      version: 0,
    });
  });

  it("offers nothing that the system cannot do", () => {
    const ombi: RequestSystem = { ...PETIO, name: "ombi", ends: ["remove", "keep"] };
    show(<RequestSystemForm of={ombi} onSaved={nothing} onReload={nothing} />);
    expect(screen.getByText(/takes its accounts from the media servers/)).toBeTruthy();
    expect(screen.queryByText("When access ends")).toBeNull();
    expect(screen.queryByLabelText("Profile")).toBeNull();
  });
});
