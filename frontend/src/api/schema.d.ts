/** Shape of the API contract, as openapi-typescript writes it from openapi/tend.json. */
type Nullable<T> = T | null;
type Op<A, B = never, P = never, Q = never> = {
  parameters: { path: P; query?: Q };
  requestBody: { content: { "application/json": B } };
  responses: { 200: { content: { "application/json": A } } };
};
type Id = { id: string };
type Paging = { limit?: number; cursor?: string };
type S = components["schemas"];
type List<T> = { items: T[]; next?: Nullable<string> };

export interface components {
  schemas: {
    Problem: {
      type: string; title: string; status: number; detail: string; instance?: string; code: string;
      errors?: { pointer: string; detail: string }[];
    };
    Ref: { id: string; name: string };
    ProgramView: { id: string; version: number; name: string; setting: string; person_label: string; time_zone: string; rulebook: string; site: S["Ref"]; can: string[] };
    Me: {
      id: string; name: string; email: string; role: S["Role"]; title: string; organization: S["Ref"]; time_zone: string;
      capabilities: string[]; teams: S["Ref"][]; programs: S["ProgramView"][]; supervisor?: Nullable<S["Ref"]>; idle_minutes: number;
      credentials: S["CredentialView"][];
    };
    SessionView: { access_token: string; expires_in: number; staff: S["Me"] };
    Role: "assistant" | "care_manager" | "senior_care_manager" | "lead" | "supervisor" | "director" | "coordinator" | "physician_advisor" | "privacy_officer" | "organization_admin" | "integrator" | "analyst";
    Tier: "low" | "rising" | "high" | "complex";
    CredentialView: { id: string; kind: string; state?: Nullable<string>; number?: Nullable<string>; status: string; expires_on?: Nullable<string> };
    TeamView: { id: string; version: number; name: string; program: S["Ref"]; lead?: Nullable<S["Ref"]>; members: S["Ref"][]; can: string[] };
    StaffView: { id: string; version: number; name: string; email: string; role: S["Role"]; title: string; supervisor?: Nullable<S["Ref"]>; teams: S["Ref"][]; credentials: S["CredentialView"][]; active: boolean; can: string[] };
    Reason: { code: string; label: string; points: number; rule?: Nullable<string>; anchor?: Nullable<string> };
    TodayItem: {
      id: string; version: number; kind: "deadline" | "task" | "alert"; title: string;
      person: { id: string; name: string; birth_date?: Nullable<string>; language?: Nullable<string> };
      person_label: string; case_id: string; program: S["Ref"]; owner: S["Ref"]; due_at: string; due_on: string; time_zone: string;
      overdue: boolean; score: number; reasons: S["Reason"][]; next_action: { code: string; label: string; target_id?: Nullable<string> };
      snoozed_until?: Nullable<string>; can: string[];
    };
    TodayCounts: { overdue: number; today: number; week: number; later: number; alerts: number; total: number };
    TodayPage: List<S["TodayItem"]> & { counts: S["TodayCounts"] };
    PersonSummary: { id: string; name: string; birth_date?: Nullable<string>; sex?: Nullable<string>; language?: Nullable<string>; deceased: boolean; cases: { id: string; program: S["Ref"]; status: string; tier: S["Tier"]; owner?: Nullable<S["Ref"]> }[] };
    Address: { line?: Nullable<string>; city?: Nullable<string>; state?: Nullable<string>; postal_code?: Nullable<string> };
    RelatedPerson: { id: string; name: string; relationship: string; phone?: Nullable<string>; is_caregiver: boolean; may_discuss: boolean };
    CoverageView: { id: string; payer: string; kind: string; member_id?: Nullable<string>; starts_on?: Nullable<string>; ends_on?: Nullable<string> };
    PersonView: {
      id: string; version: number; family_name: string; given_name: string; preferred_name?: Nullable<string>; pronouns?: Nullable<string>;
      birth_date?: Nullable<string>; deceased_on?: Nullable<string>; sex?: Nullable<string>; language?: Nullable<string>; interpreter_needed: boolean;
      phone?: Nullable<string>; email?: Nullable<string>; address?: Nullable<S["Address"]>; identifiers: { system: string; value: string }[];
      related: S["RelatedPerson"][]; coverages: S["CoverageView"][]; contact_point?: Nullable<S["Ref"]>; cases: S["CaseView"][]; alerts: S["AlertView"][];
      risk: { tier: S["Tier"] }; can: string[];
    };
    PersonCreate: { family_name: string; given_name: string; preferred_name?: Nullable<string>; pronouns?: Nullable<string>; birth_date?: Nullable<string>; sex?: Nullable<string>; language?: Nullable<string>; interpreter_needed?: boolean; phone?: Nullable<string>; email?: Nullable<string>; address?: Nullable<S["Address"]> };
    TimelineItem: { at: string; kind: string; id: string; title: string; detail?: Nullable<string>; author?: Nullable<S["Ref"]>; case_id?: Nullable<string> };
    AccessEntry: { at: string; actor: S["Ref"]; role: string; operation: string; summary: string; outcome: string };
    PersonOverview: {
      person: S["PersonView"]; needs: S["NeedView"][]; plans: S["CarePlanView"][]; assessments: S["AssessmentView"][]; stays: S["StayView"][];
      contacts: S["ContactView"][]; tasks: S["TaskView"][]; deadlines: S["DeadlineView"][]; notes: S["NoteView"][];
    };
    CaseView: {
      id: string; version: number; person: S["Ref"]; program: S["Ref"]; setting: string; person_label: string; time_zone: string; status: string;
      stage: "assess" | "plan" | "coordinate" | "monitor" | "evaluate" | "close"; tier: S["Tier"]; owner?: Nullable<S["Ref"]>; team?: Nullable<S["Ref"]>;
      members: { staff: S["Ref"]; role: string }[]; enrolled_at: string; closed_at?: Nullable<string>; outcome?: Nullable<string>; can: string[];
    };
    CaseCreate: { person_id: string; program_id: string; owner_id: string; team_id: string; tier: S["Tier"]; enrolled_at?: string };
    HandOffView: {
      id: string; version: number; case_id: string; person: S["Ref"]; from: S["Ref"]; to: S["Ref"]; status: "offered" | "accepted" | "declined" | "withdrawn";
      summary: string; risks: string; promises: string; open_work: { kind: string; title: string; due_at?: Nullable<string> }[]; offered_at: string; settled_at?: Nullable<string>; reason?: Nullable<string>; can: string[];
    };
    StayView: { id: string; version: number; person_id: string; class: "inpatient" | "observation" | "emergency" | "facility"; status: string; facility: string; reason?: Nullable<string>; admitted_at: string; discharged_at?: Nullable<string>; destination?: Nullable<string>; can: string[] };
    TaskView: {
      id: string; version: number; case_id: string; person: S["Ref"]; title: string; detail?: Nullable<string>; kind: string; status: "open" | "completed" | "cancelled";
      priority: S["Priority"]; owner: S["Ref"]; due_at: string; completed_at?: Nullable<string>; snoozed_until?: Nullable<string>; can: string[];
    };
    Priority: "routine" | "urgent" | "asap";
    TaskCreate: { case_id: string; title: string; detail?: Nullable<string>; kind: string; priority: S["Priority"]; due_at: string; owner_id?: Nullable<string> };
    DeadlineView: {
      id: string; version: number; case_id: string; person: S["Ref"]; rule: { code: string; title: string; source: string }; status: "open" | "met" | "missed" | "met_late" | "cancelled" | "waived";
      anchor_kind: string; anchor_at: string; due_at: string; due_on: string; met_at?: Nullable<string>; explanation: { step: string; detail: string }[]; owner: S["Ref"]; can: string[];
    };
    AlertOutcome: "safety_plan_completed" | "evaluated_no_imminent_risk" | "emergency_services_called" | "admitted" | "warm_handoff" | "false_positive_confirmed";
    AlertView: {
      id: string; version: number; person: S["Ref"]; case_id: string; kind: string; trigger: string; severity: string; status: "open" | "acknowledged" | "closed"; opened_at: string; due_at: string;
      outcome?: Nullable<S["AlertOutcome"]>; detail?: Nullable<string>; closed_by?: Nullable<S["Ref"]>; closed_at?: Nullable<string>; can: string[];
    };
    InstrumentSummary: { code: string; version: string; title: string };
    InstrumentItem: { id: string; number: string; text: string; options: { value: number; label: string }[]; scored: boolean; required: boolean };
    InstrumentView: { code: string; version: string; title: string; licence: string; source: string; items: S["InstrumentItem"][]; bands: { min: number; max: number; label: string }[] };
    ScoreView: { total?: Nullable<number>; bounds: { min: number; max: number }; bands: string[]; positive?: Nullable<boolean>; triggers: string[]; undecided: boolean; next_question?: Nullable<string>; version: string; source: string };
    Answers: { [item: string]: number };
    AssessmentView: {
      id: string; version: number; person: S["Ref"]; case_id: string; instrument: string; instrument_version: string; title: string; mode: "phone" | "video" | "in_person";
      status: "in_progress" | "awaiting_review" | "completed"; initial: boolean; answers: S["Answers"]; score: S["ScoreView"]; author: S["Ref"]; reviewer?: Nullable<S["Ref"]>;
      performed_at: string; completed_at?: Nullable<string>; can: string[];
    };
    NeedStatus: "candidate" | "active" | "deferred" | "declined" | "resolved";
    NeedView: { id: string; version: number; person_id: string; title: string; code?: Nullable<string>; code_system?: Nullable<string>; kind: string; status: S["NeedStatus"]; can: string[] };
    Goal: { id: string; need_id?: Nullable<string>; text: string; measure?: Nullable<string>; unit?: Nullable<string>; direction?: Nullable<"increase" | "decrease" | "maintain">; baseline?: Nullable<number>; target?: Nullable<number>; start_on?: Nullable<string>; due_on?: Nullable<string>; status: string };
    Intervention: { id: string; goal_id?: Nullable<string>; text: string; owner_id?: Nullable<string>; frequency: "once" | "weekly" | "biweekly" | "monthly"; due_on?: Nullable<string>; status: string };
    Barrier: { id: string; kind: string; severity: string; text: string; status: string; resolution?: Nullable<string> };
    PlanContent: { addressed_needs: string[]; goals: S["Goal"][]; interventions: S["Intervention"][]; barriers: S["Barrier"][] };
    SmartResult: { goal_id: string; passes: boolean; failures: { letter: string; detail: string }[] };
    CarePlanView: {
      id: string; version: number; case_id: string; person: S["Ref"]; kind: string; status: "draft" | "active" | "revoked" | "completed"; revision: number; content: S["PlanContent"]; smart: S["SmartResult"][];
      reason?: Nullable<string>; approved_by?: Nullable<S["Ref"]>; approved_at?: Nullable<string>; can: string[];
    };
    PlanChange: { section: string; item: string; sentence: string };
    ContactMode: "phone" | "video" | "in_person" | "text" | "letter" | "portal";
    ContactOutcome: "reached" | "no_answer" | "left_message" | "wrong_number" | "refused";
    ContactWith: "person" | "caregiver" | "provider" | "other";
    ContactPurpose: "outreach" | "assessment" | "follow_up" | "coordination" | "education" | "crisis";
    ContactView: {
      id: string; version: number; case_id: string; person: S["Ref"]; mode: S["ContactMode"]; direction: "outbound" | "inbound"; outcome: S["ContactOutcome"]; with: S["ContactWith"]; minutes: number; purpose: S["ContactPurpose"];
      occurred_at: string; summary?: Nullable<string>; author: S["Ref"]; can: string[];
    };
    ContactCreate: {
      mode: S["ContactMode"]; direction: "outbound" | "inbound"; outcome: S["ContactOutcome"]; with: S["ContactWith"]; minutes: number; purpose: S["ContactPurpose"]; occurred_at: string; summary?: Nullable<string>;
      follow_up?: Nullable<{ title: string; due_at: string }>; note?: Nullable<{ body: string; sign: boolean }>;
    };
    ContactResult: { contact: S["ContactView"]; met: { rule: string; title: string }[]; opened: { kind: string; title: string; due_at: string }[] };
    NoteView: {
      id: string; version: number; case_id: string; person: S["Ref"]; kind: string; title: string; body: string; status: "draft" | "awaiting_countersignature" | "signed" | "discarded"; author: S["Ref"]; signed_at?: Nullable<string>;
      countersigner?: Nullable<S["Ref"]>; countersigned_at?: Nullable<string>; contact_id?: Nullable<string>; amendments: { id: string; author: S["Ref"]; at: string; body: string; reason: string }[]; occurred_at: string; can: string[];
    };
    MeasureView: { code: string; title: string; numerator: number; denominator: number; excluded: number; rate?: Nullable<number>; target?: Nullable<number>; definition: string };
    MeasureMember: { id: string; person: S["Ref"]; case_id: string; place: "numerator" | "denominator" | "excluded"; anchor_at?: Nullable<string>; due_at?: Nullable<string>; met_at?: Nullable<string>; proof: { statement: string; rule?: Nullable<string>; at?: Nullable<string> }[] };
    ImportCounts: { read: number; stored: number; kept_raw: number; refused: number; unchanged: number };
    ImportView: { id: string; version: number; status: "running" | "completed" | "failed"; dry_run: boolean; files: number; report: { by_type: { [type: string]: S["ImportCounts"] }; problems: { file?: Nullable<string>; path?: Nullable<string>; reason: string }[] }; started_at?: string; can: string[] };
    AuditEntry: { id: string; at: string; actor: S["Ref"]; role: string; operation: string; summary: string; outcome: string };
  };
}

type Scope = "mine" | "team";
type TodayQuery = { scope?: Scope; kind?: "deadline" | "task" | "alert"; due?: "overdue" | "today" | "week" | "later"; program_id?: string } & Paging;
type MeasureQuery = { from?: string; to?: string; scope?: "mine" | "team" | "program" | "organization"; program_id?: string };

export interface operations {
  session_create: Op<S["SessionView"], { email: string; password: string }>;
  session_refresh: Op<S["SessionView"]>;
  session_unlock: Op<S["SessionView"], { password: string }>;
  session_sign_out: Op<undefined>;
  session_lock: Op<undefined>;
  me_get: Op<S["Me"]>;
  program_list: Op<List<S["ProgramView"]>, never, never, Paging>;
  team_list: Op<List<S["TeamView"]>, never, never, Paging>;
  staff_list: Op<List<S["StaffView"]>, never, never, Paging>;
  staff_create: Op<S["StaffView"], { name: string; email: string; role: S["Role"]; title: string; supervisor_id?: Nullable<string>; password: string }>;
  today_list: Op<S["TodayPage"], never, never, TodayQuery>;
  today_search: Op<S["TodayPage"], TodayQuery & { text: string }>;
  person_search: Op<List<S["PersonSummary"]>, { text?: string; birth_date?: string; identifier?: string; program_id?: string } & Paging>;
  person_create: Op<S["PersonView"], S["PersonCreate"]>;
  person_get: Op<S["PersonView"], never, Id>;
  person_update: Op<S["PersonView"], Partial<S["PersonCreate"]>, Id>;
  person_overview: Op<S["PersonOverview"], never, Id>;
  person_timeline: Op<List<S["TimelineItem"]>, never, Id, Paging>;
  person_access_log: Op<List<S["AccessEntry"]>, never, Id, Paging>;
  related_person_create: Op<S["RelatedPerson"], { name: string; relationship: string; phone?: Nullable<string>; is_caregiver: boolean; may_discuss: boolean }, Id>;
  coverage_create: Op<S["CoverageView"], { payer: string; kind: string; member_id?: Nullable<string>; starts_on?: Nullable<string>; ends_on?: Nullable<string> }, Id>;
  case_create: Op<S["CaseView"], S["CaseCreate"]>;
  case_get: Op<S["CaseView"], never, Id>;
  case_list: Op<List<S["CaseView"]>, never, never, { scope?: Scope; status?: string } & Paging>;
  case_update: Op<S["CaseView"], { tier?: S["Tier"]; contact_point_id?: Nullable<string> }, Id>;
  case_close: Op<S["CaseView"], { outcome: string; reason: string }, Id>;
  hand_off_create: Op<S["HandOffView"], { to_id: string; summary: string; risks: string; promises: string }, Id>;
  hand_off_list: Op<List<S["HandOffView"]>, never, never, { status?: string } & Paging>;
  hand_off_accept: Op<S["HandOffView"], Record<string, never>, Id>;
  hand_off_decline: Op<S["HandOffView"], { reason: string }, Id>;
  hand_off_withdraw: Op<S["HandOffView"], { reason: string }, Id>;
  stay_create: Op<S["StayView"], { class: S["StayView"]["class"]; facility: string; reason?: Nullable<string>; admitted_at: string; discharged_at?: Nullable<string> }, Id>;
  stay_discharge: Op<S["StayView"], { discharged_at: string; destination: string }, Id>;
  stay_cancel: Op<S["StayView"], { reason: string }, Id>;
  task_create: Op<S["TaskView"], S["TaskCreate"]>;
  task_get: Op<S["TaskView"], never, Id>;
  task_update: Op<S["TaskView"], { title?: string; detail?: Nullable<string>; due_at?: string; priority?: S["Priority"] }, Id>;
  task_complete: Op<S["TaskView"], { note?: Nullable<string> }, Id>;
  task_reopen: Op<S["TaskView"], Record<string, never>, Id>;
  task_cancel: Op<S["TaskView"], { reason: string }, Id>;
  task_snooze: Op<S["TaskView"], { until: string; reason?: Nullable<string> }, Id>;
  task_assign: Op<S["TaskView"], { owner_id: string }, Id>;
  deadline_get: Op<S["DeadlineView"], never, Id>;
  deadline_waive: Op<S["DeadlineView"], { reason: string }, Id>;
  deadline_snooze: Op<S["DeadlineView"], { until: string; reason?: Nullable<string> }, Id>;
  alert_get: Op<S["AlertView"], never, Id>;
  alert_close: Op<S["AlertView"], { outcome: S["AlertOutcome"]; detail: string }, Id>;
  alert_acknowledge: Op<S["AlertView"], Record<string, never>, Id>;
  instrument_list: Op<List<S["InstrumentSummary"]>>;
  instrument_get: Op<S["InstrumentView"], never, { code: string }>;
  instrument_score: Op<S["ScoreView"], { answers: S["Answers"] }, { code: string }>;
  assessment_create: Op<S["AssessmentView"], { instrument: string; mode: S["AssessmentView"]["mode"]; answers: S["Answers"]; initial: boolean; performed_at: string }, Id>;
  assessment_update: Op<S["AssessmentView"], { answers: S["Answers"] }, Id>;
  assessment_complete: Op<S["AssessmentView"], Record<string, never>, Id>;
  assessment_review: Op<S["AssessmentView"], Record<string, never>, Id>;
  assessment_get: Op<S["AssessmentView"], never, Id>;
  assessment_list: Op<List<S["AssessmentView"]>, never, Id, { instrument?: string } & Paging>;
  need_list: Op<List<S["NeedView"]>, never, Id>;
  need_create: Op<S["NeedView"], { title: string; code?: Nullable<string>; code_system?: Nullable<string>; kind: string }, Id>;
  need_update: Op<S["NeedView"], { status?: S["NeedStatus"]; title?: string; reason?: Nullable<string> }, Id>;
  care_plan_create: Op<S["CarePlanView"], { kind: string; content?: S["PlanContent"] }, Id>;
  care_plan_get: Op<S["CarePlanView"], never, Id>;
  care_plan_update: Op<S["CarePlanView"], { content: S["PlanContent"] }, Id>;
  care_plan_approve: Op<S["CarePlanView"], Record<string, never>, Id>;
  care_plan_revise: Op<S["CarePlanView"], { reason: string }, Id>;
  care_plan_list: Op<List<S["CarePlanView"]>, never, Id>;
  care_plan_revisions: Op<List<S["CarePlanView"]>, never, Id>;
  care_plan_compare: Op<{ changes: S["PlanChange"][] }, never, Id, { from: number; to: number }>;
  contact_create: Op<S["ContactResult"], S["ContactCreate"], Id>;
  note_create: Op<S["NoteView"], { kind: string; title: string; body: string; contact_id?: Nullable<string> }, Id>;
  note_update: Op<S["NoteView"], { title?: string; body?: string }, Id>;
  note_sign: Op<S["NoteView"], Record<string, never>, Id>;
  note_countersign: Op<S["NoteView"], Record<string, never>, Id>;
  note_amend: Op<S["NoteView"], { body: string; reason: string }, Id>;
  note_discard: Op<S["NoteView"], Record<string, never>, Id>;
  note_get: Op<S["NoteView"], never, Id>;
  note_queue: Op<List<S["NoteView"]>, never, never, { status?: string } & Paging>;
  measure_list: Op<{ items: S["MeasureView"][] }, never, never, MeasureQuery>;
  measure_get: Op<S["MeasureView"], never, { code: string }, MeasureQuery>;
  measure_members: Op<List<S["MeasureMember"]>, never, { code: string }, MeasureQuery & { place?: S["MeasureMember"]["place"] } & Paging>;
  import_get: Op<S["ImportView"], never, Id>;
  import_list: Op<List<S["ImportView"]>, never, never, Paging>;
  audit_list: Op<List<S["AuditEntry"]>, never, never, { actor_id?: string; operation?: string; outcome?: string; from?: string; to?: string } & Paging>;
}
