import { asSaid, serverWords } from "@/lib/spanish";

interface RuleWords {
  /** The title of a rule. */
  title: (english: string) => string;
  /** A sentence of an explanation. */
  sentence: (english: string) => string;
}

/** Titles of rules and the sentences of explanations, in the language of the screen. */
export const useRuleWords = serverWords<RuleWords>(() => import("./spanish"), {
  title: asSaid,
  sentence: asSaid,
});
