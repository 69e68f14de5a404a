use super::*;

fn pointers(errors: &[AnswerError]) -> Vec<&str> {
    errors.iter().map(|error| error.pointer.as_str()).collect()
}

#[test]
fn wrong_answers_are_refused_one_by_one_with_pointers() {
    let given = named(&[("1", 4), ("2", -1), ("3", 2), ("11", 0), ("01", 0), ("a/b~c", 0), ("1000", 0)]);
    let errors = score(find("phq-9").unwrap(), &given).unwrap_err();
    let expected = ["/answers/01", "/answers/1", "/answers/1000", "/answers/11", "/answers/2", "/answers/a~1b~0c"];
    assert_eq!(pointers(&errors), expected);
    assert_eq!(errors[1].detail, "Must be one of 0, 1, 2, 3, 99.");
    assert!(errors[0].detail.ends_with("has no such item; items are numbered 1 to 10."), "{}", errors[0].detail);
    assert!(score(find("phq-2").unwrap(), &named(&[("3", 0)])).is_err());
}

#[test]
fn an_answer_is_found_by_number_or_by_name_but_not_by_both() {
    let katz = find("katz").unwrap();
    assert_eq!(score(katz, &named(&[("bathing", 1), ("2", 0)])).unwrap().answered, 2);
    let errors = score(katz, &named(&[("bathing", 1), ("1", 1)])).unwrap_err();
    assert_eq!(pointers(&errors), ["/answers/1", "/answers/bathing"]);
}

#[test]
fn a_number_out_of_range_is_refused_with_its_range_and_unit() {
    let errors = score(find("hospital").unwrap(), &named(&[("hemoglobin", 12), ("admissions", -1)])).unwrap_err();
    assert_eq!(errors[0].detail, "Must be a whole number from 0 to 365.");
    assert_eq!(errors[1].detail, "Must be a whole number from 20 to 250 g/L.");
}

#[test]
fn only_items_that_offer_it_can_be_refused() {
    for (code, item) in [("morse", "gait"), ("charlson", "dementia"), ("lace", "acute")] {
        assert!(score(find(code).unwrap(), &named(&[(item, REFUSED)])).is_err(), "{code}");
    }
    let hrsn = score(find("ahc-hrsn").unwrap(), &named(&[("utilities", REFUSED)])).unwrap();
    assert_eq!((hrsn.refusals, hrsn.answered, hrsn.bounds.max), (1, 0, 4));
    let prapare = named(&[("housing", REFUSED), ("housing-worry", 1)]);
    let errors = score(find("prapare").unwrap(), &prapare).unwrap_err();
    assert_eq!(pointers(&errors), ["/answers/housing-worry"], "who refuses a question is not asked its follow-up");
}

#[test]
fn tv_0_a_refused_question_is_no_zero_and_no_one_and_is_not_asked_again() {
    // Eight times "several days", and question 9 refused: somewhere from 8 to 11.
    let phq = run("phq-9", &[1, 1, 1, 1, 1, 1, 1, 1, REFUSED]);
    assert_eq!((phq.total, phq.bounds, phq.positive), (None, Bounds { min: 8, max: 11 }, None));
    assert_eq!((phq.bands.join(" "), phq.triggers.len()), ("mild moderate".to_owned(), 0));
    assert_eq!((phq.answered, phq.refusals, phq.undecided), (8, 1, true));
    assert_eq!(phq.next_question.as_deref(), Some("10"), "the refused question is not asked again");
    // What is decided without it stays decided.
    let positive = run("phq-9", &[2, 2, 2, 2, 2, 2, REFUSED, REFUSED, 1]);
    assert_eq!((positive.total, positive.positive, positive.refusals), (None, Some(true), 2));
    assert_eq!(positive.triggers, [SUICIDE_RISK_ITEM]);
}

#[test]
fn what_follows_a_refused_question_is_not_asked_and_stays_as_open_as_the_question() {
    let c_ssrs = find("c-ssrs").unwrap();
    let refused = score(c_ssrs, &named(&[("q1", 0), ("q2", REFUSED), ("q6", 0)])).unwrap();
    assert_eq!((refused.total, refused.bounds), (None, Bounds { min: 0, max: 3 }));
    assert_eq!((refused.refusals, refused.next_question), (1, None));
    let errors = score(c_ssrs, &named(&[("q2", REFUSED), ("q4", 1)])).unwrap_err();
    assert_eq!(pointers(&errors), ["/answers/q4"]);
    // A form that carries a refusal for what it skipped says nothing by it.
    let skipped = score(c_ssrs, &named(&[("q1", 0), ("q2", 0), ("q3", REFUSED), ("q6", 0)])).unwrap();
    assert_eq!((skipped.total, skipped.refusals), (Some(0), 0));
    // Who says how often there was guilt drank, even where how much is refused.
    let audit = find("audit").unwrap();
    let guilt = [("1", 1), ("2", REFUSED), ("3", 0), ("7", 2), ("9", 0), ("10", 0)];
    let guilt = score(audit, &named(&guilt)).unwrap();
    assert_eq!((guilt.bounds.min, guilt.next_question.as_deref()), (4, Some("4")));
    let nothing = score(audit, &named(&[("1", REFUSED)])).unwrap();
    assert_eq!((nothing.bounds, nothing.refusals), (Bounds { min: 0, max: 40 }, 1));
    assert!(matches!(nothing.next_question.as_deref(), Some("9" | "10")), "{:?}", nothing.next_question);
}

#[test]
fn every_question_that_is_put_to_the_person_can_be_refused() {
    let judged = ["ahc-hrsn", "lace", "hospital", "charlson", "morse"];
    for instrument in every().into_iter().filter(|instrument| !judged.contains(&instrument.code)) {
        for item in &instrument.items {
            assert_eq!(
                item.options.iter().filter(|choice| choice.refused).count(),
                1,
                "{} {}",
                instrument.code,
                item.name
            );
        }
    }
    let zero: Vec<_> = all().iter().filter(|one| one.refusal_scores_zero).map(|one| one.code).collect();
    assert_eq!(zero, ["ahc-hrsn", "prapare"]);
}

#[test]
fn the_functional_item_is_not_scored_and_asked_only_when_there_is_a_problem() {
    let with = run("phq-9", &[1, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
    let without = run("phq-9", &[1, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!((with.total, without.total), (Some(1), Some(1)));
    assert_eq!((with.next_question, without.next_question.as_deref()), (None, Some("10")));
    assert_eq!(run("phq-9", &[0; 9]).next_question, None);
}

#[test]
fn nothing_answered_leaves_everything_open() {
    let score = run("phq-9", &[]);
    assert_eq!((score.total, score.bounds, score.positive), (None, Bounds { min: 0, max: 27 }, None));
    assert_eq!((score.bands.len(), score.answered), (5, 0));
}

#[test]
fn a_positive_screen_stays_undecided_while_the_trigger_item_is_unanswered() {
    let score = run("phq-9", &[3, 3, 3, 3, 3, 3, 3, 3]);
    assert_eq!((score.positive, score.undecided, score.total), (Some(true), true, None));
}

#[test]
fn the_next_question_is_the_one_that_decides_most() {
    let next = |code: &str, given: &[(&str, i64)]| score(find(code).unwrap(), &named(given)).unwrap().next_question;
    let positive = [("1", 3), ("2", 3), ("3", 3), ("4", 3)];
    assert_eq!(next("phq-9", &positive).as_deref(), Some("9"), "only the trigger is left to decide");
    assert_eq!(next("morse", &[]).as_deref(), Some("3"), "the item with the most points narrows the bounds most");
    assert_eq!(next("c-ssrs", &[]).as_deref(), Some("1"));
    assert_eq!(next("c-ssrs", &[("q1", 0), ("q2", 0)]).as_deref(), Some("6"), "skipped questions are not asked");
    let nearly = [("length-of-stay", 14), ("acute", 1)];
    assert_eq!(next("lace", &nearly).as_deref(), Some("17"), "already high: what narrows the bounds most");
    // 30 points, high from 45: one of the two answers to 2 decides, and one of the three to 5.
    let close = [("1", 0), ("3", 30), ("4", 0), ("6", 0)];
    assert_eq!(next("morse", &close).as_deref(), Some("2"));
}

#[test]
fn an_answer_that_another_one_rules_out_is_not_weighed_in_what_to_ask_next() {
    let next = |answers: &[(&str, i64)]| score(find("audit").unwrap(), &named(answers)).unwrap().next_question;
    // Who could not stop drinks, and at times much.
    assert_eq!(next(&[("4", 1), ("9", 0)]).as_deref(), Some("5"), "question 1 cannot decide by a never");
    assert_eq!(next(&[("2", 1)]).as_deref(), Some("3"));
    let nearly = [("4", 4), ("5", 0), ("6", 0), ("7", 1), ("8", 0)];
    assert_eq!(next(&nearly).as_deref(), Some("1"), "a no to 9 or 10 is ruled out by nothing");
}

#[test]
fn without_a_threshold_the_band_is_what_is_to_be_decided() {
    let open = |values: &[i64]| (run("dast-10", values).bands.len(), run("dast-10", values).undecided);
    assert_eq!(open(&[1, 0, 1, 1, 0, 0, 0, 0, 0]), (2, true), "2 or 3");
    assert_eq!(open(&[1, 1, 1, 1, 0, 0, 0, 0, 0]), (1, false), "3 or 4, both moderate");
}

#[test]
fn a_detail_is_asked_once_the_answer_before_calls_for_it() {
    let hrsn = find("ahc-hrsn").unwrap();
    assert_eq!(run_named(hrsn, &[]).next_question, None);
    assert_eq!(run_named(hrsn, &[("housing-problems", 1)]).next_question.as_deref(), Some("11"));
    let errors = score(hrsn, &named(&[("housing-problems", 0), ("mold", 1)])).unwrap_err();
    assert_eq!(pointers(&errors), ["/answers/mold"]);
}
