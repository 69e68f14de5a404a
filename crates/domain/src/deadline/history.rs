//! The deadlines that a whole history implies.
//!
//! What was recorded about a case may come late, be corrected and be taken back: a discharge cancelled and then made again, a
//! contact entered in error. [`settle`] looks at all of it at once, so the same history gives the same deadlines in whatever
//! order it became known. Of an event that happens once to its record, the report recorded last is true.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

use super::judge::{ANCHOR_RETRACTED, CaseContext, RULE_NOT_IN_FORCE, is_current, judge, open};
use super::{Deadline, DeadlineStatus};
use crate::calendar::Calendar;
use crate::change::{Change, Event, EventKind, Rule};
use crate::clock::{self, Due, Step, StepKind};
use crate::rulebook;

/// An event as somebody recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Id of the recording.
    pub id: Uuid,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What happened.
    pub event: Event,
}

/// A report taken back: what it says did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retraction {
    /// The report.
    pub report_id: Uuid,
    /// When it was taken back.
    pub recorded_at: DateTime<Utc>,
}

/// More time for one deadline, as the law allows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extension {
    /// When it was granted.
    pub recorded_at: DateTime<Utc>,
    /// Code of the deadline's rule.
    pub rule_code: String,
    /// The record that the deadline is anchored on.
    pub anchor_subject_id: Uuid,
    /// Days of the calendar.
    pub days: u32,
    /// Why.
    pub reason: String,
}

/// All that was recorded about a case, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// What happened.
    pub reports: Vec<Report>,
    /// What did not happen after all.
    pub retractions: Vec<Retraction>,
    /// What got more time.
    pub extensions: Vec<Extension>,
}

impl History {
    /// The history that a log of events tells, in the order of recording: an event that takes something back is a retraction of
    /// what was recorded of the same record before, and a stay that is recorded again after it was cancelled is one again. What a
    /// case does not hear of, see [`crate::case::Case::hears`], counts as taken back when it was known as something else before.
    pub fn of(mut log: Vec<Report>, hears: impl Fn(&Event) -> bool) -> Self {
        log.sort_by_key(|report| (report.recorded_at, report.id));
        let mut history = Self::default();
        for report in log {
            let subject = report.event.subject_id;
            let taken_back = report.event.kind.takes_back();
            if !taken_back.is_empty() {
                history.take_back(taken_back, subject, report.event.at);
                continue;
            }
            if report.event.kind == EventKind::Admitted {
                history.reinstate(subject);
            }
            history.reports.push(report);
        }
        let unheard: Vec<_> = history
            .facts()
            .into_iter()
            .filter(|fact| !hears(&fact.event))
            .map(|fact| (fact.event.clone(), fact.recorded_at))
            .collect();
        for (event, recorded_at) in unheard {
            history.take_back(&[event.kind], event.subject_id, recorded_at);
        }
        history.place_what_is_said_of_stays();
        history.free_answers();
        history
    }

    /// An answer to what was taken back answers what takes its place: a hearing that moved is recorded anew.
    fn free_answers(&mut self) {
        let told: HashSet<Uuid> = self.reports.iter().map(|report| report.event.subject_id).collect();
        let standing: HashSet<Uuid> = self.facts().into_iter().map(|fact| fact.event.subject_id).collect();
        for report in &mut self.reports {
            report.event.about = report.event.about.filter(|about| standing.contains(about) || !told.contains(about));
        }
    }

    /// What is said of a stay happens when the stay begins or ends, as that is known now; not at all while that did not happen.
    fn place_what_is_said_of_stays(&mut self) {
        let times: HashMap<(EventKind, Uuid), DateTime<Utc>> =
            self.facts().into_iter().map(|fact| ((fact.event.kind, fact.event.subject_id), fact.event.at)).collect();
        let mut unfounded = Vec::new();
        for index in 0..self.reports.len() {
            let report = &self.reports[index];
            let Some(kind) = report.event.kind.said_of() else { continue };
            match times.get(&(kind, report.event.subject_id)) {
                Some(at) => self.reports[index].event.at = *at,
                None => {
                    let of_stay =
                        |other: &&Report| (other.event.kind, other.event.subject_id) == (kind, report.event.subject_id);
                    let taken_back = self
                        .reports
                        .iter()
                        .filter(of_stay)
                        .filter_map(|found| self.retraction(found))
                        .max_by_key(|found| found.recorded_at);
                    let recorded_at = taken_back.map_or(report.recorded_at, |found| found.recorded_at);
                    unfounded.push(Retraction { report_id: report.id, recorded_at });
                }
            }
        }
        self.retractions.extend(unfounded);
    }

    fn take_back(&mut self, kinds: &[EventKind], subject: Uuid, recorded_at: DateTime<Utc>) {
        let ours = |report: &&Report| kinds.contains(&report.event.kind) && report.event.subject_id == subject;
        let taken_back = self.reports.iter().filter(ours).map(|report| report.id);
        self.retractions.extend(taken_back.map(|report_id| Retraction { report_id, recorded_at }));
    }

    fn reinstate(&mut self, stay: Uuid) {
        let cancelled = self.reports.iter().find(|report| {
            let ends = report.event.kind == EventKind::StayCancelled && report.event.subject_id == stay;
            ends && self.retraction(report).is_none()
        });
        if let Some(at) = cancelled.map(|report| report.event.at) {
            self.take_back(&[EventKind::Admitted, EventKind::Discharged, EventKind::StayCancelled], stay, at);
        }
    }

    /// More time for an open deadline of `rule`, once, before it is overdue. Add it to the history and [`settle`].
    ///
    /// # Errors
    /// `deadline_not_open`, `extension_not_allowed`, `extension_too_late`; `extension_days` at `/days`; `reason_required` at
    /// `/reason`.
    pub fn extend(
        &self,
        deadline: &Deadline,
        rule: &rulebook::Rule,
        days: u32,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Extension, Rule> {
        deadline.require_open()?;
        let allowed = rule.extension_days.filter(|_| self.extension(&rule.code, deadline.anchor_subject_id).is_none());
        let Some(allowed) = allowed else {
            return Err(Rule::new("extension_not_allowed", "This deadline can't be extended, or not again."));
        };
        if deadline.is_overdue(now) {
            return Err(Rule::new("extension_too_late", "It is overdue: only a running deadline can be extended."));
        }
        if !(1..=allowed).contains(&days) {
            return Err(Rule::at("extension_days", "/days", format!("Extend by 1 to {allowed} days.")));
        }
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Rule::at("reason_required", "/reason", "Say why this deadline is extended."));
        }
        let (rule_code, anchor_subject_id) = (rule.code.clone(), deadline.anchor_subject_id);
        Ok(Extension { recorded_at: now, rule_code, anchor_subject_id, days, reason })
    }

    /// The extension of a deadline; of several, the first one granted.
    fn extension(&self, rule_code: &str, anchor_subject_id: Uuid) -> Option<&Extension> {
        let ours = |found: &&Extension| found.rule_code == rule_code && found.anchor_subject_id == anchor_subject_id;
        self.extensions.iter().filter(ours).min()
    }

    /// `begun` with what only `old` remembers: it was met or ended by a record of which nothing was kept.
    fn recall(&self, mut begun: Deadline, old: &Deadline, rule: &rulebook::Rule) -> Deadline {
        let is_lost = |by: Option<Uuid>, kinds: &[EventKind]| {
            let kept = |report: &Report| Some(report.event.subject_id) == by && kinds.contains(&report.event.kind);
            by.is_some() && !self.reports.iter().any(kept)
        };
        if is_lost(old.met_by_id, &rule.met_by) {
            (begun.met_at, begun.met_by_id) = (old.met_at, old.met_by_id);
        }
        if is_lost(old.closed_by_id, &rule.cancelled_by) {
            (begun.closed_at, begun.closed_by_id) = (old.closed_at, old.closed_by_id);
            begun.closed_reason.clone_from(&old.closed_reason);
        }
        begun
    }

    fn retraction(&self, report: &Report) -> Option<&Retraction> {
        let ours = self.retractions.iter().filter(|found| found.report_id == report.id);
        ours.min_by_key(|found| found.recorded_at)
    }

    /// What happened, as far as is known: without what was taken back and what was corrected.
    pub fn events(&self) -> Vec<Event> {
        self.facts().into_iter().map(|fact| fact.event.clone()).collect()
    }

    /// When something of this kind happened for the first time, as far as is known.
    pub fn earliest(&self, kind: EventKind) -> Option<DateTime<Utc>> {
        first_of(&self.facts(), kind)
    }

    fn facts(&self) -> Vec<&Report> {
        let taken_back: HashSet<Uuid> = self.retractions.iter().map(|found| found.report_id).collect();
        let mut standing: Vec<&Report> =
            self.reports.iter().filter(|report| !taken_back.contains(&report.id)).collect();
        standing.sort_by_key(|report| std::cmp::Reverse((report.recorded_at, report.id)));
        let mut said = HashSet::new();
        standing.retain(|report| {
            !happens_once(report.event.kind) || said.insert((report.event.kind, report.event.subject_id))
        });
        standing.sort_by_key(|report| (report.event.at, report.id));
        standing
    }

    /// What was said before of the event that started a clock, in the order it was said.
    fn corrections(&self, fact: &Report, zone: Tz) -> Vec<Step> {
        let mut earlier: Vec<&Report> = self.reports.iter().filter(|report| supersedes(fact, report)).collect();
        earlier.sort_by_key(|report| (report.recorded_at, report.id));
        let is = clock::local_time(fact.event.at, zone);
        let step = |report: &Report| {
            let was = clock::local_time(report.event.at, zone);
            let detail = match self.retraction(report) {
                Some(found) => format!("Was {was}, taken back {}.", clock::local_time(found.recorded_at, zone)),
                None => format!("Was {was}, corrected to {is}."),
            };
            Step::new(StepKind::Corrected, detail)
        };
        earlier.into_iter().map(step).collect()
    }
}

fn first_of(facts: &[&Report], kind: EventKind) -> Option<DateTime<Utc>> {
    facts.iter().find(|fact| fact.event.kind == kind).map(|fact| fact.event.at)
}

/// True when `report` is another one about what `fact` is about.
fn supersedes(fact: &Report, report: &Report) -> bool {
    report.id != fact.id
        && happens_once(fact.event.kind)
        && (report.event.kind, report.event.subject_id) == (fact.event.kind, fact.event.subject_id)
}

/// True for what happens once to its record, so that a second report of it corrects the first. A plan is approved and a note
/// signed again with every revision, and a case may be closed again.
fn happens_once(kind: EventKind) -> bool {
    match kind {
        EventKind::Enrolled
        | EventKind::Admitted
        | EventKind::Discharged
        | EventKind::Died
        | EventKind::ContactReached
        | EventKind::SeenInPerson
        | EventKind::ComprehensiveBegun
        | EventKind::ComprehensiveCompleted
        | EventKind::GroupMet
        | EventKind::NoteDue
        | EventKind::HandOffOffered
        | EventKind::AuthorizationReceived
        | EventKind::AuthorizationExpeditedReceived
        | EventKind::UrgentClaimReceived
        | EventKind::PreServiceClaimReceived
        | EventKind::PostServiceClaimReceived
        | EventKind::ConcurrentClaimReceived
        | EventKind::MaAppealReceived
        | EventKind::MaPaymentAppealReceived
        | EventKind::MaDrugAppealReceived
        | EventKind::MaExpeditedAppealReceived
        | EventKind::MedicaidAppealReceived
        | EventKind::MedicaidExpeditedAppealReceived
        | EventKind::MaGrievanceReceived
        | EventKind::MaExpeditedGrievanceReceived
        | EventKind::NurseVisited
        | EventKind::RegisteredNurseVisited
        | EventKind::SymptomImpact
        | EventKind::SocialNeedFound
        | EventKind::SchoolAgeEnrolled
        | EventKind::ParentalConsentGiven
        | EventKind::Evaluated
        | EventKind::EligibilityFound
        | EventKind::IepMeetingHeld
        | EventKind::PlacementChangeDecided
        | EventKind::ManifestationReviewed
        | EventKind::SecondHomeVisit
        | EventKind::SchoolEnrolled
        | EventKind::HealthScreened
        | EventKind::PlacementPeriodReported
        | EventKind::Release
        | EventKind::YouthRelease
        | EventKind::YouthScreened
        | EventKind::WarmHandoffMade
        | EventKind::ComplaintServed
        | EventKind::AnswerServed
        | EventKind::MotionReceived
        | EventKind::ResponseServed
        | EventKind::HearingOnOwnMotion
        | EventKind::MotionServed
        | EventKind::HearingOnOtherMotion
        | EventKind::OpposingAffidavitServed
        | EventKind::OasisCompleted
        | EventKind::StartOfCareAssessed
        | EventKind::OasisTransmitted
        | EventKind::Recertified
        | EventKind::CertificationBegun
        | EventKind::FacilityTransfer
        | EventKind::TransferAssessed
        | EventKind::ReturnedHome
        | EventKind::ResumptionAssessed
        | EventKind::DeathAssessed
        | EventKind::AgencyDischarge
        | EventKind::DischargeAssessed
        | EventKind::FaceToFace
        | EventKind::CoverageEnds
        | EventKind::NonCoverageNoticeGiven
        | EventKind::ElectionNoticeFiled
        | EventKind::LaterBenefitPeriod
        | EventKind::HopeCompleted
        | EventKind::HopeUpdateVisit
        | EventKind::HopeSubmitted
        | EventKind::SnpEnrolled
        | EventKind::SnpHealthRiskAssessed
        | EventKind::MedicaidPlanEnrolled
        | EventKind::MedicaidScreened => true,
        EventKind::StayCancelled
        | EventKind::DischargeCancelled
        | EventKind::DeathWithdrawn
        | EventKind::ContactWithdrawn
        | EventKind::AssessmentWithdrawn
        | EventKind::InitialAssessmentCompleted
        | EventKind::PlanApproved
        | EventKind::NoteSigned
        | EventKind::CountersignatureDue
        | EventKind::NoteCountersigned
        | EventKind::HandOffSettled
        | EventKind::AuthorizationSettled
        | EventKind::AppealSettled
        | EventKind::CaseClosed
        | EventKind::ImportantMessageOwed
        | EventKind::ImportantMessageOwedAgain
        | EventKind::ObservationNoticeOwed
        | EventKind::ComplexityModerate
        | EventKind::ComplexityHigh
        | EventKind::PsychiatricStay
        | EventKind::StayRejudged
        | EventKind::ImportantMessageGiven
        | EventKind::ObservationNoticeGiven
        | EventKind::FollowUpVisitKept
        | EventKind::BehavioralVisitKept
        | EventKind::MedicationsReconciled
        | EventKind::TransitionRetold
        | EventKind::SocialHelpSent
        | EventKind::SocialHelpWithdrawn
        | EventKind::MilestoneWithdrawn => false,
    }
}

/// The changes that make `known`, the deadlines of a case, those that its history implies: opened, moved, met, ended, or
/// cancelled because what started them was taken back. Nothing, when they already are.
///
/// `history` is all that was recorded and takes the place of [`CaseContext::history`]; `rules` holds every version of every rule
/// of the program; `known` every deadline of the case. A known deadline keeps its id, owner and snooze. One that a person set aside
/// stays as it is, and so does one of which neither `history` nor `rules` know anything.
pub fn settle(
    context: &CaseContext,
    history: &History,
    rules: &[rulebook::Rule],
    known: &[Deadline],
    new_id: &mut dyn FnMut() -> Uuid,
) -> Vec<Change<Deadline>> {
    let facts = history.facts();
    let events: Vec<&Event> = facts.iter().map(|fact| &fact.event).collect();
    let enrolled_on = first_of(&facts, EventKind::Enrolled).map(|at| clock::local_date(at, context.zone));
    let mut opened: HashSet<(&str, Uuid)> = HashSet::new();
    let mut changes = Vec::new();
    for fact in &facts {
        let day = clock::local_date(fact.event.at, context.zone);
        for rule in rules.iter().filter(|rule| rule.trigger == fact.event.kind) {
            let later = rule.starts_later();
            let judged_on = enrolled_on.filter(|_| later).unwrap_or(day);
            let again = later && opened.iter().any(|(code, _)| *code == rule.code);
            if again || !is_current(rule, rules, judged_on) || !opened.insert((&rule.code, fact.event.subject_id)) {
                continue;
            }
            let old = known.iter().find(|old| is_of(old, &rule.code, fact.event.subject_id));
            let id = old.map_or_else(&mut *new_id, |old| old.id);
            let mut begun = begin(context, history, fact, rule, id);
            if let Some(old) = old {
                begun = history.recall(begun, old, rule);
            }
            let implied = judge(rule, begun, context.zone, &events);
            changes.extend(match old {
                Some(old) => updated(old, keep_what_people_did(old, implied)),
                None => Some(Change::created(implied)),
            });
        }
    }
    let gone = known.iter().filter(|old| !opened.contains(&(old.rule_code.as_str(), old.anchor_subject_id)));
    changes.extend(gone.filter_map(|old| updated(old, no_longer_implied(old, context, history, rules)?)));
    changes
}

fn is_of(deadline: &Deadline, rule_code: &str, anchor_subject_id: Uuid) -> bool {
    deadline.rule_code == rule_code && deadline.anchor_subject_id == anchor_subject_id
}

/// When what `rule` asks for is due, with the time that was added to it.
pub(crate) fn due_of(
    rule: &rulebook::Rule,
    anchor_at: DateTime<Utc>,
    extension: Option<&Extension>,
    zone: Tz,
    calendar: &Calendar,
) -> Due {
    let due = clock::due(&rule.clock, anchor_at, zone, calendar);
    let Some(extension) = extension else { return due };
    let days = extension.days.min(rule.extension_days.unwrap_or(0));
    clock::extended(due, &rule.clock, days, &extension.reason, zone, calendar)
}

/// The deadline that a fact starts, before anything met or ended it.
fn begin(context: &CaseContext, history: &History, fact: &Report, rule: &rulebook::Rule, id: Uuid) -> Deadline {
    let zone = context.zone;
    let extension = history.extension(&rule.code, fact.event.subject_id);
    let due = due_of(rule, fact.event.at, extension, zone, &context.calendar);
    let mut begun = open(context, &fact.event, rule, due, id);
    begun.explanation.splice(1..1, history.corrections(fact, zone));
    begun
}

/// The implied deadline with what only people decide. A snooze does not hide it beyond a due time that came nearer.
fn keep_what_people_did(old: &Deadline, implied: Deadline) -> Deadline {
    if old.status == DeadlineStatus::Waived {
        return old.clone();
    }
    let same_due = old.due_at == implied.due_at;
    let snoozed_until = old.snoozed_until.filter(|until| same_due || *until <= implied.due_at);
    Deadline {
        version: old.version,
        owner_id: old.owner_id,
        team_id: old.team_id,
        rank_at: if same_due { old.rank_at } else { implied.rank_at },
        snoozed_until,
        snooze_reason: old.snooze_reason.clone().filter(|_| snoozed_until.is_some()),
        ..implied
    }
}

fn updated(old: &Deadline, mut next: Deadline) -> Option<Change<Deadline>> {
    if next == *old {
        return None;
    }
    next.version += 1;
    Some(Change::updated(next))
}

/// What becomes of a known deadline whose start was taken back, or moved to a day on which its rule is not in force.
fn no_longer_implied(
    old: &Deadline,
    context: &CaseContext,
    history: &History,
    rules: &[rulebook::Rule],
) -> Option<Deadline> {
    if old.status == DeadlineStatus::Waived || !rules.iter().any(|rule| rule.code == old.rule_code) {
        return None;
    }
    let about =
        |report: &&Report| (report.event.kind, report.event.subject_id) == (old.anchor_kind, old.anchor_subject_id);
    let said = history.reports.iter().filter(about).max_by_key(|report| (report.recorded_at, report.id))?;
    let (closed_at, reason) = match history.retraction(said) {
        Some(retraction) => (retraction.recorded_at, ANCHOR_RETRACTED),
        None => (said.recorded_at, RULE_NOT_IN_FORCE),
    };
    let mut gone = Deadline {
        status: DeadlineStatus::Cancelled,
        met_at: None,
        met_by_id: None,
        closed_at: Some(closed_at),
        closed_by_id: Some(said.event.subject_id),
        closed_reason: Some(reason.to_owned()),
        ..old.clone()
    };
    gone.explain_outcome(context.zone);
    Some(gone)
}
