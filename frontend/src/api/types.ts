import type { components } from "./schema";

/** Every view and input of the API by its name in the contract. */
export type Schemas = components["schemas"];

export type Problem = Schemas["ProblemDocument"];
export type Capability = Schemas["Capability"];
export type Me = Schemas["Me"];
export type Tier = Schemas["Tier"];
export type TodayItem = Schemas["TodayItem"];
export type TodayPage = Schemas["Page_TodayItem"];
export type TodayCounts = Schemas["TodayCountsView"];
export type PersonView = Schemas["PersonView"];
export type PersonSummary = Schemas["PersonSummary"];
export type PersonOverview = Schemas["PersonOverviewView"];
export type CaseView = Schemas["CaseView"];
export type TaskView = Schemas["TaskView"];
export type DeadlineView = Schemas["DeadlineView"];
export type AlertView = Schemas["AlertView"];
export type StayView = Schemas["StayView"];
export type NeedView = Schemas["NeedView"];
export type CarePlanView = Schemas["CarePlanView"];
export type PlanContent = Required<Schemas["CarePlanContent"]>;
export type Goal = Schemas["GoalContent"];
export type Intervention = Schemas["InterventionContent"];
export type Barrier = Schemas["BarrierContent"];
export type SmartResult = Schemas["SmartView"];
export type ContactView = Schemas["ContactView"];
export type ContactCreate = Schemas["ContactCreate"];
export type ContactLogged = Schemas["ContactLogged"];
export type NoteView = Schemas["NoteView"];
export type HandOffView = Schemas["HandOffView"];
export type InstrumentView = Schemas["InstrumentView"];
export type ScoreView = Schemas["ScoreView"];
export type AssessmentView = Schemas["AssessmentView"];
export type MeasureView = Schemas["MeasureView"];
export type MeasureMember = Schemas["MeasureMember"];
