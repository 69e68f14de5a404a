import { IconFileDescription } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { choicesOf, keyOf, refusalOf, type Item, type Option } from "./logic";
import { NumberField } from "./NumberField";
import { useScoreWords } from "./words";
import classes from "./Assessment.module.css";

interface QuestionProps {
  item: Item;
  /** Language of the question and its answers; none where that is the app's. */
  lang?: string | undefined;
  label: string;
  answer: number | undefined;
  /** Where the answer comes from, when the record gave it. */
  source?: string | undefined;
  current: boolean;
  onFocus: () => void;
  onAnswer: (value: number | undefined) => void;
}

/** From so many answers on, a scale of numbers is shown as a row of numbers. */
const SCALE = 8;
/** Answers longer than this stand below each other. */
const LONG = 38;
/** Answers no longer than this stand in pairs on a phone. */
const SHORT = 6;

/** One question: answers to choose from, a scale, or a number; and apart from them, not answering. */
export function Question({ item, lang, label, answer, source, current, onFocus, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const words = useScoreWords();
  const choices = choicesOf(item);
  const refusal = refusalOf(item);
  const longest = Math.max(0, ...choices.map((choice) => choice.label.length));
  const option = (one: Option, text: string, look: string | undefined) => (
    <Choice
      key={one.value}
      item={item}
      lang={lang}
      option={one}
      text={text}
      look={look}
      checked={answer === one.value}
      onChoose={() => onAnswer(one.value)}
    />
  );
  return (
    <li
      className={classes.question}
      data-question={item.number}
      data-current={current || undefined}
      onFocus={onFocus}
    >
      <fieldset>
        <legend id={`question-${item.number}`}>
          <span className={classes.number}>{label}</span>
          <span lang={lang}>{item.text}</span>
        </legend>
        {item.range ? (
          <NumberField
            range={item.range}
            labelledBy={`question-${item.number}`}
            value={answer}
            onChange={onAnswer}
          />
        ) : choices.length >= SCALE ? (
          <>
            <Scale choices={choices} lang={lang} render={(one, text) => option(one, text, classes.step)} />
            {refusal && (
              <div className={classes.options}>{option(refusal, t("assessment.refuse"), classes.option)}</div>
            )}
          </>
        ) : (
          <div
            className={classes.options}
            data-long={longest > LONG || undefined}
            data-short={longest <= SHORT || undefined}
          >
            {choices.map((one) => option(one, one.label, classes.option))}
            {refusal && option(refusal, t("assessment.refuse"), classes.option)}
          </div>
        )}
        {source && (
          <p className={classes.source}>
            <IconFileDescription size={16} aria-hidden />
            <span>
              {t("acuity.from_record")} {words.filled(source)}
            </span>
          </p>
        )}
      </fieldset>
    </li>
  );
}

interface ChoiceProps {
  item: Item;
  lang: string | undefined;
  option: Option;
  text: string;
  look: string | undefined;
  checked: boolean;
  onChoose: () => void;
}

function Choice({ item, lang, option, text, look, checked, onChoose }: ChoiceProps) {
  const key = keyOf(item, option);
  return (
    <label className={look} data-checked={checked || undefined} data-refusal={option.refused || undefined}>
      <input
        type="radio"
        name={`question-${item.number}`}
        checked={checked}
        onChange={onChoose}
        aria-label={text === option.label || option.refused ? undefined : option.label}
      />
      <span lang={option.refused ? undefined : lang}>{text}</span>
      {text !== key && <kbd aria-hidden>{key.toUpperCase()}</kbd>}
    </label>
  );
}

interface ScaleProps {
  choices: Option[];
  lang: string | undefined;
  render: (option: Option, text: string) => ReactNode;
}

/** A row of numbers; the words of its ends stand below it. */
function Scale({ choices, lang, render }: ScaleProps) {
  const words = choices.map(({ label }) => label.replace(/^\d+ - /, ""));
  return (
    <>
      <div className={classes.scale}>{choices.map((one) => render(one, String(one.value)))}</div>
      <div className={classes.ends} aria-hidden lang={lang}>
        <span>{words[0]}</span>
        <span>{words.at(-1)}</span>
      </div>
    </>
  );
}
