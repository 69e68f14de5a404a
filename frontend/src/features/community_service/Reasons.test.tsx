import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { CommunityServiceOffer } from "@/api/types";
import { renderIn } from "@/test/render";
import { Reasons, Why } from "./Reasons";

const fit = {
  verdict: "does_not_fit",
  reasons: [
    { criterion: "age", standing: "not_met", detail: "" },
    { criterion: "income", standing: "unknown", detail: "" },
    { criterion: "area", standing: "met", detail: "" },
  ],
} as CommunityServiceOffer["fit"];

it("says what fails and what to ask, and leaves out what is met", () => {
  renderIn(<Reasons fit={fit} />);
  expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "The age is outside the limits.",
    "Ask: what is the household income?",
  ]);
});

it("the points of a service sum to its score", () => {
  const parts = [
    { factor: "fit", points: 40 },
    { factor: "capacity", points: 30 },
    { factor: "distance", points: 1 },
  ];
  renderIn(<Why offer={{ score: 71, parts } as unknown as CommunityServiceOffer} />);
  const shown = screen.getAllByRole("listitem").map((item) => Number(/\d+/.exec(item.textContent)?.[0]));
  expect(shown.reduce((sum, points) => sum + points, 0)).toBe(71);
  expect(screen.getByText("Why here: 71 of 100 points")).toBeTruthy();
  expect(screen.getByText("Distance: 1 point")).toBeTruthy();
});
