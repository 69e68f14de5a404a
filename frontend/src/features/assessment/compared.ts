import type { AssessmentView, InstrumentView } from "@/api/types";
import { labelsOf, numbered, type Answers } from "./logic";

interface Given {
  assessment: AssessmentView;
  instrument: InstrumentView;
}

export interface Side {
  instrument: InstrumentView;
  answers: Answers;
}

export interface ComparedRow {
  name: string;
  label: string;
  text: string;
  /** The earlier and the later answer in words. */
  sides: [string, string];
  changed: boolean;
}

const sideOf = ({ assessment, instrument }: Given): Side => ({
  instrument,
  answers: numbered(instrument.items, assessment.answers),
});

function valueOf({ instrument, answers }: Side, name: string): number | undefined {
  const item = instrument.items.find((one) => one.name === name);
  return item && answers[item.number];
}

/** Question by question what was answered then and now. Questions are matched by name, which versions share. */
export function compared(
  earlier: Given,
  later: Given,
  textOf: (side: Side, name: string) => string,
): ComparedRow[] {
  const [then, now] = [sideOf(earlier), sideOf(later)];
  const labels = labelsOf(now.instrument.items);
  const gone = then.instrument.items.filter(
    ({ name }) => !now.instrument.items.some((item) => item.name === name),
  );
  return [...now.instrument.items, ...gone].map(({ name, number, text }) => {
    const sides: [string, string] = [textOf(then, name), textOf(now, name)];
    return {
      name,
      label: labels.get(number) ?? String(number),
      text,
      sides,
      changed: valueOf(then, name) !== valueOf(now, name),
    };
  });
}
