mod laws;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::answer::{AbsentReason, Answer, Answers, MAX_TEXT};
use super::definition::{AssessmentSection, Question, QuestionKind, Section, Words};
use super::proposal::{When, proposals, source};
use super::response::{Begin, ComprehensiveAssessment, Decision};
use super::{barrier, barriers, compare, current, find, form, schedule};
use crate::assessment::{AssessmentMode, AssessmentStatus};
use crate::case::Tier;
use crate::change::{Change, EventKind, Rule};
use crate::code::Code;
use crate::instrument;
use crate::need::{Need, NeedKind, NeedStatus};
use crate::program::Setting;
use crate::scope::Verdict;

const ME: Uuid = Uuid::from_u128(1);
const COLLEAGUE: Uuid = Uuid::from_u128(2);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn monday() -> DateTime<Utc> {
    at("2026-03-02T14:00:00Z")
}

fn codes(codes: &[&str]) -> Answer {
    Answer::Codes(codes.iter().map(|code| (*code).to_owned()).collect())
}

fn answers(given: &[(&str, Answer)]) -> Answers {
    given.iter().map(|(code, answer)| ((*code).to_owned(), answer.clone())).collect()
}

fn section(code: AssessmentSection) -> &'static Section {
    current().section(code).unwrap()
}

fn begun(last: Option<&ComprehensiveAssessment>) -> ComprehensiveAssessment {
    begun_in(Setting::ManagedCare, last)
}

fn begun_in(setting: Setting, last: Option<&ComprehensiveAssessment>) -> ComprehensiveAssessment {
    let (id, case_id, person_id) = (Uuid::from_u128(7), Uuid::from_u128(8), Uuid::from_u128(9));
    let begin = Begin { id, case_id, person_id, setting, initial: true, by: ME, now: monday() };
    ComprehensiveAssessment::begin(begin, last).record
}

/// Stores a section and gives the assessment.
fn with(
    assessment: ComprehensiveAssessment,
    code: AssessmentSection,
    given: Answers,
    now: DateTime<Utc>,
) -> ComprehensiveAssessment {
    assessment.answer(code, given, AssessmentMode::Phone, ME, now).unwrap().record
}

/// The first answer that a question takes.
fn plain(question: &Question) -> Answer {
    match question.kind {
        QuestionKind::One(choices) | QuestionKind::Many(choices) => codes(&[choices[0].code]),
        QuestionKind::Number { min, .. } => Answer::Number(min),
        QuestionKind::Text => Answer::Text("Words of the person".into()),
    }
}

fn plainly(section: &Section) -> Answers {
    section.questions.iter().map(|question| (question.code.to_owned(), plain(question))).collect()
}

fn answered(setting: Setting, now: DateTime<Utc>) -> ComprehensiveAssessment {
    let sections = current().asked_in(setting);
    sections.fold(begun_in(setting, None), |so_far, section| with(so_far, section.code, plainly(section), now))
}

fn need(title: &str, code: Option<&str>, from: Option<String>, status: NeedStatus) -> Need {
    Need {
        id: Uuid::from_u128(11),
        version: 1,
        person_id: Uuid::from_u128(9),
        kind: NeedKind::Social,
        title: title.into(),
        code: code.map(str::to_owned),
        code_system: None,
        status,
        reason: None,
        onset_on: None,
        created_at: monday(),
        source: from,
    }
}

fn hungry() -> ComprehensiveAssessment {
    with(begun(None), AssessmentSection::SocialDeterminants, answers(&[("food", codes(&["often_short"]))]), monday())
}

fn proposed(assessment: &ComprehensiveAssessment, needs: &[Need]) -> Vec<&'static str> {
    proposals(assessment, needs).into_iter().map(|proposal| proposal.rule.code).collect()
}

#[test]
fn every_section_of_the_form_is_there_once_and_can_be_completed_and_left_open() {
    let order: Vec<_> = current().sections.iter().map(|section| section.code).collect();
    assert_eq!(order, AssessmentSection::ALL);
    for section in current().sections {
        assert!(!section.source.is_empty() && !section.open(&Answers::new()).is_empty(), "{}", section.code);
        assert!(section.check(&plainly(section)).is_ok(), "{}", section.code);
        assert!(section.open(&plainly(section)).is_empty(), "{}", section.code);
    }
    assert_eq!(find(current().version), Some(current()));
    assert_eq!(find("0"), None);
}

#[test]
fn every_text_of_the_form_stands_in_both_languages_and_every_code_is_unique() {
    let is_whole = |words: Words| !words.en.trim().is_empty() && !words.es.trim().is_empty();
    for section in current().sections {
        assert!(is_whole(section.title), "{}", section.code);
        let mut known = BTreeSet::new();
        for question in section.questions {
            assert!(known.insert(question.code) && is_whole(question.text), "{} {}", section.code, question.code);
            let mut choices = BTreeSet::new();
            for choice in question.choices() {
                assert!(choices.insert(choice.code) && is_whole(choice.label), "{} {}", question.code, choice.code);
            }
        }
    }
}

#[test]
fn a_condition_names_an_earlier_question_of_its_section_and_answers_that_it_has() {
    for section in current().sections {
        for (index, question) in section.questions.iter().enumerate() {
            let Some(when) = question.ask_if else { continue };
            let earlier = section.questions[..index].iter().find(|earlier| earlier.code == when.question).unwrap();
            for code in when.any_of {
                assert!(earlier.choices().iter().any(|choice| choice.code == *code), "{} {code}", question.code);
            }
        }
    }
}

#[test]
fn every_instrument_that_a_section_points_at_is_in_the_library() {
    for code in current().sections.iter().flat_map(|section| section.instruments) {
        assert!(instrument::find(code).is_some(), "{code}");
    }
}

#[test]
fn the_symptom_impact_of_hope_is_offered_with_the_health_of_hospice_patients_and_nowhere_else() {
    let offering = |setting| -> Vec<AssessmentSection> {
        let offers = |section: &&Section| section.offered_in(setting).any(|code| code == "hope");
        current().sections.iter().filter(offers).map(|section| section.code).collect()
    };
    assert_eq!(offering(Setting::Hospice), [AssessmentSection::Clinical]);
    for setting in Setting::ALL.iter().filter(|setting| **setting != Setting::Hospice) {
        assert!(offering(*setting).is_empty(), "{}", setting.as_str());
    }
    assert!(section(AssessmentSection::Strengths).instruments.is_empty(), "no published scale asks for strengths");
}

#[test]
fn every_rule_of_the_need_table_has_a_question_that_can_have_its_answers() {
    let mut known = BTreeSet::new();
    for rule in form::NEED_RULES {
        assert!(known.insert(rule.code), "{}", rule.code);
        let question = section(rule.section).question(rule.question).unwrap();
        match rule.when {
            When::AnyOf(codes) => {
                assert!(!codes.is_empty());
                for code in codes {
                    assert!(question.choices().iter().any(|choice| choice.code == *code), "{} {code}", rule.code);
                }
            }
            When::AtLeast(least) => assert!(question.takes(&Answer::Number(least)), "{}", rule.code),
        }
    }
}

#[test]
fn a_program_is_asked_what_its_setting_needs() {
    let asked = |setting| current().asked_in(setting).map(|section| section.code).collect::<Vec<_>>();
    assert_eq!(asked(Setting::Hospital), AssessmentSection::ALL);
    assert!(!asked(Setting::Legal).contains(&AssessmentSection::Medicines));
    assert!(!asked(Setting::School).contains(&AssessmentSection::Functional));
    assert!(!asked(Setting::LongTermCare).contains(&AssessmentSection::Home));
    let refused = begun_in(Setting::Legal, None).answer(
        AssessmentSection::Medicines,
        Answers::new(),
        AssessmentMode::Phone,
        ME,
        monday(),
    );
    assert_eq!(refused.unwrap_err().code, "section_not_asked");
}

#[test]
fn a_question_takes_only_answers_of_its_kind() {
    let clinical = section(AssessmentSection::Clinical);
    let takes = |code: &str, answer: Answer| clinical.question(code).unwrap().takes(&answer);
    assert!(takes("general_health", codes(&["good"])) && !takes("general_health", codes(&["good", "poor"])));
    assert!(!takes("general_health", codes(&["excellent"])) && !takes("general_health", Answer::Text("Good".into())));
    assert!(takes("symptoms", codes(&["pain", "dizzy"])) && !takes("symptoms", codes(&["pain", "pain"])));
    assert!(!takes("symptoms", codes(&["pain", "none"])) && takes("symptoms", codes(&["none"])));
    assert!(!takes("symptoms", codes(&[])));
    assert!(takes("stays", Answer::Number(50)) && !takes("stays", Answer::Number(51)));
    assert!(!takes("main_concern", Answer::Text("  ".into())));
    assert!(takes("main_concern", Answer::Text("x".repeat(MAX_TEXT))));
    assert!(!takes("main_concern", Answer::Text("x".repeat(MAX_TEXT + 1))));
    let refused = clinical.check(&answers(&[("stays", codes(&["pain"]))])).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("answer_invalid", Some("/answers/stays")));
    assert_eq!(clinical.check(&answers(&[("age", Answer::Number(1))])).unwrap_err().code, "answer_invalid");
}

#[test]
fn declined_and_unknown_settle_a_question_and_not_asked_does_not() {
    let literacy = section(AssessmentSection::Literacy);
    let open = |reason| {
        let mut given = plainly(literacy);
        given.insert("interpreter".into(), Answer::Absent(reason));
        literacy.open(&given).iter().map(|question| question.code).collect::<Vec<_>>()
    };
    assert!(open(AbsentReason::Declined).is_empty() && open(AbsentReason::Unknown).is_empty());
    assert_eq!(open(AbsentReason::NotAsked), ["interpreter"]);
}

#[test]
fn a_question_that_depends_on_one_that_is_not_asked_is_not_asked_either() {
    let caregivers = section(AssessmentSection::Caregivers);
    let given =
        answers(&[("has_caregiver", codes(&["no"])), ("strain", codes(&["limit"])), ("cares_for", codes(&["no"]))]);
    let asked: Vec<_> = caregivers.asked(&given).iter().map(|question| question.code).collect();
    assert_eq!(asked, ["has_caregiver", "cares_for"]);
    assert!(caregivers.open(&given).is_empty());
    assert!(!caregivers.counted(&given).contains_key("strain"));
}

#[test]
fn a_barrier_is_proposed_once_with_the_answer_that_says_why_and_only_for_what_is_asked() {
    let told = |assessment: &ComprehensiveAssessment| {
        barriers(assessment).into_iter().map(|one| (one.rule.code, one.question.code)).collect::<Vec<_>>()
    };
    assert_eq!(told(&begun(None)), []);
    assert_eq!(told(&hungry()), [("food", "food")]);
    let rides = answers(&[("barriers", codes(&["rides", "money"]))]);
    let both = with(hungry(), AssessmentSection::Risks, rides, monday());
    assert_eq!(told(&both), [("transport", "barriers"), ("food", "food"), ("money", "barriers")]);
    let no_way = answers(&[("transport", codes(&["no"])), ("food", codes(&["enough"]))]);
    let twice = with(both, AssessmentSection::SocialDeterminants, no_way, monday());
    assert_eq!(
        told(&twice),
        [("transport", "transport"), ("money", "barriers")],
        "the first answer that fits says why"
    );
}

#[test]
fn a_barrier_says_what_was_answered_and_nothing_more() {
    let titles = |assessment: &ComprehensiveAssessment| {
        barriers(assessment).into_iter().map(|one| one.rule.title.en).collect::<Vec<_>>()
    };
    let said = answers(&[("barriers", codes(&["time", "language", "knowledge"]))]);
    let said = with(begun(None), AssessmentSection::Risks, said, monday());
    let own =
        ["Language or forms are in the way", "Little time beside work or family", "Does not know how to go about it"];
    assert_eq!(titles(&said), own, "nobody spoke of a caregiver or of reading");
    let interpreter = answers(&[("interpreter", codes(&["yes"]))]);
    let both = with(said, AssessmentSection::Literacy, interpreter, monday());
    assert_eq!(titles(&both)[0], "Needs an interpreter");
    assert_eq!(titles(&both).len(), 3, "of one kind one is enough");
}

#[test]
fn every_rule_about_a_barrier_names_choices_that_its_question_has() {
    for rule in barrier::BARRIER_RULES {
        for (code, question, choices) in rule.when {
            let asked = section(*code).question(question).unwrap_or_else(|| panic!("{}: {question}", rule.code));
            let (QuestionKind::One(offered) | QuestionKind::Many(offered)) = asked.kind else { panic!("{question}") };
            let is_offered = |choice: &&str| offered.iter().any(|own| own.code == *choice);
            assert!(choices.iter().all(is_offered), "{}: {question}", rule.code);
        }
    }
}

#[test]
fn a_section_gets_its_date_by_itself_keeps_it_and_loses_it_when_it_is_open_again() {
    let literacy = section(AssessmentSection::Literacy);
    let later = monday() + Duration::days(3);
    let half = with(begun(None), literacy.code, answers(&[("language", codes(&["es"]))]), monday());
    assert_eq!(half.sections[&literacy.code].completed_at, None);
    let done = with(half, literacy.code, plainly(literacy), monday());
    let same = with(done, literacy.code, plainly(literacy), later);
    assert_eq!(same.sections[&literacy.code].completed_at, Some(monday()), "the same again keeps its date");
    let mut other = plainly(literacy);
    other.insert("language".into(), codes(&["es"]));
    let changed = with(same, literacy.code, other, later);
    assert_eq!(changed.sections[&literacy.code].completed_at, Some(later));
    let open = with(changed, literacy.code, Answers::new(), later);
    assert_eq!(open.sections[&literacy.code].completed_at, None);
}

#[test]
fn tv_t_3_one_date_stands_for_all_only_when_every_section_was_completed_on_it() {
    let zone = chrono_tz::America::New_York;
    let whole = answered(Setting::ManagedCare, at("2026-03-03T04:30:00Z"));
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    assert_eq!(whole.days(zone), Some((day("2026-03-02"), day("2026-03-02"))), "half past eleven at night in New York");
    let literacy = section(AssessmentSection::Literacy);
    let mut other = plainly(literacy);
    other.insert("language".into(), codes(&["es"]));
    let in_two = with(whole, literacy.code, other, at("2026-03-05T15:00:00Z"));
    assert_eq!(in_two.days(zone), Some((day("2026-03-02"), day("2026-03-05"))));
    assert_eq!(begun(None).days(zone), None);
}

#[test]
fn it_is_completed_only_when_nothing_is_open_and_says_which_section_is() {
    let refused = hungry().complete(ME, true, monday()).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("sections_open", Some("/sections/clinical")));
    let done = answered(Setting::Hospital, monday()).complete(ME, true, monday()).unwrap();
    assert_eq!((done.record.status, done.record.completed_at), (AssessmentStatus::Completed, Some(monday())));
    assert_eq!(
        done.events.iter().map(|event| event.kind).collect::<Vec<_>>(),
        [EventKind::ComprehensiveCompleted, EventKind::InitialAssessmentCompleted]
    );
    let again = done.record.clone().complete(ME, true, monday()).unwrap_err();
    assert_eq!(again.code, "assessment_not_in_progress");
    let literacy = section(AssessmentSection::Literacy);
    let changed = done.record.answer(literacy.code, plainly(literacy), AssessmentMode::Phone, ME, monday());
    assert_eq!(changed.unwrap_err().code, "assessment_not_in_progress");
}

#[test]
fn tv_t_1_an_assistants_assessment_counts_from_the_review_by_a_licensed_colleague() {
    let waits = answered(Setting::Hospital, monday()).complete(ME, false, monday()).unwrap();
    assert_eq!((waits.record.status, waits.events.len()), (AssessmentStatus::AwaitingReview, 0));
    let later = monday() + Duration::hours(20);
    let own = waits.record.clone().review(ME, Verdict::Allowed, later).unwrap_err();
    assert_eq!(own.code, "assessment_own_review");
    let refused = Verdict::Refused(Rule::new("licence_required", "No licence."));
    assert_eq!(waits.record.clone().review(COLLEAGUE, refused, later).unwrap_err().code, "licence_required");
    let done = waits.record.review(COLLEAGUE, Verdict::Allowed, later).unwrap();
    assert_eq!((done.record.completed_at, done.events[0].at), (Some(later), later));
    assert_eq!(
        done.record.review(COLLEAGUE, Verdict::Allowed, later).unwrap_err().code,
        "assessment_not_awaiting_review"
    );
}

#[test]
fn answers_to_questions_that_are_not_asked_any_more_wait_until_completion_and_are_dropped_then() {
    let mut whole = answered(Setting::ManagedCare, monday());
    let mut given = plainly(section(AssessmentSection::Caregivers));
    given.insert("has_caregiver".into(), codes(&["no"]));
    whole = with(whole, AssessmentSection::Caregivers, given, monday());
    assert!(whole.sections[&AssessmentSection::Caregivers].answers.contains_key("caregiver_who"));
    let done = whole.complete(ME, true, monday()).unwrap().record;
    assert!(!done.sections[&AssessmentSection::Caregivers].answers.contains_key("caregiver_who"));
}

#[test]
fn only_marked_answers_are_carried_over_and_none_counts_before_it_is_confirmed() {
    let done = answered(Setting::ManagedCare, monday()).complete(ME, true, monday()).unwrap().record;
    let next = begun(Some(&done));
    assert_eq!(next.carried[&AssessmentSection::Literacy]["language"].answer, codes(&["en"]));
    assert_eq!(next.carried[&AssessmentSection::Literacy]["language"].from, monday());
    assert!(!next.carried.contains_key(&AssessmentSection::Risks), "nothing there is marked but what seldom changes");
    for (code, carried) in &next.carried {
        assert!(carried.keys().all(|key| section(*code).question(key).unwrap().carried));
    }
    assert_eq!(next.open().len(), begun(None).open().len(), "what is carried settles nothing");
    assert!(proposed(&next, &[]).is_empty());
    let legal = begun_in(Setting::Legal, Some(&done));
    assert!(!legal.carried.contains_key(&AssessmentSection::Medicines), "what is not asked is not shown");
}

#[test]
fn the_next_one_is_due_sooner_the_higher_the_tier_and_within_a_year() {
    let done = "2026-03-02".parse().unwrap();
    let due = |tier| schedule::next_on(tier, done).to_string();
    assert_eq!([Tier::Complex, Tier::High, Tier::Rising].map(due), ["2026-05-31", "2026-08-29", "2027-03-02"]);
    let leap = schedule::next_on(Tier::Low, "2028-02-29".parse().unwrap());
    assert_eq!(leap.to_string(), "2029-02-28");
}

#[test]
fn an_answer_proposes_its_need_with_the_words_why() {
    let found = proposals(&hungry(), &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].rule.code, found[0].rule.kind, found[0].rule.icd_10),
        ("food", NeedKind::Social, Some("Z59.41"))
    );
    assert_eq!(found[0].answer.in_words(found[0].question).es, "Seguido no");
    let stays = |times| {
        let given = answers(&[("stays", Answer::Number(times))]);
        proposed(&with(begun(None), AssessmentSection::Clinical, given, monday()), &[])
    };
    assert!(stays(1).is_empty());
    assert_eq!(stays(2), ["stays"]);
}

#[test]
fn nothing_is_proposed_while_such_a_need_is_open_and_again_when_it_is_gone() {
    let hungry = hungry();
    let rule = super::proposal::rule("food").unwrap();
    let earlier = source(&begun(None), rule);
    for known in [
        need("Food", Some("Z59.41"), None, NeedStatus::Active),
        need(" not enough to EAT", None, None, NeedStatus::Candidate),
        need("Comida insuficiente", None, None, NeedStatus::Deferred),
        need("Called hungry", None, Some(earlier), NeedStatus::Active),
    ] {
        assert!(proposed(&hungry, std::slice::from_ref(&known)).is_empty(), "{}", known.title);
        let gone = Need { status: NeedStatus::Resolved, ..known };
        assert_eq!(proposed(&hungry, &[gone]), ["food"]);
    }
    let other = need("Food", None, Some("import/food".into()), NeedStatus::Active);
    assert_eq!(proposed(&hungry, &[other]), ["food"]);
}

#[test]
fn a_need_is_decided_once_and_declined_with_a_reason_only() {
    let decision =
        |need_id, reason: Option<&str>| Decision { need_id, reason: reason.map(str::to_owned), by: ME, at: monday() };
    let bare = hungry().decide("food", decision(None, Some(" "))).unwrap_err();
    assert_eq!((bare.code, bare.pointer.as_deref()), ("proposal_reason_required", Some("/reason")));
    let declined: Change<_> = hungry().decide("food", decision(None, Some("Her sister cooks."))).unwrap();
    assert!(proposed(&declined.record, &[]).is_empty());
    let twice = declined.record.decide("food", decision(Some(Uuid::from_u128(3)), None)).unwrap_err();
    assert_eq!(twice.code, "proposal_decided");
}

#[test]
fn two_assessments_differ_where_an_answer_does_and_the_order_of_choices_is_no_difference() {
    let code = AssessmentSection::Clinical;
    let of = |given: &[(&str, Answer)]| with(begun(None), code, answers(given), monday());
    let before = of(&[("symptoms", codes(&["pain", "dizzy"])), ("stays", Answer::Number(1))]);
    let after =
        of(&[("symptoms", codes(&["dizzy", "pain"])), ("stays", Answer::Number(3)), ("doctor", codes(&["no"]))]);
    let found = compare(current(), &before, &after);
    let said: Vec<_> = found.iter().map(|one| (one.question.code, one.was.clone(), one.is.clone())).collect();
    assert_eq!(
        said,
        [("stays", Some(Answer::Number(1)), Some(Answer::Number(3))), ("doctor", None, Some(codes(&["no"]))),]
    );
    assert!(compare(current(), &before, &before).is_empty());
}
