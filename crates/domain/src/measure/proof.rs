//! The proof of a place: which predicates held, about which facts, by which version of the rule. It is written by the same
//! function that counts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::borrow::Cow;
use uuid::Uuid;

use super::facts::FactKind;

/// Declares the predicates with their words.
macro_rules! predicates {
    ($($Variant:ident = $code:literal, $words:literal;)+) => {
        crate::codes! {
            /// A question that a measure asks about a fact; the answer is yes or no.
            pub enum Predicate { $(#[doc = $words] $Variant = $code),+ }
        }

        impl Predicate {
            /// What it says when it holds, in plain words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$Variant => $words),+ }
            }
        }
    };
}

predicates! {
    ClockStarted = "clock_started", "The clock started.";
    Admitted = "admitted", "Admitted.";
    Discharged = "discharged", "Discharged.";
    Enrolled = "enrolled", "Enrolled.";
    ContactTookPlace = "contact_took_place", "A contact that needs a note took place.";
    RuleInForce = "rule_in_force", "The rule in force.";
    MetInTime = "met_in_time", "Met in time.";
    EndedEarly = "ended_early", "Ended or set aside before it was due.";
    EndedUnmet = "ended_unmet", "Ended without being met.";
    NotYetDue = "not_yet_due", "Still open and not yet due: not counted yet.";
    DueTimePassed = "due_time_passed", "Not met by the due time.";
    Planned = "planned", "Planned.";
    Due = "due", "Due.";
    DoneOnTime = "done_on_time", "Done on time.";
    DoneWithinGrace = "done_within_grace", "Done late, within 7 days: counts one half.";
    DoneTooLate = "done_too_late", "Done more than 7 days late.";
    CancelledWithReason = "cancelled_with_reason", "Cancelled.";
    Refused = "refused", "Refused.";
    Missed = "missed", "Missed.";
    WithinGrace = "within_grace", "Not done yet; done within 7 days it counts one half.";
    NotDone = "not_done", "Not done.";
    AcuteStay = "acute_stay", "An acute inpatient or observation stay.";
    SameDayStay = "same_day_stay", "The stay began and ended on the same day.";
    TransferMerged = "transfer_merged", "A transfer within a day: counted as one stay.";
    DiedInStay = "died_in_stay", "The person died during the stay.";
    DiedInWindow = "died_in_window", "The person died within the time that counts.";
    WentToHospice = "went_to_hospice", "The person went to hospice.";
    Perinatal = "perinatal", "The stay was about pregnancy or birth.";
    PlannedStay = "planned_stay", "The next stay was planned.";
    CameBack = "came_back", "Admitted again within 30 days of the discharge.";
    WindowOver = "window_over", "The time that counts is over.";
    HasExpectedDays = "has_expected_days", "The days to be expected are known.";
    DaysInPeriod = "days_in_period", "Days in hospital within the period.";
    AvoidableDay = "avoidable_day", "A day that was avoidable.";
    HasTarget = "has_target", "A target day was set.";
    LeftByTarget = "left_by_target", "Left on or before the target day that counts.";
    Covered = "covered", "Covered by insurance in months of the period.";
    EmergencyVisit = "emergency_visit", "A visit to the emergency department.";
    EndedInAdmission = "ended_in_admission", "The visit ended in an admission.";
    PsychiatricStay = "psychiatric_stay", "The stay was for a mental illness or self-harm.";
    OldEnough = "old_enough", "The person was old enough on that day.";
    FollowedByAcuteStay = "followed_by_acute_stay", "Another acute stay followed within 30 days: the last one counts.";
    FollowedByFacility = "followed_by_facility", "A stay in a facility followed within 30 days.";
    VisitInTime = "visit_in_time", "A visit that counts, within the days that count.";
    VisitTooEarly = "visit_too_early", "A visit before the first day that counts.";
    VisitTooLate = "visit_too_late", "A visit after the last day that counts.";
    OtherProvider = "other_provider", "A visit with somebody whose visits do not count here.";
    EmergencyForCause = "emergency_for_cause", "The emergency visit was for what this measure is about.";
    NoticeInTime = "notice_in_time", "The notice of the admission arrived in time.";
    InformationInTime = "information_in_time", "The discharge information arrived in time.";
    ReconciledInTime = "reconciled_in_time", "The medicines were reconciled in time.";
    GapOpen = "gap_open", "A gap in care was open.";
    GapClosed = "gap_closed", "The gap was closed.";
    GapEvidence = "gap_evidence", "The closing has evidence.";
    RequestReceived = "request_received", "The request was received.";
    RequestDecided = "request_decided", "The request was decided.";
    DecidedInTime = "decided_in_time", "Decided in time.";
    Scheduled = "scheduled", "The appointment was due.";
    OutcomeNoted = "outcome_noted", "Somebody noted what came of the appointment.";
    CancelledInTime = "cancelled_in_time", "The person cancelled in time.";
    CancelledByProvider = "cancelled_by_provider", "We or the other provider cancelled.";
    CancelledLate = "cancelled_late", "The person cancelled late.";
    NoShow = "no_show", "The person was not there.";
    Kept = "kept", "The appointment was kept.";
    PositiveBaseline = "positive_baseline", "The first score of the period was a positive screen.";
    FollowedUp = "followed_up", "The score was taken again 120 to 240 days later.";
    Improved = "improved", "The score fell by half or more, or to remission.";
    CaseActive = "case_active", "The case was active.";
    AtRisk = "at_risk", "Moderate or high risk was found in the last 12 months.";
    PlanInForce = "plan_in_force", "A crisis plan was in force.";
    PlanCurrent = "plan_current", "The plan was signed off or gone through in the last 12 months, and after the last finding of high risk.";
    EveryClockMet = "every_clock_met", "Every clock of the assessment was met.";
    VisitOrdered = "visit_ordered", "The visit plan ordered a visit in this week.";
    MovedToAnotherWeek = "moved_to_another_week", "The visit was moved to another week.";
    HospitalHold = "hospital_hold", "The person was in hospital in this week.";
    DoneInItsWeek = "done_in_its_week", "The visit was done in its week.";
    EpisodeBegan = "episode_began", "The episode began.";
    AdmittedInEpisode = "admitted_in_episode", "Admitted to a hospital within 60 days.";
    PatientDays = "patient_days", "Days in hospice within the period.";
    HospitalTransfer = "hospital_transfer", "Moved to a hospital.";
    Answered = "answered", "An answer was given.";
    TopBox = "top_box", "It was the best answer.";
    SymptomModerate = "symptom_moderate", "A symptom was moderate or severe.";
    ReassessedInTime = "reassessed_in_time", "The symptom was assessed again within 2 days.";
    ImprovedIn48Hours = "improved_in_48_hours", "The symptom was weaker within 48 hours.";
    Applied = "applied", "The application was made.";
    ApplicationDecided = "application_decided", "The application was decided.";
    Withdrawn = "withdrawn", "The application was withdrawn.";
    Approved = "approved", "It was approved.";
    ApprovedAtFirst = "approved_at_first", "It was approved at once, without an appeal.";
    MovedIn = "moved_in", "The person moved in.";
    StillActive = "still_active", "The case was still active on that day.";
    LeftWithGoal = "left_with_goal", "The case ended with its goals met.";
    MilestoneDue = "milestone_due", "The milestone was due.";
    DaySet = "day_set", "The court set the day.";
    DayMoved = "day_moved", "The court moved it to this day.";
    ContinuedInTime = "continued_in_time", "It was continued before the day had passed: the new day counts.";
    ReachedInTime = "reached_in_time", "Reached on or before the day that counts.";
    JobStarted = "job_started", "The job began.";
    StillEmployed = "still_employed", "Still employed on that day.";
    ReferralSent = "referral_sent", "The referral was sent.";
    Mistaken = "mistaken", "It was recorded by mistake.";
    ServiceConfirmed = "service_confirmed", "The person confirmed that they got the service.";
    CostSettled = "cost_settled", "The cost was settled.";
}

/// The record behind a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FactRef {
    /// Its kind.
    pub kind: FactKind,
    /// Its id.
    pub id: Uuid,
    /// When it was true.
    pub at: Option<DateTime<Utc>>,
}

impl FactRef {
    pub(super) fn new(kind: FactKind, id: Uuid, at: impl Into<Option<DateTime<Utc>>>) -> Self {
        Self { kind, id, at: at.into() }
    }
}

/// One link of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was asked.
    pub predicate: Predicate,
    /// The answer.
    pub holds: bool,
    /// The fact it was asked about.
    pub fact: Option<FactRef>,
    /// Number of the rule in the catalogue, or the code of the deadline's rule.
    pub rule: Cow<'static, str>,
    /// First day in force of the rule's version, where it has versions.
    pub version: Option<NaiveDate>,
    /// What the record itself says about it.
    pub said: Option<String>,
}

impl Step {
    /// The step in plain words.
    pub fn statement(&self) -> String {
        let words = self.predicate.words();
        let mut text = if self.holds { words.to_owned() } else { format!("Not so: {words}") };
        if let Some(said) = &self.said {
            text = format!("{} {said}", text.trim_end_matches('.').to_owned() + ":");
        }
        text
    }
}

/// Asks predicates; keeps the steps only when a proof is wanted, so that counting allocates nothing.
pub(super) struct Trace {
    rule: &'static str,
    version: Option<NaiveDate>,
    steps: Option<Vec<Step>>,
}

impl Trace {
    pub(super) fn new(rule: &'static str, wanted: bool) -> Self {
        Self { rule, version: None, steps: wanted.then(Vec::new) }
    }

    /// What follows is judged by the version of the rule in force since `day`.
    pub(super) fn version(&mut self, day: Option<NaiveDate>) {
        self.version = day;
    }

    /// Notes the answer to a predicate, and gives it back.
    pub(super) fn check(&mut self, predicate: Predicate, holds: bool, fact: FactRef) -> bool {
        if let Some(steps) = &mut self.steps {
            let rule = Cow::Borrowed(self.rule);
            steps.push(Step { predicate, holds, fact: Some(fact), rule, version: self.version, said: None });
        }
        holds
    }

    /// Notes what is so.
    pub(super) fn note(&mut self, predicate: Predicate, fact: FactRef) {
        self.check(predicate, true, fact);
    }

    /// Notes a predicate with the words of a record; `step` is asked only when a proof is wanted.
    pub(super) fn tell(&mut self, step: impl FnOnce() -> Step) {
        if let Some(steps) = &mut self.steps {
            steps.push(step());
        }
    }

    pub(super) fn into_steps(self) -> Vec<Step> {
        self.steps.unwrap_or_default()
    }
}
