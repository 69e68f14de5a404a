//! What is kept of a person's measures, so that a board does not judge everybody each time it is looked at: the members themselves,
//! written by the judges, and the instant until which they hold while no fact changes.
//!
//! Only what looks the same in every period can be kept: a member belongs to a period by one instant. What is cut by the period
//! (days in hospital, months of coverage, the first score of the period) is judged for the period that is asked about.

use chrono::{DateTime, Days, Duration, NaiveDate, SubsecRound, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Counts, Definition, Facts, Mark, Member, Period, Place, members};
use crate::clock::{local_date, start_of_day};
use crate::referral::Course;

/// Edition of the rules. What was kept under another one is judged anew: raise it whenever a judge answers differently, which
/// `what_is_kept_is_judged_as_its_edition_judged_it` notices.
pub const EDITION: i32 = 3;

impl Definition {
    /// True when its members look the same in every period that they belong to.
    pub fn keeps(&self) -> bool {
        !matches!(
            self.counts,
            Counts::DeadlineFamily(_)
                | Counts::AvoidableDays
                | Counts::EmergencyVisits
                | Counts::Gaps
                | Counts::Improvement(_)
                | Counts::CrisisPlans
                | Counts::HospiceTransfers
        )
    }
}

/// The members that one person has, by code of the measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Code of each measure that has members, with them.
    pub members: Vec<(&'static str, Vec<Member>)>,
    /// The instant from which passing time may move one of them; none when only a change of facts can.
    pub holds_until: Option<DateTime<Utc>>,
}

/// What these measures keep of a person at `now`: everything that counts at `since` or later, in any period. Measures that do not
/// keep are left out.
pub fn keep(
    definitions: impl IntoIterator<Item = &'static Definition>,
    facts: &Facts,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Kept {
    let all = Period { from: since, to: DateTime::<Utc>::MAX_UTC };
    let mut kept = Vec::new();
    for definition in definitions.into_iter().filter(|definition| definition.keeps()) {
        let members = members(definition, facts, all, now, false);
        if !members.is_empty() {
            kept.push((definition.code, members));
        }
    }
    let due = kept.iter().flat_map(|(_, members)| members).filter_map(|member| member.due_at);
    // A clock is in time for the whole second in which it is due.
    let passed = |due_at: DateTime<Utc>| [due_at, due_at.trunc_subsecs(0) + Duration::seconds(1)];
    let due = due.flat_map(passed).filter(|at| *at >= now);
    let holds_until = due.chain(facts.moments().filter(|at| *at > now)).chain(tomorrow(facts, now)).min();
    Kept { members: kept, holds_until }
}

/// The next local midnight for somebody who is on the way to a home: the days on it are counted (K-21).
fn tomorrow(facts: &Facts, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = local_date(now, facts.zone);
    let waits = facts.referrals.iter().any(|one| match one.course {
        Some(Course::Housing(way)) => {
            way.moved_in_on.is_none_or(|day| day > today) && one.closed_at.is_none_or(|at| at > now)
        }
        _ => false,
    });
    let next = today.checked_add_days(Days::new(1))?;
    waits.then(|| start_of_day(next, facts.zone))
}

impl Facts {
    /// Every instant at which something that is recorded happens: before it, it is not known yet. Facts of measures that do not
    /// keep are left out.
    fn moments(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let zone = self.zone;
        let starts = move |day: NaiveDate| start_of_day(day, zone);
        let cases = self.cases.iter().flat_map(|one| [Some(one.enrolled_at), one.closed_at]);
        let stays = self.stays.iter().flat_map(move |one| {
            let own = [Some(one.admitted_at), one.discharged_at, one.notice_at, one.information_at, one.reconciled_at];
            own.into_iter().chain(one.targets.iter().map(|target| Some(target.set_at)))
        });
        let visits = self.visits.iter().map(|one| Some(one.at));
        let appointments =
            self.appointments.iter().flat_map(|one| [Some(one.starts_at), one.ordered_for, one.settled_at]);
        let symptoms = self.symptoms.iter().map(|one| Some(one.at));
        let deadlines = self.deadlines.iter().flat_map(|one| [one.met_at, one.closed_at]);
        let occurrences = self.occurrences.iter().flat_map(|one| [one.settled_at, one.done_at]);
        let referrals = self.referrals.iter().flat_map(move |one| {
            let own = [one.sent_at, one.accepted_at, one.closed_at, one.served_on.map(starts)];
            own.into_iter().chain(one.course.into_iter().flat_map(days).map(move |day| day.map(starts)))
        });
        let authorizations = self.authorizations.iter().flat_map(|one| [Some(one.received_at), one.decided_at]);
        let answers = self.answers.iter().map(|one| Some(one.at));
        let milestones = self.milestones.iter().flat_map(|one| {
            let continuances = one.continuances.iter().map(|own| Some(own.ordered_at));
            continuances.chain([one.done_at])
        });
        let jobs = self.jobs.iter().flat_map(move |one| {
            // The last day is known when it is over.
            let over = one.ended_on.and_then(|day| day.succ_opt());
            [Some(starts(one.started_on)), over.map(starts)]
        });
        let costs = self.costs.iter().map(|one| Some(one.at));
        let died = std::iter::once(self.died_on.map(starts));
        let of_care = cases.chain(stays).chain(visits).chain(appointments).chain(symptoms).chain(died);
        let of_work = deadlines.chain(occurrences).chain(referrals).chain(authorizations);
        of_care.chain(of_work).chain(answers).chain(milestones).chain(jobs).chain(costs).flatten()
    }
}

fn days(course: Course) -> Vec<Option<NaiveDate>> {
    match course {
        Course::Benefit(one) => vec![one.applied_on, one.decided_on, one.appealed_on, one.appeal_decided_on],
        Course::Housing(one) => vec![one.applied_on, one.approved_on, one.unit_found_on, one.moved_in_on],
        // No measure looks at the dates of equipment.
        Course::Equipment(_) => Vec::new(),
    }
}

/// Seconds and nanoseconds since 1970.
type Instant = (i64, u32);

/// A member as it is stored: short, without what is known from where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptMember(Uuid, Option<Uuid>, Place, Instant, Instant, Option<Instant>, Option<Instant>, f64, f64, Mark);

fn instant(at: DateTime<Utc>) -> Instant {
    (at.timestamp(), at.timestamp_subsec_nanos())
}

fn at((seconds, nanoseconds): Instant) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, nanoseconds)
}

impl From<&Member> for KeptMember {
    fn from(member: &Member) -> Self {
        Self(
            member.id,
            member.case_id,
            member.place,
            instant(member.counts_at),
            instant(member.anchor_at),
            member.due_at.map(instant),
            member.met_at.map(instant),
            member.top,
            member.bottom,
            member.mark,
        )
    }
}

impl KeptMember {
    /// The member of a person; none when an instant cannot be read.
    pub fn member(self, person_id: Uuid) -> Option<Member> {
        let Self(id, case_id, place, counts_at, anchor_at, due_at, met_at, top, bottom, mark) = self;
        Some(Member {
            id,
            person_id,
            case_id,
            place,
            counts_at: at(counts_at)?,
            anchor_at: at(anchor_at)?,
            due_at: due_at.and_then(at),
            met_at: met_at.and_then(at),
            top,
            bottom,
            mark,
            proof: Vec::new(),
        })
    }
}
