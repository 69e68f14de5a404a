import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderIn } from "@/test/render";
import { PeopleClosed } from "./PeopleClosed";

it("says who may see the people instead of asking for what is refused", () => {
  renderIn(<PeopleClosed measure={{ seen_by: ["supervisor", "director"] }} />);
  expect(screen.getByRole("region", { name: "People and proof" }).textContent).toContain(
    "shown to: Supervisor and Director.",
  );
});
