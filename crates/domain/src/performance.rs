//! What stands beside the numbers of one worker's work in a period, so that none of them is read alone (R295): the acuity of their
//! cases, their caseload against the range that was theirs, the days on which they were off, and the hours for which they were on call.
//!
//! | what         | how                                                                                          | source        |
//! |--------------|----------------------------------------------------------------------------------------------|---------------|
//! | days         | the end of each month of the period, and of the period itself                                | ours          |
//! | cases        | those that the worker owns now, as far as they were open, in the tier that held then         | R179, R183    |
//! | range        | that of the policy in force then, by the hours in force then                                 | rules.md 5, 2 |
//! | leave        | working days off of the four weeks before                                                    | rules.md 5, 6 |
//! | on call      | hours of the shifts of the four weeks before, beside those of the office                     | R302          |
//!
//! Whoever handed a case on is not asked about it any more, here as in the measures: both count the cases that somebody holds now.
//! Programs whose range counts the people of the house (a daily census) have none here: who was in the house on a past day is no
//! property of a case.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::absence::{Absence, working_days_off};
use crate::calendar::Calendar;
use crate::caseload::{
    Ahead, CaseloadPolicy, Counts, Facts, LoadStanding, Policy, ProgramFacts, ProgramLoad, StaffCapacity, carry,
    in_force, standard,
};
use crate::on_call::OnCallShift;
use crate::population::TierCourse;
use crate::program::Setting;

/// Days before a day over which leave and shifts on call count: as many as are looked ahead on a caseload of today.
const DAYS_BEFORE: u64 = 28;

/// A case of the worker.
#[derive(Debug, Clone)]
pub struct Course {
    /// Its program.
    pub program_id: Uuid,
    /// When it was open, and in which tiers.
    pub tiers: TierCourse,
}

/// A shift of the worker on call, where and by which days its program counts.
#[derive(Debug, Clone, Copy)]
pub struct Duty<'a> {
    /// The shift.
    pub shift: &'a OnCallShift,
    /// Zone of the program.
    pub zone: Tz,
    /// Its working days.
    pub calendar: &'a Calendar,
}

/// What is known of the worker beside their cases.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The worker.
    pub staff_id: Uuid,
    /// Settings of the programs.
    pub settings: &'a HashMap<Uuid, Setting>,
    /// Policies of programs, whenever they began.
    pub policies: &'a [CaseloadPolicy],
    /// Their hours, whenever they began.
    pub capacities: &'a [StaffCapacity],
    /// Their absences.
    pub absences: &'a [Absence],
    /// Their shifts on call.
    pub on_call: &'a [Duty<'a>],
}

/// What surrounded the worker's numbers on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Surroundings {
    /// The day.
    pub on: NaiveDate,
    /// Cases by tier.
    pub counts: Counts,
    /// What they carried in each program that has a range.
    pub programs: Vec<ProgramLoad>,
    /// Where they stood toward the range; none without a program that has one.
    pub standing: Option<LoadStanding>,
    /// Hours a week that were left by contract; none when nobody recorded them, and a full week is assumed.
    pub weekly_hours: Option<f64>,
    /// Working days off of the four weeks before.
    pub days_off: u32,
    /// Hours on call of the four weeks before, beside those of the office.
    pub on_call_hours: f64,
}

/// What surrounded the worker's numbers at `at`, the end of the day `on`.
pub fn surroundings(cases: &[Course], known: &Known<'_>, on: NaiveDate, at: DateTime<Utc>) -> Surroundings {
    let held = held(cases, at);
    let with_range = |id: &Uuid| policy_on(known, *id, on).filter(|policy| policy.counts(false));
    let policies: Vec<(Uuid, Policy)> = held.keys().filter_map(|id| Some((*id, with_range(id)?))).collect();
    let capacity = StaffCapacity::in_force(known.capacities, known.staff_id, on);
    let days_off = working_days_off(known.absences, known.staff_id, on - Days::new(DAYS_BEFORE - 1), on);
    let programs = policies.iter().map(|(program_id, policy)| ProgramFacts {
        program_id: *program_id,
        policy,
        own: held.get(program_id).copied().unwrap_or_default(),
        cover: Counts::default(),
        visits: 0,
        reports: 0,
        unassessed: 0,
    });
    let on_call_hours = on_call_hours(known.on_call, at);
    let ahead = Ahead { days_off, on_call_hours, today: on };
    let caseload = carry(&Facts { programs: programs.collect(), capacity, ahead });
    Surroundings {
        on,
        counts: held.values().fold(Counts::default(), |sum, own| sum.and(*own)),
        standing: (!policies.is_empty()).then_some(caseload.standing),
        programs: caseload.programs,
        weekly_hours: capacity.map(|own| own.hours_left(on)),
        days_off,
        on_call_hours,
    }
}

/// Hours of the four weeks before an instant for which the worker was on call, beside those of the office, in which they work anyway.
fn on_call_hours(on_call: &[Duty<'_>], at: DateTime<Utc>) -> f64 {
    let from = at - Days::new(DAYS_BEFORE);
    let time = on_call.iter().map(|duty| duty.shift.beside_office(from, at, duty.zone, duty.calendar));
    time.sum::<TimeDelta>().as_seconds_f64() / 3600.0
}

/// Cases that were open at `at`, by program and tier.
fn held(cases: &[Course], at: DateTime<Utc>) -> BTreeMap<Uuid, Counts> {
    let mut held: BTreeMap<Uuid, Counts> = BTreeMap::new();
    for (case, tier) in cases.iter().filter_map(|case| Some((case, case.tiers.tier_at(at)?))) {
        let own = held.entry(case.program_id).or_default();
        *own = own.with(tier, 1);
    }
    held
}

/// The policy of a program on a day, or the standard of its setting.
fn policy_on(known: &Known<'_>, program_id: Uuid, on: NaiveDate) -> Option<Policy> {
    let set = in_force(known.policies, program_id, on).cloned();
    set.or_else(|| known.settings.get(&program_id).map(|setting| standard(*setting)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::absence::AbsenceStatus;
    use crate::case::Tier;
    use crate::caseload::Capacity;
    use crate::on_call::{OnCallHours, OnCallShiftStatus};

    const WORKER: Uuid = Uuid::from_u128(1);
    const PANEL: Uuid = Uuid::from_u128(2);
    const WARD: Uuid = Uuid::from_u128(3);

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, number).unwrap()
    }

    /// The first instant after a day, by UTC.
    fn end_of(number: u32) -> DateTime<Utc> {
        day(number).and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::days(1)
    }

    fn case(program_id: Uuid, open: (u32, Option<u32>), changed: Option<(u32, Tier)>) -> Course {
        let changes = changed.into_iter().map(|(on, before)| (end_of(on), before)).collect();
        let tiers =
            TierCourse { enrolled_at: end_of(open.0), closed_at: open.1.map(end_of), tier: Tier::High, changes };
        Course { program_id, tiers }
    }

    fn hours(from: u32, weekly_hours: f64) -> StaffCapacity {
        StaffCapacity {
            id: Uuid::nil(),
            version: 1,
            staff_id: WORKER,
            valid_from: day(from),
            content: Capacity { weekly_hours, ..Capacity::assumed(40.0) },
            set_by: Uuid::nil(),
            set_at: DateTime::<Utc>::MIN_UTC,
        }
    }

    fn on(number: u32, cases: &[Course], capacities: &[StaffCapacity], absences: &[Absence]) -> Surroundings {
        beside(number, cases, capacities, absences, &[])
    }

    fn beside(
        number: u32,
        cases: &[Course],
        capacities: &[StaffCapacity],
        absences: &[Absence],
        on_call: &[Duty<'_>],
    ) -> Surroundings {
        let settings = HashMap::from([(PANEL, Setting::ManagedCare), (WARD, Setting::Hospital)]);
        let known = Known { staff_id: WORKER, settings: &settings, policies: &[], capacities, absences, on_call };
        surroundings(cases, &known, day(number), end_of(number))
    }

    #[test]
    fn cases_count_on_the_days_on_which_they_were_open_in_the_tier_that_held() {
        let cases = [case(PANEL, (5, None), Some((20, Tier::Low))), case(PANEL, (1, Some(25)), None)];
        let tiers = |number| {
            let counts = on(number, &cases, &[], &[]).counts;
            (counts.of(Tier::Low), counts.of(Tier::High))
        };
        assert_eq!([1, 4, 5, 20, 25].map(tiers), [(0, 1), (0, 1), (1, 1), (0, 2), (0, 1)]);
    }

    #[test]
    fn the_range_is_that_of_the_hours_of_the_day_and_of_nobody_who_counts_a_house() {
        let cases = [case(PANEL, (1, None), None), case(WARD, (1, None), None)];
        let known = [hours(1, 40.0), hours(15, 20.0)];
        let range = |number| {
            let own = on(number, &cases, &known, &[]);
            assert_eq!(own.programs.len(), 1, "the ward has a census, no panel");
            (own.programs[0].low, own.programs[0].high, own.weekly_hours)
        };
        assert_eq!(range(14), (75.0, 150.0, Some(40.0)));
        assert_eq!(range(15), (37.5, 75.0, Some(20.0)));
        assert_eq!(on(14, &cases[1..], &known, &[]).standing, None);
        assert_eq!(on(14, &cases, &known, &[]).standing, Some(LoadStanding::Below));
        assert_eq!(on(14, &cases, &[], &[]).weekly_hours, None);
    }

    #[test]
    fn leave_of_the_four_weeks_before_makes_the_range_smaller() {
        let absence = Absence {
            id: Uuid::nil(),
            version: 1,
            staff_id: WORKER,
            cover_id: None,
            first_on: day(6),
            last_on: day(17),
            status: AbsenceStatus::Planned,
            author_id: WORKER,
            created_at: DateTime::<Utc>::MIN_UTC,
        };
        let cases = [case(PANEL, (1, None), None)];
        let own = on(20, &cases, &[hours(1, 40.0)], std::slice::from_ref(&absence));
        assert_eq!((own.days_off, own.programs[0].high), (10, 75.0), "half of the weeks before");
        let before = on(5, &cases, &[hours(1, 40.0)], std::slice::from_ref(&absence));
        assert_eq!((before.days_off, before.programs[0].high), (0, 150.0));
    }

    #[test]
    fn hours_on_call_of_the_four_weeks_before_make_the_range_smaller() {
        // From Friday 17:00 to Monday 8:00 in New York.
        let shift = OnCallShift {
            id: Uuid::nil(),
            version: 1,
            team_id: Uuid::nil(),
            staff_id: WORKER,
            backup_id: None,
            starts_at: end_of(9) + TimeDelta::hours(21),
            ends_at: end_of(12) + TimeDelta::hours(12),
            hours: OnCallHours::AfterHours,
            status: OnCallShiftStatus::Planned,
            author_id: WORKER,
            created_at: DateTime::<Utc>::MIN_UTC,
        };
        let calendar = Calendar::default();
        let duty = Duty { shift: &shift, zone: chrono_tz::America::New_York, calendar: &calendar };
        let cases = [case(PANEL, (1, None), None)];
        let known = [hours(1, 40.0)];
        let of = |number| beside(number, &cases, &known, &[], &[duty]);
        assert_eq!([9, 11, 20].map(|number| of(number).on_call_hours), [0.0, 27.0, 63.0]);
        assert_eq!(of(9).programs[0].high, 150.0);
        assert!(of(20).programs[0].high < of(11).programs[0].high && of(11).programs[0].high < 150.0);
        assert_eq!(of(20).weekly_hours, Some(40.0), "the hours by contract are what they were");
    }
}
