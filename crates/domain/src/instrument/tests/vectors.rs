//! The test vectors of the rule catalogue, I-1 to I-16.

use super::*;
use crate::person::Sex;

fn total_and_band(score: &Score) -> (Option<i64>, &[String]) {
    (score.total, &score.bands)
}

fn is(score: &Score, total: i64, band: &str) -> bool {
    total_and_band(score) == (Some(total), &[band.to_owned()])
}

#[test]
fn tv_i_1_13_is_moderate_and_positive_without_a_trigger() {
    let score = run("phq-9", &[2, 2, 2, 2, 1, 1, 2, 1, 0]);
    assert!(is(&score, 13, "moderate"));
    assert_eq!((score.positive, score.undecided, score.answered), (Some(true), false, 9));
    assert_eq!((score.triggers.len(), score.bounds), (0, Bounds { min: 13, max: 13 }));
}

#[test]
fn tv_i_1_item_nine_alone_triggers_at_a_minimal_total() {
    let score = run("phq-9", &[0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert!(is(&score, 1, "minimal"));
    assert_eq!((score.positive, score.triggers), (Some(false), vec![SUICIDE_RISK_ITEM.to_owned()]));
}

#[test]
fn tv_i_1_item_nine_triggers_before_anything_else_is_answered() {
    let score = score(find("phq-9").unwrap(), &named(&[("9", 1)])).unwrap();
    assert_eq!((score.total, score.triggers), (None, vec![SUICIDE_RISK_ITEM.to_owned()]));
}

#[test]
fn tv_0_one_missing_answer_gives_bounds_and_no_total() {
    let mut given = answers(&[2, 2, 2, 2, 1, 0, 0, 0, 0]);
    given.remove("8");
    let score = score(find("phq-9").unwrap(), &given).unwrap();
    assert_eq!((score.total, score.bounds), (None, Bounds { min: 9, max: 12 }));
    assert_eq!((score.positive, score.undecided), (None, true));
    assert_eq!(score.bands, ["mild", "moderate"]);
    assert_eq!((score.next_question.as_deref(), score.answered), (Some("8"), 8));
}

#[test]
fn tv_i_1_response_is_a_fall_by_half_and_remission_a_total_below_five() {
    let phq = find("phq-9").unwrap();
    let pair = |baseline, follow_up| {
        let outcome = outcome(phq, baseline, follow_up);
        (outcome.response.unwrap(), outcome.remission.unwrap(), outcome.improved)
    };
    assert_eq!(pair(18, 9), (true, false, Some(true)));
    assert_eq!(pair(18, 10), (false, false, Some(false)));
    assert_eq!(pair(18, 4), (true, true, Some(true)));
    assert_eq!(pair(18, 5), (true, false, Some(true)), "remission is a total below 5");
    assert_eq!(pair(9, 2).2, None, "a baseline below 10 is not in the denominator");
    assert!(!pair(11, 6).0 && pair(11, 5).0, "half of 11 is 5.5");
    assert_eq!(pair(0, 0), (false, true, None));
}

#[test]
fn tv_i_1_a_change_of_five_points_is_meaningful_in_both_directions() {
    let phq = find("phq-9").unwrap();
    let meaningful = |baseline, follow_up| outcome(phq, baseline, follow_up).meaningful_change;
    assert_eq!((meaningful(14, 9), meaningful(14, 10)), (Some(true), Some(false)));
    assert_eq!((meaningful(9, 14), outcome(phq, 9, 14).change), (Some(true), 5));
}

fn total(number: u128, case: u128, day: i64, total: i64) -> Total {
    let at = chrono::DateTime::from_timestamp(day * 86_400, 0).unwrap();
    Total { id: uuid::Uuid::from_u128(number), case_id: uuid::Uuid::from_u128(case), at, total }
}

#[test]
fn tv_i_1_the_course_is_told_from_the_first_positive_screen_of_the_case_and_from_the_one_before() {
    let phq = find("phq-9").unwrap();
    let all = [total(1, 8, 1, 22), total(2, 9, 10, 7), total(3, 9, 20, 18), total(4, 9, 30, 12), total(5, 9, 40, 9)];
    let told = |index: usize| {
        let Course { baseline, previous } = course(phq, &all[index], &all);
        [baseline, previous].map(|one| one.map(|one| (one.earlier.total, one.outcome)))
    };
    let [baseline, previous] = told(4);
    let (from, since_start) = baseline.unwrap();
    assert_eq!((from, since_start.change), (18, -9));
    assert_eq!((since_start.response, since_start.remission), (Some(true), Some(false)));
    let (from, since_last) = previous.unwrap();
    assert_eq!((from, since_last.response, since_last.meaningful_change), (12, Some(false), Some(false)));
    let [baseline, previous] = told(2);
    assert_eq!((baseline, previous.unwrap().0), (None, 7), "the first positive screen is where care starts");
    let [baseline, previous] = told(1);
    assert_eq!((baseline, previous.unwrap().0), (None, 22), "the one before may be of another case");
    assert_eq!(told(0), [None, None]);
    // Where nothing was positive, the first total of the case is the start.
    let below = [total(1, 9, 1, 4), total(2, 9, 2, 8)];
    assert_eq!(course(phq, &below[1], &below).baseline.unwrap().earlier.total, 4);
    let katz = find("katz").unwrap();
    assert_eq!(course(katz, &below[1], &below).baseline.unwrap().earlier.total, 4);
}

#[test]
fn tv_i_1_phq_2_is_positive_from_three() {
    assert_eq!(run("phq-2", &[1, 1]).positive, Some(false));
    assert_eq!((run("phq-2", &[2, 1]).total, run("phq-2", &[2, 1]).positive), (Some(3), Some(true)));
    assert_eq!(run("phq-2", &[3]).positive, Some(true), "decided although one item is missing");
}

#[test]
fn tv_i_2_12_is_moderate_and_positive() {
    let score = run("gad-7", &[3, 3, 2, 2, 1, 1, 0]);
    assert!(is(&score, 12, "moderate"));
    assert_eq!((score.positive, run("gad-2", &[2, 1]).positive), (Some(true), Some(true)));
}

#[test]
fn tv_i_2_response_is_a_fall_by_half_and_four_points_are_meaningful() {
    let gad = find("gad-7").unwrap();
    let half = outcome(gad, 12, 6);
    assert_eq!((half.response, half.remission, half.improved), (Some(true), None, Some(true)));
    assert_eq!(outcome(gad, 12, 8).meaningful_change, Some(true));
    assert_eq!(outcome(gad, 12, 9).meaningful_change, Some(false));
}

#[test]
fn tv_i_2_a_site_may_take_8_for_positive_and_the_bands_stay() {
    let answers = answers(&[2, 2, 1, 1, 1, 1, 0]);
    let with = |version| score(find_version("gad-7", version).unwrap(), &answers).unwrap();
    assert_eq!((with("1").positive, with("8").positive), (Some(false), Some(true)));
    assert!(is(&with("1"), 8, "mild") && is(&with("8"), 8, "mild"));
}

#[test]
fn tv_i_3_thoughts_and_a_lifetime_attempt_are_moderate() {
    let answers = [("q1", 1), ("q2", 1), ("q3", 0), ("q4", 0), ("q5", 0), ("q6", 1), ("q6-3-months", 0)];
    let score = run_named(find("c-ssrs").unwrap(), &answers);
    assert!(is(&score, 2, "moderate"));
    assert_eq!(score.triggers, ["c_ssrs_moderate"]);
}

#[test]
fn tv_i_3_behaviour_within_three_months_is_high_whatever_else_is_answered() {
    let score = score(find("c-ssrs").unwrap(), &named(&[("q1", 0), ("q2", 0), ("q6-3-months", 1)])).unwrap();
    assert!(is(&score, 3, "high"), "the answer about 3 months implies the lifetime answer");
    assert_eq!(score.triggers, ["c_ssrs_moderate", "c_ssrs_high"]);
}

#[test]
fn tv_i_3_intent_without_thoughts_is_invalid_input() {
    let errors = score(find("c-ssrs").unwrap(), &named(&[("q2", 0), ("q4", 1)])).unwrap_err();
    assert_eq!(errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>(), ["/answers/q4"]);
    let errors = score(find("c-ssrs").unwrap(), &named(&[("2", 0), ("4", 1), ("5", 0)])).unwrap_err();
    assert_eq!(errors[0].pointer, "/answers/4");
    assert_eq!(errors.len(), 1, "a no that a form carries along is no contradiction");
}

#[test]
fn tv_i_3_every_level_of_the_triage_and_its_other_mapping() {
    let level = |version: &str, answers: &[(&str, i64)]| {
        let score = score(find_version("c-ssrs", version).unwrap(), &named(answers)).unwrap();
        assert_eq!(score.positive, Some(score.total > Some(0)), "any level but none is a positive screen");
        score.total.map(|_| score.bands[0].clone()).unwrap()
    };
    let none = [("q1", 0), ("q2", 0), ("q6", 0)];
    assert_eq!(level("1", &none), "none", "skipped questions are not missing");
    assert_eq!(level("1", &[("q1", 1), ("q2", 0), ("q6", 0)]), "low");
    let thoughts = [("q1", 1), ("q2", 1), ("q3", 0), ("q4", 0), ("q5", 0), ("q6", 0)];
    assert_eq!((level("1", &thoughts).as_str(), level("1-q2-moderate", &thoughts).as_str()), ("low", "moderate"));
    for (question, expected) in [("q3", "moderate"), ("q4", "high"), ("q5", "high")] {
        let answers = thoughts.map(|(name, value)| if name == question { (name, 1) } else { (name, value) });
        assert_eq!(level("1", &answers), expected);
    }
}

fn safety(values: [i64; 4]) -> Score {
    let names = ["safety-hurt", "safety-insult", "safety-threaten", "safety-scream"];
    let answers: Vec<_> = names.into_iter().zip(values).collect();
    run_named(find("ahc-hrsn").unwrap(), &answers)
}

#[test]
fn tv_i_4_a_safety_sum_of_11_is_positive_and_triggers() {
    let score = safety([3, 3, 2, 3]);
    let part = score.parts.iter().find(|part| part.code == "safety").unwrap();
    assert_eq!((part.value, part.positive), (Bounds { min: 11, max: 11 }, Some(true)));
    assert_eq!((score.positive, score.triggers), (Some(true), vec!["unsafe_relationship".to_owned()]));
}

#[test]
fn tv_i_4_a_safety_sum_of_10_is_negative() {
    let score = safety([3, 3, 2, 2]);
    assert_eq!(score.parts.iter().find(|part| part.code == "safety").unwrap().positive, Some(false));
    assert!(is(&score, 0, "no need found") && score.triggers.is_empty());
}

#[test]
fn tv_i_4_every_domain_has_its_own_rule() {
    let positive = |answer: (&str, i64)| {
        let score = run_named(find("ahc-hrsn").unwrap(), &[answer]);
        assert_eq!(score.positive, Some(!score.parts.iter().all(|part| part.positive == Some(false))));
        score.parts.iter().find(|part| part.positive == Some(true)).map(|part| part.code)
    };
    assert_eq!(positive(("living-situation", 1)), Some("housing"));
    assert_eq!(positive(("living-situation", 2)), Some("housing"));
    assert_eq!(positive(("housing-problems", 1)), Some("housing"));
    assert_eq!(positive(("food-worry", 1)), Some("food"));
    assert_eq!(positive(("food-lasted", 2)), Some("food"));
    assert_eq!(positive(("transportation", 1)), Some("transportation"));
    assert_eq!(positive(("utilities", 1)), Some("utilities"));
    assert_eq!(positive(("utilities", 2)), Some("utilities"));
    assert_eq!(positive(("utilities", 0)), None);
    let mold = score(find("ahc-hrsn").unwrap(), &named(&[("mold", 1)])).unwrap();
    assert_eq!(mold.positive, Some(true), "one problem implies that there are some");
}

#[test]
fn a_problem_with_the_home_is_a_basic_need_whether_or_not_the_question_before_it_was_answered() {
    let tool = find("ahc-hrsn").unwrap();
    let found = |answer| finds_basic_need(tool, &named(&[answer]));
    for problem in ["housing-problems", "pests", "mold", "lead", "heat", "stove", "smoke-detectors", "water-leaks"] {
        assert!(found((problem, 1)) && !found((problem, 0)), "{problem}");
    }
    assert!(!found(("utilities", 1)), "of food, housing and transport only");
}

const PRAPARE: [(&str, i64); 8] = [
    ("housing", 2),
    ("education", 2),
    ("employment", 3),
    ("insurance", 1),
    ("food", 1),
    ("phone", 1),
    ("stress", 5),
    ("transportation", 3),
];

#[test]
fn tv_i_5_no_housing_uninsured_two_needs_and_stress_are_5() {
    let score = run_named(find("prapare").unwrap(), &PRAPARE);
    assert_eq!((score.total, score.refusals, score.bands.len()), (Some(5), 0, 0));
}

#[test]
fn tv_i_5_refusing_race_still_gives_5_and_one_refusal() {
    let mut answers = PRAPARE.to_vec();
    answers.push(("race", REFUSED));
    let score = run_named(find("prapare").unwrap(), &answers);
    assert_eq!((score.total, score.refusals), (Some(5), 1));
    assert_eq!((score.bounds, score.undecided), (Bounds { min: 5, max: 5 }, false));
}

#[test]
fn tv_i_5_income_below_the_poverty_level_scores_1() {
    let mut answers = PRAPARE.to_vec();
    answers.push(("income", 1));
    assert_eq!(run_named(find("prapare").unwrap(), &answers).total, Some(6));
}

#[test]
fn tv_i_5_bands_are_a_site_policy_and_refusals_move_none() {
    let banded = find_version("prapare", "bands-5-10").unwrap();
    let mut answers = PRAPARE.to_vec();
    assert!(is(&run_named(banded, &answers), 5, "medium"));
    answers.push(("race", REFUSED));
    assert!(is(&run_named(banded, &answers), 5, "medium"));
    let band = |points: i64| banded.bands.iter().find(|band| (band.min..=band.max).contains(&points)).unwrap().label;
    assert_eq!([0, 1, 4, 9, 10, 24].map(band), ["none", "low", "low", "medium", "high", "high"]);
}

#[test]
fn tv_i_6_either_item_often_or_sometimes_true_is_at_risk() {
    assert!(is(&run("hunger-vital-sign", &[0, 0]), 0, "no risk"));
    for values in [[1, 0], [2, 0], [0, 1], [0, 2], [2, 2]] {
        let score = run("hunger-vital-sign", &values);
        assert!(is(&score, 1, "at risk") && score.positive == Some(true));
    }
    assert_eq!(run("hunger-vital-sign", &[1]).positive, Some(true), "decided by the first");
}

#[test]
fn tv_i_7_four_functions_are_moderate() {
    let answers =
        [("bathing", 0), ("dressing", 1), ("toileting", 1), ("transfer", 1), ("continence", 0), ("feeding", 1)];
    assert!(is(&score(find("katz").unwrap(), &named(&answers)).unwrap(), 4, "moderate"));
    assert!(is(&run("katz", &[1; 6]), 6, "independent"));
    assert!(is(&run("katz", &[1, 1, 0, 0, 0, 0]), 2, "severe"));
    assert!(is(&run("katz", &[1, 1, 1, 0, 0, 0]), 3, "moderate"));
}

#[test]
fn tv_i_8_lawton_counts_all_eight_items() {
    assert_eq!((run("lawton", &[1; 8]).total, run("lawton", &[1; 5]).total), (Some(8), None));
}

#[test]
fn tv_i_9_los_5_emergent_c_4_ed_2_is_14_high() {
    let answers = [("length-of-stay", 5), ("acute", 1), ("chf", 1), ("chronic-lung", 1), ("ed-visits", 2)];
    let score = run_named(find("lace").unwrap(), &answers);
    assert!(is(&score, 14, "high"));
    let points: Vec<_> = score.parts.iter().map(|part| part.points.max).collect();
    assert_eq!(points, [4, 3, 5, 2]);
}

#[test]
fn tv_i_9_los_2_elective_without_anything_else_is_2() {
    assert!(is(&run_named(find("lace").unwrap(), &[("length-of-stay", 2)]), 2, "low"));
}

#[test]
fn tv_i_9_13_days_are_5_points_and_14_days_7() {
    let days = |days| run_named(find("lace").unwrap(), &[("length-of-stay", days)]).total.unwrap();
    let expected = [0, 1, 2, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 7, 7];
    assert_eq!((0..16).map(days).collect::<Vec<_>>(), expected);
    assert_eq!(days(27), 7);
}

#[test]
fn tv_i_9_comorbidity_is_used_as_is_up_to_3_and_emergency_visits_up_to_4() {
    let lace = |answers: &[(&str, i64)]| run_named(find("lace").unwrap(), answers).total.unwrap();
    assert_eq!((lace(&[("dementia", 1)]), lace(&[("aids", 1)]), lace(&[("metastatic", 1)])), (3, 5, 5));
    assert_eq!((lace(&[("ed-visits", 4)]), lace(&[("ed-visits", 9)])), (4, 4));
}

const HOSPITAL: [(&str, i64); 7] = [
    ("hemoglobin", 112),
    ("oncology", 0),
    ("sodium", 138),
    ("procedure", 1),
    ("urgent", 1),
    ("admissions", 1),
    ("length-of-stay", 6),
];

#[test]
fn tv_i_10_one_prior_admission_is_7_high_in_2013() {
    assert!(is(&run_named(find_version("hospital", "2013").unwrap(), &HOSPITAL), 7, "high"));
}

#[test]
fn tv_i_10_one_prior_admission_is_5_intermediate_in_2016() {
    assert!(is(&run_named(find_version("hospital", "2016").unwrap(), &HOSPITAL), 5, "intermediate"));
    assert_eq!(find("hospital").unwrap().version, "2016");
}

#[test]
fn tv_i_10_hemoglobin_12_and_sodium_135_give_no_point() {
    let hospital = find("hospital").unwrap();
    let healthy = [("hemoglobin", 120), ("sodium", 135), ("admissions", 0)];
    assert_eq!(run_named(hospital, &healthy).total, Some(0));
    assert_eq!(run_named(hospital, &[("hemoglobin", 119), ("sodium", 134), ("admissions", 6)]).total, Some(7));
}

const CHARLSON: [(&str, i64); 4] = [("chf", 1), ("copd", 1), ("diabetes", 1), ("diabetes-damage", 1)];

#[test]
fn tv_i_11_both_diabetes_codes_count_once_4_and_7_with_age_72() {
    let charlson = find_version("charlson", "1987").unwrap();
    let without = run_named(charlson, &CHARLSON);
    assert_eq!((without.total, without.notes.len()), (Some(4), 1));
    let with = run_named_in(charlson, &CHARLSON, &Context { age: Some(72), sex: None });
    assert_eq!((with.total, with.notes.len()), (Some(7), 0));
}

#[test]
fn tv_i_11_quan_weights_give_4() {
    let quan = find_version("charlson", "quan-2011").unwrap();
    assert_eq!(run_named_in(quan, &CHARLSON, &Context { age: Some(72), sex: None }).total, Some(4));
}

#[test]
fn tv_i_11_the_severer_of_each_pair_counts_and_age_counts_by_decade() {
    let charlson = find("charlson").unwrap();
    let of = |answers: &[(&str, i64)]| run_named(charlson, answers).total.unwrap();
    assert_eq!(of(&[("mild-liver", 1), ("severe-liver", 1)]), 3);
    assert_eq!(of(&[("tumor", 1), ("metastatic", 1)]), 6);
    let aged = |age| run_named_in(charlson, &[], &Context { age: Some(age), sex: None }).total.unwrap();
    assert_eq!([49, 50, 59, 60, 70, 79, 80, 104].map(aged), [0, 1, 1, 2, 3, 3, 4, 4]);
}

#[test]
fn tv_i_12_morse_65_is_high_and_35_moderate() {
    assert!(is(&run("morse", &[25, 15, 15, 0, 10, 0]), 65, "high"));
    assert!(is(&run("morse", &[25, 0, 0, 0, 10, 0]), 35, "moderate"));
    assert_eq!(run("morse", &[25, 15, 30, 20, 20, 15]).total, Some(125));
}

#[test]
fn tv_i_12_morse_points_that_are_no_multiple_of_5_are_invalid() {
    for wrong in [1, 12, 24, 26] {
        assert!(score(find("morse").unwrap(), &named(&[("history", wrong)])).is_err());
    }
}

#[test]
fn tv_i_12_morse_cut_offs_are_versions() {
    let fifty = answers(&[0, 15, 15, 20, 0, 0]);
    let band = |version| score(find_version("morse", version).unwrap(), &fifty).unwrap().bands;
    assert_eq!((band("45"), band("51")), (vec!["high".to_owned()], vec!["moderate".to_owned()]));
}

#[test]
fn tv_i_12_steadi_weighs_the_first_two_and_is_at_risk_from_4() {
    assert!(is(&run("steadi", &[1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 4, "at risk"));
    assert!(is(&run("steadi", &[1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 3, "low"));
    assert_eq!(run("steadi", &[1; 12]).total, Some(14));
}

fn audit_c(sex: Option<Sex>, values: &[i64]) -> Score {
    score_in(find("audit-c").unwrap(), &answers(values), &Context { sex, age: None }).unwrap()
}

#[test]
fn tv_i_13_woman_3_0_0_is_positive_and_calls_for_a_review_of_the_intake() {
    let score = audit_c(Some(Sex::Female), &[3, 0, 0]);
    assert!(is(&score, 3, "positive - review intake") && score.positive == Some(true) && score.notes.is_empty());
}

#[test]
fn tv_i_13_points_from_another_item_are_no_review_of_the_intake() {
    let score = audit_c(Some(Sex::Female), &[3, 1, 0]);
    assert!(is(&score, 4, "positive") && score.positive == Some(true));
}

#[test]
fn tv_i_13_man_2_1_0_is_negative_and_2_1_1_positive() {
    let negative = audit_c(Some(Sex::Male), &[2, 1, 0]);
    assert!(is(&negative, 3, "negative") && negative.positive == Some(false));
    let positive = audit_c(Some(Sex::Male), &[2, 1, 1]);
    assert!(is(&positive, 4, "positive") && positive.positive == Some(true));
}

#[test]
fn tv_i_13_other_and_unknown_sex_use_3_and_say_so() {
    for sex in [None, Some(Sex::Other), Some(Sex::Unknown)] {
        let score = audit_c(sex, &[2, 1, 0]);
        assert_eq!((score.positive, score.notes.len()), (Some(true), 1));
        assert!(score.notes[0].contains("threshold of 3"));
    }
}

#[test]
fn tv_i_13_who_never_drinks_is_asked_nothing_more_than_9_and_10() {
    let score = run_some("audit", &[(1, 0), (9, 0), (10, 2)]);
    assert_eq!((score.total, score.next_question), (Some(2), None));
    let open = run_some("audit", &[(1, 0)]);
    assert_eq!((open.total, open.bounds), (None, Bounds { min: 0, max: 8 }));
    let little = run_some("audit", &[(1, 2), (2, 0), (3, 0), (9, 0), (10, 0)]);
    assert_eq!(little.total, Some(2), "questions 4 to 8 are skipped and score 0");
    let much = run_some("audit", &[(1, 2), (2, 0), (3, 1), (9, 0), (10, 0)]);
    assert_eq!((much.total, much.bounds), (None, Bounds { min: 3, max: 23 }));
}

#[test]
fn tv_i_13_an_answer_to_a_skipped_question_is_an_error_with_its_pointer_and_a_zero_is_none() {
    let wrong = |answers: &[(u8, i64)]| {
        let errors = score(find("audit").unwrap(), &some(answers)).unwrap_err();
        errors.into_iter().map(|error| error.pointer).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&[(1, 0), (2, 3)]), ["/answers/2"]);
    assert_eq!(wrong(&[(1, 0), (5, 1), (6, 0)]), ["/answers/5"]);
    assert_eq!(wrong(&[(1, 3), (2, 0), (3, 0), (4, 2)]), ["/answers/4"]);
    assert_eq!(run_some("audit", &[(1, 0), (2, 0), (4, 0), (9, 0), (10, 0)]).total, Some(0));
}

#[test]
fn tv_i_13_what_was_answered_before_questions_were_skipped_scores_as_it_did() {
    let whole = find_version("audit", "1").unwrap();
    let before = some(&[(1, 3), (2, 0), (3, 0), (4, 2), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 4)]);
    let scored = score(whole, &before).unwrap();
    assert_eq!((scored.total, scored.positive), (Some(9), Some(true)));
    assert_eq!(score(whole, &some(&[(1, 0), (9, 0), (10, 0)])).unwrap().total, None, "4 to 8 are open");
    assert!(score(find("audit").unwrap(), &before).is_err(), "today 4 is not asked after 0 and 0");
}

#[test]
fn tv_i_13_an_answer_says_that_what_leads_to_it_gave_points() {
    assert_eq!(run_some("audit", &[(2, 3)]).bounds.min, 4, "somebody drinks");
    assert_eq!(run_some("audit", &[(4, 3)]).bounds.min, 5, "and at times much");
    assert_eq!(run_some("audit", &[(1, 2), (2, 0), (4, 3)]).bounds.min, 6);
}

fn some(answers: &[(u8, i64)]) -> BTreeMap<String, i64> {
    answers.iter().map(|(number, value)| (number.to_string(), *value)).collect()
}

fn run_some(code: &str, answers: &[(u8, i64)]) -> Score {
    score(find(code).unwrap(), &some(answers)).unwrap()
}

#[test]
fn tv_i_13_audit_bands_begin_at_8_16_and_20() {
    let band = |total: i64| {
        let bands = &find("audit").unwrap().bands;
        bands.iter().position(|band| (band.min..=band.max).contains(&total)).unwrap()
    };
    assert_eq!([0, 7, 8, 15, 16, 19, 20, 40].map(band), [0, 0, 1, 1, 2, 2, 3, 3]);
    assert_eq!(run("audit", &[4, 4, 4, 4, 4, 4, 4, 4, 4, 4]).total, Some(40));
    assert_eq!(run("audit", &[4, 3, 0, 0, 0, 0, 0, 0, 0, 0]).positive, Some(false));
    assert_eq!(run("audit", &[4, 4, 0, 0, 0, 0, 0, 0, 0, 0]).positive, Some(true), "hazardous from 8");
}

#[test]
fn tv_i_14_item_3_counts_when_it_is_no() {
    let able = run("dast-10", &[1, 1, 1, 0, 1, 0, 0, 0, 0, 0]);
    assert!(is(&able, 3, "moderate"));
    let unable = run("dast-10", &[1, 1, 0, 0, 1, 0, 0, 0, 0, 0]);
    assert!(is(&unable, 4, "moderate"));
    assert!(is(&run("dast-10", &[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]), 0, "none"));
}

#[test]
fn tv_i_15_mcsi_has_no_cut_off_and_zbi_four_bands() {
    let mcsi = run("mcsi", &[2; 13]);
    assert_eq!((mcsi.total, mcsi.bands.len(), mcsi.positive), (Some(26), 0, None));
    let zbi: Vec<_> = find("zbi").unwrap().bands.iter().map(|band| (band.min, band.max)).collect();
    assert_eq!(zbi, [(0, 20), (21, 40), (41, 60), (61, 88)]);
    assert_eq!(run("zbi-12", &[4; 12]).total, Some(48));
}

#[test]
fn tv_i_16_an_impact_of_2_calls_for_a_follow_up_visit() {
    let moderate = run_named(find("hope").unwrap(), &[("nausea", 2)]);
    assert_eq!((moderate.total, moderate.triggers), (Some(2), vec!["symptom_follow_up".to_owned()]));
    let slight = run_named(find("hope").unwrap(), &[("nausea", 1), ("agitation", 9)]);
    assert_eq!((slight.total, slight.triggers.len()), (Some(1), 0));
}

#[test]
fn tv_i_16_pain_and_esas_go_from_0_to_10() {
    assert_eq!((run("pain-nrs", &[10]).total, run("esas-r", &[10; 9]).total), (Some(10), Some(90)));
    assert!(score(find("pain-nrs").unwrap(), &answers(&[11])).is_err());
}

#[test]
fn gds_15_and_pcl_5_count_as_published() {
    let content = [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0];
    assert!(is(&run("gds-15", &content), 0, "normal"));
    assert!(is(&run("gds-15", &content.map(|value| 1 - value)), 15, "severe"));
    let pcl = run("pcl-5", &[2; 20]);
    assert!(is(&pcl, 40, "positive") && pcl.positive == Some(true), "no bands of its own");
    assert!(is(&run("pcl-5", &[1; 20]), 20, "negative"));
    assert_eq!(pcl.parts.iter().map(|part| part.value.max).collect::<Vec<_>>(), [10, 4, 14, 12]);
}
