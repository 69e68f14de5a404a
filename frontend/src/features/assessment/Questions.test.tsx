import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import type { InstrumentView } from "@/api/types";
import { renderIn } from "@/test/render";
import { kept, type Answers, type Item } from "./logic";
import { Questions } from "./Questions";
import { choice, count, yesNo } from "./samples";

const seen = vi.fn<(answers: Answers) => void>();
const ended = vi.fn();

function Host({ items }: { items: Item[] }) {
  const [answers, setAnswers] = useState<Answers>({});
  const onAnswer = (number: number, value: number | undefined) => {
    const next = { ...answers };
    if (value === undefined) delete next[number];
    else next[number] = value;
    seen(kept(items, next));
    setAnswers(kept(items, next));
  };
  const instrument = { title: "Test", items, parts: [] as InstrumentView["parts"] } as InstrumentView;
  return (
    <Questions
      instrument={instrument}
      answers={answers}
      score={undefined}
      onAnswer={onAnswer}
      onEnd={ended}
    />
  );
}

const current = () => document.querySelector("[data-current]")?.getAttribute("data-question");

it("is answered without a mouse, and skips what is not asked", async () => {
  const user = userEvent.setup();
  renderIn(<Host items={[yesNo(1), yesNo(2, { item: 1, value: 1 }), choice(3, [0, 15, 30])]} />);
  expect(screen.getByText("Question 2 is not asked")).toBeTruthy();
  await user.keyboard("0{Enter}");
  expect(current()).toBe("3");
  await user.keyboard("3");
  expect(seen).toHaveBeenLastCalledWith({ 1: 0, 3: 30 });
  await user.keyboard("{Backspace}1{ArrowDown}");
  expect(current()).toBe("2");
  await user.keyboard("r{ArrowUp}0");
  expect(seen).toHaveBeenLastCalledWith({ 1: 0, 3: 30 });
  await user.keyboard("{Enter}{Enter}");
  expect(ended).toHaveBeenCalledOnce();
});

it("takes a refusal beside a scale of numbers", async () => {
  const user = userEvent.setup();
  const scale = choice(1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const refusal = { value: 99, points: 0, label: "Chooses not to answer", refused: true };
  renderIn(<Host items={[{ ...scale, options: [...scale.options, refusal] }]} />);
  expect(screen.getAllByRole("radio")).toHaveLength(12);
  await user.click(screen.getByRole("radio", { name: "Chooses not to answer" }));
  expect(seen).toHaveBeenLastCalledWith({ 1: 99 });
});

it("checks a number, says what is wrong on the way on, and takes numbers above 100", async () => {
  const user = userEvent.setup();
  renderIn(<Host items={[count(1, 20, 250), yesNo(2)]} />);
  await user.keyboard("11{Enter}");
  expect(current()).toBe("1");
  expect(screen.getByText("Enter a whole number from 20 to 250 g/L.")).toBeTruthy();
  await user.keyboard("2{Enter}");
  expect(seen).toHaveBeenLastCalledWith({ 1: 112 });
  expect(current()).toBe("2");
});
