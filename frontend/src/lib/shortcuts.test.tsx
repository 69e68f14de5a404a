import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { prefer } from "./preferences";
import { useShortcuts } from "./shortcuts";

const next = vi.fn();

function List() {
  useShortcuts({ next });
  return <input aria-label="Search" />;
}

describe("single-key shortcuts", () => {
  beforeEach(() => {
    next.mockClear();
    prefer({ shortcutsEnabled: true, shortcutKeys: {} });
  });

  it("act outside of fields", () => {
    render(<List />);
    fireEvent.keyDown(document.body, { key: "j" });
    expect(next).toHaveBeenCalledOnce();
  });

  it("stay quiet while somebody types", () => {
    render(<List />);
    fireEvent.keyDown(screen.getByLabelText("Search"), { key: "j" });
    expect(next).not.toHaveBeenCalled();
  });

  it("leave combinations to the browser", () => {
    render(<List />);
    fireEvent.keyDown(document.body, { key: "j", ctrlKey: true });
    expect(next).not.toHaveBeenCalled();
  });

  it("can be switched off", () => {
    prefer({ shortcutsEnabled: false });
    render(<List />);
    fireEvent.keyDown(document.body, { key: "j" });
    expect(next).not.toHaveBeenCalled();
  });

  it("can be moved to another key", () => {
    prefer({ shortcutKeys: { next: "n" } });
    render(<List />);
    fireEvent.keyDown(document.body, { key: "j" });
    fireEvent.keyDown(document.body, { key: "n" });
    expect(next).toHaveBeenCalledOnce();
  });

  it("end with the screen that had them", () => {
    render(<List />).unmount();
    fireEvent.keyDown(document.body, { key: "j" });
    expect(next).not.toHaveBeenCalled();
  });
});
