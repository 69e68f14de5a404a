import type { Capability } from "@/api/types";

/** What the scopes of an API client are about, in the order in which the form shows them. */
export const scopeGroups = [
  "people",
  "cases",
  "work",
  "clinical",
  "contacts",
  "oversight",
  "account",
] as const;
export type ScopeGroup = (typeof scopeGroups)[number];

/** Every scope of the contract with its group; a scope that the contract gains is missed by the compiler here. */
const groupOf: Record<Capability, ScopeGroup> = {
  person_search: "people",
  person_read: "people",
  person_write: "people",
  stay_read: "people",
  stay_write: "people",
  case_read: "cases",
  case_create: "cases",
  case_write: "cases",
  case_assign: "cases",
  hand_off_read: "cases",
  hand_off_write: "cases",
  today_read: "work",
  task_read: "work",
  task_write: "work",
  deadline_read: "work",
  deadline_snooze: "work",
  deadline_waive: "work",
  alert_read: "work",
  alert_acknowledge: "work",
  alert_close: "work",
  instrument_read: "clinical",
  rule_read: "work",
  rule_write: "work",
  scope_read: "account",
  scope_write: "account",
  assessment_read: "clinical",
  assessment_write: "clinical",
  assessment_review: "clinical",
  acuity_read: "clinical",
  tier_write: "clinical",
  need_read: "clinical",
  need_write: "clinical",
  care_plan_read: "clinical",
  care_plan_write: "clinical",
  care_plan_approve: "clinical",
  crisis_plan_read: "clinical",
  crisis_plan_write: "clinical",
  crisis_plan_approve: "clinical",
  contact_read: "contacts",
  contact_write: "contacts",
  note_read: "contacts",
  note_write: "contacts",
  note_sign: "contacts",
  note_countersign: "contacts",
  measure_read: "oversight",
  access_log_read: "oversight",
  audit_read: "oversight",
  community_service_read: "contacts",
  community_service_report: "contacts",
  community_service_write: "contacts",
  import_run: "oversight",
  self_read: "account",
  directory_read: "account",
  staff_write: "account",
  client_write: "account",
  event_stream: "account",
};

export const everyScope = Object.keys(groupOf) as Capability[];

/** The scopes of a group. */
export const scopesOf = (group: ScopeGroup) => everyScope.filter((scope) => groupOf[scope] === group);
