//! A target: what share is to be reached from a day on, and who answers for it (R216: seniors and leads own targets).
//!
//! Targets are added, never changed: the one that began last holds, and what held in a past month still judges that month. Of two
//! for the same day the one set later holds. A target of a program comes before one of the whole organization; without either
//! the one of the measure's definition holds. Targets serve improvement: nothing else is derived from them.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Reading;
use crate::access::Role;
use crate::change::{Change, Rule};

/// How many days ahead a target may begin. The number is ours: targets are agreed for a year.
pub const DAYS_AHEAD: i64 = 366;

/// A target.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureTarget {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Code of the measure.
    pub measure: String,
    /// The program it is for; none for the whole organization.
    pub program_id: Option<Uuid>,
    /// What is to be reached: a share from 0 to 1, or a value in the unit of the measure.
    pub value: f64,
    /// Who answers for it.
    pub owner_id: Uuid,
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Why this value.
    pub reason: String,
    /// Who set it.
    pub set_by: Uuid,
    /// When it was set.
    pub set_at: DateTime<Utc>,
}

/// True for the roles that answer for targets (R216).
pub fn may_own(role: Role) -> bool {
    matches!(role, Role::SeniorCareManager | Role::Lead | Role::Supervisor | Role::Director)
}

impl MeasureTarget {
    /// Sets a target. `owner` is the role of who answers for it, none when there is no such colleague at work; `today` is the
    /// local date.
    ///
    /// # Errors
    /// `measure_target_range` at `/value`, `unknown_staff` and `measure_target_owner` at `/owner_id`, `measure_target_past` and
    /// `measure_target_too_far` at `/valid_from`.
    pub fn set(self, reading: Reading, owner: Option<Role>, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if reading.share && self.value > 1.0 {
            let detail = "This measure is a share: its target lies between 0 and 1.";
            return Err(Rule::at("measure_target_range", "/value", detail));
        }
        match owner {
            None => return Err(Rule::at("unknown_staff", "/owner_id", "There is no such colleague.")),
            Some(role) if !may_own(role) => {
                let detail = "Targets are owned by seniors, leads, supervisors and directors.";
                return Err(Rule::at("measure_target_owner", "/owner_id", detail));
            }
            Some(_) => {}
        }
        if self.valid_from < today {
            let detail = "A target begins today at the earliest: past months keep the target that they had.";
            return Err(Rule::at("measure_target_past", "/valid_from", detail));
        }
        if (self.valid_from - today).num_days() > DAYS_AHEAD {
            return Err(Rule::at("measure_target_too_far", "/valid_from", "A target begins within a year."));
        }
        Ok(Change::created(self))
    }
}

/// The target of a measure that holds on `day` for a program, or for the whole organization.
pub fn in_force<'a>(
    targets: &'a [MeasureTarget],
    measure: &str,
    program_id: Option<Uuid>,
    day: NaiveDate,
) -> Option<&'a MeasureTarget> {
    let holds = targets.iter().filter(|target| {
        target.measure == measure
            && target.valid_from <= day
            && (target.program_id.is_none() || target.program_id == program_id)
    });
    holds.max_by_key(|target| (target.program_id.is_some(), target.valid_from, target.set_at, target.id))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::measure_board::tests::of;
    use proptest::prelude::*;

    const PROGRAM: Uuid = Uuid::from_u128(7);

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, number).unwrap()
    }

    fn target(id: u128, program_id: Option<Uuid>, from: u32, value: f64) -> MeasureTarget {
        MeasureTarget {
            id: Uuid::from_u128(id),
            version: 1,
            measure: "note-48h".into(),
            program_id,
            value,
            owner_id: Uuid::from_u128(2),
            valid_from: day(from),
            reason: "Agreed with the team.".into(),
            set_by: Uuid::from_u128(2),
            set_at: DateTime::<Utc>::MIN_UTC,
        }
    }

    fn refusal(target: MeasureTarget, owner: Option<Role>) -> (&'static str, Option<String>) {
        let rule = target.set(of("K-27"), owner, day(5)).unwrap_err();
        (rule.code, rule.pointer)
    }

    fn at(code: &'static str, pointer: &str) -> (&'static str, Option<String>) {
        (code, Some(pointer.into()))
    }

    #[test]
    fn a_target_of_the_program_comes_first_and_the_one_that_began_last_holds() {
        let targets = [
            target(1, None, 1, 0.8),
            target(2, None, 10, 0.85),
            target(3, Some(PROGRAM), 5, 0.9),
            target(4, None, 10, 0.86),
        ];
        let value = |program, number| in_force(&targets, "note-48h", program, day(number)).map(|one| one.value);
        assert_eq!(value(None, 9), Some(0.8));
        assert_eq!(value(None, 10), Some(0.86), "set later for the same day");
        assert_eq!(value(Some(PROGRAM), 4), Some(0.8));
        assert_eq!(value(Some(PROGRAM), 12), Some(0.9));
        assert_eq!(value(Some(Uuid::nil()), 12), Some(0.86));
        assert!(in_force(&targets, "note-48h", None, day(1).pred_opt().unwrap()).is_none());
        assert!(in_force(&targets, "plan-30d", None, day(12)).is_none());
    }

    #[test]
    fn a_target_that_makes_no_sense_is_refused() {
        let lead = Some(Role::Lead);
        assert_eq!(refusal(target(1, None, 5, 1.01), lead), at("measure_target_range", "/value"));
        assert_eq!(refusal(target(1, None, 4, 0.9), lead), at("measure_target_past", "/valid_from"));
        assert_eq!(refusal(target(1, None, 5, 0.9), None), at("unknown_staff", "/owner_id"));
        let far = MeasureTarget { valid_from: day(5) + chrono::Days::new(367), ..target(1, None, 5, 0.9) };
        assert_eq!(refusal(far, lead), at("measure_target_too_far", "/valid_from"));
        assert!(target(1, None, 5, 1.0).set(of("K-27"), lead, day(5)).is_ok());
        assert!(target(1, None, 5, 1.2).set(of("K-2"), lead, day(5)).is_ok());
    }

    #[test]
    fn seniors_leads_supervisors_and_directors_own_targets_and_nobody_else() {
        let owners: Vec<Role> = Role::ALL.iter().copied().filter(|role| may_own(*role)).collect();
        assert_eq!(owners, [Role::SeniorCareManager, Role::Lead, Role::Supervisor, Role::Director]);
        assert_eq!(refusal(target(1, None, 5, 0.9), Some(Role::CareManager)), at("measure_target_owner", "/owner_id"));
    }

    proptest! {
        #[test]
        fn what_begins_later_never_changes_what_held_before(starts in proptest::collection::vec(1u32..28, 1..8), when in 1u32..28) {
            let targets: Vec<MeasureTarget> =
                (1..).zip(&starts).map(|(id, from)| target(id, None, *from, 0.5)).collect();
            let held: Vec<MeasureTarget> = targets.iter().filter(|one| one.valid_from <= day(when)).cloned().collect();
            prop_assert_eq!(in_force(&targets, "note-48h", None, day(when)), in_force(&held, "note-48h", None, day(when)));
        }
    }
}
