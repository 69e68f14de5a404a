//! The course of a goal: what was seen of it over time, how far it has come, and which achievement that suggests.
//!
//! | from     | action            | to                                             |
//! |----------|-------------------|------------------------------------------------|
//! | -        | record            | counts                                         |
//! | counts   | retract (reason)  | retracted: stays readable, counts no more      |

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::goal::{Goal, GoalAchievement, GoalDirection};
use super::plan::PlanContent;
use super::smart::{self, ProgressError};
use crate::change::{Change, Rule};

/// A goal to stay at a value is kept while the value lies within this share of the target, when the plan names no wider
/// distance by its baseline. Ours, not published: 5 %.
const KEPT_WITHIN: f64 = 0.05;

/// One look at a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalProgress {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The plan.
    pub care_plan_id: Uuid,
    /// The person.
    pub person_id: Uuid,
    /// The goal of the plan.
    pub goal_id: Uuid,
    /// The day it was seen.
    pub observed_on: NaiveDate,
    /// What was measured, in the goal's unit.
    pub value: Option<f64>,
    /// Level of the goal's scale that was reached, from -2 to +2.
    pub attainment: Option<i32>,
    /// How far the goal has come, as a person judged it.
    pub achievement: Option<GoalAchievement>,
    /// What there is to say about it.
    pub note: Option<String>,
    /// Who recorded it.
    pub author_id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was taken back as recorded in error.
    pub retracted_at: Option<DateTime<Utc>>,
    /// Why.
    pub retract_reason: Option<String>,
}

impl GoalProgress {
    /// Records a look at a goal of the plan in force.
    ///
    /// # Errors
    /// `plan_unknown_goal`, `progress_empty`, `progress_in_future`, `goal_without_scale`.
    pub fn record(entry: Self, in_force: &PlanContent, today: NaiveDate) -> Result<Change<Self>, Rule> {
        let Some(goal) = in_force.goals.iter().find(|goal| goal.id == entry.goal_id) else {
            return Err(Rule::at("plan_unknown_goal", "/goal_id", "The plan in force has no such goal."));
        };
        let says_something = entry.value.is_some()
            || entry.attainment.is_some()
            || entry.achievement.is_some()
            || entry.note.as_deref().is_some_and(|note| !note.trim().is_empty());
        if !says_something {
            return Err(Rule::at("progress_empty", "/value", "Give a value, a level, an achievement or a note."));
        }
        if entry.observed_on > today {
            return Err(Rule::at("progress_in_future", "/observed_on", "Give the day it was seen, not one ahead."));
        }
        if entry.attainment.is_some() && goal.scale.is_none() {
            return Err(Rule::at("goal_without_scale", "/attainment", "Describe the five levels in the plan first."));
        }
        Ok(Change::created(entry))
    }

    /// Takes the entry back as recorded in error.
    ///
    /// # Errors
    /// `progress_retracted`.
    pub fn retract(mut self, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.retracted_at.is_some() {
            return Err(Rule::new("progress_retracted", "This entry was taken back already."));
        }
        self.retracted_at = Some(now);
        self.retract_reason = Some(reason);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

crate::codes! {
    /// Why the course of a goal suggests an achievement.
    pub enum ProposalReason {
        /// A value is there and no target.
        NoTarget = "no_target",
        /// The last two values are at the target.
        Kept = "kept",
        /// The last value is at the target.
        Reached = "reached",
        /// The day is past, some value came nearer, none is at the target.
        PastNearer = "past_nearer",
        /// The day is past and no value came nearer.
        PastNoNearer = "past_no_nearer",
        /// There is one value and no baseline.
        FirstValue = "first_value",
        /// Nearer to the target than the value before.
        Nearer = "nearer",
        /// Farther from the target than the value before.
        Farther = "farther",
        /// As far from the target as the value before.
        Same = "same",
    }
}

impl ProposalReason {
    /// The reason in plain words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoTarget => "A value is recorded; the goal has no target yet.",
            Self::Kept => "The last two values are at the target.",
            Self::Reached => "The last value is at the target.",
            Self::PastNearer => "The day is past and the target is not reached.",
            Self::PastNoNearer => "The day is past and no value came nearer to the target.",
            Self::FirstValue => "One value is recorded so far.",
            Self::Nearer => "The last value is nearer to the target than the one before.",
            Self::Farther => "The last value is farther from the target than the one before.",
            Self::Same => "The last value is as far from the target as the one before.",
        }
    }
}

/// An achievement that the course of a goal suggests. A person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// The achievement.
    pub achievement: GoalAchievement,
    /// Why.
    pub because: ProposalReason,
}

/// How far a goal has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The last value measured, in the goal's unit, and its day.
    pub current: Option<(f64, NaiveDate)>,
    /// Percent of the way from baseline to target, or why it can't be said. None while something is missing.
    pub percent: Option<Result<f64, ProgressError>>,
    /// What the values suggest. None without a value.
    pub proposed: Option<Proposal>,
    /// The achievement that a person set last.
    pub achievement: Option<GoalAchievement>,
    /// The level of the scale that was recorded last.
    pub attainment: Option<i32>,
}

/// The entries about a goal that count, the first one first.
fn counting(goal_id: Uuid, entries: &[GoalProgress]) -> Vec<&GoalProgress> {
    let mut counting: Vec<&GoalProgress> =
        entries.iter().filter(|entry| entry.goal_id == goal_id && entry.retracted_at.is_none()).collect();
    counting.sort_by_key(|entry| (entry.observed_on, entry.created_at, entry.id));
    counting
}

/// The course of a goal as it stands on `today`. Entries of other goals and retracted ones do not count.
pub fn course(goal: &Goal, entries: &[GoalProgress], today: NaiveDate) -> Course {
    let entries = counting(goal.id, entries);
    let values: Vec<(f64, NaiveDate)> =
        entries.iter().filter_map(|entry| Some((entry.value?, entry.observed_on))).collect();
    let current = values.last().copied();
    let percent = match (goal.baseline, goal.target, current) {
        (Some(baseline), Some(target), Some((value, _))) => Some(smart::progress(baseline, target, value)),
        _ => None,
    };
    Course {
        current,
        percent,
        proposed: propose(goal, &values, today),
        achievement: entries.iter().rev().find_map(|entry| entry.achievement),
        attainment: entries.iter().rev().find_map(|entry| entry.attainment),
    }
}

/// The achievement that the values suggest (FHIR R4 goal-achievement):
/// at the target now: achieved, and sustaining when it was there the time before; past its day: not-achieved, and no-progress
/// when the value never came nearer than the baseline; else by the last two values, the baseline counting as the first.
fn propose(goal: &Goal, values: &[(f64, NaiveDate)], today: NaiveDate) -> Option<Proposal> {
    use GoalAchievement as A;
    use ProposalReason as Because;
    let say = |achievement, because| Some(Proposal { achievement, because });
    let (current, _) = *values.last()?;
    let Some(target) = goal.target else {
        return say(A::InProgress, Because::NoTarget);
    };
    let earlier = values.len().checked_sub(2).map(|place| values[place].0);
    if reached(goal, target, current) {
        return match earlier {
            Some(value) if reached(goal, target, value) => say(A::Sustaining, Because::Kept),
            _ => say(A::Achieved, Because::Reached),
        };
    }
    let distance = |value: f64| (target - value).abs();
    if goal.due_on.is_some_and(|due_on| today > due_on) {
        let start = goal.baseline.map_or(f64::INFINITY, distance);
        let nearer = values.iter().any(|(value, _)| distance(*value) < start);
        return match nearer {
            true => say(A::NotAchieved, Because::PastNearer),
            false => say(A::NoProgress, Because::PastNoNearer),
        };
    }
    let Some(before) = earlier.or(goal.baseline) else {
        return say(A::InProgress, Because::FirstValue);
    };
    match distance(current).total_cmp(&distance(before)) {
        std::cmp::Ordering::Less => say(A::Improving, Because::Nearer),
        std::cmp::Ordering::Greater => say(A::Worsening, Because::Farther),
        std::cmp::Ordering::Equal => say(A::NoChange, Because::Same),
    }
}

/// True when `value` is at the target. To stay means to be no farther from it than the baseline was, or than 5 % of it.
fn reached(goal: &Goal, target: f64, value: f64) -> bool {
    match goal.direction {
        GoalDirection::Increase => value >= target,
        GoalDirection::Decrease => value <= target,
        GoalDirection::Maintain => {
            let start = goal.baseline.map_or(0.0, |baseline| (target - baseline).abs());
            (target - value).abs() <= start.max(target.abs() * KEPT_WITHIN)
        }
    }
}

/// Goal attainment scaling T-score of a plan: over its goals that have a scale and a recorded level.
pub fn attainment_score(goals: &[Goal], entries: &[GoalProgress]) -> Option<f64> {
    let scored = goals.iter().filter_map(|goal| {
        let level = counting(goal.id, entries).iter().rev().find_map(|entry| entry.attainment)?;
        Some((goal.scale.as_ref()?.weight, i8::try_from(level).ok()?))
    });
    smart::attainment(&scored.collect::<Vec<_>>())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::super::goal::{GoalScale, GoalStatus};
    use super::super::plain::PlainWords;
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn goal() -> Goal {
        Goal {
            id: Uuid::from_u128(1),
            need_id: Some(Uuid::from_u128(2)),
            text: "Lower the A1c".into(),
            own_words: None,
            plain: PlainWords::default(),
            focus: None,
            measure_code: None,
            measure: Some("Hemoglobin A1c".into()),
            unit: Some("%".into()),
            direction: GoalDirection::Decrease,
            baseline: Some(9.5),
            target: Some(7.5),
            achievable_reason: None,
            start_on: Some(day("2026-03-02")),
            due_on: Some(day("2026-09-02")),
            status: GoalStatus::Active,
            scale: None,
        }
    }

    fn seen(number: u8, value: f64) -> GoalProgress {
        let observed_on = day("2026-03-10") + chrono::Days::new(u64::from(number));
        GoalProgress {
            id: Uuid::from_u128(u128::from(number) + 10),
            version: 1,
            care_plan_id: Uuid::from_u128(3),
            person_id: Uuid::from_u128(4),
            goal_id: goal().id,
            observed_on,
            value: Some(value),
            attainment: None,
            achievement: None,
            note: None,
            author_id: Uuid::from_u128(5),
            created_at: observed_on.and_hms_opt(12, 0, 0).unwrap().and_utc(),
            retracted_at: None,
            retract_reason: None,
        }
    }

    fn entries(values: &[f64]) -> Vec<GoalProgress> {
        (0u8..).zip(values).map(|(number, value)| seen(number, *value)).collect()
    }

    fn proposed(goal: &Goal, values: &[f64], today: &str) -> GoalAchievement {
        course(goal, &entries(values), day(today)).proposed.unwrap().achievement
    }

    fn scale(weight: f64) -> Option<GoalScale> {
        let level = |text: &str| text.to_owned();
        Some(GoalScale {
            weight,
            much_less: level("worse than now"),
            less: level("as now"),
            expected: level("below 8"),
            more: level("below 7.5"),
            much_more: level("below 7"),
        })
    }

    #[test]
    fn tv_4_an_a1c_of_8_5_is_half_way_and_the_last_value_counts() {
        let found = course(&goal(), &entries(&[9.0, 8.5]), day("2026-04-01"));
        assert_eq!(found.percent, Some(Ok(50.0)));
        assert_eq!(found.current, Some((8.5, day("2026-03-11"))));
    }

    #[test]
    fn tv_4_equal_baseline_and_target_have_no_percent() {
        let kept = Goal { direction: GoalDirection::Maintain, baseline: Some(7.5), ..goal() };
        let found = course(&kept, &entries(&[7.6]), day("2026-04-01"));
        assert_eq!(found.percent, Some(Err(ProgressError::NoDistance)));
        assert_eq!(found.proposed.unwrap().achievement, GoalAchievement::Achieved);
    }

    #[test]
    fn tv_4_two_equal_weights_at_plus_one_and_zero_score_56_2() {
        let first = Goal { scale: scale(1.0), ..goal() };
        let second = Goal { id: Uuid::from_u128(9), scale: scale(1.0), ..goal() };
        let at = |goal: &Goal, level| GoalProgress { goal_id: goal.id, attainment: Some(level), ..seen(1, 8.0) };
        let score = attainment_score(&[first.clone(), second.clone()], &[at(&first, 1), at(&second, 0)]).unwrap();
        assert!((score - 56.2).abs() < 0.05, "{score}");
        let unscored = Goal { scale: None, ..second };
        assert_eq!(attainment_score(std::slice::from_ref(&unscored), &[at(&unscored, 1)]), None);
    }

    #[test]
    fn the_course_of_the_values_suggests_the_achievement() {
        use GoalAchievement as A;
        let now = "2026-04-01";
        assert_eq!(proposed(&goal(), &[8.5], now), A::Improving);
        assert_eq!(proposed(&goal(), &[8.5, 9.0], now), A::Worsening);
        assert_eq!(proposed(&goal(), &[8.5, 8.5], now), A::NoChange);
        assert_eq!(proposed(&goal(), &[8.5, 7.5], now), A::Achieved);
        assert_eq!(proposed(&goal(), &[7.5, 7.2], now), A::Sustaining);
        assert_eq!(proposed(&Goal { baseline: None, ..goal() }, &[8.5], now), A::InProgress);
        assert_eq!(proposed(&Goal { target: None, ..goal() }, &[8.5], now), A::InProgress);
        assert_eq!(course(&goal(), &[], day(now)).proposed, None);
    }

    #[test]
    fn past_its_day_a_goal_is_not_achieved_and_without_a_nearer_value_no_progress() {
        assert_eq!(proposed(&goal(), &[8.0], "2026-09-02"), GoalAchievement::Improving);
        assert_eq!(proposed(&goal(), &[8.0], "2026-09-03"), GoalAchievement::NotAchieved);
        assert_eq!(proposed(&goal(), &[9.5, 10.0], "2026-09-03"), GoalAchievement::NoProgress);
        assert_eq!(proposed(&goal(), &[7.5], "2026-09-03"), GoalAchievement::Achieved);
    }

    #[test]
    fn a_goal_to_stay_is_reached_as_near_as_the_baseline_was_or_within_5_percent() {
        let stay = |baseline| Goal {
            direction: GoalDirection::Maintain,
            baseline: Some(baseline),
            target: Some(100.0),
            ..goal()
        };
        let at = |goal: &Goal, value| proposed(goal, &[value], "2026-04-01") == GoalAchievement::Achieved;
        assert!(at(&stay(100.0), 105.0) && !at(&stay(100.0), 105.1));
        assert!(at(&stay(90.0), 110.0) && !at(&stay(90.0), 110.1));
    }

    #[test]
    fn what_was_retracted_counts_no_more_and_is_not_retracted_twice() {
        let wrong = seen(2, 7.0).retract("Another person's value.".into(), Utc::now()).unwrap().record;
        assert_eq!(wrong.version, 2);
        let found = course(&goal(), &[seen(1, 8.5), wrong.clone()], day("2026-04-01"));
        assert_eq!(found.current, Some((8.5, day("2026-03-11"))));
        assert_eq!(wrong.retract("Again.".into(), Utc::now()).unwrap_err().code, "progress_retracted");
    }

    #[test]
    fn an_entry_is_about_a_goal_of_the_plan_says_something_and_lies_not_ahead() {
        let content = PlanContent { goals: vec![goal()], ..PlanContent::default() };
        let today = day("2026-03-11");
        let code =
            |entry| GoalProgress::record(entry, &content, today).map(|change| change.created).map_err(|rule| rule.code);
        assert_eq!(code(seen(1, 8.5)), Ok(true));
        assert_eq!(code(seen(2, 8.5)), Err("progress_in_future"));
        assert_eq!(code(GoalProgress { goal_id: Uuid::from_u128(77), ..seen(1, 8.5) }), Err("plan_unknown_goal"));
        assert_eq!(code(GoalProgress { value: None, note: Some(" ".into()), ..seen(1, 8.5) }), Err("progress_empty"));
        assert_eq!(code(GoalProgress { attainment: Some(1), ..seen(1, 8.5) }), Err("goal_without_scale"));
    }

    proptest! {
        #[test]
        fn the_order_in_which_entries_are_listed_does_not_matter(values in prop::collection::vec(0.0..20.0f64, 0..8), turn in any::<usize>()) {
            let listed = entries(&values);
            let mut turned = listed.clone();
            if !turned.is_empty() {
                let by = turn % turned.len();
                turned.rotate_left(by);
            }
            let today = day("2026-04-01");
            prop_assert_eq!(course(&goal(), &listed, today), course(&goal(), &turned, today));
        }
    }
}
