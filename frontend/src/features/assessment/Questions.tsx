import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { InstrumentView } from "@/api/types";
import classes from "./Assessment.module.css";

type Item = InstrumentView["items"][number];

interface QuestionsProps {
  items: Item[];
  answers: Record<string, number>;
  onAnswer: (item: string, value: number) => void;
}

/** The questions of an instrument. Within them a digit answers and Enter goes on to the next. */
export function Questions({ items, answers, onAnswer }: QuestionsProps) {
  const [current, setCurrent] = useState(() =>
    Math.max(
      0,
      items.findIndex(({ number }) => answers[number] === undefined),
    ),
  );
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef(true);

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const question = list.current?.children[current];
    const inputs = [...(question?.querySelectorAll<HTMLInputElement>("input") ?? [])];
    (inputs.find(({ checked }) => checked) ?? inputs[0])?.focus({ preventScroll: true });
    question?.scrollIntoView({ block: "nearest", behavior: "auto" });
  }, [current]);

  const go = (step: number) => {
    const next = Math.max(0, Math.min(items.length - 1, current + step));
    moved.current = next !== current;
    setCurrent(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[current];
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const option = item.options.find(({ value }) => String(value) === event.key);
    if (option) onAnswer(String(item.number), option.value);
    else if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };

  return (
    <ol className={classes.questions} ref={list} onKeyDown={onKeyDown}>
      {items.map((item, index) => (
        <li
          key={item.number}
          className={classes.question}
          data-current={index === current || undefined}
          onFocus={() => setCurrent(index)}
        >
          <fieldset>
            <legend>
              <span className={classes.number}>{item.number}</span>
              {item.text}
            </legend>
            <div className={classes.options}>
              {item.options.map(({ value, label }) => (
                <label
                  key={value}
                  className={classes.option}
                  data-checked={answers[item.number] === value || undefined}
                >
                  <input
                    type="radio"
                    name={`question-${item.number}`}
                    checked={answers[item.number] === value}
                    onChange={() => onAnswer(String(item.number), value)}
                  />
                  <span>{label}</span>
                  <kbd aria-hidden>{value}</kbd>
                </label>
              ))}
            </div>
          </fieldset>
        </li>
      ))}
    </ol>
  );
}
