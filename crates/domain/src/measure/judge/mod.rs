//! Who belongs to a measure and where they stand: one function for each kind of measure, over the facts of one person.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::facts::{FactKind, Facts};
use super::proof::{FactRef, Trace};
use super::{Counts, Definition, Mark, Member, Period, Place, adherence, timeliness};
use crate::clock::{local_date, start_of_day};

mod follow_up;
mod home;
mod hospital;
mod plan;
mod practice;
mod social;

/// One person's facts, asked by one measure.
pub(super) struct Ask<'a> {
    definition: &'static Definition,
    facts: &'a Facts,
    period: Period,
    now: DateTime<Utc>,
    proof: bool,
    out: &'a mut Vec<Member>,
}

/// What is judged.
struct Subject {
    id: Uuid,
    case_id: Option<Uuid>,
    anchor_at: DateTime<Utc>,
    due_at: Option<DateTime<Utc>>,
}

/// Where it stands, and what it adds.
struct Verdict {
    place: Place,
    top: f64,
    bottom: f64,
    met_at: Option<DateTime<Utc>>,
    mark: Mark,
}

impl Verdict {
    fn at(place: Place) -> Self {
        let top = if place == Place::Numerator { 1.0 } else { 0.0 };
        Self { place, top, bottom: 1.0, met_at: None, mark: Mark::Plain }
    }

    fn excluded() -> Self {
        Self::at(Place::Excluded)
    }

    fn pending() -> Self {
        Self::at(Place::Pending)
    }

    /// In the numerator or only in the denominator.
    fn counted(reached: bool) -> Self {
        Self::at(if reached { Place::Numerator } else { Place::Denominator })
    }

    /// What it adds to two sums.
    fn sums(top: f64, bottom: f64) -> Self {
        Self { top, bottom, ..Self::counted(top > 0.0) }
    }

    fn met(self, at: impl Into<Option<DateTime<Utc>>>) -> Self {
        Self { met_at: at.into(), ..self }
    }

    fn marked(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }
}

impl Ask<'_> {
    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        local_date(at, self.facts.zone)
    }

    fn start(&self, day: NaiveDate) -> DateTime<Utc> {
        start_of_day(day, self.facts.zone)
    }

    /// The last instant of the day that lies `days` after the day of `anchor`.
    fn until(&self, anchor: DateTime<Utc>, days: i64) -> DateTime<Utc> {
        crate::clock::end_of_day(self.day(anchor) + TimeDelta::days(days), self.facts.zone)
    }

    /// How many local days lie between two instants.
    fn days(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        (self.day(to) - self.day(from)).num_days()
    }

    fn over(&self, due_at: DateTime<Utc>) -> bool {
        self.now > due_at
    }

    fn subject(&self, id: Uuid, anchor_at: DateTime<Utc>, due_at: Option<DateTime<Utc>>) -> Subject {
        Subject { id, case_id: self.facts.case_at(anchor_at), anchor_at, due_at }
    }

    fn person(&self) -> FactRef {
        FactRef::new(FactKind::Person, self.facts.person_id, None)
    }

    fn judge(&mut self, subject: Subject, verdict: impl FnOnce(&Self, &mut Trace) -> Verdict) {
        self.judge_at(subject.anchor_at, subject, verdict);
    }

    /// Judges what belongs to the period by another instant than the start of its clock.
    fn judge_at(
        &mut self,
        counts_at: DateTime<Utc>,
        subject: Subject,
        verdict: impl FnOnce(&Self, &mut Trace) -> Verdict,
    ) {
        let mut trace = Trace::new(self.definition.source, self.proof);
        if !self.definition.versions.is_empty() {
            let version = self.definition.version_on(self.day(subject.anchor_at));
            trace.version(version.and_then(super::Version::first_day));
        }
        let Verdict { place, top, bottom, met_at, mark } = verdict(self, &mut trace);
        self.out.push(Member {
            id: subject.id,
            person_id: self.facts.person_id,
            case_id: subject.case_id,
            place,
            counts_at,
            anchor_at: subject.anchor_at,
            due_at: subject.due_at,
            met_at,
            top,
            bottom,
            mark,
            proof: trace.into_steps(),
        });
    }
}

/// The members that one person has in a measure.
pub(super) fn person(
    definition: &'static Definition,
    facts: &Facts,
    period: Period,
    now: DateTime<Utc>,
    proof: bool,
    out: &mut Vec<Member>,
) {
    match definition.counts {
        Counts::Deadlines(rule) => return timeliness::members(rule, facts, period, now, proof, out),
        Counts::DeadlineFamily(family) => return timeliness::families(family, facts, period, now, proof, out),
        Counts::Interventions => {
            out.extend(facts.occurrences.iter().filter_map(|one| adherence::member(one, Some(period), now, proof)));
            return;
        }
        _ => {}
    }
    let known = facts.until(now);
    let mut ask = Ask { definition, facts: &known, period, now, proof, out };
    match definition.counts {
        Counts::Deadlines(_) | Counts::DeadlineFamily(_) | Counts::Interventions => {}
        Counts::Readmissions => hospital::readmissions(&mut ask),
        Counts::StayDays => hospital::stay_days(&mut ask),
        Counts::AvoidableDays => hospital::avoidable_days(&mut ask),
        Counts::TargetDays => hospital::target_days(&mut ask),
        Counts::EmergencyVisits => hospital::emergency_visits(&mut ask),
        Counts::PsychiatricFollowUp(days) => follow_up::psychiatric(&mut ask, days),
        Counts::EmergencyFollowUp(cause, days) => follow_up::emergency(&mut ask, cause, days),
        Counts::Transition(part) => follow_up::transition(&mut ask, part),
        Counts::Gaps => plan::gaps(&mut ask),
        Counts::Authorizations => plan::authorizations(&mut ask),
        Counts::Experience => plan::experience(&mut ask),
        Counts::Cost => plan::cost(&mut ask),
        Counts::Appointments => practice::appointments(&mut ask),
        Counts::Improvement(instruments) => practice::improvement(&mut ask, instruments),
        Counts::CrisisPlans => practice::crisis_plans(&mut ask),
        Counts::Symptoms => practice::symptoms(&mut ask),
        Counts::OrderedVisits => home::ordered_visits(&mut ask),
        Counts::EpisodeAdmissions => home::episode_admissions(&mut ask),
        Counts::HospiceTransfers => home::hospice_transfers(&mut ask),
        Counts::Benefits => social::benefits(&mut ask),
        Counts::Housing => social::housing(&mut ask),
        Counts::Retention(days) => social::retention(&mut ask, days),
        Counts::CourtMilestones => social::milestones(&mut ask),
        Counts::Jobs(days) => social::jobs(&mut ask, days),
        Counts::Referrals => social::referrals(&mut ask),
    }
}
