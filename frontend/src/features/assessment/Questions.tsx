import {
  useEffect,
  useImperativeHandle,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";

import type { InstrumentView, ScoreView } from "@/api/types";
import { asked, commandOf, isAsked, labelsOf, runsOf, type Answers, type Item, type Run } from "./logic";
import { NotAsked } from "./NotAsked";
import { langOf } from "./paper";
import { PartResult } from "./Parts";
import { Question } from "./Question";
import { useScoreWords } from "./words";
import classes from "./Assessment.module.css";

/** Digits of one number follow each other within this time. */
const TYPING_MS = 800;

export interface QuestionsHandle {
  /** Shows a question and puts the focus there. */
  show: (number: number) => void;
}

interface QuestionsProps {
  instrument: InstrumentView;
  answers: Answers;
  /** Where answers come from that the record gave, by number. */
  sources?: Record<string, string>;
  score: ScoreView | undefined;
  /** `undefined` takes an answer back. */
  onAnswer: (number: number, value: number | undefined) => void;
  /** The reader went on from the last question. */
  onEnd: () => void;
  ref?: Ref<QuestionsHandle>;
}

/** The questions of an instrument, by part. Digits answer; Enter and the arrows up and down walk them. */
export function Questions({ instrument, answers, sources, score, onAnswer, onEnd, ref }: QuestionsProps) {
  const open = asked(instrument.items, answers);
  const first = open.find(({ number }) => answers[number] === undefined) ?? open[0];
  const [wanted, setCurrent] = useState(first?.number);
  const current = open.some(({ number }) => number === wanted) ? wanted : first?.number;
  const root = useRef<HTMLDivElement>(null);
  const moved = useRef(true);
  const typed = useRef({ text: "", at: 0 });
  const labels = labelsOf(instrument.items);

  const focus = (number: number | undefined) => {
    const question = root.current?.querySelector<HTMLElement>(`[data-question="${number}"]`);
    const inputs = [...(question?.querySelectorAll<HTMLInputElement>("input") ?? [])];
    (inputs.find(({ checked }) => checked) ?? inputs[0])?.focus({ preventScroll: true });
    question?.scrollIntoView({ block: "nearest", behavior: "auto" });
  };
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    focus(current);
  }, [current]);
  const show = (number: number) => {
    typed.current.text = "";
    moved.current = number !== current;
    setCurrent(number);
    if (number === current) focus(number);
  };
  useImperativeHandle(ref, () => ({ show }));

  const onKeyDown = (event: KeyboardEvent) => {
    const place = open.findIndex(({ number }) => number === current);
    const item = open[place];
    if (!item || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const before = event.timeStamp - typed.current.at < TYPING_MS ? typed.current.text : "";
    const command = commandOf(item, event.key, before, event.shiftKey);
    if (!command) return;
    event.preventDefault();
    if ("answer" in command) {
      typed.current = { text: command.typed, at: event.timeStamp };
      onAnswer(item.number, command.answer);
      return;
    }
    const next = open[place + command.step];
    if (next) show(next.number);
    else if (command.step === 1) onEnd();
  };

  return (
    <div
      role="group"
      aria-label={instrument.heading ?? instrument.title}
      ref={root}
      onKeyDown={onKeyDown}
      className={classes.parts}
    >
      {runsOf(instrument).map((run) => (
        <PartOfQuestions key={run.part?.code ?? ""} run={run} score={score}>
          {rowsOf(run.items, instrument.items, answers).map((row) =>
            row.asked ? (
              <Question
                key={row.items[0].number}
                item={row.items[0]}
                lang={langOf(instrument)}
                label={labels.get(row.items[0].number) ?? ""}
                answer={answers[row.items[0].number]}
                source={sources?.[row.items[0].number]}
                current={row.items[0].number === current}
                onFocus={() => setCurrent(row.items[0].number)}
                onAnswer={(value) => onAnswer(row.items[0].number, value)}
              />
            ) : (
              <NotAsked key={row.items[0].number} items={row.items} all={instrument.items} labels={labels} />
            ),
          )}
        </PartOfQuestions>
      ))}
    </div>
  );
}

interface PartOfQuestionsProps {
  run: Run;
  score: ScoreView | undefined;
  children: ReactNode;
}

function PartOfQuestions({ run: { part }, score, children }: PartOfQuestionsProps) {
  const id = useId();
  const words = useScoreWords();
  const result = score?.parts.find(({ code }) => code === part?.code);
  if (!part) return <ol className={classes.questions}>{children}</ol>;
  return (
    <section aria-labelledby={id} className={classes.part}>
      <div className={classes.partHead}>
        <h2 id={id}>{words.part(part.title)}</h2>
        {result && <PartResult part={result} />}
      </div>
      <ol className={classes.questions}>{children}</ol>
    </section>
  );
}

interface Row {
  asked: boolean;
  items: [Item, ...Item[]];
}

/** Each question that is asked, and in one row those side by side that are not, for the same reason. */
function rowsOf(items: Item[], all: Item[], answers: Answers): Row[] {
  const rows: Row[] = [];
  for (const item of items) {
    const row = { asked: isAsked(item, all, answers), items: [item] as [Item] };
    const last = rows.at(-1);
    const alike = last && JSON.stringify(last.items[0].ask_if) === JSON.stringify(item.ask_if);
    if (alike && !last.asked && !row.asked) last.items.push(item);
    else rows.push(row);
  }
  return rows;
}
