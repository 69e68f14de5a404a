import { useTranslation } from "react-i18next";
import type { AssessmentView, InstrumentView } from "@/api/types";
import { isAsked, labelsOf, numbered, runsOf, type Answers, type Item } from "./logic";
import { langOf } from "./paper";
import { useScoreWords } from "./words";
import classes from "./Assessment.module.css";

/** An answer in words: the label of a choice, a number with its unit, a refusal, or why there is none. */
export function useAnswerText() {
  const { t } = useTranslation();
  return (item: Item, items: Item[], answers: Answers): string => {
    const value = answers[item.number];
    if (value === undefined) {
      return t(isAsked(item, items, answers) ? "assessment.not_answered" : "assessment.was_not_asked");
    }
    if (item.range) return [value, item.range.unit].filter((text) => text != null).join(" ");
    const option = item.options.find((one) => one.value === value);
    return option?.refused ? t("assessment.refuse") : (option?.label ?? String(value));
  };
}

/** The points of an answer, where it has some that differ from what the label says. */
export function pointsOf(item: Item, value: number | undefined): number | undefined {
  const option = item.options.find((one) => one.value === value);
  return item.scored && option && !option.refused ? option.points : undefined;
}

interface AnsweredProps {
  assessment: AssessmentView;
  instrument: InstrumentView;
}

/** The answers that were given, by part. */
export function Answered({ assessment, instrument }: AnsweredProps) {
  const text = useAnswerText();
  const { i18n } = useTranslation();
  const words = useScoreWords();
  const { items } = instrument;
  const answers = numbered(items, assessment.answers);
  const labels = labelsOf(items);
  return (
    <div className={classes.parts}>
      {runsOf(instrument).map((run) => (
        <div key={run.part?.code ?? ""} className={classes.part}>
          {run.part && (
            <div className={classes.partHead}>
              <h2>{words.part(run.part.title)}</h2>
            </div>
          )}
          <ol className={classes.answers}>
            {run.items.map((item) => {
              const points = pointsOf(item, answers[item.number]);
              return (
                <li
                  key={item.number}
                  className={classes.answer}
                  data-open={answers[item.number] === undefined || undefined}
                >
                  <span lang={langOf(instrument)}>
                    {labels.get(item.number)}. {item.text}
                    {assessment.prefilled[item.number] && (
                      <small className={classes.source} lang={i18n.language}>
                        {words.filled(assessment.prefilled[item.number] ?? "")}
                      </small>
                    )}
                  </span>
                  <b>
                    {text(item, items, answers)}
                    {points !== undefined && instrument.worded && ` (${points})`}
                  </b>
                </li>
              );
            })}
          </ol>
        </div>
      ))}
    </div>
  );
}
