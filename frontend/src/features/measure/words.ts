import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeasureTile, MeasureView } from "@/api/types";

/** What a measure counts, in words: what counts as reached, who is counted, who is left out. */
export interface MeasureWords {
  numerator: string;
  denominator: string;
  exclusions: string;
}

type Said = Partial<Record<string, MeasureWords>>;

/** The words of this app in the reader's language, by code; the server's own words are English. */
function useSaid(): Said {
  const { i18n } = useTranslation();
  const [said, setSaid] = useState<Said>({});
  useEffect(() => {
    let here = true;
    const load =
      i18n.language === "es" ? import("./words_es").then(({ words }) => words) : Promise.resolve({});
    // Without them the server's words stay.
    load.then((words) => here && setSaid(words)).catch(() => undefined);
    return () => {
      here = false;
    };
  }, [i18n.language]);
  return said;
}

type Counted = Pick<MeasureView, "code" | "numerator_words" | "denominator_words" | "exclusion_words">;

/** The words of a measure's parts. */
export function useMeasureWords(): (measure: Counted) => MeasureWords {
  const said = useSaid();
  return ({ code, numerator_words, denominator_words, exclusion_words }) =>
    said[code] ?? { numerator: numerator_words, denominator: denominator_words, exclusions: exclusion_words };
}

/** The whole definition of a tile's measure. */
export function useDefinition(): (tile: Pick<MeasureTile, "measure" | "definition">) => string {
  const said = useSaid();
  return ({ measure, definition }) => {
    const words = said[measure];
    if (!words) return definition;
    return [words.numerator, words.denominator, words.exclusions].filter(Boolean).join(" ");
  };
}
