//! Equipment on its way, and the papers that go with a referral.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::document::{Said, documents};
use super::tests::{draft, sent};
use super::{
    Course, Days, DocumentMark, EquipmentCourse, EquipmentItem, PaperState, Referral, ReferralDocument, ReferralKind,
    ReferralStatus, ReferralWait,
};
use crate::calendar::Calendar;
use crate::change::{Change, Rule};
use crate::code::Code;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-03-10T15:00:00Z".parse().unwrap()
}

fn ordered() -> EquipmentCourse {
    EquipmentCourse {
        item: EquipmentItem::Walking,
        prescribed_on: Some(day("2026-03-03")),
        ordered_on: Some(day("2026-03-02")),
        shipped_on: None,
        delivered_on: None,
        set_up_on: None,
    }
}

fn refusal(course: EquipmentCourse) -> (&'static str, String) {
    let refused = course.check(day("2026-03-10")).unwrap_err();
    (refused.code, refused.pointer.unwrap_or_default())
}

#[test]
fn what_came_was_ordered_before_in_writing_by_then_and_set_up_after() {
    assert!(ordered().check(day("2026-03-10")).is_ok(), "a word orders, the paper follows");
    let delivered = EquipmentCourse { delivered_on: Some(day("2026-03-05")), ..ordered() };
    assert!(delivered.check(day("2026-03-10")).is_ok());
    let unwritten = EquipmentCourse { prescribed_on: Some(day("2026-03-06")), ..delivered };
    assert_eq!(refusal(unwritten), ("referral_dates_order", "/delivered_on".into()));
    let unordered = EquipmentCourse { ordered_on: None, ..delivered };
    assert_eq!(refusal(unordered), ("referral_date_missing", "/ordered_on".into()));
    let set_up = EquipmentCourse { set_up_on: Some(day("2026-03-05")), ..ordered() };
    assert_eq!(refusal(set_up), ("referral_date_missing", "/delivered_on".into()));
    let ahead = EquipmentCourse { delivered_on: Some(day("2026-03-11")), ..ordered() };
    assert_eq!(refusal(ahead), ("referral_date_in_future", "/delivered_on".into()));
}

#[test]
fn what_was_delivered_waits_for_the_word_of_the_person_and_for_no_supplier() {
    let delivered = EquipmentCourse { delivered_on: Some(day("2026-03-09")), ..ordered() };
    assert_eq!(followed(ReferralKind::Dme, delivered).unwrap().record.wait, Some(ReferralWait::Confirmation));
    assert_eq!(followed(ReferralKind::Housing, ordered()).unwrap_err().code, "referral_kind");
}

fn followed(kind: ReferralKind, course: EquipmentCourse) -> Result<Change<Referral>, Rule> {
    let calendar = Calendar::default();
    let days = Days { zone: chrono_tz::America::New_York, calendar: &calendar };
    sent(kind).follow(Course::Equipment(course), days, now())
}

fn noted(
    referral: &Referral,
    state: PaperState,
    note: Option<&str>,
    before: Option<PaperState>,
) -> Result<DocumentMark, &'static str> {
    let said = |state, note: Option<&str>| Said {
        document: ReferralDocument::WrittenOrder,
        state,
        note: note.map(Into::into),
    };
    let by = (Uuid::from_u128(1), Uuid::from_u128(2), now());
    let before = before.map(|state| DocumentMark {
        id: Uuid::from_u128(3),
        version: 1,
        referral_id: referral.id,
        person_id: referral.person_id,
        document: ReferralDocument::WrittenOrder,
        state,
        note: None,
        author_id: Uuid::nil(),
        at: now(),
    });
    let change = referral.note_document(said(state, note), before.as_ref(), by);
    change.map(|change| change.record).map_err(|rule| rule.code)
}

#[test]
fn a_paper_moves_as_its_table_says_and_every_other_step_is_refused() {
    use PaperState as S;
    let legal = [
        (S::Missing, S::Ready),
        (S::Missing, S::Sent),
        (S::Missing, S::NotNeeded),
        (S::Ready, S::Sent),
        (S::Ready, S::NotNeeded),
        (S::Ready, S::Missing),
        (S::Sent, S::Missing),
        (S::NotNeeded, S::Missing),
    ];
    let referral = draft(ReferralKind::Dme);
    for from in PaperState::ALL {
        for to in PaperState::ALL {
            let before = Some(*from).filter(|state| *state != S::Missing);
            let found = noted(&referral, *to, Some("Why"), before);
            assert_eq!(found.is_ok(), legal.contains(&(*from, *to)), "{from} {to}");
        }
    }
}

#[test]
fn proof_that_comes_after_the_person_confirmed_is_taken_and_after_a_refusal_nothing_is() {
    use ReferralStatus as S;
    for status in S::ALL {
        let referral = Referral { status: *status, ..draft(ReferralKind::Dme) };
        let found = noted(&referral, PaperState::Ready, None, None).map(|_| ());
        let ended = matches!(status, S::Declined | S::NotReceived | S::Cancelled);
        assert_eq!(found, if ended { Err("referral_closed") } else { Ok(()) }, "{status}");
    }
}

#[test]
fn what_is_not_needed_says_why_and_a_kind_is_asked_for_its_own_papers_only() {
    let referral = draft(ReferralKind::Dme);
    assert_eq!(noted(&referral, PaperState::NotNeeded, Some(" "), None), Err("referral_document_note"));
    let ride = draft(ReferralKind::Transport);
    assert_eq!(noted(&ride, PaperState::Ready, None, None), Err("referral_document_unknown"));
    assert!(documents(ReferralKind::Transport).is_empty());
    for kind in ReferralKind::ALL {
        let mut known: Vec<&str> = documents(*kind).iter().map(|wanted| wanted.document.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        assert_eq!(known.len(), documents(*kind).len(), "{kind} asks twice for one paper");
    }
}
