//! Who may do what, and the laws of the matrix.

use chrono::{DateTime, Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::*;
use crate::Code;
use crate::case::Tier;
use crate::program::Setting;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-06-30")
}

fn credential(kind: CredentialKind) -> Credential {
    Credential {
        id: Uuid::nil(),
        version: 1,
        staff_id: Uuid::nil(),
        kind,
        state: Some("NY".into()),
        number: "1".into(),
        status: CredentialStatus::Active,
        issued_on: None,
        expires_on: Some(today()),
        renewal_hours: None,
        hours_earned: None,
        ended_reason: None,
    }
}

fn worker<'a>(credentials: &'a [Credential], supervisor: &'a [Credential]) -> Practice<'a> {
    Practice { role: Role::CareManager, credentials, supervisor: Some(supervisor) }
}

fn limit(activity: Activity, level: Level, condition: Condition) -> ScopeLimit {
    ScopeLimit {
        id: Uuid::nil(),
        version: 1,
        activity,
        level,
        condition,
        starts_on: today(),
        reason: "Asked for by the accreditor".into(),
        set_by: Uuid::nil(),
        set_at: DateTime::UNIX_EPOCH,
        withdrawn_on: None,
        withdrawn_by: None,
        withdrawn_reason: None,
    }
}

fn code(verdict: &Verdict) -> &'static str {
    verdict.reason().map_or("allowed", |rule| rule.code)
}

const NY: Option<&str> = Some("NY");

#[test]
fn a_licence_allows_on_its_last_day_and_not_on_the_day_after() {
    let (own, lead) =
        ([credential(CredentialKind::Rn)], [Credential { expires_on: None, ..credential(CredentialKind::Md) }]);
    let on = |day| judge(Activity::CloseAlert, &worker(&own, &lead), NY, &[], day);
    assert!(on(today() - Days::new(1)).is_allowed() && on(today()).is_allowed());
    let after = on(today() + Days::new(1));
    assert_eq!(code(&after), "licence_expired");
    let detail = &after.reason().unwrap().detail;
    assert!(detail.contains("RN license of NY ran out on 2026-06-30"), "{detail}");
    let note = judge(Activity::SignNote, &worker(&own, &lead), NY, &[], today() + Days::new(1));
    assert!(matches!(note, Verdict::WithCosignature(_)), "what is written waits for a colleague: {note:?}");
}

#[test]
fn a_licence_counts_in_its_own_state_only() {
    let (own, lead) = ([credential(CredentialKind::Rn)], [credential(CredentialKind::Rn)]);
    let elsewhere = judge(Activity::ApprovePlan, &worker(&own, &lead), Some("NJ"), &[], today());
    assert_eq!(code(&elsewhere), "licence_other_state");
    let detail = &elsewhere.reason().unwrap().detail;
    assert!(detail.contains("of NY does not count in NJ"), "{detail}");
    assert!(judge(Activity::ApprovePlan, &worker(&own, &lead), None, &[], today()).is_allowed());
}

#[test]
fn a_restricted_licence_does_not_count_and_the_reason_says_so() {
    let lead = [credential(CredentialKind::Rn)];
    for status in [CredentialStatus::Encumbered, CredentialStatus::Suspended, CredentialStatus::Pending] {
        let own = [Credential { status, ..credential(CredentialKind::Lcsw) }];
        let verdict = judge(Activity::CountersignNote, &worker(&own, &lead), NY, &[], today());
        assert_eq!(code(&verdict), "licence_restricted");
        assert!(verdict.reason().unwrap().detail.contains(status.as_str()));
    }
}

#[test]
fn supervised_levels_need_a_licensed_supervisor_on_record() {
    let own = [credential(CredentialKind::Lmsw)];
    let rn = [credential(CredentialKind::Rn)];
    assert!(judge(Activity::SignNote, &worker(&own, &rn), NY, &[], today()).is_allowed());
    let alone = Practice { supervisor: None, ..worker(&own, &rn) };
    assert_eq!(code(&judge(Activity::SignNote, &alone, NY, &[], today())), "supervision_required");
    let lpn = [credential(CredentialKind::Lpn)];
    let blind = judge(Activity::SignNote, &worker(&own, &lpn), NY, &[], today());
    assert_eq!(code(&blind), "supervision_required", "a supervised licence supervises nobody");
    let assistant = Practice { role: Role::Assistant, ..alone };
    assert_eq!(code(&judge(Activity::AssessSocial, &assistant, NY, &[], today())), "supervision_required");
}

#[test]
fn a_nurse_is_needed_for_medicine_and_a_clinician_for_counseling() {
    let lead = [credential(CredentialKind::Rn)];
    let may = |kind, activity| judge(activity, &worker(&[credential(kind)], &lead), NY, &[], today());
    assert!(may(CredentialKind::Rn, Activity::UtilizationReview).is_allowed());
    assert_eq!(code(&may(CredentialKind::Lcsw, Activity::UtilizationReview)), "licence_required");
    let medical = may(CredentialKind::Lcsw, Activity::AssessMedical);
    assert!(matches!(medical, Verdict::WithCosignature(_)));
    assert_eq!(code(&medical), "cosignature_required");
    assert!(may(CredentialKind::Lmhc, Activity::Counseling).is_allowed());
    assert!(matches!(may(CredentialKind::Rn, Activity::Counseling), Verdict::Refused(_)));
    for activity in Activity::ALL {
        let physician = judge(
            *activity,
            &worker(&[credential(CredentialKind::Md), credential(CredentialKind::DriverLicense)], &lead),
            NY,
            &[],
            today(),
        );
        assert!(physician.is_allowed(), "{activity}");
    }
}

#[test]
fn an_assistant_or_coordinator_works_as_one_whatever_they_hold() {
    let (own, lead) = ([credential(CredentialKind::Rn)], [credential(CredentialKind::Rn)]);
    let assistant = Practice { role: Role::Assistant, ..worker(&own, &lead) };
    assert!(matches!(judge(Activity::SignNote, &assistant, NY, &[], today()), Verdict::WithCosignature(_)));
    let coordinator = Practice { role: Role::Coordinator, ..worker(&own, &lead) };
    for activity in [Activity::SignNote, Activity::AssessSocial, Activity::ApprovePlan] {
        assert!(matches!(judge(activity, &coordinator, NY, &[], today()), Verdict::Refused(_)), "{activity}");
    }
}

#[test]
fn bachelor_level_owns_only_what_is_not_clinical_and_under_oversight() {
    let (own, lead) = ([credential(CredentialKind::Bsw)], [credential(CredentialKind::Lcsw)]);
    let may = |setting, tier| judge(Activity::owning(setting, tier), &worker(&own, &lead), NY, &[], today());
    assert!(matches!(may(Setting::SocialServices, Tier::Rising), Verdict::WithCosignature(_)));
    assert!(matches!(may(Setting::SocialServices, Tier::High), Verdict::Refused(_)));
    assert!(matches!(may(Setting::Hospital, Tier::Low), Verdict::Refused(_)));
}

#[test]
fn a_visit_needs_a_way_to_get_there() {
    let lead = [credential(CredentialKind::Rn)];
    let nurse = [credential(CredentialKind::Rn)];
    assert_eq!(code(&judge(Activity::FieldVisit, &worker(&nurse, &lead), NY, &[], today())), "transport_required");
    let driver = [credential(CredentialKind::Rn), credential(CredentialKind::DriverLicense)];
    assert!(judge(Activity::FieldVisit, &worker(&driver, &lead), Some("NY"), &[], today()).is_allowed());
    let later = judge(Activity::FieldVisit, &worker(&driver, &lead), NY, &[], today() + Days::new(1));
    assert_eq!(code(&later), "transport_required");
}

#[test]
fn nobody_takes_a_case_before_every_onboarding_check_is_passed() {
    let lead = [credential(CredentialKind::Rn)];
    let open = Credential { status: CredentialStatus::Pending, ..credential(CredentialKind::BackgroundCheck) };
    let own = [credential(CredentialKind::Rn), open];
    let verdict = judge(Activity::OwnGeneralCase, &worker(&own, &lead), NY, &[], today());
    assert_eq!(code(&verdict), "onboarding_open");
    assert!(judge(Activity::SignNote, &worker(&own, &lead), NY, &[], today()).is_allowed());
}

#[test]
fn an_organization_is_stricter_from_a_day_on_until_it_takes_that_back() {
    let own = [Credential { expires_on: None, ..credential(CredentialKind::Lmsw) }];
    let lead = [Credential { expires_on: None, ..credential(CredentialKind::Lcsw) }];
    let set = limit(Activity::CloseAlert, Level::SupervisedLicence, Condition::Not);
    let judged = |limits: &[ScopeLimit], day| judge(Activity::CloseAlert, &worker(&own, &lead), NY, limits, day);
    assert!(judged(std::slice::from_ref(&set), today() - Days::new(1)).is_allowed());
    let refused = judged(std::slice::from_ref(&set), today());
    assert_eq!(code(&refused), "scope_tightened");
    assert!(refused.reason().unwrap().detail.contains("Asked for by the accreditor."));
    let back = set.withdraw(Uuid::nil(), "The survey is over".into(), today() + Days::new(5)).unwrap().record;
    assert!(!judged(std::slice::from_ref(&back), today() + Days::new(4)).is_allowed());
    assert!(judged(std::slice::from_ref(&back), today() + Days::new(5)).is_allowed());
    assert_eq!(back.withdraw(Uuid::nil(), "Again".into(), today()).unwrap_err().code, "scope_limit_withdrawn");
}

#[test]
fn what_is_published_is_never_loosened_and_a_limit_begins_today_at_the_earliest() {
    for activity in Activity::ALL {
        for level in Level::ALL {
            for condition in Condition::ALL {
                let made = ScopeLimit::tighten(limit(*activity, *level, *condition), &[], today());
                assert_eq!(made.is_ok(), *condition > activity.published(*level), "{activity} {level} {condition}");
            }
        }
    }
    let cosigned = limit(Activity::SignNote, Level::RegisteredNurse, Condition::Cosigned);
    let looser = limit(Activity::SignNote, Level::RegisteredNurse, Condition::Supervised);
    let refused = ScopeLimit::tighten(looser, std::slice::from_ref(&cosigned), today()).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_deref()), ("scope_not_tighter", Some("/condition")));
    assert_eq!(ScopeLimit::tighten(cosigned, &[], today() + Days::new(1)).unwrap_err().code, "scope_limit_past");
}

#[test]
fn every_instrument_of_the_library_has_a_group_and_every_setting_an_owner() {
    for (code, group) in [
        ("lace", Activity::AssessMedical),
        ("phq-9", Activity::AssessPsychosocial),
        ("prapare", Activity::AssessSocial),
    ] {
        assert_eq!(Activity::assessing(code), group);
    }
    let known = |code: &str| crate::instrument::all().iter().any(|instrument| instrument.code == code);
    for code in matrix::MEDICAL.iter().chain(matrix::SOCIAL) {
        assert!(known(code), "{code}");
    }
    for setting in Setting::ALL {
        for tier in Tier::ALL {
            assert!(Activity::owning(*setting, *tier).takes_over());
            assert!(Activity::owning(*setting, *tier).is_owning());
        }
    }
}

#[test]
fn a_state_is_known_by_its_code_and_by_its_name() {
    assert_eq!([" ny", "New York", "nowhere", ""].map(state_code), [Some("NY"), Some("NY"), None, None]);
}

fn credentials() -> impl Strategy<Value = Vec<Credential>> {
    let one = (select(CredentialKind::ALL), select(CredentialStatus::ALL), 0u64..3, select(vec!["NY", "NJ"]));
    let made = one.prop_map(|(kind, status, days, state)| Credential {
        status,
        state: Some(state.into()),
        expires_on: Some(today() - Days::new(1) + Days::new(days)),
        ..credential(kind)
    });
    prop::collection::vec(made, 0..5)
}

fn limits() -> impl Strategy<Value = Vec<ScopeLimit>> {
    let one = (select(Activity::ALL), select(Level::ALL), select(Condition::ALL));
    prop::collection::vec(one.prop_map(|(activity, level, condition)| limit(activity, level, condition)), 0..30)
}

proptest! {
    #[test]
    fn a_tightening_never_allows_more(
        activity in select(Activity::ALL), role in select(Role::ALL), own in credentials(), lead in credentials(),
        limits in limits(), one in limits(),
    ) {
        let worker = Practice { role, credentials: &own, supervisor: Some(&lead) };
        let before = judge(activity, &worker, NY, &limits, today());
        let both: Vec<ScopeLimit> = limits.into_iter().chain(one).collect();
        prop_assert!(judge(activity, &worker, NY, &both, today()).rank() >= before.rank());
        prop_assert!(judge(activity, &worker, NY, &both, today()).rank() >= judge(activity, &worker, NY, &[], today()).rank());
    }

    #[test]
    fn more_credentials_never_allow_less(
        activity in select(Activity::ALL), role in select(Role::ALL), own in credentials(), lead in credentials(),
        limits in limits(), kind in select(CredentialKind::ALL), supervisors in credentials(),
    ) {
        let worker = Practice { role, credentials: &own, supervisor: None };
        let more: Vec<Credential> = own.iter().cloned().chain([credential(kind)]).collect();
        let rank = |worker: &Practice<'_>| judge(activity, worker, NY, &limits, today()).rank();
        let richer = Practice { credentials: &more, ..worker };
        prop_assert!(rank(&richer) <= rank(&worker));
        let led = Practice { supervisor: Some(&lead), ..worker };
        prop_assert!(rank(&led) <= rank(&worker));
        let better: Vec<Credential> = lead.iter().cloned().chain(supervisors).collect();
        let better_led = Practice { supervisor: Some(&better), ..led };
        prop_assert!(rank(&better_led) <= rank(&led));
    }

    #[test]
    fn what_is_refused_says_why_without_a_word_missing(
        activity in select(Activity::ALL), role in select(Role::ALL), own in credentials(), limits in limits(),
    ) {
        let worker = Practice { role, credentials: &own, supervisor: None };
        if let Some(rule) = judge(activity, &worker, NY, &limits, today()).reason() {
            prop_assert!(rule.detail.ends_with('.') && !rule.detail.contains("needs ."), "{}", rule.detail);
        }
    }
}
