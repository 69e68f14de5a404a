import { useAct } from "@/api/hooks";
import type { TransitionAct, TransitionView } from "@/api/types";
import { useKeptForm } from "@/lib/drafts";

/** Takes one step of a transition in the version on the screen. */
export function useStep(transition: TransitionView, onDone?: () => void) {
  const act = useAct("transition_act", { shows: "transition_get", ...(onDone ? { onSuccess: onDone } : {}) });
  const take = (body: TransitionAct) =>
    act.mutate({ path: { id: transition.stay.id }, version: transition.version, body });
  return { ...act, take };
}

/** The form of one step, kept under the name of the step until it is taken. */
export function useStepForm<F extends object>(
  { transition, onClose }: StepProps,
  name: string,
  initial: () => F,
) {
  const kept = useKeptForm(`transition-${name}:${transition.stay.id}`, initial);
  const step = useStep(transition, () => {
    kept.discard();
    onClose();
  });
  return { form: kept.form, change: kept.change, step };
}

export interface StepProps {
  transition: TransitionView;
  onClose: () => void;
}

/** The choices of a closed vocabulary with their texts. */
export const choices = <T extends string>(codes: readonly T[], text: (code: T) => string) =>
  codes.map((value) => ({ value, label: text(value) }));

/** The code that was chosen, if it is one of them. */
export const chosen = <T extends string>(codes: readonly T[], value: string | null) =>
  codes.find((code) => code === value);

export const destinations = [
  "home",
  "home_with_services",
  "snf",
  "rehab",
  "ltac",
  "hospice",
  "shelter",
  "other",
] as const;
export const complexities = ["low", "moderate", "high"] as const;
export const barrierKinds = [
  "clinical",
  "test_or_consult",
  "authorization",
  "placement",
  "equipment",
  "medicines",
  "family",
  "guardianship",
  "housing",
  "transport",
  "other",
] as const;
export const causes = [
  "payer",
  "facility",
  "provider",
  "family",
  "court",
  "transport",
  "equipment",
  "other",
] as const;
export const promiseKinds = [
  "follow_up_visit",
  "behavioral_visit",
  "specialist_visit",
  "test",
  "equipment",
  "home_service",
  "teaching",
  "other",
] as const;
export const promiseOutcomes = ["kept", "missed", "cancelled"] as const;
export const choosers = ["person", "caregiver", "guardian"] as const;
export const reconcileOutcomes = ["agrees", "corrected", "referred"] as const;
export const receiptKinds = ["admission_notice", "discharge_information"] as const;
export const receiptWays = ["phone", "fax", "electronic", "portal", "mail", "other"] as const;
export const notices = ["important_message", "observation_notice"] as const;
