//! How long a record is kept (T-21): as long as the longest of the reasons to keep it.

use chrono::{Months, NaiveDate};

use super::catalogue::{self, Published};
use crate::change::Rule;

/// A reason to keep a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// Why, with its source.
    pub reason: String,
    /// The day from which it counts: last use, discharge, a minor's coming of age.
    pub from: NaiveDate,
    /// For how many months; 12 for each year.
    pub months: u32,
}

impl Keep {
    /// By a rule of the catalogue, `T-21.keep_hospice` for example, as in force on `from`.
    ///
    /// # Errors
    /// Those of [`catalogue::find`]; `rule_keeps_nothing` when its clock does not count months on from the day.
    pub fn by_rule(code: &str, from: NaiveDate, jurisdiction: &str) -> Result<Self, Rule> {
        let rule = catalogue::find(code, from, jurisdiction)?;
        let months = months(rule).ok_or_else(|| {
            Rule::at("rule_keeps_nothing", "/rule", "This rule does not say how long to keep a record.")
        })?;
        Ok(Self { reason: format!("{} ({})", rule.title, rule.source), from, months })
    }

    /// The last day of keeping.
    pub fn until(&self) -> NaiveDate {
        self.from.checked_add_months(Months::new(self.months)).unwrap_or(NaiveDate::MAX)
    }
}

fn months(rule: &Published) -> Option<u32> {
    rule.clock.amount().filter(|_| rule.code.starts_with("T-21.keep_"))
}

/// The reason that keeps a record longest; `None` when there is none to keep it.
pub fn longest(reasons: &[Keep]) -> Option<&Keep> {
    reasons.iter().max_by_key(|keep| keep.until())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keep(code: &str, from: &str) -> Keep {
        Keep::by_rule(code, from.parse().unwrap(), "US").unwrap()
    }

    #[test]
    fn tv_t_21_a_medicare_advantage_record_last_used_2026_03_02_is_kept_to_2036_03_02() {
        assert_eq!(keep("T-21.keep_medicare_advantage", "2026-03-02").until().to_string(), "2036-03-02");
    }

    #[test]
    fn the_longest_reason_wins_whatever_their_order() {
        let hospice = keep("T-21.keep_hospice", "2026-03-02");
        let hospital = keep("T-21.keep_hospital", "2026-03-02");
        let minor =
            Keep { reason: "state law: 7 years from majority".into(), from: "2030-05-01".parse().unwrap(), months: 84 };
        assert_eq!(longest(&[hospital.clone(), hospice.clone()]), Some(&hospice));
        assert_eq!(longest(&[minor.clone(), hospice, hospital]), Some(&minor));
        assert_eq!(longest(&[]), None);
    }

    #[test]
    fn a_rule_about_something_else_keeps_nothing() {
        let refused = |code| Keep::by_rule(code, "2026-03-02".parse().unwrap(), "US").unwrap_err().code;
        assert_eq!(refused("T-21.access"), "rule_keeps_nothing");
        assert_eq!(refused("T-21.nothing"), "rule_unknown");
    }

    proptest! {
        #[test]
        fn one_more_reason_or_a_later_day_never_shortens_the_keeping(
            reasons in prop::collection::vec((0i32..40_000, 0u32..240), 1..6), later in 0i32..4_000, turn in any::<prop::sample::Index>(),
        ) {
            let keep = |(from, months): &(i32, u32)| Keep {
                reason: String::new(),
                from: NaiveDate::from_num_days_from_ce_opt(700_000 + from).unwrap(),
                months: *months,
            };
            let until = |reasons: &[Keep]| longest(reasons).map(Keep::until);
            let mut reasons: Vec<Keep> = reasons.iter().map(keep).collect();
            let all = until(&reasons);
            prop_assert!(reasons.iter().all(|keep| Some(keep.until()) <= all));
            let middle = turn.index(reasons.len());
            reasons.rotate_left(middle);
            prop_assert_eq!(until(&reasons), all);
            reasons[0].from += chrono::Duration::days(later.into());
            prop_assert!(until(&reasons) >= all && until(&reasons[1..]) <= until(&reasons));
        }
    }
}
