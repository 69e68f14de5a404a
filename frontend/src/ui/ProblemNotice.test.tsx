import { screen } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";
import { ApiError } from "@/api/problem";
import { startLanguage } from "@/i18n";
import { renderIn } from "@/test/render";
import { ProblemNotice } from "./ProblemNotice";

beforeAll(() => startLanguage("es"));

const refusal = (code: string, detail: string, pointer: string) =>
  new ApiError({
    type: "about:blank",
    title: "Conflict",
    status: 409,
    detail,
    code,
    errors: [{ pointer, detail }],
  });

it("says a refusal of a plan in the reader's language, with the place that people count from one", () => {
  const error = refusal(
    "plan_goal_not_smart",
    "Goal 2 fails “M” of SMART: Name the unit.",
    "/content/goals/1",
  );
  renderIn(<ProblemNotice error={error} />);
  expect(screen.getByRole("alert").textContent).toContain("La meta 2 aún no pasa la revisión SMART.");
  expect(screen.getByRole("alert").textContent).not.toContain("Goal 2");
});

it("leaves a refusal that it does not know in the server's words", () => {
  renderIn(<ProblemNotice error={refusal("something_new", "Do it another way.", "/x")} />);
  expect(screen.getByRole("alert").textContent).toContain("Do it another way.");
});
