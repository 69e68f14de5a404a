//! What measures count of the milestones of a case: days that a court set (K-23) and jobs (K-24).

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{Continuance, JobFact, MilestoneFact};
use crate::clock::start_of_day;
use crate::milestone::{MilestoneKind as K, is_about};

/// A milestone that was not entered in error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedFact {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// What happened.
    pub kind: K,
    /// On which day.
    pub occurred_on: NaiveDate,
    /// The milestone that it answers.
    pub answers_id: Option<Uuid>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

impl DatedFact {
    /// What was said of it with a kind of milestone.
    fn said<'a>(&'a self, all: &'a [Self], kind: K) -> impl Iterator<Item = &'a Self> {
        let one = (self.id, self.created_at);
        let of_case = all.iter().filter(move |other| other.case_id == self.case_id && other.kind == kind);
        of_case.filter(move |other| is_about(other.answers_id, other.created_at, one))
    }
}

impl MilestoneFact {
    /// The days that courts set. A continuance was ordered, at the latest, when it was recorded: nothing earlier is proved.
    pub fn of(all: &[DatedFact], zone: Tz) -> Vec<Self> {
        let set = all.iter().filter(|one| one.kind == K::CourtDateSet);
        let continuance =
            |own: &DatedFact| Continuance { ordered_at: own.created_at, day: own.occurred_on, id: own.id };
        let fact = |one: &DatedFact| Self {
            id: one.id,
            case_id: one.case_id,
            due_on: one.occurred_on,
            continuances: one.said(all, K::CourtDateContinued).map(continuance).collect(),
            done_at: one.said(all, K::CourtDateMet).map(|own| start_of_day(own.occurred_on, zone)).min(),
        };
        set.map(fact).collect()
    }
}

impl JobFact {
    /// The jobs.
    pub fn of(all: &[DatedFact]) -> Vec<Self> {
        let begun = all.iter().filter(|one| one.kind == K::JobStarted);
        let fact = |one: &DatedFact| {
            let ends = one.said(all, K::JobEnded).map(|own| own.occurred_on).filter(|day| *day >= one.occurred_on);
            Self { id: one.id, started_on: one.occurred_on, ended_on: ends.min() }
        };
        begun.map(fact).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono_tz::America::New_York;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn dated(id: u128, kind: K, on: &str, answers: Option<u128>, recorded: &str) -> DatedFact {
        DatedFact {
            id: Uuid::from_u128(id),
            case_id: Uuid::from_u128(100),
            kind,
            occurred_on: day(on),
            answers_id: answers.map(Uuid::from_u128),
            created_at: start_of_day(day(recorded), New_York),
        }
    }

    #[test]
    fn a_day_of_a_court_is_moved_and_met_by_what_names_it() {
        let all = [
            dated(1, K::CourtDateSet, "2026-03-10", None, "2026-03-01"),
            dated(2, K::CourtDateSet, "2026-03-20", None, "2026-03-01"),
            dated(3, K::CourtDateContinued, "2026-03-30", Some(2), "2026-03-18"),
            dated(4, K::CourtDateMet, "2026-03-09", Some(1), "2026-03-12"),
        ];
        let facts = MilestoneFact::of(&all, New_York);
        assert_eq!(facts[0].done_at, Some(start_of_day(day("2026-03-09"), New_York)));
        assert!(facts[0].continuances.is_empty());
        let ordered_at = start_of_day(day("2026-03-18"), New_York);
        let ordered = Continuance { ordered_at, day: day("2026-03-30"), id: Uuid::from_u128(3) };
        assert_eq!((facts[1].continuances.as_slice(), facts[1].done_at), ([ordered].as_slice(), None));
    }

    #[test]
    fn what_names_nothing_is_about_what_was_known_then_and_a_job_ends_after_it_began() {
        let all = [
            dated(1, K::JobStarted, "2026-01-05", None, "2026-01-05"),
            dated(2, K::JobEnded, "2026-02-01", None, "2026-02-02"),
            dated(3, K::JobStarted, "2026-02-10", None, "2026-02-10"),
            DatedFact { case_id: Uuid::from_u128(101), ..dated(4, K::JobEnded, "2026-02-20", None, "2026-02-20") },
            dated(5, K::JobEnded, "2026-02-09", Some(3), "2026-03-01"),
        ];
        let ends: Vec<Option<NaiveDate>> = JobFact::of(&all).into_iter().map(|job| job.ended_on).collect();
        assert_eq!(ends, [Some(day("2026-02-01")), None]);
    }
}
