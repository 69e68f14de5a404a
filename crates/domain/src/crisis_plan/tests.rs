#![allow(clippy::unwrap_used, clippy::expect_used)]
use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::crisis_plan::content::{CrisisChangeKind, CrisisSection, compare};
use crate::crisis_plan::{CrisisContact, CrisisWork};
use crate::scope::Verdict;

const AUTHOR: Uuid = Uuid::from_u128(1);
const NURSE: Uuid = Uuid::from_u128(2);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-03-02T15:00:00Z".parse().unwrap()
}

fn signer(licensed: bool, today: &str) -> Signer {
    let refusal = || Verdict::Refused(Rule::new("licence_required", "No licence."));
    let scope = if licensed { Verdict::Allowed } else { refusal() };
    Signer { id: NURSE, scope, now: now(), today: day(today) }
}

fn content() -> CrisisContent {
    CrisisContent {
        warning_signs: vec!["I stop answering the phone.".into()],
        coping: vec!["Walk the dog.".into()],
        means_safety: vec!["My sister keeps my pills.".into()],
        helpers: vec![CrisisContact { name: "My sister".into(), phone: Some("555-0100".into()), hours: None }],
        ..CrisisContent::default()
    }
}

fn draft() -> CrisisPlan {
    CrisisPlan::draft(Uuid::from_u128(9), Uuid::from_u128(8), content(), AUTHOR, now()).record
}

fn in_force() -> CrisisPlan {
    draft().approve(Uuid::from_u128(7), signer(true, "2026-03-02")).unwrap().0.record
}

fn code<T>(refused: Result<T, Rule>) -> &'static str {
    refused.err().expect("a refusal").code
}

#[test]
fn a_plan_is_in_force_when_somebody_licensed_signed_it_off_whoever_wrote_it() {
    assert_eq!(code(draft().approve(Uuid::nil(), signer(false, "2026-03-02"))), "licence_required");
    let (change, revision) = draft().approve(Uuid::from_u128(7), signer(true, "2026-03-02")).unwrap();
    let (plan, revision) = (change.record, revision.record);
    assert_eq!((plan.status, plan.revision, plan.version), (CrisisPlanStatus::InForce, 1, 2));
    assert_eq!((plan.approved_by, plan.draft), (Some(NURSE), None));
    assert_eq!((revision.author_id, revision.approved_by, revision.content), (AUTHOR, NURSE, content()));
}

#[test]
fn warning_signs_coping_and_means_safety_are_asked_for_with_a_pointer() {
    let pointer = |empty: fn(&mut CrisisContent)| {
        let mut content = content();
        empty(&mut content);
        let plan = draft().write(content, AUTHOR).unwrap().record;
        let submitted = plan.clone().submit(AUTHOR, now()).unwrap_err();
        let refused = plan.approve(Uuid::nil(), signer(true, "2026-03-02")).unwrap_err();
        assert_eq!((submitted.code, refused.code), ("crisis_plan_incomplete", "crisis_plan_incomplete"));
        refused.pointer.unwrap()
    };
    assert_eq!(pointer(|content| content.warning_signs.clear()), "/content/warning_signs");
    assert_eq!(pointer(|content| content.coping.clear()), "/content/coping");
    assert_eq!(pointer(|content| content.means_safety.clear()), "/content/means_safety");
}

#[test]
fn writing_on_takes_a_submitted_draft_back() {
    let submitted = draft().submit(AUTHOR, now()).unwrap().record;
    assert_eq!(submitted.work(), Some(CrisisWork::SignOff { by: AUTHOR, at: now() }));
    assert_eq!(code(submitted.clone().submit(AUTHOR, now())), "crisis_plan_submitted");
    let written = submitted.write(content(), AUTHOR).unwrap().record;
    assert_eq!(written.work(), None);
}

#[test]
fn what_is_in_force_stays_in_force_while_it_is_revised() {
    let plan = in_force().revise("A new number".into(), AUTHOR, now()).unwrap().record;
    assert_eq!((plan.status, &plan.content), (CrisisPlanStatus::InForce, &content()));
    assert_eq!(code(plan.clone().revise("Again".into(), AUTHOR, now())), "crisis_plan_being_revised");
    let kept = plan.clone().discard().unwrap().record;
    assert_eq!((kept.status, kept.revision, kept.draft), (CrisisPlanStatus::InForce, 1, None));
    let (change, revision) = plan.approve(Uuid::from_u128(6), signer(true, "2026-03-20")).unwrap();
    assert_eq!((change.record.revision, revision.record.revision), (2, 2));
    assert_eq!(revision.record.reason.as_deref(), Some("A new number"));
}

#[test]
fn a_draft_that_never_was_in_force_is_thrown_away_for_good() {
    let gone = draft().discard().unwrap().record;
    assert_eq!((gone.status, gone.work()), (CrisisPlanStatus::Discarded, None));
    assert_eq!(code(gone.clone().discard()), "crisis_plan_no_draft");
    assert_eq!(code(gone.write(content(), AUTHOR)), "crisis_plan_no_draft");
}

#[test]
fn a_plan_is_reviewed_thirty_days_after_it_took_effect_and_after_each_review() {
    let plan = in_force();
    assert_eq!(plan.work(), Some(CrisisWork::Review { on: day("2026-04-01") }));
    assert_eq!(code(plan.clone().review(signer(false, "2026-03-30"))), "licence_required");
    let reviewed = plan.review(signer(true, "2026-03-30")).unwrap().record;
    assert_eq!((reviewed.reviewed_by, reviewed.review_on), (Some(NURSE), Some(day("2026-04-29"))));
}

#[test]
fn a_new_alert_brings_the_review_forward_and_never_puts_it_off() {
    let heeded = in_force().heed_alert(day("2026-03-10")).unwrap().record;
    assert_eq!(heeded.review_on, Some(day("2026-03-10")));
    assert!(heeded.clone().heed_alert(day("2026-03-10")).is_none());
    assert!(heeded.heed_alert(day("2026-03-11")).is_none(), "an overdue review stays overdue");
    assert!(draft().heed_alert(day("2026-03-10")).is_none(), "nothing is in force yet");
}

#[test]
fn an_ended_plan_waits_for_nothing() {
    assert_eq!(code(in_force().end("Moved away".into(), signer(false, "2026-03-30"))), "licence_required");
    let revised = in_force().revise("A new number".into(), AUTHOR, now()).unwrap().record;
    let ended = revised.end("Moved away".into(), signer(true, "2026-03-30")).unwrap().record;
    assert_eq!((ended.status, ended.work(), ended.draft.is_none()), (CrisisPlanStatus::Ended, None, true));
    assert_eq!(ended.ended_reason.as_deref(), Some("Moved away"));
    assert_eq!(code(ended.clone().review(signer(true, "2026-03-30"))), "crisis_plan_not_in_force");
    assert_eq!(code(ended.revise("Back".into(), AUTHOR, now())), "crisis_plan_not_in_force");
}

#[test]
fn a_changed_number_is_a_change_and_another_name_is_another_line() {
    let mut after = content();
    after.helpers[0].phone = Some("555-0199".into());
    after.coping = vec!["Sing.".into()];
    let changes = compare(&content(), &after);
    let told: Vec<_> = changes.iter().map(|change| (change.section, change.kind, change.item.as_str())).collect();
    assert_eq!(
        told,
        [
            (CrisisSection::Coping, CrisisChangeKind::Added, "Sing."),
            (CrisisSection::Coping, CrisisChangeKind::Removed, "Walk the dog."),
            (CrisisSection::Helpers, CrisisChangeKind::Changed, "My sister"),
        ]
    );
    assert_eq!((changes[2].was.as_deref(), changes[2].is.as_deref()), (Some("555-0100"), Some("555-0199")));
}

fn any_lines() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[a-z]{1,3}", 0..4).prop_map(|lines| lines.into_iter().collect())
}

fn any_content() -> impl Strategy<Value = CrisisContent> {
    (any_lines(), any_lines(), any_lines(), prop::collection::vec("[0-9]{3}", 4)).prop_map(
        |(warning_signs, coping, names, phones)| CrisisContent {
            warning_signs,
            coping,
            helpers: names
                .into_iter()
                .zip(phones)
                .map(|(name, phone)| CrisisContact { name, phone: Some(phone), hours: None })
                .collect(),
            ..CrisisContent::default()
        },
    )
}

proptest! {
    #[test]
    fn a_plan_compared_with_itself_has_no_difference(content in any_content()) {
        prop_assert!(compare(&content, &content).is_empty());
    }

    #[test]
    fn comparing_backwards_turns_what_was_added_into_what_was_removed(before in any_content(), after in any_content()) {
        let count = |from: &CrisisContent, to: &CrisisContent, kind| {
            compare(from, to).into_iter().filter(|change| change.kind == kind).count()
        };
        prop_assert_eq!(
            count(&before, &after, CrisisChangeKind::Added),
            count(&after, &before, CrisisChangeKind::Removed)
        );
        prop_assert_eq!(
            count(&before, &after, CrisisChangeKind::Changed),
            count(&after, &before, CrisisChangeKind::Changed)
        );
    }

    #[test]
    fn no_alert_and_no_review_leaves_a_plan_in_force_without_a_day_to_look_at_it(steps in prop::collection::vec((0..3_u8, 0..60_u64), 0..12)) {
        let mut plan = in_force();
        let mut today = day("2026-03-02");
        for (step, days) in steps {
            today = today.checked_add_days(Days::new(days)).unwrap();
            plan = match step {
                0 => plan.clone().heed_alert(today).map_or(plan, |change| change.record),
                1 => plan.review(Signer { today, ..signer(true, "2026-03-02") }).unwrap().record,
                _ => plan,
            };
            prop_assert!(plan.review_on.is_some_and(|day| day <= today.checked_add_days(Days::new(REVIEW_DAYS)).unwrap()));
        }
    }
}

#[test]
fn a_draft_says_since_when_it_is_written_and_one_from_before_is_still_read() {
    let plan = in_force().revise("A new number".into(), AUTHOR, now()).unwrap().record;
    let draft = plan.draft.unwrap();
    assert_eq!(draft.begun_at, Some(now()));
    let mut json = serde_json::to_value(&draft).unwrap();
    json.as_object_mut().unwrap().remove("begun_at");
    assert_eq!(serde_json::from_value::<CrisisDraft>(json).unwrap(), CrisisDraft { begun_at: None, ..draft });
}

#[test]
fn nothing_is_planned_for_somebody_who_has_died() {
    assert_eq!(require_living(None), Ok(()));
    assert_eq!(require_living(Some(day("2026-03-01"))).unwrap_err().code, "person_deceased");
}
