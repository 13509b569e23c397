import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { When } from "@/components/When/When";
import { formatTime, readLocalTime } from "./time";

const ISO = "2026-01-31T23:30:00Z";

describe("time", () => {
  it("shows an instant in the browser's zone, with the exact one in the title", () => {
    render(<When at={ISO} />);
    const shown = screen.getByTitle(ISO);
    expect(shown.getAttribute("datetime")).toBe(ISO);
    expect(shown.textContent).toBe(
      new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(
        new Date(ISO),
      ),
    );
  });

  it("shows a dash where there is no instant", () => {
    render(<When at={null} />);
    expect(screen.getByText("—")).toBeTruthy();
  });

  it("shows what is no instant as it came", () => {
    expect(formatTime("soon")).toBe("soon");
  });

  it("sends what was typed as an instant with its zone", () => {
    const typed = readLocalTime("2026-03-01T08:15");
    expect(typed).toBe(new Date(2026, 2, 1, 8, 15).toISOString());
    expect(readLocalTime("")).toBeNull();
  });
});
