import { Button, Menu, NumberInput, Text, Textarea } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { formatDay } from "@/lib/dates";
import type { Language } from "@/lib/preferences";
import { answerOf, isGiven, toggled, type Answer, type FormQuestion } from "./logic";
import { useAnswerText } from "./useAnswerText";
import shared from "@/features/assessment/Assessment.module.css";
import classes from "./Comprehensive.module.css";

const reasons = ["declined", "unknown", "not_asked"] as const;
/** A range of at most so many numbers is shown as a row of them. */
const SCALE = 11;
/** Answers longer than this stand below each other. */
const LONG = 38;

interface FieldProps {
  question: FormQuestion;
  answer: Answer | undefined;
  language: Language;
  onChange: (answer: Answer) => void;
}

interface QuestionFieldProps extends FieldProps {
  /** The answer of last time, while nothing is answered here. */
  last: Schemas["CarriedView"] | undefined;
  zone: string;
}

/** One question in the language of the person: choices, a number or text; and apart from them, why there is no answer. */
export function QuestionField({ last, zone, ...field }: QuestionFieldProps) {
  const { t } = useTranslation();
  const text = useAnswerText();
  const { question, answer, language, onChange } = field;
  const id = useId();
  const absent = answer?.absent;
  return (
    <div className={shared.question} data-question={question.code}>
      <fieldset>
        <legend>
          <span>
            <span id={id} lang={language}>
              {question.text[language]}
            </span>
            {question.required && (
              <Text span c="dimmed" size="sm" fw={400}>
                {" "}
                {t("comprehensive.required")}
              </Text>
            )}
          </span>
        </legend>
        {last && (
          <div className={classes.last}>
            <IconHistory size={18} aria-hidden />
            <span>
              {t("comprehensive.from_last", {
                when: formatDay(last.from, zone),
                answer: text(question, answerOf(last.answer), language),
              })}
            </span>
            <Button size="compact-md" variant="light" onClick={() => onChange(answerOf(last.answer))}>
              {t("comprehensive.confirm")}
            </Button>
          </div>
        )}
        {absent ? (
          <div className={classes.absent}>
            <b>{t(`comprehensive.absent.${absent}`)}</b>
            <Button size="compact-md" variant="default" onClick={() => onChange({})}>
              {t("comprehensive.answer_after_all")}
            </Button>
          </div>
        ) : (
          <Input {...field} labelledBy={id} />
        )}
        {!isGiven(answer) && <NoAnswer onChange={onChange} />}
      </fieldset>
    </div>
  );
}

function NoAnswer({ onChange }: Pick<FieldProps, "onChange">) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" fw={400} mt={6} ml={-8}>
          {t("comprehensive.no_answer")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {reasons.map((absent) => (
          <Menu.Item key={absent} onClick={() => onChange({ absent })}>
            {t(`comprehensive.absent.${absent}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Input(props: FieldProps & { labelledBy: string }) {
  const { question, answer, language, labelledBy, onChange } = props;
  if (question.form === "text") {
    return (
      <Textarea
        aria-labelledby={labelledBy}
        value={answer?.text ?? ""}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={4000}
      />
    );
  }
  if (question.form === "number") return <Numbers {...props} />;
  const many = question.form === "many";
  const codes = answer?.codes ?? [];
  const longest = Math.max(0, ...question.choices.map(({ label }) => label[language].length));
  const choose = (code: string) => onChange({ codes: many ? toggled(question, codes, code) : [code] });
  return (
    <div className={shared.options} data-long={longest > LONG || undefined}>
      {question.choices.map(({ code, label }) => (
        <label key={code} className={shared.option} data-checked={codes.includes(code) || undefined}>
          <input
            type={many ? "checkbox" : "radio"}
            name={labelledBy}
            checked={codes.includes(code)}
            onChange={() => choose(code)}
          />
          <span lang={language}>{label[language]}</span>
        </label>
      ))}
    </div>
  );
}

/** A short range as a row to choose from, else a field. */
function Numbers({ question, answer, labelledBy, onChange }: FieldProps & { labelledBy: string }) {
  const { t } = useTranslation();
  const [min, max] = [question.min ?? 0, question.max ?? 0];
  if (max - min >= SCALE) {
    return (
      <NumberInput
        aria-labelledby={labelledBy}
        description={t("comprehensive.number", { min, max })}
        value={answer?.number ?? ""}
        onChange={(value) => onChange(typeof value === "number" ? { number: value } : {})}
        min={min}
        max={max}
        clampBehavior="strict"
        allowDecimal={false}
        maw={220}
      />
    );
  }
  const numbers = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return (
    <div className={shared.scale}>
      {numbers.map((number) => (
        <label key={number} className={shared.step} data-checked={answer?.number === number || undefined}>
          <input
            type="radio"
            name={labelledBy}
            checked={answer?.number === number}
            onChange={() => onChange({ number })}
          />
          <span>{number}</span>
        </label>
      ))}
    </div>
  );
}
