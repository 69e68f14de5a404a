//! The SMART check of a goal, its progress, and goal attainment scaling.

use chrono::Months;

use super::goal::{Goal, GoalDirection, GoalMeasure};

/// Longest time a goal may run: 12 months, after which a plan is due for review in any case.
pub const HORIZON_MONTHS: u32 = 12;

crate::codes! {
    /// What keeps a goal from being SMART.
    pub enum SmartGap {
        /// It says less than two words.
        Text = "text",
        /// It has no focus: neither a domain nor a need.
        Focus = "focus",
        /// Nothing is named that is measured.
        Measure = "measure",
        /// The unit is missing.
        Unit = "unit",
        /// The target is missing.
        Target = "target",
        /// The value at the start is missing.
        Baseline = "baseline",
        /// The target of an increase lies below the value at the start.
        TargetBelow = "target_below",
        /// The target of a decrease lies above the value at the start.
        TargetAbove = "target_above",
        /// The change is larger than [`most_change`], and nobody said why it can be reached.
        ChangeTooLarge = "change_too_large",
        /// It serves no need.
        Need = "need",
        /// The first day is missing.
        StartOn = "start_on",
        /// The day by which it should be reached is missing.
        DueOn = "due_on",
        /// It ends before it begins.
        DueBeforeStart = "due_before_start",
        /// It runs longer than [`HORIZON_MONTHS`].
        DueTooFar = "due_too_far",
    }
}

impl SmartGap {
    /// What to do about it, in plain words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Text => "Say in a few words what should be reached.",
            Self::Focus => "Choose what it is about, or link the need it serves.",
            Self::Measure => "Name what is measured.",
            Self::Unit => "Name the unit.",
            Self::Target => "Give the target value.",
            Self::Baseline => "Give the value at the start.",
            Self::TargetBelow => "The target must lie above the value at the start.",
            Self::TargetAbove => "The target must lie below the value at the start.",
            Self::ChangeTooLarge => "So large a change is rare. Set a nearer target, or say why it can be reached.",
            Self::Need => "Link the need it serves.",
            Self::StartOn => "Give the first day.",
            Self::DueOn => "Give the day by which it should be reached.",
            Self::DueBeforeStart => "The due date must lie after the first day.",
            Self::DueTooFar => "The due date must lie within 12 months of the first day.",
        }
    }
}

/// A letter of SMART that a goal fails, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmartFailure {
    /// `S`, `M`, `A`, `R` or `T`.
    pub letter: char,
    /// What is missing or wrong.
    pub gap: SmartGap,
}

/// Everything that keeps a goal from being Specific, Measurable, Achievable, Relevant and Time-bound, in that order.
/// Empty when the goal passes.
pub fn check(goal: &Goal) -> Vec<SmartFailure> {
    let found = [
        ('S', specific(goal)),
        ('M', measurable(goal)),
        ('A', achievable(goal)),
        ('R', relevant(goal)),
        ('T', time_bound(goal)),
    ];
    let failures =
        found.into_iter().flat_map(|(letter, gaps)| gaps.into_iter().map(move |gap| SmartFailure { letter, gap }));
    failures.collect()
}

/// Why the goal with this number, counted from 1, is not SMART: every letter that fails, and what to do; none when it passes.
pub fn refusal(goal: &Goal, number: usize) -> Option<String> {
    let failures = check(goal);
    let mut letters: Vec<String> = failures.iter().map(|failure| failure.letter.to_string()).collect();
    letters.dedup();
    let sentences: Vec<_> = failures.iter().map(|failure| failure.gap.sentence()).collect();
    let (letters, sentences) = (letters.join(", "), sentences.join(" "));
    (!failures.is_empty()).then(|| format!("Goal {number} fails “{letters}” of SMART: {sentences}"))
}

fn specific(goal: &Goal) -> Vec<SmartGap> {
    let says_something = goal.text.split_whitespace().count() >= 2;
    let parts = [
        unless(says_something, SmartGap::Text),
        unless(goal.focus.is_some() || goal.need_id.is_some(), SmartGap::Focus),
    ];
    parts.into_iter().flatten().collect()
}

fn measurable(goal: &Goal) -> Vec<SmartGap> {
    let parts = [
        unless(goal.coded_measure().is_some(), SmartGap::Measure),
        unless(filled(goal.unit.as_deref()), SmartGap::Unit),
        unless(goal.target.is_some_and(f64::is_finite), SmartGap::Target),
    ];
    parts.into_iter().flatten().collect()
}

fn achievable(goal: &Goal) -> Vec<SmartGap> {
    let Some(baseline) = goal.baseline.filter(|value| value.is_finite()) else {
        return vec![SmartGap::Baseline];
    };
    let Some(target) = goal.target else {
        return Vec::new();
    };
    let way = match goal.direction {
        GoalDirection::Increase => unless(target > baseline, SmartGap::TargetBelow),
        GoalDirection::Decrease => unless(target < baseline, SmartGap::TargetAbove),
        GoalDirection::Maintain => None,
    };
    let most = goal.coded_measure().and_then(|measure| most_change(measure, baseline));
    let is_large = most.is_some_and(|most| (target - baseline).abs() > most);
    let reachable = !is_large || filled(goal.achievable_reason.as_deref());
    [way, unless(reachable, SmartGap::ChangeTooLarge)].into_iter().flatten().collect()
}

/// The largest change, in the unit of the measure, that a goal may ask for without a reason; none where nothing is usual.
/// Weight: 10 percent of the start in about 6 months (NHLBI, Clinical Guidelines on Overweight and Obesity in Adults, 1998). The others
/// are ours, about what treatment reaches within the horizon: 3 points of A1c, 40 mmHg systolic, 20 mmHg diastolic.
pub fn most_change(measure: GoalMeasure, baseline: f64) -> Option<f64> {
    match measure {
        GoalMeasure::Hba1c => Some(3.0),
        GoalMeasure::BodyWeight => Some(baseline.abs() / 10.0),
        GoalMeasure::SystolicPressure => Some(40.0),
        GoalMeasure::DiastolicPressure => Some(20.0),
        GoalMeasure::Phq9
        | GoalMeasure::Gad7
        | GoalMeasure::Pain
        | GoalMeasure::WalkDistance
        | GoalMeasure::MedicationCoverage
        | GoalMeasure::Attendance
        | GoalMeasure::DaysAtHome
        | GoalMeasure::Other => None,
    }
}

fn relevant(goal: &Goal) -> Vec<SmartGap> {
    unless(goal.need_id.is_some(), SmartGap::Need).into_iter().collect()
}

fn time_bound(goal: &Goal) -> Vec<SmartGap> {
    let (Some(start), Some(due)) = (goal.start_on, goal.due_on) else {
        let parts =
            [unless(goal.start_on.is_some(), SmartGap::StartOn), unless(goal.due_on.is_some(), SmartGap::DueOn)];
        return parts.into_iter().flatten().collect();
    };
    let horizon = start.checked_add_months(Months::new(HORIZON_MONTHS));
    let parts = [
        unless(due > start, SmartGap::DueBeforeStart),
        unless(horizon.is_none_or(|last| due <= last), SmartGap::DueTooFar),
    ];
    parts.into_iter().flatten().collect()
}

fn unless(holds: bool, gap: SmartGap) -> Option<SmartGap> {
    (!holds).then_some(gap)
}

fn filled(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// Why a progress cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProgressError {
    /// Baseline and target are equal, so there is no way to go.
    #[error("baseline and target are equal")]
    NoDistance,
    /// A value is not a number.
    #[error("a value is not a number")]
    NotANumber,
}

/// Percent of the way from `baseline` to `target` that `current` has come, clipped to 0..=100. All in the goal's unit.
///
/// # Errors
/// [`ProgressError::NoDistance`] when baseline and target are equal, [`ProgressError::NotANumber`] for NaN or infinity.
pub fn progress(baseline: f64, target: f64, current: f64) -> Result<f64, ProgressError> {
    if ![baseline, target, current].into_iter().all(f64::is_finite) {
        return Err(ProgressError::NotANumber);
    }
    if baseline == target {
        return Err(ProgressError::NoDistance);
    }
    // Halved first, so that values near the ends of the range of numbers do not overflow.
    let share = (current / 2.0 - baseline / 2.0) / (target / 2.0 - baseline / 2.0);
    Ok((share * 100.0).clamp(0.0, 100.0))
}

/// Goal attainment scaling T-score (Kiresuk 1968) of goals as (weight, score from -2 to +2):
/// `50 + 10 * sum(w x) / sqrt(0.7 * sum(w^2) + 0.3 * (sum w)^2)`. `None` without a goal of positive weight or with a score out of range.
pub fn attainment(goals: &[(f64, i8)]) -> Option<f64> {
    let valid = goals.iter().all(|(weight, score)| weight.is_finite() && *weight > 0.0 && (-2..=2).contains(score));
    if goals.is_empty() || !valid {
        return None;
    }
    let weighted: f64 = goals.iter().map(|(weight, score)| weight * f64::from(*score)).sum();
    let squares: f64 = goals.iter().map(|(weight, _)| weight * weight).sum();
    let total: f64 = goals.iter().map(|(weight, _)| weight).sum();
    Some(50.0 + 10.0 * weighted / (0.7 * squares + 0.3 * total * total).sqrt())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::super::goal::{GoalAchievement, GoalStatus};
    use super::super::plain::PlainWords;
    use super::*;
    use crate::code::Code;
    use crate::need::NeedKind;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn goal() -> Goal {
        Goal {
            id: Uuid::from_u128(1),
            need_id: Some(Uuid::from_u128(2)),
            text: "Lower the A1c".into(),
            own_words: None,
            plain: PlainWords::default(),
            focus: Some(NeedKind::Clinical),
            measure_code: None,
            measure: Some("Hemoglobin A1c".into()),
            unit: Some("%".into()),
            direction: GoalDirection::Decrease,
            baseline: Some(9.5),
            target: Some(7.5),
            achievable_reason: None,
            start_on: Some("2026-03-02".parse().unwrap()),
            due_on: Some("2026-09-02".parse().unwrap()),
            status: GoalStatus::Active,
            scale: None,
        }
    }

    fn letters(goal: &Goal) -> String {
        check(goal).iter().map(|failure| failure.letter).collect()
    }

    #[test]
    fn tv_4_a_complete_goal_passes_smart() {
        assert_eq!(check(&goal()), []);
    }

    #[test]
    fn tv_4_each_missing_part_fails_its_own_letter() {
        assert_eq!(letters(&Goal { text: " better ".into(), ..goal() }), "S");
        assert_eq!(letters(&Goal { measure: None, ..goal() }), "M");
        assert_eq!(letters(&Goal { unit: Some(" ".into()), ..goal() }), "M");
        assert_eq!(letters(&Goal { target: None, ..goal() }), "M");
        assert_eq!(letters(&Goal { baseline: None, ..goal() }), "A");
        assert_eq!(letters(&Goal { need_id: None, ..goal() }), "R");
        assert_eq!(letters(&Goal { start_on: None, ..goal() }), "T");
        assert_eq!(letters(&Goal { due_on: None, ..goal() }), "T");
    }

    #[test]
    fn tv_4_a_target_against_the_direction_is_not_achievable() {
        assert_eq!(letters(&Goal { direction: GoalDirection::Increase, ..goal() }), "A");
        assert_eq!(letters(&Goal { target: Some(9.5), ..goal() }), "A");
        assert_eq!(letters(&Goal { direction: GoalDirection::Maintain, target: Some(9.5), ..goal() }), "");
        assert_eq!(letters(&Goal { target: Some(f64::NAN), ..goal() }), "MA");
    }

    #[test]
    fn tv_4_a_focus_is_chosen_or_comes_with_the_need() {
        assert_eq!(letters(&Goal { focus: None, ..goal() }), "");
        assert_eq!(letters(&Goal { focus: None, need_id: None, ..goal() }), "SR");
    }

    #[test]
    fn tv_4_what_is_measured_has_a_code_that_was_chosen_or_that_the_words_name() {
        let coded =
            |code, words: &str| Goal { measure_code: code, measure: Some(words.into()), ..goal() }.coded_measure();
        assert_eq!(coded(None, " HbA1c "), Some(GoalMeasure::Hba1c));
        assert_eq!(coded(None, "Cigarettes a day"), Some(GoalMeasure::Other));
        assert_eq!(coded(Some(GoalMeasure::BodyWeight), "On my own scales"), Some(GoalMeasure::BodyWeight));
        assert_eq!(coded(Some(GoalMeasure::Other), " "), None, "something else needs words");
        assert_eq!(letters(&Goal { measure_code: Some(GoalMeasure::Hba1c), measure: None, ..goal() }), "");
    }

    #[test]
    fn tv_4_a_change_larger_than_usual_needs_a_reason() {
        let to = |target| Goal { target: Some(target), ..goal() };
        assert_eq!(letters(&to(6.5)), "");
        assert_eq!(letters(&to(6.4)), "A");
        assert_eq!(letters(&Goal { achievable_reason: Some(" ".into()), ..to(6.4) }), "A");
        assert_eq!(letters(&Goal { achievable_reason: Some("Insulin begins today".into()), ..to(6.4) }), "");
        let weight = |target| Goal { measure: Some("Body weight".into()), baseline: Some(100.0), ..to(target) };
        assert_eq!((letters(&weight(90.0)), letters(&weight(89.9))), (String::new(), "A".into()));
        assert_eq!(letters(&Goal { measure: Some("Rent owed".into()), baseline: Some(3000.0), ..to(0.0) }), "");
    }

    #[test]
    fn tv_4_a_goal_ends_after_it_starts_and_within_twelve_months() {
        let due = |text: &str| Goal { due_on: Some(text.parse().unwrap()), ..goal() };
        assert_eq!(letters(&due("2026-03-02")), "T");
        assert_eq!(letters(&due("2026-03-03")), "");
        assert_eq!(letters(&due("2027-03-02")), "");
        assert_eq!(letters(&due("2027-03-03")), "T");
    }

    #[test]
    fn tv_4_progress_is_half_way_from_9_5_over_8_5_to_7_5() {
        assert_eq!(progress(9.5, 7.5, 8.5), Ok(50.0));
        assert_eq!(progress(9.5, 7.5, 10.0), Ok(0.0));
        assert_eq!(progress(9.5, 7.5, 6.0), Ok(100.0));
        assert_eq!(progress(7.0, 7.0, 7.0), Err(ProgressError::NoDistance));
        assert_eq!(progress(7.0, f64::INFINITY, 7.0), Err(ProgressError::NotANumber));
    }

    #[test]
    fn tv_4_goal_attainment_of_plus_one_and_zero_is_56_2() {
        let score = attainment(&[(1.0, 1), (1.0, 0)]).unwrap();
        assert!((score - 56.2).abs() < 0.05, "{score}");
        assert_eq!(attainment(&[(1.0, 0), (3.0, 0)]), Some(50.0));
        assert_eq!(attainment(&[]), None);
        assert_eq!(attainment(&[(1.0, 3)]), None);
        assert_eq!(attainment(&[(0.0, 1)]), None);
    }

    #[test]
    fn tv_4_statuses_are_those_of_fhir() {
        let codes: Vec<_> = GoalStatus::ALL.iter().map(|status| status.as_str()).collect();
        assert_eq!(
            codes,
            ["proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "rejected"]
        );
        assert_eq!(GoalAchievement::ALL.len(), 9);
        assert_eq!(GoalAchievement::NotAttainable.as_str(), "not-attainable");
    }

    #[test]
    fn a_goal_with_an_unknown_member_is_refused() {
        let mut json = serde_json::to_value(goal()).unwrap();
        assert_eq!(serde_json::from_value::<Goal>(json.clone()).unwrap(), goal());
        json["colour"] = "red".into();
        assert!(serde_json::from_value::<Goal>(json).is_err());
    }

    #[test]
    fn a_goal_stored_before_own_words_plain_words_and_scales_is_still_read() {
        let mut json = serde_json::to_value(goal()).unwrap();
        for added in ["own_words", "plain", "scale", "focus", "measure_code", "achievable_reason"] {
            json.as_object_mut().unwrap().remove(added);
        }
        assert_eq!(serde_json::from_value::<Goal>(json).unwrap(), Goal { focus: None, ..goal() });
    }

    proptest! {
        #[test]
        fn a_nearer_target_is_never_less_achievable(baseline in 50.0f64..200.0, far in 0.0f64..120.0, share in 0.0f64..1.0, place in 0..GoalMeasure::ALL.len()) {
            let measure_code = Some(GoalMeasure::ALL[place]);
            let to = |distance: f64| {
                let goal = Goal { measure_code, baseline: Some(baseline), target: Some(baseline - distance), ..goal() };
                check(&goal).iter().any(|failure| failure.gap == SmartGap::ChangeTooLarge)
            };
            prop_assert!(!to(far * share) || to(far));
        }

        #[test]
        fn progress_stays_between_0_and_100_for_any_numbers(a in any::<f64>(), b in any::<f64>(), c in any::<f64>()) {
            if let Ok(percent) = progress(a, b, c) {
                prop_assert!((0.0..=100.0).contains(&percent), "{}", percent);
            }
        }

        #[test]
        fn a_value_nearer_to_the_target_is_never_less_progress(baseline in -200.0f64..200.0, way in 0.5f64..100.0, up in any::<bool>(), one in -1.0f64..2.0, more in 0.0f64..2.0) {
            let way = if up { way } else { -way };
            let at = |share: f64| progress(baseline, baseline + way, baseline + way * share).unwrap();
            prop_assert!(at(one + more) + 1e-9 >= at(one));
            prop_assert!(at(0.0).abs() < 1e-9 && (at(1.0) - 100.0).abs() < 1e-9);
        }

        #[test]
        fn a_better_goal_never_lowers_attainment_and_the_order_of_goals_does_not_matter(
            mut goals in prop::collection::vec((0.1f64..10.0, -2..=1i8), 1..8),
            pick in any::<prop::sample::Index>(),
            turn in any::<usize>(),
        ) {
            let before = attainment(&goals).unwrap();
            let count = goals.len();
            goals.rotate_left(turn % count);
            prop_assert!((attainment(&goals).unwrap() - before).abs() < 1e-9);
            goals[pick.index(count)].1 += 1;
            prop_assert!(attainment(&goals).unwrap() > before - 1e-9);
            let mirrored: Vec<(f64, i8)> = goals.iter().map(|(weight, score)| (*weight, -score)).collect();
            prop_assert!((attainment(&goals).unwrap() + attainment(&mirrored).unwrap() - 100.0).abs() < 1e-9);
        }
    }
}
