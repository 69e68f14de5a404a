//! How often the people of a program are to be reached, by tier and from a day on (R119), and when that is next.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::Tier;
use crate::change::{Change, Rule};
use crate::clock;

/// Most days that may lie between two contacts.
pub const MOST_DAYS: u32 = 366;

/// Days within which a person is to be reached again, by tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CadenceDays {
    /// Of a low tier.
    pub low: u32,
    /// Of a rising tier.
    pub rising: u32,
    /// Of a high tier.
    pub high: u32,
    /// Of a complex tier.
    pub complex: u32,
}

/// What counts in a program that set nothing. Ours: no source document names numbers. A week for complex needs, two weeks for high
/// risk, a month for rising risk, a quarter for who is stable.
pub const STANDARD: CadenceDays = CadenceDays { low: 90, rising: 30, high: 14, complex: 7 };

impl CadenceDays {
    /// Days for a tier.
    pub fn of(&self, tier: Tier) -> u32 {
        match tier {
            Tier::Low => self.low,
            Tier::Rising => self.rising,
            Tier::High => self.high,
            Tier::Complex => self.complex,
        }
    }

    /// Each within its bounds, and nobody at higher risk is reached more rarely.
    fn require_sound(&self) -> Result<(), Rule> {
        let tiers = [("low", self.low), ("rising", self.rising), ("high", self.high), ("complex", self.complex)];
        if let Some((name, _)) = tiers.iter().find(|(_, days)| !(1..=MOST_DAYS).contains(days)) {
            let detail = format!("Choose 1 to {MOST_DAYS} days.");
            return Err(Rule::at("cadence_days", format!("/days/{name}"), detail));
        }
        match tiers.windows(2).find(|pair| pair[1].1 > pair[0].1) {
            None => Ok(()),
            Some(pair) => {
                let detail = "Nobody at higher risk is reached more rarely than somebody at lower risk.";
                Err(Rule::at("cadence_higher_tier_rarer", format!("/days/{}", pair[1].0), detail))
            }
        }
    }
}

/// The cadence of a program from a day on.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactCadence {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The program.
    pub program_id: Uuid,
    /// First day.
    pub valid_from: NaiveDate,
    /// Days by tier.
    pub days: CadenceDays,
    /// Why it was set; colleagues read this.
    pub reason: String,
    /// Who set it.
    pub set_by: Uuid,
    /// When.
    pub set_at: DateTime<Utc>,
}

impl ContactCadence {
    /// Sets what counts from a day on. `known` are the cadences that were set before; one that begins on the same day ahead is set
    /// anew. `today` is the program's local date.
    ///
    /// # Errors
    /// `cadence_in_past` at `/valid_from`, `cadence_days` and `cadence_higher_tier_rarer` at the tier.
    pub fn set(mut self, known: &[Self], today: NaiveDate) -> Result<Change<Self>, Rule> {
        if self.valid_from < today {
            let detail = "What was in force stays what it was. Choose today or a later day.";
            return Err(Rule::at("cadence_in_past", "/valid_from", detail));
        }
        self.days.require_sound()?;
        match known.iter().find(|other| other.valid_from == self.valid_from && other.program_id == self.program_id) {
            None => Ok(Change::created(self)),
            Some(same) => {
                (self.id, self.version) = (same.id, same.version + 1);
                Ok(Change::updated(self))
            }
        }
    }
}

/// The cadence of a program that is in force on a day; none while [`STANDARD`] counts.
pub fn in_force(known: &[ContactCadence], program_id: Uuid, on: NaiveDate) -> Option<&ContactCadence> {
    let begun = known.iter().filter(|one| one.program_id == program_id && one.valid_from <= on);
    begun.max_by_key(|one| one.valid_from)
}

crate::codes! {
    /// When somebody is to be reached, seen from a day.
    pub enum ContactDue {
        /// The day has passed.
        Overdue = "overdue",
        /// On this day.
        Today = "today",
        /// Within seven days after it.
        Week = "week",
        /// After that.
        Later = "later",
    }
}

/// When a person is to be reached next, and from what that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextContact {
    /// The last two-way contact, or the enrolment, in the program's zone.
    pub since: NaiveDate,
    /// False when nobody has reached the person since the enrolment, so that the enrolment counts.
    pub reached: bool,
    /// Days of the tier.
    pub days: u32,
    /// The day by whose end they are to be reached.
    pub due_on: NaiveDate,
    /// How that stands today.
    pub due: ContactDue,
}

/// When the person of an active case is to be reached next: so many days after the last two-way contact, or after the enrolment while
/// there was none since. The tier and the cadence are those of today, so a change of either counts at once.
pub fn next_contact(
    enrolled_at: DateTime<Utc>,
    last_reached_at: Option<DateTime<Utc>>,
    days: u32,
    zone: Tz,
    now: DateTime<Utc>,
) -> NextContact {
    let reached_at = last_reached_at.filter(|at| *at >= enrolled_at);
    let since = clock::local_date(reached_at.unwrap_or(enrolled_at), zone);
    let due_on = since.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
    let left = (due_on - clock::local_date(now, zone)).num_days();
    let due = match left {
        ..0 => ContactDue::Overdue,
        0 => ContactDue::Today,
        1..=7 => ContactDue::Week,
        _ => ContactDue::Later,
    };
    NextContact { since, reached: reached_at.is_some(), days, due_on, due }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use chrono_tz::America::New_York;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn cadence(valid_from: &str, days: CadenceDays) -> ContactCadence {
        ContactCadence {
            id: Uuid::from_u128(1),
            version: 1,
            program_id: Uuid::from_u128(2),
            valid_from: day(valid_from),
            days,
            reason: "Agreed".into(),
            set_by: Uuid::from_u128(3),
            set_at: DateTime::<Utc>::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_higher_tier_is_never_reached_more_rarely() {
        let days = CadenceDays { high: 31, ..STANDARD };
        let refused = cadence("2026-03-01", days).set(&[], day("2026-03-01")).unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), ("cadence_higher_tier_rarer", Some("/days/high")));
        let same = CadenceDays { low: 30, rising: 30, high: 30, complex: 30 };
        assert!(cadence("2026-03-01", same).set(&[], day("2026-03-01")).is_ok());
    }

    #[test]
    fn no_tier_has_no_days_or_more_than_a_year() {
        for (days, at) in
            [(CadenceDays { complex: 0, ..STANDARD }, "complex"), (CadenceDays { low: 367, ..STANDARD }, "low")]
        {
            let refused = cadence("2026-03-01", days).set(&[], day("2026-03-01")).unwrap_err();
            assert_eq!((refused.code, refused.pointer), ("cadence_days", Some(format!("/days/{at}"))));
        }
    }

    #[test]
    fn what_was_in_force_stays_and_the_same_day_ahead_is_set_anew() {
        let first = cadence("2026-03-10", STANDARD);
        let past = first.clone().set(&[], day("2026-03-11")).unwrap_err();
        assert_eq!(past.code, "cadence_in_past");
        let again = ContactCadence { id: Uuid::from_u128(9), ..first.clone() };
        let change = again.set(std::slice::from_ref(&first), day("2026-03-01")).unwrap();
        assert_eq!((change.record.id, change.record.version, change.created), (first.id, 2, false));
    }

    #[test]
    fn the_newest_cadence_that_has_begun_counts() {
        let known = [cadence("2026-03-01", STANDARD), cadence("2026-04-01", CadenceDays { low: 60, ..STANDARD })];
        let low = |on| in_force(&known, Uuid::from_u128(2), day(on)).map(|one| one.days.low);
        assert_eq!([low("2026-02-28"), low("2026-03-31"), low("2026-04-01")], [None, Some(90), Some(60)]);
        assert_eq!(in_force(&known, Uuid::from_u128(5), day("2026-05-01")), None);
    }

    #[test]
    fn the_next_contact_follows_the_last_two_way_contact_on_the_wall_of_the_program() {
        let enrolled: DateTime<Utc> = "2026-03-01T15:00:00Z".parse().unwrap();
        // 21:30 in New York, still the tenth there.
        let reached: DateTime<Utc> = "2026-03-11T01:30:00Z".parse().unwrap();
        let next = |now: &str| next_contact(enrolled, Some(reached), 7, New_York, now.parse().unwrap());
        let seen = next("2026-03-17T16:00:00Z");
        assert_eq!((seen.since, seen.due_on, seen.due), (day("2026-03-10"), day("2026-03-17"), ContactDue::Today));
        assert_eq!(next("2026-03-18T03:59:00Z").due, ContactDue::Today);
        assert_eq!(next("2026-03-18T04:00:00Z").due, ContactDue::Overdue);
        assert_eq!([next("2026-03-10T16:00:00Z").due, next("2026-03-16T16:00:00Z").due], [ContactDue::Week; 2]);
        assert_eq!(next_contact(enrolled, Some(reached), 30, New_York, reached).due, ContactDue::Later);
    }

    #[test]
    fn a_contact_before_the_enrolment_does_not_count() {
        let enrolled: DateTime<Utc> = "2026-03-01T15:00:00Z".parse().unwrap();
        let next = next_contact(enrolled, Some(enrolled - TimeDelta::days(3)), 14, New_York, enrolled);
        assert_eq!((next.reached, next.since, next.due_on), (false, day("2026-03-01"), day("2026-03-15")));
    }

    proptest! {
        #[test]
        fn who_is_at_higher_risk_is_due_no_later(days in proptest::collection::vec(1u32..=366, 4), reached in proptest::option::of(0i64..400)) {
            let mut days = days;
            days.sort_unstable();
            let cadence = CadenceDays { complex: days[0], high: days[1], rising: days[2], low: days[3] };
            let start = DateTime::<Utc>::UNIX_EPOCH;
            let due = |tier| next_contact(start, reached.map(|day| start + TimeDelta::days(day)), cadence.of(tier), New_York, start).due_on;
            prop_assert!(due(Tier::Complex) <= due(Tier::High) && due(Tier::High) <= due(Tier::Rising) && due(Tier::Rising) <= due(Tier::Low));
        }
    }
}
