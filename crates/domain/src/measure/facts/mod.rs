//! The facts of one person, as measures see them: small, typed, and without anything that no measure asks.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::borrow::Cow;
use uuid::Uuid;

use crate::appointment::AppointmentStatus;
use crate::care_plan::Occurrence;
use crate::care_plan::occurrence::OccurrenceStatus;
use crate::clock::local_date;
use crate::referral::{Course, ReferralStatus};

mod dated;
mod record;

pub use crate::stay::EmergencyCause;
pub use dated::DatedFact;
pub use record::*;

/// Everything that measures know of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The person.
    pub person_id: Uuid,
    /// The zone of the person's program: its days count.
    pub zone: Tz,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Date of death.
    pub died_on: Option<NaiveDate>,
    /// Cases.
    pub cases: Vec<CaseFact>,
    /// Insurances.
    pub coverages: Vec<CoverageFact>,
    /// Stays.
    pub stays: Vec<StayFact>,
    /// Two-way contacts and kept appointments.
    pub visits: Vec<VisitFact>,
    /// Appointments.
    pub appointments: Vec<AppointmentFact>,
    /// Totals of instruments.
    pub scores: Vec<ScoreFact>,
    /// Symptoms.
    pub symptoms: Vec<SymptomFact>,
    /// Findings of risk.
    pub risks: Vec<RiskFact>,
    /// Crisis plans.
    pub crisis_plans: Vec<CrisisPlanFact>,
    /// Deadlines.
    pub deadlines: Vec<DeadlineFact>,
    /// Interventions that fell due.
    pub occurrences: Vec<Occurrence>,
    /// Referrals.
    pub referrals: Vec<ReferralFact>,
    /// Requests for authorization.
    pub authorizations: Vec<AuthorizationFact>,
    /// Gaps in care.
    pub gaps: Vec<GapFact>,
    /// Answers about experience.
    pub answers: Vec<AnswerFact>,
    /// Court milestones.
    pub milestones: Vec<MilestoneFact>,
    /// Jobs.
    pub jobs: Vec<JobFact>,
    /// Costs.
    pub costs: Vec<CostFact>,
}

impl Facts {
    /// A person of whom nothing is known yet.
    pub fn of(person_id: Uuid, zone: Tz) -> Self {
        Self {
            person_id,
            zone,
            born_on: None,
            died_on: None,
            cases: Vec::new(),
            coverages: Vec::new(),
            stays: Vec::new(),
            visits: Vec::new(),
            appointments: Vec::new(),
            scores: Vec::new(),
            symptoms: Vec::new(),
            risks: Vec::new(),
            crisis_plans: Vec::new(),
            deadlines: Vec::new(),
            occurrences: Vec::new(),
            referrals: Vec::new(),
            authorizations: Vec::new(),
            gaps: Vec::new(),
            answers: Vec::new(),
            milestones: Vec::new(),
            jobs: Vec::new(),
            costs: Vec::new(),
        }
    }

    /// The facts without what happened after `now`. Deadlines and interventions keep theirs: their judges say themselves what was
    /// not known yet, because a plan shows the same.
    pub(super) fn until(&self, now: DateTime<Utc>) -> Cow<'_, Self> {
        if self.reaches_beyond(now) { Cow::Owned(self.cut(now)) } else { Cow::Borrowed(self) }
    }

    fn reaches_beyond(&self, now: DateTime<Utc>) -> bool {
        let today = local_date(now, self.zone);
        let late = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at > now);
        self.died_on.is_some_and(|day| day > today)
            || self.cases.iter().any(|one| one.enrolled_at > now || late(one.closed_at))
            || self.stays.iter().any(|one| {
                one.admitted_at > now
                    || late(one.discharged_at)
                    || late(one.notice_at)
                    || late(one.information_at)
                    || late(one.reconciled_at)
                    || one.targets.iter().any(|target| target.set_at > now)
                    || one.avoidable.iter().any(|day| day.on > today)
            })
            || self.visits.iter().any(|one| one.at > now)
            || self.appointments.iter().any(|one| one.known_from() > now || late(one.settled_at))
            || self.scores.iter().any(|one| one.at > now)
            || self.symptoms.iter().any(|one| one.at > now)
            || self.risks.iter().any(|one| one.at > now)
            || self.crisis_plans.iter().any(|one| one.approved_at > now || late(one.reviewed_at) || late(one.ended_at))
            || self.referrals.iter().any(|one| one.cut(now, today) != Some(*one))
            || self.authorizations.iter().any(|one| one.received_at > now || late(one.decided_at))
            || self.gaps.iter().any(|one| one.opened_at > now || late(one.closed_at))
            || self.answers.iter().any(|one| one.at > now)
            || self
                .milestones
                .iter()
                .any(|one| late(one.done_at) || one.continuances.iter().any(|own| own.ordered_at > now))
            || self.jobs.iter().any(|one| one.started_on > today || one.ended_on.is_some_and(|day| day >= today))
            || self.costs.iter().any(|one| one.at > now)
    }

    fn cut(&self, now: DateTime<Utc>) -> Self {
        let today = local_date(now, self.zone);
        let mut facts = self.clone();
        let past = |at: Option<DateTime<Utc>>| at.filter(|at| *at <= now);
        facts.died_on = facts.died_on.filter(|day| *day <= today);
        facts.cases.retain(|one| one.enrolled_at <= now);
        for one in facts.cases.iter_mut().filter(|one| past(one.closed_at).is_none()) {
            (one.closed_at, one.outcome) = (None, None);
        }
        facts.stays.retain(|one| one.admitted_at <= now);
        for one in &mut facts.stays {
            if past(one.discharged_at).is_none() {
                (one.discharged_at, one.destination) = (None, None);
            }
            one.notice_at = past(one.notice_at);
            one.information_at = past(one.information_at);
            one.reconciled_at = past(one.reconciled_at);
            one.targets.retain(|target| target.set_at <= now);
            one.avoidable.retain(|day| day.on <= today);
        }
        facts.visits.retain(|one| one.at <= now);
        facts.appointments.retain(|one| one.known_from() <= now);
        for one in facts.appointments.iter_mut().filter(|one| one.settled_at.is_some_and(|at| at > now)) {
            (one.status, one.cancellation, one.settled_at) = (AppointmentStatus::Booked, None, None);
        }
        facts.scores.retain(|one| one.at <= now);
        facts.symptoms.retain(|one| one.at <= now);
        facts.risks.retain(|one| one.at <= now);
        facts.crisis_plans.retain(|one| one.approved_at <= now);
        for one in &mut facts.crisis_plans {
            (one.reviewed_at, one.ended_at) = (past(one.reviewed_at), past(one.ended_at));
        }
        facts.referrals = facts.referrals.iter().filter_map(|one| one.cut(now, today)).collect();
        facts.authorizations.retain(|one| one.received_at <= now);
        facts.authorizations.iter_mut().for_each(|one| one.decided_at = past(one.decided_at));
        facts.gaps.retain(|one| one.opened_at <= now);
        facts.gaps.iter_mut().for_each(|one| one.closed_at = past(one.closed_at));
        facts.answers.retain(|one| one.at <= now);
        for one in &mut facts.milestones {
            one.done_at = past(one.done_at);
            one.continuances.retain(|own| own.ordered_at <= now);
        }
        facts.jobs.retain(|one| one.started_on <= today);
        facts.jobs.iter_mut().for_each(|one| one.ended_on = one.ended_on.filter(|day| *day < today));
        facts.costs.retain(|one| one.at <= now);
        facts
    }

    /// The case that was open at `at`, or the last one that began before; the first one when none did.
    pub(super) fn case_at(&self, at: DateTime<Utc>) -> Option<Uuid> {
        let before = self.cases.iter().filter(|case| case.enrolled_at <= at);
        let key = |case: &&CaseFact| (case.closed_at.is_none_or(|end| at <= end), case.enrolled_at, case.id);
        let first = || self.cases.iter().min_by_key(|case| (case.enrolled_at, case.id));
        before.max_by_key(key).or_else(first).map(|case| case.id)
    }
}

impl ReferralFact {
    /// The referral as it stood at `now`; none when it was not sent yet and nothing was applied for.
    fn cut(&self, now: DateTime<Utc>, today: NaiveDate) -> Option<Self> {
        let past = |at: Option<DateTime<Utc>>| at.filter(|at| *at <= now);
        let day = |day: Option<NaiveDate>| day.filter(|day| *day <= today);
        let mut course = self.course;
        match &mut course {
            Some(Course::Benefit(benefit)) => {
                benefit.applied_on = day(benefit.applied_on);
                benefit.appealed_on = day(benefit.appealed_on);
                benefit.decided_on = day(benefit.decided_on);
                benefit.decision = benefit.decision.filter(|_| benefit.decided_on.is_some());
                benefit.appeal_decided_on = day(benefit.appeal_decided_on);
                benefit.appeal_decision = benefit.appeal_decision.filter(|_| benefit.appeal_decided_on.is_some());
            }
            Some(Course::Equipment(equipment)) => {
                equipment.prescribed_on = day(equipment.prescribed_on);
                equipment.ordered_on = day(equipment.ordered_on);
                equipment.shipped_on = day(equipment.shipped_on);
                equipment.delivered_on = day(equipment.delivered_on);
                equipment.set_up_on = day(equipment.set_up_on);
            }
            Some(Course::Housing(housing)) => {
                housing.applied_on = day(housing.applied_on);
                housing.approved_on = day(housing.approved_on);
                housing.unit_found_on = day(housing.unit_found_on);
                housing.moved_in_on = day(housing.moved_in_on);
            }
            None => {}
        }
        let ended_later = self.closed_at.is_some_and(|at| at > now);
        let cut = Self {
            status: match (ended_later, past(self.accepted_at)) {
                (false, _) => self.status,
                (true, Some(_)) => ReferralStatus::Accepted,
                (true, None) => ReferralStatus::Sent,
            },
            sent_at: past(self.sent_at),
            accepted_at: past(self.accepted_at),
            served_on: day(self.served_on),
            closed_at: past(self.closed_at),
            course,
            ..*self
        };
        (cut.sent_at.is_some() || self.sent_at.is_none()).then_some(cut)
    }
}

/// The state of an occurrence as known at `now`: what was recorded later is not known yet.
pub(super) fn occurrence_known(occurrence: &Occurrence, now: DateTime<Utc>) -> OccurrenceStatus {
    let recorded = occurrence.settled_at.is_none_or(|at| at <= now);
    if recorded { occurrence.status } else { OccurrenceStatus::Planned }
}
