import type { EducationItem } from "@/api/types";

/** The title of an item in a language, or in the one that it has. */
export const titleIn = ({ code, texts }: EducationItem, language: string) =>
  (texts.find((own) => own.language === language) ?? texts[0])?.title ?? code;
