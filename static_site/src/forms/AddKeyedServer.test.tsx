import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { beginSignedIn, fail, FakeServer, show } from "@/testing/server";
import { AddKeyedServer } from "./AddKeyedServer";

const ADD = "POST /api/v1/keyed-servers";
const TEST = `${ADD}/test`;
const SEEN = { name: "Gamma", version: "10.11.11", libraries: ["Movies", "TV Shows"] };
const BODY = { platform: "jellyfin", url: "https://gamma.example", key: "secret" };

async function fillIn(): Promise<void> {
  await userEvent.type(screen.getByLabelText(/Address/), BODY.url);
  await userEvent.type(screen.getByLabelText(/API key/), BODY.key);
}

describe("the form that adds a server by address and key", () => {
  it("adds nothing before it has shown what answers there", async () => {
    beginSignedIn();
    const server = new FakeServer().give(TEST, SEEN).give(ADD, { ...SEEN, id: "srv_gamma" });
    show(<AddKeyedServer />);
    await fillIn();

    await userEvent.click(screen.getByRole("button", { name: "Test the connection" }));
    await screen.findByText("Gamma answers");
    screen.getByText("TV Shows");
    expect(server.calls(ADD)).toEqual([]);

    await userEvent.click(screen.getByRole("button", { name: "Add the server" }));
    await waitFor(() => expect(server.calls(ADD)[0]?.body).toEqual(BODY));
  });

  it("asks for another test when the address changes", async () => {
    beginSignedIn();
    new FakeServer().give(TEST, SEEN);
    show(<AddKeyedServer />);
    await fillIn();
    await userEvent.click(screen.getByRole("button", { name: "Test the connection" }));
    await screen.findByText("Gamma answers");

    await userEvent.type(screen.getByLabelText(/Address/), ":8096");

    expect(screen.queryByText("Gamma answers")).toBeNull();
    screen.getByRole("button", { name: "Test the connection" });
  });

  it("says what the server refused", async () => {
    beginSignedIn();
    new FakeServer().on(TEST, () =>
      fail(424, { message: "gamma.example refuses the API key.", remedy: "Make a new API key." }),
    );
    show(<AddKeyedServer />);
    await fillIn();

    await userEvent.click(screen.getByRole("button", { name: "Test the connection" }));

    await screen.findByText(/refuses the API key/);
    screen.getByRole("button", { name: "Test the connection" });
  });
});
