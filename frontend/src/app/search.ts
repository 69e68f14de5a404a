/** What a URL may say, screen by screen. A value that is not understood is dropped, never an error. */
type Raw = Record<string, unknown>;

const oneOf = <T extends string>(value: unknown, known: readonly T[]) => known.find((code) => code === value);
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const day = (value: unknown) =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
const whole = (value: unknown) => (typeof value === "number" && Number.isInteger(value) ? value : undefined);

export const scopes = ["mine", "team"] as const;
export const dueBands = ["overdue", "today", "week", "later"] as const;
export const itemKinds = ["deadline", "task", "alert"] as const;
export const personTabs = [
  "overview",
  "plan",
  "assessments",
  "contacts",
  "appointments",
  "team",
  "sharing",
  "stays",
  "readings",
  "referrals",
  "authorizations",
  "teaching",
  "timeline",
  "access",
] as const;
export const caseStatuses = ["active", "closed"] as const;
export const tierStandings = ["agrees", "differs", "overridden", "override_ended"] as const;
export const noteStatuses = ["draft", "awaiting_countersignature"] as const;
export const noteDesks = [...noteStatuses, "turnaround"] as const;
export const staffTabs = [
  "staff",
  "teams",
  "programs",
  "rules",
  "caseload",
  "plans",
  "scope",
  "instruments",
  "templates",
  "education",
  "clients",
] as const;
export const staffShown = ["expiring"] as const;
export const sheetLanguages = ["en", "es"] as const;
export const ways = ["rounds", "receiving"] as const;
export const strataBy = ["language", "state", "payer", "race_ethnicity"] as const;
export const places = ["numerator", "denominator", "partial", "pending", "excluded"] as const;

/** The fields that have a value, so that URLs stay short. */
function present<T extends Raw>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export const today = (raw: Raw) =>
  present({
    scope: oneOf(raw["scope"], scopes),
    kind: oneOf(raw["kind"], itemKinds),
    due: oneOf(raw["due"], dueBands),
    program: text(raw["program"]),
  });
export type TodaySearch = ReturnType<typeof today>;

export const person = (raw: Raw) =>
  present({
    tab: oneOf(raw["tab"], personTabs),
    instrument: text(raw["instrument"]),
    focus: text(raw["focus"]),
    case: text(raw["case"]),
    arrange: raw["arrange"] === true ? true : undefined,
    need: text(raw["need"]),
    service: text(raw["service"]),
  });

/** `way`: who is in hospital, or who is on the way home. */
export const desk = (raw: Raw) => present({ way: oneOf(raw["way"], ways) });

export const calendarViews = ["day", "week"] as const;

/** `day`: a day of what is shown; `staff`: whose calendar, when not one's own. */
export const calendar = (raw: Raw) =>
  present({ day: day(raw["day"]), view: oneOf(raw["view"], calendarViews), staff: text(raw["staff"]) });

/** `standing` and `provisional`: only active cases whose tier stands so to the model. */
export const cases = (raw: Raw) =>
  present({
    scope: oneOf(raw["scope"], scopes),
    status: oneOf(raw["status"], caseStatuses),
    standing: oneOf(raw["standing"], tierStandings),
    provisional: raw["provisional"] === true ? true : undefined,
    view: oneOf(raw["view"], ["reach"]),
    due: oneOf(raw["due"], dueBands),
    engagement: text(raw["engagement"]),
  });

/** `team`: one of those that the reader leads; `proposal`: who should own which case, instead of the board. */
export const caseloads = (raw: Raw) =>
  present({ team: text(raw["team"]), proposal: raw["proposal"] === true ? true : undefined });

const month = (value: unknown) =>
  typeof value === "string" && /^[2-9]\d{3}-(0[1-9]|1[0-2])$/.test(value) ? value : undefined;

export const billing = (raw: Raw) =>
  present({
    month: month(raw["month"]),
    scope: oneOf(raw["scope"], scopes),
    program: text(raw["program"]),
  });
export const billingMonth = (raw: Raw) => present({ month: month(raw["month"]) });

/** `with`: another assessment to stand beside this one. */
export const assessment = (raw: Raw) => present({ with: text(raw["with"]) });

/** `section`: where one is; `language`: in which the questions are asked; `with`: another one to compare with. */
export const comprehensive = (raw: Raw) =>
  present({
    section: text(raw["section"]),
    language: oneOf(raw["language"], sheetLanguages),
    with: text(raw["with"]),
  });

export const revisions = ["in_force", "draft"] as const;

/** `show`: what is in force, or the revision that is being written. */
export const carePlan = (raw: Raw) =>
  present({ from: whole(raw["from"]), to: whole(raw["to"]), show: oneOf(raw["show"], revisions) });

export const crisisPlan = (raw: Raw) => present({ show: oneOf(raw["show"], revisions) });

export const audiences = ["person", "clinician"] as const;

export const print = (raw: Raw) =>
  present({ audience: oneOf(raw["audience"], audiences), language: oneOf(raw["language"], sheetLanguages) });

export const messageTabs = ["messages", "consultations"] as const;

export const messages = (raw: Raw) => present({ tab: oneOf(raw["tab"], messageTabs) });

export const teamTabs = ["huddle", "on_call", "log", "handed_back", "hours", "mentoring"] as const;

/** `team`: whose shifts, night log and hours; `from` and `to`: the days of the hours. */
export const team = (raw: Raw) =>
  present({
    tab: oneOf(raw["tab"], teamTabs),
    team: text(raw["team"]),
    from: day(raw["from"]),
    to: day(raw["to"]),
  });

export const notes = (raw: Raw) => present({ status: oneOf(raw["status"], noteDesks) });

/** `item`: one page of the library, in a language. */
export const education = (raw: Raw) =>
  present({ item: text(raw["item"]), language: oneOf(raw["language"], sheetLanguages) });

export const authorizationDesks = [
  "review",
  "asked",
  "drafts",
  "running",
  "denied",
  "appeals_open",
  "appeals_settled",
] as const;
const lines = [
  "medicare_advantage",
  "medicaid_mco",
  "medicaid_ffs",
  "chip",
  "erisa",
  "qhp",
  "other",
] as const;
const urgencies = ["standard", "expedited"] as const;

export const authorizations = (raw: Raw) =>
  present({
    desk: oneOf(raw["desk"], authorizationDesks),
    line: oneOf(raw["line"], lines),
    urgency: oneOf(raw["urgency"], urgencies),
    mine: raw["mine"] === true ? true : undefined,
  });

export const authorizationMetrics = (raw: Raw) => present({ year: whole(raw["year"]) });

export const measures = (raw: Raw) =>
  present({
    scope: oneOf(raw["scope"], scopes),
    program: text(raw["program"]),
    team: text(raw["team"]),
    staff: text(raw["staff"]),
    from: day(raw["from"]),
    to: day(raw["to"]),
    asOf: day(raw["asOf"]),
    knownAt: day(raw["knownAt"]),
  });
export type MeasureSearch = ReturnType<typeof measures>;

export const boards = [
  "hospital",
  "managed_care",
  "behavioral_health",
  "home_health_hospice",
  "social_services",
  "cross_setting",
] as const;

/** `as`: the courses in numbers instead of charts. */
export const board = (raw: Raw) => ({
  ...measures(raw),
  ...present({ board: oneOf(raw["board"], boards), as: oneOf(raw["as"], ["table"] as const) }),
});
export type BoardSearch = ReturnType<typeof board>;

export const population = (raw: Raw) =>
  present({ scope: oneOf(raw["scope"], scopes), program: text(raw["program"]) });
export type PopulationSearch = ReturnType<typeof population>;

export const measureMembers = (raw: Raw) => ({
  ...measures(raw),
  ...present({ place: oneOf(raw["place"], places), by: oneOf(raw["by"], strataBy) }),
});

/** `staff`: whose work, when not one's own. */
export const performance = (raw: Raw) =>
  present({ staff: text(raw["staff"]), from: day(raw["from"]), to: day(raw["to"]) });

export const staff = (raw: Raw) =>
  present({
    tab: oneOf(raw["tab"], staffTabs),
    program: text(raw["program"]),
    only: oneOf(raw["only"], staffShown),
  });

export const needKinds = [
  "clinical",
  "functional",
  "behavioral",
  "social",
  "caregiver",
  "environment",
  "financial",
] as const;
export const capacities = ["open", "waitlist", "full", "unknown"] as const;
export const distances = [2, 5, 10, 25, 50] as const;

/** Filters of the directory. Words, postal codes and what a person was asked never stand in a URL. */
export const services = (raw: Raw) =>
  present({
    need: oneOf(raw["need"], needKinds),
    language: text(raw["language"]),
    capacity: oneOf(raw["capacity"], capacities),
    miles: distances.find((known) => known === raw["miles"]),
    person: text(raw["person"]),
    case: text(raw["case"]),
  });
export type ServiceSearch = ReturnType<typeof services>;

export const referralKinds = [
  "community_service",
  "therapy",
  "home_health",
  "dme",
  "transport",
  "placement",
  "benefit",
  "housing",
  "employment",
  "legal_aid",
] as const;
/** What of the worklist is shown: a state, or what is late. */
export const referralShown = [
  "open",
  "overdue",
  "silent",
  "draft",
  "completed",
  "not_received",
  "declined",
  "cancelled",
] as const;

export const referrals = (raw: Raw) =>
  present({
    scope: oneOf(raw["scope"], scopes),
    show: oneOf(raw["show"], referralShown),
    kind: oneOf(raw["kind"], referralKinds),
  });
export type ReferralSearch = ReturnType<typeof referrals>;

/** For whom and in which case a service is looked at, or by which organization a new one is offered. */
export const service = (raw: Raw) =>
  present({ person: text(raw["person"]), case: text(raw["case"]), organization: text(raw["organization"]) });

export const audit = (raw: Raw) =>
  present({
    operation: text(raw["operation"]),
    outcome: text(raw["outcome"]),
    actor: text(raw["actor"]),
    from: day(raw["from"]),
    to: day(raw["to"]),
  });
export type AuditSearch = ReturnType<typeof audit>;
