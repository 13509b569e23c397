import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { beginSignedIn, FakeServer, show } from "@/testing/server";
import { ExportPaymentsForm } from "./ExportPaymentsForm";

describe("the table of payments", () => {
  beforeEach(beginSignedIn);

  it("asks for the days that were chosen and is saved under their name", async () => {
    const server = new FakeServer().give("GET /api/v1/payments/export", "day,amount");
    const saved: string[] = [];
    vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:1", revokeObjectURL: () => {} }));
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
    show(<ExportPaymentsForm onCancel={() => {}} />);
    fireEvent.change(await screen.findByLabelText("From"), { target: { value: "2026-01-01" } });
    fireEvent.change(screen.getByLabelText("To"), { target: { value: "2026-01-31" } });
    await userEvent.click(screen.getByRole("button", { name: "Download CSV" }));
    await waitFor(() => expect(saved).toEqual(["payments-2026-01-01-2026-01-31.csv"]));
    const [call] = server.calls("GET /api/v1/payments/export");
    expect(call?.query).toEqual({ since: "2026-01-01", until: "2026-01-31" });
  });
});
