import type { Schemas } from "@/api/types";
import { usePreferences } from "@/lib/preferences";

type LabelText = Schemas["LabelText"];

/** The text of a template in a language: that of the note, else that of the screen. */
export function useLabel(language?: NoteLanguage) {
  const own = usePreferences().language;
  return (text: LabelText) => text[language ?? own];
}

type NoteLanguage = Schemas["ReadingLanguage"];
