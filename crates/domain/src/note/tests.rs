//! What a note keeps, when it may be signed, and who may change what.

use chrono::{TimeDelta, TimeZone};
use proptest::prelude::*;

use super::library::shipped;
use super::template::{Field, FieldKind, FlawKind, NoteAnswerValue, NoteTemplate, RecordFact, minutes_spent, sourced};
use super::turnaround::{DocumentType, Owed, turnaround};
use super::*;
use crate::case::{CaseStatus, Stage, Tier};
use crate::code::Code;
use crate::deadline::DeadlineStatus;
use crate::edition::{OWN_EDITIONS_FROM, current};
use crate::program::Setting;
use crate::rulebook::standard;

const AUTHOR: Uuid = Uuid::from_u128(1);
const SENIOR: Uuid = Uuid::from_u128(2);

fn hour(number: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 7, 6, 12, 0, 0).unwrap() + TimeDelta::hours(number)
}

fn case() -> Case {
    Case {
        id: Uuid::from_u128(20),
        version: 1,
        person_id: Uuid::from_u128(21),
        program_id: Uuid::from_u128(22),
        status: CaseStatus::Active,
        stage: Stage::Assess,
        tier: Tier::Rising,
        owner_id: AUTHOR,
        team_id: Uuid::from_u128(23),
        enrolled_at: hour(-100),
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

fn begun() -> Note {
    Note::begin(Uuid::from_u128(30), &case(), AUTHOR, NoteKind::Progress, "Progress".into(), hour(0))
}

fn soap() -> NoteTemplate {
    shipped().iter().find(|own| own.code == "soap").unwrap().clone()
}

fn answers(all: &[(&str, &str)]) -> Vec<NoteAnswer> {
    sourced(all.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect(), &[])
}

fn filled() -> Vec<NoteAnswer> {
    answers(&[
        ("subjective", "Sleeps badly"),
        ("objective", "Legs swollen"),
        ("assessment", "More fluid"),
        ("plan", "Nurse visits tomorrow"),
        ("next_contact", "2026-07-08"),
        ("minutes", "25"),
    ])
}

fn draft(note: &Note, answers: Vec<NoteAnswer>) -> Draft {
    Draft { title: "Progress".into(), body: String::new(), answers, occurred_at: note.occurred_at, late_reason: None }
}

fn written(answers: Vec<NoteAnswer>) -> Note {
    let note = begun();
    let draft = draft(&note, answers);
    note.write(draft, Some(&soap().content), AUTHOR, hour(1)).unwrap().record
}

fn signed() -> Note {
    written(filled()).sign(AUTHOR, true, Some(&soap().content), hour(2)).unwrap().record
}

fn waiting() -> Note {
    written(filled()).sign(AUTHOR, false, Some(&soap().content), hour(2)).unwrap().record
}

#[test]
fn every_template_that_ships_can_be_filled_and_every_setting_has_some() {
    for template in shipped() {
        template.content.check().unwrap();
        assert!(template.edition < OWN_EDITIONS_FROM);
        for field in template.content.fields() {
            assert!(!field.label.en.is_empty() && !field.label.es.is_empty(), "{}", field.code);
        }
    }
    for setting in Setting::ALL {
        let offered = shipped().iter().filter(|own| own.content.fits(*setting)).count();
        assert!(offered >= 2, "{setting}");
    }
}

/// The fields of a template: required ones with `!`, those that the record fills with what does.
fn outline(own: &NoteTemplate) -> String {
    let field = |field: &Field| {
        let must = if field.required { "!" } else { "" };
        let fact = field.from_record.map_or_else(String::new, |fact| format!("<{fact}"));
        format!("{}{must}{fact}", field.code)
    };
    let fields: Vec<String> = own.content.fields().map(field).collect();
    format!("{} {}: {}", own.code, own.edition, fields.join(" "))
}

#[test]
fn an_edition_that_ships_asks_for_ever_what_it_asked_first() {
    let all: Vec<String> = shipped().iter().map(outline).collect();
    let asked = [
        "soap 1: subjective! concerns<active_needs objective! scores<latest_scores assessment! plan! next_contact minutes<contact_minutes",
        "dap 1: data! engagement assessment! plan! next_contact minutes<contact_minutes",
        "birp 1: behavior! self_harm! intervention! minutes<contact_minutes response! engagement plan! next_contact",
        "hospital_day 1: place<stay_place admitted_on<admitted_on events! ready! barriers expected_on! plan!",
        "discharge 1: place<stay_place admitted_on<admitted_on discharged_on!<discharged_on destination! medications<medications \
         equipment understood! visit_on plan!",
        "court 1: agency! reference next_date observed! reported needs<active_needs wishes! recommendation",
        "supervision 1: question! scores<latest_scores reviewed advice! review_on",
        "home_visit 2: present! safety! hazards condition! ordered<medications medications caregiver plan! next_contact \
         minutes<contact_minutes",
        "home_visit 1: present! safety! hazards condition! medications<medications caregiver plan! next_contact minutes<contact_minutes",
    ];
    assert_eq!(all, asked);
}

#[test]
fn a_note_is_signed_only_with_what_its_template_asks_and_the_refusal_points_at_the_field() {
    let without: Vec<NoteAnswer> = filled().into_iter().filter(|own| own.field != "plan").collect();
    let refused = written(without).sign(AUTHOR, true, Some(&soap().content), hour(2)).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("note_incomplete", Some("/answers/plan")));
    for (field, value, kind) in [
        ("minutes", "many", FlawKind::NoNumber),
        ("minutes", "-1", FlawKind::NoNumber),
        ("next_contact", "soon", FlawKind::NoDate),
    ] {
        let mut wrong = filled();
        wrong.iter_mut().find(|own| own.field == field).unwrap().value = value.into();
        let flaws = soap().content.flaws(&wrong);
        assert_eq!(flaws.iter().map(|flaw| (flaw.field.as_str(), flaw.kind)).collect::<Vec<_>>(), [(field, kind)]);
    }
}

#[test]
fn the_signed_text_holds_answers_and_free_text_in_the_language_of_the_note() {
    let mut note = begun();
    note.language = ReadingLanguage::Spanish;
    let draft = Draft { body: "Llamar antes de ir.".into(), ..draft(&note, filled()) };
    let note = note.write(draft, Some(&soap().content), AUTHOR, hour(1)).unwrap().record;
    let text = note.sign(AUTHOR, true, Some(&soap().content), hour(2)).unwrap().record.text.unwrap();
    assert!(text.starts_with("SUBJETIVO\nLo que dice la persona: Sleeps badly"), "{text}");
    assert!(text.contains("Tiempo dedicado: 25 min") && text.ends_with("Llamar antes de ir."), "{text}");
}

#[test]
fn an_answer_to_a_field_that_there_is_not_is_refused_where_it_stands() {
    for (all, code) in [
        (answers(&[("plan", "a"), ("mood", "b")]), "note_answer_unknown"),
        (answers(&[("plan", "a"), ("plan", "b")]), "note_answer_twice"),
    ] {
        let note = begun();
        let draft = draft(&note, all);
        let refused = note.write(draft, Some(&soap().content), AUTHOR, hour(1)).unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), (code, Some("/answers/1/field")));
    }
}

#[test]
fn what_the_record_says_fills_only_fields_that_ask_it_and_loses_its_source_when_changed() {
    let said = |value: &str| NoteAnswerValue { value: value.into(), record_id: None, at: Some(hour(-5)) };
    let known = [
        (RecordFact::ContactMinutes, said("40")),
        (RecordFact::ActiveNeeds, said("Transport")),
        (RecordFact::StayPlace, said("Hospital")),
    ];
    let begun = soap().content.prefilled(&known);
    let fields: Vec<&str> = begun.iter().map(|own| own.field.as_str()).collect();
    assert_eq!(fields, ["concerns", "minutes"]);
    assert_eq!(begun[0].source.as_ref().unwrap().fact, RecordFact::ActiveNeeds);
    let sent = vec![("concerns".to_owned(), "Transport".to_owned()), ("minutes".to_owned(), "45".to_owned())];
    let kept = sourced(sent, &begun);
    assert!(kept[0].source.is_some() && kept[1].source.is_none());
    assert!(soap().content.prefilled(&[(RecordFact::ContactMinutes, said("ages"))]).is_empty());
}

#[test]
fn what_somebody_saw_is_never_filled_from_orders() {
    let said = NoteAnswerValue { value: "Furosemide".into(), record_id: None, at: Some(hour(-5)) };
    let usable = current(shipped().to_vec());
    let visit = usable.iter().find(|own| own.code == "home_visit").unwrap();
    let begun = visit.content.prefilled(&[(RecordFact::Medications, said)]);
    assert_eq!(begun.iter().map(|own| own.field.as_str()).collect::<Vec<_>>(), ["ordered"]);
}

#[test]
fn a_late_entry_says_why_before_it_is_signed_and_one_minute_earlier_does_not() {
    let exactly = begun().of(hour(-24), hour(0)).unwrap();
    assert!(!exactly.is_late);
    let late = begun().of(hour(-24) - TimeDelta::minutes(1), hour(0)).unwrap();
    assert!(late.is_late);
    let mut late = Note { body: "Seen at home.".into(), ..late };
    let refused = late.clone().sign(AUTHOR, true, None, hour(1)).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("note_late_reason", Some("/late_reason")));
    late.late_reason = Some("No network at the farm.".into());
    assert_eq!(late.sign(AUTHOR, true, None, hour(1)).unwrap().record.status, NoteStatus::Signed);
}

#[test]
fn what_happened_after_the_draft_was_begun_may_be_told_and_what_has_not_happened_may_not() {
    let moved = |at| Draft { occurred_at: at, ..draft(&begun(), vec![]) };
    let told = begun().write(moved(hour(1)), None, AUTHOR, hour(2)).unwrap().record;
    assert_eq!((told.occurred_at, told.is_late), (hour(1), false));
    let refused = begun().write(moved(hour(3)), None, AUTHOR, hour(2)).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("note_in_future", Some("/occurred_at")));
}

#[test]
fn the_time_of_a_note_on_a_contact_is_that_of_the_contact() {
    let note = Note { contact_id: Some(Uuid::from_u128(40)), ..begun() };
    let moved = Draft { occurred_at: hour(-3), ..draft(&note, vec![]) };
    assert_eq!(note.write(moved, None, AUTHOR, hour(1)).unwrap_err().code, "note_time_of_contact");
}

#[test]
fn a_note_that_is_sent_back_is_changed_and_signed_again_and_never_thrown_away() {
    let change = waiting().give_back(SENIOR, Verdict::Allowed, "Who was told?".into(), hour(3)).unwrap();
    assert!(change.events.is_empty(), "the countersignature stays due");
    let back = change.record;
    assert_eq!((back.status, back.signed_at, back.text.as_deref()), (NoteStatus::Draft, None, None));
    assert_eq!((back.returns.len(), back.returns[0].comment.as_str()), (1, "Who was told?"));
    assert_eq!(back.clone().discard(AUTHOR, hour(4)).unwrap_err().code, "note_was_signed");
    let again = back.sign(AUTHOR, false, Some(&soap().content), hour(5)).unwrap();
    assert_eq!(again.record.status, NoteStatus::AwaitingCountersignature);
    assert!(again.events.is_empty(), "it is waited for since the first signature");
    let own = waiting().give_back(AUTHOR, Verdict::Allowed, "Mine".into(), hour(3)).unwrap_err();
    assert_eq!(own.code, "note_own_countersignature");
    assert_eq!(
        signed().give_back(SENIOR, Verdict::Allowed, "Late".into(), hour(3)).unwrap_err().code,
        "note_not_awaiting"
    );
}

#[test]
fn a_correction_is_a_new_note_of_the_author_and_the_old_one_stays_as_it_was_signed() {
    let old = Note { contact_id: Some(Uuid::from_u128(40)), ..signed() };
    let begun = old.correct(Uuid::from_u128(31), AUTHOR, "Wrong leg.".into(), hour(10)).unwrap().record;
    assert_eq!((begun.status, begun.supersedes_id, begun.text.as_deref()), (NoteStatus::Draft, Some(old.id), None));
    assert_eq!(begun.answers, old.answers);
    let change = begun.sign(AUTHOR, true, Some(&soap().content), hour(11)).unwrap();
    assert!(change.events.is_empty(), "the contact was documented before");
    let superseded = old.clone().superseded().record;
    assert_eq!((superseded.status, &superseded.text), (NoteStatus::Superseded, &old.text));
    assert_eq!(
        superseded.correct(Uuid::nil(), AUTHOR, "Again".into(), hour(12)).unwrap_err().code,
        "note_not_correctable"
    );
    assert_eq!(old.correct(Uuid::nil(), SENIOR, "Not mine".into(), hour(12)).unwrap_err().code, "note_of_colleague");
    assert_eq!(
        waiting().correct(Uuid::nil(), AUTHOR, "Early".into(), hour(3)).unwrap_err().code,
        "note_not_correctable"
    );
}

#[test]
fn an_edition_follows_the_last_one_and_taking_it_back_brings_the_one_before() {
    let own = NoteTemplate { author_id: Some(SENIOR), ..soap() };
    let first = own.clone().publish(Some(1), shipped()).unwrap().record;
    assert_eq!(first.edition, OWN_EDITIONS_FROM);
    let second = own.publish(None, &[soap(), first.clone()]).unwrap().record;
    assert_eq!(second.edition, OWN_EDITIONS_FROM + 1);
    let usable = |all: Vec<NoteTemplate>| current(all).into_iter().map(|one| one.edition).collect::<Vec<_>>();
    assert_eq!(usable(vec![soap(), first.clone(), second.clone()]), [OWN_EDITIONS_FROM + 1]);
    let withdrawn = second.withdraw(hour(1)).unwrap().record;
    assert_eq!(usable(vec![soap(), first, withdrawn.clone()]), [OWN_EDITIONS_FROM]);
    assert_eq!(withdrawn.withdraw(hour(2)).unwrap_err().code, "template_withdrawn");
}

#[test]
fn content_that_could_not_be_filled_is_refused_where_it_stands() {
    let broken = |change: fn(&mut TemplateContent)| {
        let mut content = soap().content;
        change(&mut content);
        content.check().unwrap_err().code
    };
    assert_eq!(broken(|own| own.sections[1].fields[0].code = "subjective".into()), "template_field_twice");
    assert_eq!(broken(|own| own.sections[0].fields[0].kind = FieldKind::Choice), "template_options");
    assert_eq!(
        broken(|own| (own.sections[3].fields[2].min, own.sections[3].fields[2].max) = (Some(2.0), Some(1.0))),
        "template_range"
    );
    let long = |count: usize| {
        let mut content = soap().content;
        let field = content.sections[1].fields[0].clone();
        content.sections.truncate(1);
        content.sections[0].fields =
            (0..count).map(|number| Field { code: format!("field_{number}"), ..field.clone() }).collect();
        content.check().map_err(|refused| refused.code)
    };
    assert_eq!((long(200), long(201)), (Ok(()), Err("template_too_long")));
}

#[test]
fn a_note_says_minutes_as_a_number_of_at_most_a_day_or_none() {
    let said = |value: &str| minutes_spent(&answers(&[("minutes", value)]));
    assert_eq!([said("25"), said(" 7.9 "), said("0")], [Some(25), Some(7), Some(0)]);
    assert_eq!([said("many"), said("-1"), said("1441"), said("NaN"), minutes_spent(&[])], [None; 5]);
}

fn owed(status: DeadlineStatus, minutes: Option<i64>) -> Owed {
    let met_at = minutes.map(|minutes| hour(0) + TimeDelta::minutes(minutes));
    let (id, person_id, case_id) = (Uuid::from_u128(40), Uuid::from_u128(41), Uuid::from_u128(42));
    let (document, from, due_at) = (DocumentType::ContactNote, hour(0), hour(48));
    Owed { id, person_id, case_id, staff_id: AUTHOR, document, status, from, due_at, met_at }
}

#[test]
fn the_share_in_time_counts_what_was_done_missed_or_is_overdue_and_nothing_that_was_set_aside() {
    use DeadlineStatus as S;
    let all = [
        owed(S::Met, Some(60)),
        owed(S::Met, Some(30)),
        owed(S::MetLate, Some(3000)),
        owed(S::Missed, None),
        owed(S::Open, None),
        owed(S::Waived, None),
        owed(S::Cancelled, None),
    ];
    let found = &turnaround(&all, AUTHOR, hour(48))[0];
    assert_eq!((found.in_time, found.counted, found.open, found.median_minutes), (2, 4, 1, Some(60)));
    let later = &turnaround(&all, AUTHOR, hour(48) + TimeDelta::seconds(1))[0];
    assert_eq!((later.in_time, later.counted), (2, 5), "an open one counts once its time is over");
    assert!(turnaround(&all, SENIOR, hour(48)).is_empty());
    let told = all.iter().filter(|one| one.is_told()).count();
    assert_eq!(told, later.counted, "the list behind the numbers is as long as they are");
}

#[test]
fn what_is_counted_are_the_rules_that_only_a_finished_first_document_meets() {
    use EventKind as E;
    let ends = [
        E::NoteSigned,
        E::InitialAssessmentCompleted,
        E::ComprehensiveCompleted,
        E::StartOfCareAssessed,
        E::PlanApproved,
    ];
    let rules: Vec<_> = Setting::ALL.iter().flat_map(|setting| standard(*setting)).collect();
    for rule in &rules {
        // An update follows a document that is finished already, and a screening may come from elsewhere.
        let is_end = rule.met_by.iter().all(|kind| ends.contains(kind)) && !ends.contains(&rule.trigger);
        assert_eq!(DocumentType::of_rule(&rule.code).is_some(), is_end, "{}", rule.code);
    }
    for code in DocumentType::ALL.iter().flat_map(|document| document.rules()) {
        assert!(rules.iter().any(|rule| rule.code == *code), "{code}");
    }
}

proptest! {
    #[test]
    fn what_is_signed_shows_every_answer_and_the_text(values in proptest::collection::vec("[a-z]{1,12}", 4), body in "[a-z ]{0,40}") {
        let codes = ["subjective", "objective", "assessment", "plan"];
        let all: Vec<(&str, &str)> = codes.into_iter().zip(values.iter().map(String::as_str)).collect();
        let text = soap().content.render(&answers(&all), &body, ReadingLanguage::English);
        for value in &values {
            prop_assert!(text.contains(value));
        }
        prop_assert!(text.ends_with(body.trim()));
    }
}
