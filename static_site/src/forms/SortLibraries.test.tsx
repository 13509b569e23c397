import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Group, ServerDetail } from "@/api/types";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { SortLibraries } from "./SortLibraries";

const group = (id: string, name: string): Group => ({
  id,
  name,
  is_built_in: true,
  libraries: 1,
  plans: [],
  version: 0,
});
const GROUPS = [group("grp_private", "Private"), group("grp_standard", "Standard")];
const library = (id: string, group_id: string, is_missing = false) => ({
  id,
  key: id,
  title: id.toUpperCase(),
  kind: "movie",
  group_id,
  is_missing,
  version: 1,
});
const SERVER = {
  id: "srv_alpha",
  libraries: [
    library("films", "grp_private"),
    library("shows", "grp_standard"),
    library("kids", "grp_private"),
    library("gone", "grp_private", true),
  ],
} as unknown as ServerDetail;

describe("putting all libraries into a group", () => {
  let server: FakeServer;

  beforeEach(() => {
    beginSignedIn();
    server = new FakeServer().give("PUT /api/v1/servers/srv_alpha/libraries", {
      items: [library("films", "grp_standard"), library("kids", "grp_standard")],
    });
    show(<SortLibraries of={SERVER} groups={GROUPS} />);
  });

  const choose = async (label: string, option: string) => {
    await userEvent.click(screen.getByRole("combobox", { name: label }));
    await userEvent.click(await screen.findByRole("option", { name: option }));
  };

  it("names those that move before it moves them, and leaves out what is gone", async () => {
    await userEvent.click(screen.getByRole("button", { name: "Put all into…" }));
    await screen.findByRole("dialog");
    expect(screen.getByRole("button", { name: "Put them there" })).toHaveProperty("disabled", true);
    await choose("Into which group", "Standard");
    expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "FILMS",
      "KIDS",
    ]);
    await userEvent.click(screen.getByRole("button", { name: "Put 2 into Standard" }));
    await screen.findByText("2 libraries were moved.");
    expect(server.calls("PUT /api/v1/servers/srv_alpha/libraries")[0]?.body).toEqual({
      library_ids: ["films", "kids"],
      group_id: "grp_standard",
    });
  });

  it("warns before everything becomes private", async () => {
    await userEvent.click(screen.getByRole("button", { name: "Put all into…" }));
    await screen.findByRole("dialog");
    await choose("Which", "All of this server");
    await choose("Into which group", "Private");
    await screen.findByText(/nobody has them any more/);
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Put 1 into Private" })).toBeTruthy(),
    );
  });
});
