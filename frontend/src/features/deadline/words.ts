import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { createStore, useStore } from "@/lib/store";

type Spanish = typeof import("./spanish");

/** What the server says of deadlines comes in English; who reads Spanish gets it said in Spanish, once that is loaded. */
const spanish = createStore<Spanish | null>(null);

interface RuleWords {
  /** The title of a rule. */
  title: (english: string) => string;
  /** A sentence of an explanation. */
  sentence: (english: string) => string;
}

const same = (english: string) => english;

/** Titles of rules and the sentences of explanations, in the language of the screen. */
export function useRuleWords(): RuleWords {
  const { i18n } = useTranslation();
  const loaded = useStore(spanish);
  const wanted = i18n.language === "es";
  useEffect(() => {
    if (wanted && !loaded) void import("./spanish").then((words) => spanish.set(words));
  }, [wanted, loaded]);
  return wanted && loaded ? loaded : { title: same, sentence: same };
}
