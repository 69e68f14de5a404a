//! Texts that people can read, which of them fit, and what was taught.

use chrono::{TimeDelta, TimeZone};
use proptest::prelude::*;

use super::fit::{FitReason, Reader, ReadingHelp, offered};
use super::library::shipped;
use super::*;
use crate::edition::{OWN_EDITIONS_FROM, current};
use crate::readability::TARGET_GRADE;

const NURSE: Uuid = Uuid::from_u128(1);

fn hour(number: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 7, 6, 12, 0, 0).unwrap() + TimeDelta::hours(number)
}

fn reader(language: &str, help: Option<ReadingHelp>, needs: &[&str]) -> Reader {
    Reader { language: language.into(), help, needs: needs.iter().map(|need| (*need).to_owned()).collect() }
}

fn taught() -> Teaching {
    Teaching {
        id: Uuid::from_u128(10),
        version: 1,
        case_id: Uuid::from_u128(11),
        person_id: Uuid::from_u128(12),
        item_code: "falls_at_home".into(),
        item_edition: 1,
        title: "Stay safe from falls at home".into(),
        language: ReadingLanguage::English,
        learner: Learner::Person,
        learner_name: None,
        way: TeachingWay::ReadTogether,
        minutes: 10,
        teach_back: TeachBack::Understood,
        note: None,
        readiness: Some(7),
        importance: None,
        confidence: None,
        task_id: None,
        status: TeachingStatus::Finished,
        error_reason: None,
        taught_at: hour(0),
        author_id: NURSE,
        created_at: hour(1),
    }
}

#[test]
fn every_text_that_ships_is_in_both_languages_and_not_harder_than_the_target() {
    assert!(shipped().len() >= 12);
    let mut hard = Vec::new();
    for item in shipped() {
        for language in [ReadingLanguage::English, ReadingLanguage::Spanish] {
            let grade = item.grade(language).unwrap();
            if grade > TARGET_GRADE {
                hard.push((item.code.clone(), language, grade));
            }
        }
    }
    assert!(hard.is_empty(), "{hard:?}");
}

#[test]
fn every_topic_has_something_to_teach_with() {
    use crate::code::Code;
    let missing: Vec<_> = EducationTopic::ALL
        .iter()
        .filter(|topic| **topic != EducationTopic::Treatment)
        .filter(|topic| !shipped().iter().any(|item| item.content.topic == **topic))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_a_need_asks_for_comes_first_in_the_persons_language_and_says_why() {
    let first =
        offered(shipped(), &reader("es-MX", Some(ReadingHelp::Always), &["Congestive Heart Failure"])).remove(0);
    assert_eq!((first.code.as_str(), first.language), ("heart_failure_weight", ReadingLanguage::Spanish));
    for reason in [FitReason::MatchesNeed, FitReason::OwnLanguage, FitReason::ReadTogether] {
        assert!(first.reasons.contains(&reason), "{reason}");
    }
}

#[test]
fn whoever_speaks_another_language_is_told_that_there_is_no_text_of_their_own() {
    let fits = offered(shipped(), &reader("so", None, &[]));
    assert!(fits.iter().all(|fit| fit.reasons.contains(&FitReason::OtherLanguage)));
    assert!(fits.iter().all(|fit| fit.reasons.contains(&FitReason::LiteracyUnknown)));
    assert!(fits.iter().all(|fit| fit.language == ReadingLanguage::English));
}

#[test]
fn what_was_not_understood_goes_on() {
    let unfinished = Teaching { teach_back: TeachBack::NeedsMore, ..taught() };
    let refused = unfinished.clone().teach(hour(1)).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("teaching_goes_on", Some("/follow_up")));
    let with_task = Teaching { task_id: Some(Uuid::from_u128(20)), ..unfinished.clone() };
    let with_word = Teaching { note: Some("Her daughter will be there next time.".into()), ..unfinished };
    assert!(with_task.teach(hour(1)).is_ok() && with_word.teach(hour(1)).is_ok());
}

#[test]
fn a_caregiver_has_a_name_and_nothing_is_taught_tomorrow() {
    let caregiver = Teaching { learner: Learner::Caregiver, ..taught() };
    assert_eq!(caregiver.teach(hour(1)).unwrap_err().pointer.as_deref(), Some("/learner_name"));
    assert_eq!(taught().teach(hour(-1)).unwrap_err().code, "teaching_in_future");
}

#[test]
fn what_was_entered_in_error_is_taken_back_once_by_who_wrote_it_or_who_assigns() {
    let other = Uuid::from_u128(2);
    assert_eq!(taught().withdraw(other, false, "No".into()).unwrap_err().code, "teaching_of_colleague");
    assert!(taught().withdraw(other, true, "Wrong person".into()).is_ok());
    let gone = taught().withdraw(NURSE, false, "Wrong person".into()).unwrap().record;
    assert_eq!((gone.status, gone.error_reason.as_deref()), (TeachingStatus::EnteredInError, Some("Wrong person")));
    assert_eq!(gone.withdraw(NURSE, false, "Again".into()).unwrap_err().code, "teaching_entered_in_error");
}

#[test]
fn an_item_of_the_organization_needs_a_text_and_stands_before_what_ships() {
    let own = EducationItem { author_id: Some(NURSE), ..shipped()[0].clone() };
    let empty = EducationContent { texts: BTreeMap::new(), ..own.content.clone() };
    let refused = EducationItem { content: empty, ..own.clone() }.publish(None, shipped()).unwrap_err();
    assert_eq!(refused.pointer.as_deref(), Some("/en"));
    let first = own.publish(Some(1), shipped()).unwrap().record;
    assert_eq!(first.edition, OWN_EDITIONS_FROM);
    let mut all = shipped().to_vec();
    all.push(first.clone());
    let used = current(all.clone()).into_iter().find(|item| item.code == first.code).unwrap();
    assert_eq!(used.edition, OWN_EDITIONS_FROM);
    all.pop();
    all.push(first.withdraw(hour(1)).unwrap().record);
    assert_eq!(current(all).into_iter().find(|item| item.code == used.code).unwrap().edition, 1);
}

proptest! {
    #[test]
    fn everything_is_offered_once_whatever_is_known(language in "[a-z]{2}", needs in proptest::collection::vec("[a-z ]{0,20}", 0..4)) {
        let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
        let fits = offered(shipped(), &reader(&language, None, &needs));
        let codes: std::collections::BTreeSet<&str> = fits.iter().map(|fit| fit.code.as_str()).collect();
        prop_assert_eq!(codes.len(), shipped().len());
        prop_assert_eq!(fits.len(), shipped().len());
    }
}

#[test]
fn what_the_assessment_says_about_reading_is_taken_over_and_silence_is_not_a_no() {
    use crate::comprehensive_assessment::{AbsentReason, Answer, Answers};
    let said = |answer: Answer| fit::help_in(&Answers::from([("reading".to_owned(), answer)]));
    assert_eq!(said(Answer::Codes(vec!["always".into()])), Some(ReadingHelp::Always));
    assert_eq!(said(Answer::Absent(AbsentReason::Declined)), None);
    assert_eq!(fit::help_in(&Answers::new()), None);
}
