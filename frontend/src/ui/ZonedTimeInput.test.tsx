import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ownZone, zoneName } from "@/lib/dates";
import { renderIn } from "@/test/render";
import { ZonedTimeInput } from "./ZonedTimeInput";

const elsewhere = ownZone === "Asia/Tokyo" ? "America/New_York" : "Asia/Tokyo";
const field = (zone: string, description?: string) =>
  renderIn(<ZonedTimeInput label="When" zone={zone} description={description} value="" onChange={vi.fn()} />);

it("a time field names the zone of the program where its clocks differ from the reader's", () => {
  field(elsewhere, "Now when empty.");
  const name = zoneName(elsewhere, new Date().toISOString());
  expect(screen.getByText(`Now when empty. Time of the program (${name})`)).toBeTruthy();
});

it("a time field says nothing of a zone that is the reader's own", () => {
  field(ownZone);
  expect(screen.queryByText(/Time of the program/)).toBeNull();
});
