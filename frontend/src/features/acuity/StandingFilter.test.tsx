import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { renderIn } from "@/test/render";
import { leavesOut } from "./judgement";
import { StandingFilter } from "./StandingFilter";

it("one standing is chosen at a time, all of them again, and doubt is chosen beside it", async () => {
  const onChange = vi.fn();
  const { update } = renderIn(<StandingFilter filter={{}} onChange={onChange} />);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "All" }).checked).toBe(true);
  await userEvent.click(screen.getByRole("radio", { name: "Differ" }));
  expect(onChange).toHaveBeenLastCalledWith({ standing: "differs" });
  update(<StandingFilter filter={{ standing: "differs" }} onChange={onChange} />);
  await userEvent.click(screen.getByRole("checkbox", { name: "Provisional" }));
  expect(onChange).toHaveBeenLastCalledWith({ standing: "differs", provisional: true });
  await userEvent.click(screen.getByRole("radio", { name: "All" }));
  expect(onChange).toHaveBeenLastCalledWith({ standing: undefined });
});

it("a list without a filter is the list of cases", () => {
  expect([leavesOut({}), leavesOut({ provisional: true }), leavesOut({ standing: "agrees" })]).toEqual([
    false,
    true,
    true,
  ]);
});
