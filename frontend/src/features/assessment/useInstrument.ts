import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { AssessmentView, InstrumentView } from "@/api/types";
import type { Entry } from "./catalog";
import { languageOf, wantedIn, type TextLanguage } from "./language";
import { onPaper, type PaperWords } from "./paper";

/** A definition changes only when an administrator adds its wording, or a licence ends: read again now and then. */
const definition = { staleTime: 600_000, meta: { fixed: true } };

/** The words in which questions without wording are shown. */
function usePaperWords(): PaperWords {
  const { t } = useTranslation();
  return {
    question: (number) => t("assessment.paper.question", { number }),
    points: (count) => t("assessment.paper.points", { count }),
    answer: (value, count) => t("assessment.paper.answer", { value, count }),
  };
}

/** The definition that an assessment was made with, in its own version and in the language wanted, once that is known. */
export function useInstrumentOf(assessment: AssessmentView | undefined, language: TextLanguage | undefined) {
  const words = usePaperWords();
  const code = assessment?.instrument ?? "";
  const version = assessment?.instrument_version ?? "";
  const { data, error } = useCall(
    "instrument_get",
    { path: { code }, query: { version, language: language ?? "en" } },
    {
      enabled: code !== "" && language !== undefined,
      // While another language is read the questions stay where they are.
      placeholderData: (last) => (last?.code === code && last.version === version ? last : undefined),
      ...definition,
    },
  );
  return { data: data && onPaper(data, words), error };
}

/** The language in which the questions are asked: the person's or the reader's; the reader may choose another. */
export function useAskedIn(assessment: AssessmentView | undefined) {
  const { i18n } = useTranslation();
  const [chosen, choose] = useState<TextLanguage>();
  const id = assessment?.person_id ?? "";
  const person = useCall("person_get", { path: { id } }, { enabled: id !== "", staleTime: 300_000 });
  const own = wantedIn(assessment?.instrument ?? "", person.data?.language ?? "", i18n.language);
  return { language: person.isPending ? undefined : (chosen ?? own), choose };
}

/** A version of an instrument; the published default when none is named. */
export function useInstrument(code: string, version?: string) {
  const query = version === undefined ? {} : { version };
  return useCall("instrument_get", { path: { code }, query }, definition);
}

/** The same in the language of the screen, to say again what came in English; none where the screen is in English. */
export function useInstrumentSaid(code: string, version: string): InstrumentView | undefined {
  const { i18n } = useTranslation();
  const language = languageOf(i18n.language) ?? "en";
  const query = { version, language };
  const enabled = language !== "en";
  return useCall("instrument_get", { path: { code }, query }, { enabled, ...definition }).data;
}

/** Every instrument with what it is for, its title in the language of the screen where its text is there in it. */
export function useInstruments() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n.language) ?? "en";
  const list = useCall("instrument_list", language === "en" ? {} : { query: { language } }, definition);
  const entries = (list.data?.items ?? []).map((instrument): Entry => {
    const key = `assessment.purposes.${instrument.code}`;
    return { instrument, purpose: i18n.exists(key) ? String(t(key as "assessment.purposes.lace")) : "" };
  });
  return { entries, error: list.error };
}

/** What a version of an instrument does differently, in the language of the app where it knows the version. */
export function useDiffers() {
  const { t, i18n } = useTranslation();
  return (code: string, { version, differs }: InstrumentView["editions"][number]): string => {
    const key = `assessment.editions.${code}.${version}`;
    return i18n.exists(key) ? String(t(key as "assessment.editions.hospital.2016")) : differs;
  };
}
