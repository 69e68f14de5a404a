import type { InstrumentView } from "@/api/types";

/** Words for questions whose text is on paper only. */
export interface PaperWords {
  question: (number: number) => string;
  /** An answer that is its own points. */
  points: (count: number) => string;
  answer: (value: number, count: number) => string;
}

/**
 * An instrument as it can be scored from a copy on paper: questions by their number, answers by their points. One that has
 * its words stays as it is.
 */
export function onPaper(instrument: InstrumentView, words: PaperWords): InstrumentView {
  if (instrument.worded) return instrument;
  const items = instrument.items.map((item) => ({
    ...item,
    text: words.question(item.number),
    options: item.options.map((option) => ({
      ...option,
      label:
        option.value === option.points
          ? words.points(option.points)
          : words.answer(option.value, option.points),
    })),
  }));
  return { ...instrument, items };
}

/** The language of the questions as they are shown; none for those on paper, which are in the language of the app. */
export const langOf = ({ worded, language }: InstrumentView) => (worded ? language : undefined);
