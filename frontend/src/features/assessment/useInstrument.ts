import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { AssessmentView } from "@/api/types";
import type { Entry } from "./catalog";

const fixed = { staleTime: Infinity, meta: { fixed: true } };

/** The definition that an assessment was made with, in its own version. */
export function useInstrumentOf(assessment: AssessmentView | undefined) {
  const code = assessment?.instrument ?? "";
  const version = assessment?.instrument_version ?? "";
  return useCall(
    "instrument_get",
    { path: { code }, query: { version } },
    { enabled: code !== "", ...fixed },
  );
}

/** The usual version of an instrument. */
export function useInstrument(code: string) {
  return useCall("instrument_get", { path: { code } }, fixed);
}

/** Every instrument with what it is for. */
export function useInstruments() {
  const { t, i18n } = useTranslation();
  const list = useCall("instrument_list", {}, fixed);
  const entries = (list.data?.items ?? []).map((instrument): Entry => {
    const key = `assessment.purposes.${instrument.code}`;
    return { instrument, purpose: i18n.exists(key) ? String(t(key as "assessment.purposes.lace")) : "" };
  });
  return { entries, error: list.error };
}
