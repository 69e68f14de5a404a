import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { renderIn } from "@/test/render";
import { TemplateNumber } from "./TemplateNumber";

function Form() {
  const [value, setValue] = useState(90);
  return (
    <>
      <TemplateNumber label="Days" value={value} onChange={setValue} max={365} />
      <output>{value}</output>
    </>
  );
}

it("what is no number changes nothing, and the last one is shown again when one leaves", async () => {
  renderIn(<Form />);
  const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Days" });
  const holds = () => [field.value, screen.getByRole("status").textContent];
  await userEvent.clear(field);
  expect(holds()).toEqual(["", "90"]);
  await userEvent.type(field, "-");
  expect(holds()).toEqual(["-", "90"]);
  await userEvent.tab();
  expect(holds()).toEqual(["90", "90"]);
  await userEvent.clear(field);
  await userEvent.type(field, "7.05");
  expect(holds()).toEqual(["7.05", "7.05"]);
  await userEvent.clear(field);
  await userEvent.type(field, "400");
  await userEvent.tab();
  expect(holds()).toEqual(["365", "365"]);
});
