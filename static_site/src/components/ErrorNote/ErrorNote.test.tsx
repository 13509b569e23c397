import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { beginSignedIn, show } from "@/testing/server";
import { ErrorNote } from "./ErrorNote";

const REFUSED = new ApiError({
  status: 422,
  code: "invalid",
  message: "Some fields need another value.",
  problems: [
    { field: "name", message: "Too long.", remedy: "Shorten it." },
    { field: "secret", message: "Missing.", remedy: "Fill it in." },
  ],
  requestId: "req_42",
});

describe("an error note", () => {
  it("shows message and request id in a live region", () => {
    show(<ErrorNote of={REFUSED} />);
    const region = screen.getByRole("alert");
    expect(region.getAttribute("aria-live")).toBe("assertive");
    expect(within(region).getByText("Some fields need another value.")).toBeTruthy();
    expect(within(region).getByText("req_42")).toBeTruthy();
  });

  it("lists only the problems that no field shows itself", () => {
    show(<ErrorNote of={REFUSED} shownFields={["name"]} />);
    expect(screen.queryByText(/Shorten it/)).toBeNull();
    expect(screen.getByText(/Fill it in/)).toBeTruthy();
  });

  it("is an empty region before anything fails", () => {
    show(<ErrorNote of={null} />);
    expect(screen.getByRole("alert").textContent).toBe("");
  });

  it("offers to load the latest when somebody else was faster", async () => {
    beginSignedIn();
    const reload = vi.fn();
    const stale = new ApiError({ status: 409, code: "stale_record", message: "Changed meanwhile." });
    show(<ErrorNote of={stale} onReload={reload} />);
    await userEvent.click(screen.getByRole("button", { name: "Load the latest" }));
    expect(reload).toHaveBeenCalledOnce();
  });

  it("tells nothing about errors that are not meant for people", () => {
    show(<ErrorNote of={new TypeError("x is undefined")} />);
    expect(screen.queryByText(/undefined/)).toBeNull();
    expect(screen.getByText("Something went wrong in the dashboard.")).toBeTruthy();
  });
});
