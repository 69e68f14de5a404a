import type { Schemas } from "@/api/types";

export type TemplateContent = Schemas["CarePlanTemplateContent"];
export type TemplateGoal = Schemas["TemplateGoalContent"];
export type TemplateStep = NonNullable<TemplateGoal["steps"]>[number];

export const emptyStep = (): TemplateStep => ({ text: "", frequency: "weekly", days: 7 });

export const emptyGoal = (): TemplateGoal => ({
  need_kind: "clinical",
  need_title: "",
  text: "",
  measure_code: null,
  measure: null,
  unit: "",
  direction: "increase",
  baseline: 0,
  target: 0,
  achievable_reason: null,
  days: 90,
  steps: [],
});

export const emptyTemplate = (): TemplateContent => ({
  title: "",
  kind: "comprehensive",
  settings: [],
  review_days: 90,
  goals: [emptyGoal()],
});

const written = (text: string) => text.trim() !== "";

/** True when every line that a template needs is filled in; whether its goals are SMART the server says. */
export const isComplete = ({ title, goals }: TemplateContent) =>
  written(title) &&
  goals.every(
    ({ need_title, text, unit, steps = [] }) =>
      [need_title, text, unit].every(written) && steps.every((step) => written(step.text)),
  );
