import type { components } from "./schema";

/** Every view and input of the API by its name in the contract. */
export type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Ref = Schemas["Ref"];
export type Me = Schemas["Me"];
export type Tier = Schemas["Tier"];
export type Role = Schemas["Role"];
export type TodayItem = Schemas["TodayItem"];
export type TodayPage = Schemas["TodayPage"];
export type TodayCounts = Schemas["TodayCounts"];
export type Reason = Schemas["Reason"];
export type PersonView = Schemas["PersonView"];
export type PersonSummary = Schemas["PersonSummary"];
export type PersonOverview = Schemas["PersonOverview"];
export type CaseView = Schemas["CaseView"];
export type TaskView = Schemas["TaskView"];
export type DeadlineView = Schemas["DeadlineView"];
export type AlertView = Schemas["AlertView"];
export type StayView = Schemas["StayView"];
export type NeedView = Schemas["NeedView"];
export type CarePlanView = Schemas["CarePlanView"];
export type PlanContent = Schemas["PlanContent"];
export type Goal = Schemas["Goal"];
export type Intervention = Schemas["Intervention"];
export type Barrier = Schemas["Barrier"];
export type ContactView = Schemas["ContactView"];
export type ContactCreate = Schemas["ContactCreate"];
export type ContactResult = Schemas["ContactResult"];
export type NoteView = Schemas["NoteView"];
export type HandOffView = Schemas["HandOffView"];
export type InstrumentView = Schemas["InstrumentView"];
export type ScoreView = Schemas["ScoreView"];
export type AssessmentView = Schemas["AssessmentView"];
export type MeasureView = Schemas["MeasureView"];
export type MeasureMember = Schemas["MeasureMember"];
export type ImportView = Schemas["ImportView"];
