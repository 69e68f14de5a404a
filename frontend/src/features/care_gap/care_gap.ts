import { useTranslation } from "react-i18next";
import type { CareGap, CareGapKind } from "@/api/types";

export const kinds = [
  "wellness_visit",
  "breast_cancer_screening",
  "cervical_cancer_screening",
  "colorectal_cancer_screening",
  "diabetes_a1c",
  "diabetes_eye_exam",
  "kidney_evaluation",
  "blood_pressure_control",
  "depression_screening",
  "medication_review",
  "influenza_immunization",
  "other",
] as const satisfies CareGapKind[];

/** What is due; what has no kind of its own is what somebody called it. */
export function useGapTitle(): (gap: Pick<CareGap, "kind" | "note">) => string {
  const { t } = useTranslation();
  return ({ kind, note }) => (kind === "other" && note ? note : t(`care_gap.kinds.${kind}`));
}
