import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { renderIn } from "@/test/render";
import { QuestionField } from "./QuestionField";
import type { Answer, FormQuestion } from "./logic";
import { choice, question } from "./samples";

const symptoms = question("symptoms", {
  form: "many",
  choices: [choice("pain"), choice("dizzy"), choice("none", true)],
});

function field(asks: FormQuestion, answer?: Answer, carried?: Answer) {
  const onChange = vi.fn();
  const last = carried && {
    answer: { question: asks.code, ...carried },
    from: "2026-03-02T14:00:00Z",
  };
  renderIn(
    <QuestionField
      question={asks}
      answer={answer}
      last={last}
      language="es"
      zone="America/New_York"
      onChange={onChange}
    />,
  );
  return onChange;
}

describe("a question", () => {
  it("is asked in the language of the person, and several answers may be given", async () => {
    const onChange = field(symptoms, { codes: ["pain"] });
    expect(screen.getByText("symptoms (es)")).toHaveProperty("lang", "es");
    await userEvent.click(screen.getByRole("checkbox", { name: "dizzy (es)" }));
    expect(onChange).toHaveBeenLastCalledWith({ codes: ["pain", "dizzy"] });
    await userEvent.click(screen.getByRole("checkbox", { name: "none (es)" }));
    expect(onChange).toHaveBeenLastCalledWith({ codes: ["none"] });
  });

  it("shows the answer of last time, which counts once it is confirmed", async () => {
    const onChange = field(symptoms, undefined, { codes: ["pain"] });
    expect(screen.getByText(/pain \(es\)$/, { selector: "div > span" })).toBeTruthy();
    expect(screen.getByRole("checkbox", { name: "pain (es)" })).toHaveProperty("checked", false);
    await userEvent.click(screen.getByRole("button", { name: "Still right" }));
    expect(onChange).toHaveBeenCalledWith({ codes: ["pain"] });
  });

  it("says why there is no answer, and takes one after all", async () => {
    const onChange = field(symptoms, { absent: "declined" });
    expect(screen.getByText("Did not want to answer")).toBeTruthy();
    expect(screen.queryByRole("checkbox")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Answer it after all" }));
    expect(onChange).toHaveBeenCalledWith({});
  });

  it("with a short range is a row of numbers", async () => {
    const onChange = field(question("confidence", { form: "number", min: 0, max: 10 }));
    await userEvent.click(screen.getByRole("radio", { name: "7" }));
    expect(onChange).toHaveBeenCalledWith({ number: 7 });
  });
});
