use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::code::Code;
use DisclosurePurpose as P;
use RecipientClass as R;
use SensitiveLabel as L;

const TODAY: &str = "2026-03-10";

fn today() -> NaiveDate {
    TODAY.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-03-10T15:00:00Z".parse().unwrap()
}

/// A written consent to share everything named with a class for a year.
fn consent(class: RecipientClass, name: Option<&str>, labels: &[SensitiveLabel]) -> Consent {
    Consent {
        id: Uuid::from_u128(1),
        version: 1,
        person_id: Uuid::from_u128(9),
        kind: ConsentKind::Share,
        decision: ConsentDecision::Permit,
        status: ConsentStatus::Active,
        level: None,
        purposes: P::ALL.to_vec(),
        recipient_class: class,
        recipient_name: name.map(str::to_owned),
        labels: labels.to_vec(),
        actions: vec![ConsentAction::Share],
        from_on: "2026-01-01".parse().unwrap(),
        until_on: Some("2026-12-31".parse().unwrap()),
        form: ConsentForm::Written,
        form_version: Some("2026-1".into()),
        signed_by: "Ana Ruiz".into(),
        signer_role: SignerRole::Person,
        witness: None,
        revoked_at: None,
        reason: None,
        author_id: Uuid::from_u128(2),
        created_at: now() - TimeDelta::days(60),
    }
}

fn ask(
    purpose: P,
    recipient: &Recipient,
    labels: &[SensitiveLabel],
    regime: Regime,
    consents: &[Consent],
) -> Result<Permit, Deny> {
    permits(&Question { purpose, recipient, labels, regime, at: now(), today: today() }, consents)
}

/// Who gets something without a consent: part, purpose, classes. Everything that is not here needs one.
const BY_LAW: &[(&str, P, &[R])] = &[
    ("hipaa", P::Treatment, &[R::Provider, R::Facility, R::Community]),
    ("hipaa", P::Payment, &[R::Provider, R::Facility, R::Payer]),
    ("hipaa", P::Operations, &[R::Provider, R::Facility, R::Payer]),
    ("hipaa", P::CareCoordination, &[R::Provider, R::Facility, R::Payer, R::Community]),
    ("hipaa", P::Housing, &[R::Provider, R::Facility, R::Community]),
    ("hipaa", P::Emergency, &[R::Family, R::Provider, R::Facility, R::Payer, R::Community, R::School, R::Legal]),
    ("ferpa", P::Education, &[R::School]),
    ("ferpa", P::Emergency, &[R::Family, R::Provider, R::Facility, R::Payer, R::Community, R::School, R::Legal]),
    ("hmis", P::Payment, &[R::Provider, R::Facility, R::Payer, R::Community, R::School]),
    ("hmis", P::Operations, &[R::Provider, R::Facility, R::Payer, R::Community, R::School]),
    ("hmis", P::Emergency, &[R::Family, R::Provider, R::Facility, R::Payer, R::Community, R::School, R::Legal]),
    ("substance_use", P::Emergency, &[R::Provider, R::Facility]),
    (
        "psychotherapy_notes",
        P::Emergency,
        &[R::Family, R::Provider, R::Facility, R::Payer, R::Community, R::School, R::Legal],
    ),
    ("hiv", P::Treatment, &[R::Provider, R::Facility]),
    ("hiv", P::Emergency, &[R::Provider, R::Facility]),
];

fn by_law(part: &str, purpose: P, class: R) -> bool {
    let part = match part {
        "behavioral" => "hipaa",
        "education_record" => "ferpa",
        part => part,
    };
    if class == R::Person {
        return part != "psychotherapy_notes";
    }
    BY_LAW.iter().any(|(of, on, classes)| *of == part && *on == purpose && classes.contains(&class))
}

/// The consents of the table: what holds, then what does not.
fn states(class: R, label: Option<L>) -> Vec<(&'static str, Vec<Consent>)> {
    let labels: Vec<L> = label.into_iter().collect();
    let good = consent(class, Some("Acme"), &labels);
    let other = |change: fn(&mut Consent)| {
        let mut consent = good.clone();
        change(&mut consent);
        vec![consent]
    };
    vec![
        ("none", Vec::new()),
        ("active", vec![good.clone()]),
        (
            "revoked",
            other(|consent| {
                consent.status = ConsentStatus::Revoked;
                consent.revoked_at = Some(now());
            }),
        ),
        ("expired", other(|consent| consent.until_on = Some(today() - TimeDelta::days(1)))),
        ("in error", other(|consent| consent.status = ConsentStatus::EnteredInError)),
        ("of another", other(|consent| consent.recipient_name = Some("Other".into()))),
        ("not to share", other(|consent| consent.actions = vec![ConsentAction::Receive])),
        ("of another kind", other(|consent| consent.kind = ConsentKind::Research)),
        ("refused", other(|consent| consent.decision = ConsentDecision::Refuse)),
    ]
}

#[test]
fn every_regime_label_purpose_recipient_and_state_of_consent_answers_as_the_table_says() {
    let mut asked = 0;
    for regime in Regime::ALL {
        for label in std::iter::once(None).chain(L::ALL.iter().copied().map(Some)) {
            for (purpose, class) in P::ALL.iter().flat_map(|purpose| R::ALL.iter().map(move |class| (*purpose, *class)))
            {
                let recipient = Recipient::named(class, "acme");
                let labels: Vec<L> = label.into_iter().collect();
                let lawful = by_law(regime.as_str(), purpose, class)
                    && label.is_none_or(|label| by_law(label.as_str(), purpose, class));
                for (state, consents) in states(class, label) {
                    let expected = match state {
                        "active" => true,
                        "refused" => false,
                        _ => lawful,
                    };
                    let answer = ask(purpose, &recipient, &labels, *regime, &consents);
                    let case = format!("{regime} {label:?} {purpose} {class} {state}");
                    assert_eq!(answer.is_ok(), expected, "{case}");
                    if let Err(deny) = answer {
                        assert_eq!(deny.reason == DenyReason::Refused, state == "refused", "{case}");
                    }
                    asked += 1;
                }
            }
        }
    }
    assert_eq!(asked, 3 * 7 * 8 * 8 * 9);
}

#[test]
fn each_ground_is_named_with_its_notice_and_its_consent() {
    let cases = [
        (P::Treatment, R::Provider, vec![], Regime::Hipaa, DisclosureBasis::HipaaTpo, vec![]),
        (P::Legal, R::Legal, vec![], Regime::Hipaa, DisclosureBasis::HipaaAuthorization, vec![]),
        (
            P::Treatment,
            R::Provider,
            vec![L::SubstanceUse],
            Regime::Hipaa,
            DisclosureBasis::Part2Consent,
            vec![DisclosureNotice::Part2],
        ),
        (
            P::Emergency,
            R::Facility,
            vec![L::SubstanceUse],
            Regime::Hipaa,
            DisclosureBasis::Part2Emergency,
            vec![DisclosureNotice::Part2],
        ),
        (P::Education, R::School, vec![], Regime::Ferpa, DisclosureBasis::FerpaOfficial, vec![DisclosureNotice::Ferpa]),
        (
            P::Treatment,
            R::Provider,
            vec![],
            Regime::Ferpa,
            DisclosureBasis::FerpaConsent,
            vec![DisclosureNotice::Ferpa],
        ),
        (P::Housing, R::Community, vec![], Regime::Hmis, DisclosureBasis::HmisConsent, vec![]),
        (P::Housing, R::Community, vec![L::DomesticViolence], Regime::Hmis, DisclosureBasis::VawaRelease, vec![]),
        (P::Treatment, R::Family, vec![], Regime::Hipaa, DisclosureBasis::HipaaFamily, vec![]),
        (P::Treatment, R::Person, vec![L::SubstanceUse], Regime::Hipaa, DisclosureBasis::RightOfAccess, vec![]),
    ];
    for (purpose, class, labels, regime, basis, notices) in cases {
        let consents = [consent(class, Some("Acme"), &labels)];
        let permit = ask(purpose, &Recipient::named(class, "Acme"), &labels, regime, &consents).unwrap();
        assert_eq!((permit.basis, &permit.notices), (basis, &notices), "{purpose} {class} {regime}");
        let is_consent =
            ["consent", "authorization", "family", "release"].iter().any(|end| basis.as_str().ends_with(end));
        assert_eq!(permit.consent_id.is_some(), is_consent, "{basis}");
    }
}

#[test]
fn about_violence_a_spoken_unnamed_or_open_release_does_not_count_even_in_an_emergency() {
    let recipient = Recipient::named(R::Provider, "Acme");
    let release = consent(R::Provider, Some("Acme"), &[L::DomesticViolence]);
    let ask = |consent: Consent| ask(P::Emergency, &recipient, &[L::DomesticViolence], Regime::Hipaa, &[consent]);
    assert!(ask(release.clone()).is_ok());
    for weaker in [
        Consent { form: ConsentForm::Verbal, ..release.clone() },
        Consent { recipient_name: None, ..release.clone() },
        Consent { until_on: None, ..release.clone() },
    ] {
        let denied = ask(weaker.clone()).unwrap_err();
        assert_eq!(denied.missing, [L::DomesticViolence]);
        let refused = Consent { witness: Some("Lee".into()), ..weaker }.record(today()).unwrap_err();
        assert_eq!(refused.code, "consent_release_limits");
    }
}

#[test]
fn outside_of_treatment_payment_and_operations_a_part_2_consent_names_who() {
    let recipient = Recipient::named(R::Legal, "Drug court");
    let all = consent(R::Legal, None, &[L::SubstanceUse]);
    for purpose in P::ALL {
        let answer = ask(*purpose, &recipient, &[L::SubstanceUse], Regime::Hipaa, std::slice::from_ref(&all));
        assert_eq!(answer.is_ok(), matches!(purpose, P::Treatment | P::Payment | P::Operations), "{purpose}");
    }
    let named = Consent { recipient_name: Some("drug  COURT".into()), ..all };
    assert!(ask(P::Legal, &recipient, &[L::SubstanceUse], Regime::Hipaa, &[named]).is_ok());
}

#[test]
fn a_caregiver_learns_as_much_as_the_level_says() {
    let recipient = Recipient::named(R::Family, "Lena");
    let with = |level| Consent {
        kind: ConsentKind::FamilyAccess,
        level: Some(level),
        ..consent(R::Family, Some("Lena"), &[L::Behavioral])
    };
    let told = |level, purpose, labels: &[L]| ask(purpose, &recipient, labels, Regime::Hipaa, &[with(level)]).is_ok();
    assert!(told(FamilyLevel::Logistics, P::CareCoordination, &[]));
    assert!(!told(FamilyLevel::Logistics, P::CareCoordination, &[L::Behavioral]));
    assert!(!told(FamilyLevel::Logistics, P::Treatment, &[]));
    assert!(told(FamilyLevel::Everything, P::Treatment, &[L::Behavioral]));
    assert!(told(FamilyLevel::Decides, P::Treatment, &[L::Behavioral]));
    let none = Consent { purposes: vec![P::Treatment], ..with(FamilyLevel::None) }.record(today()).unwrap().record;
    assert_eq!(none.purposes, P::ALL, "nothing is nothing for whatever purpose");
    assert_eq!(none.decision, ConsentDecision::Refuse);
    let denied = ask(P::Treatment, &recipient, &[], Regime::Hipaa, &[none]).unwrap_err();
    assert_eq!(denied.reason, DenyReason::Refused);
}

#[test]
fn a_relative_learns_what_was_agreed_of_them_last_and_nothing_of_before() {
    let lena = Recipient::named(R::Family, "Lena");
    let agreed = |id, days, level, name| Consent {
        id: Uuid::from_u128(id),
        kind: ConsentKind::FamilyAccess,
        level: Some(level),
        created_at: now() - TimeDelta::days(days),
        ..consent(R::Family, Some(name), &[L::Behavioral])
    };
    let told =
        |purpose, labels: &[L], consents: &[Consent]| ask(purpose, &lena, labels, Regime::Hipaa, consents).is_ok();
    let before = agreed(1, 60, FamilyLevel::Everything, "Lena");
    let narrower = agreed(2, 30, FamilyLevel::Logistics, "lena");
    let both = [before.clone(), narrower.clone()];
    assert!(told(P::CareCoordination, &[], &both));
    assert!(!told(P::Treatment, &[], &both));
    assert!(!told(P::CareCoordination, &[L::Behavioral], &both));
    let revoked = narrower.clone().revoke("They fell out".into(), today(), now()).unwrap().record;
    assert!(!told(P::CareCoordination, &[], &[before.clone(), revoked]), "what was agreed before does not come back");
    let mistake = narrower.withdraw("Of another".into()).unwrap().record;
    assert!(told(P::Treatment, &[L::Behavioral], &[before.clone(), mistake]));
    let of_another = agreed(2, 30, FamilyLevel::Logistics, "Lena Maria");
    assert!(told(P::Treatment, &[L::Behavioral], &[before, of_another]));
}

#[test]
fn every_move_of_the_table_is_made_and_every_other_is_refused() {
    let with = |status| Consent {
        status: if status == ConsentStatus::Expired { ConsentStatus::Active } else { status },
        until_on: Some(if status == ConsentStatus::Expired { today() - TimeDelta::days(1) } else { today() }),
        ..consent(R::Provider, None, &[])
    };
    for status in ConsentStatus::ALL {
        assert_eq!(with(*status).status_on(today()), *status);
        let revoked = with(*status).revoke("Asked for it".into(), today(), now());
        let withdrawn = with(*status).withdraw("Wrong person".into());
        assert_eq!(revoked.is_ok(), *status == ConsentStatus::Active, "{status}");
        assert_eq!(withdrawn.is_ok(), *status != ConsentStatus::EnteredInError, "{status}");
        if let Ok(change) = revoked {
            assert_eq!((change.record.status, change.record.revoked_at), (ConsentStatus::Revoked, Some(now())));
        }
    }
    assert_eq!(
        with(ConsentStatus::Active).revoke(" ".into(), today(), now()).unwrap_err().code,
        "consent_reason_required"
    );
    assert_eq!(with(ConsentStatus::Active).withdraw(" ".into()).unwrap_err().code, "consent_reason_required");
}

#[test]
fn a_revocation_works_forward_only_and_a_mistake_never_held() {
    let given = consent(R::Provider, None, &[]);
    let revoked = given.clone().revoke("Asked for it".into(), today(), now()).unwrap().record;
    assert_eq!(revoked.revoked_at, Some(now()), "when it ended is kept");
    assert!(!revoked.holds_on(today()));
    let mistake = given.withdraw("Wrong person".into()).unwrap().record;
    assert!(!mistake.holds_on(today()));
}

#[test]
fn what_waited_while_a_consent_was_taken_back_stands_on_it_no_more() {
    let given = consent(R::Provider, Some("Acme"), &[L::SubstanceUse]);
    let revoked = given.revoke("Asked for it".into(), today(), now() + TimeDelta::seconds(5)).unwrap().record;
    let recipient = Recipient::named(R::Provider, "Acme");
    assert!(ask(P::Treatment, &recipient, &[L::SubstanceUse], Regime::Hipaa, &[revoked]).is_err());
}

#[test]
fn what_happened_before_the_day_of_a_revocation_stood_on_the_consent_and_nothing_of_that_day_does() {
    let given = consent(R::Payer, Some("Acme"), &[L::SubstanceUse]);
    let revoked = given.clone().revoke("Asked for it".into(), today(), now()).unwrap().record;
    let zone = chrono_tz::America::New_York;
    let day = |days| today() - TimeDelta::days(days);
    assert_eq!(revoked.clone().as_of(day(1), zone), given);
    assert!(!revoked.clone().as_of(day(0), zone).holds_on(day(0)));
    let mistake = revoked.withdraw("Of another".into()).unwrap().record;
    assert!(!mistake.as_of(day(1), zone).holds_on(day(1)), "what was a mistake never held");
}

#[test]
fn a_refusal_finds_whom_it_means_however_they_were_written_down() {
    let refusal = |class, name| Consent { decision: ConsentDecision::Refuse, ..consent(class, name, &[]) };
    let denied = |refusal: Consent, recipient: Recipient| {
        let answer = ask(P::Payment, &recipient, &[], Regime::Hipaa, &[refusal]);
        answer.is_err_and(|deny| deny.reason == DenyReason::Refused)
    };
    let service = || Recipient::named(R::Provider, "Riverbend Outpatient Therapy, Riverbend Inc.");
    assert!(denied(refusal(R::Provider, Some("Riverbend")), service()));
    assert!(denied(refusal(R::Community, Some("riverbend therapy")), service()), "in another class");
    let unnamed = [refusal(R::Payer, Some("Valley Shield"))];
    let answer = ask(P::Payment, &Recipient::any(R::Payer), &[], Regime::Hipaa, &unnamed);
    assert_eq!(answer.unwrap_err().reason, DenyReason::RecipientUnknown, "a payer not named yet");
    assert!(denied(refusal(R::Provider, None), service()));
    assert!(denied(
        refusal(R::Provider, Some("Riverbend Outpatient Therapy")),
        Recipient::named(R::Provider, "Riverbend")
    ));
    assert!(!denied(refusal(R::Provider, Some("River")), service()), "a part of a word is another name");
    assert!(!denied(refusal(R::Facility, None), service()));
    assert!(!denied(refusal(R::Family, Some("Ana")), Recipient::named(R::Person, "Ana Ruiz")));
    let agreed = consent(R::Legal, Some("Riverbend"), &[]);
    assert!(
        ask(P::Legal, &Recipient::named(R::Legal, "Riverbend Inc."), &[], Regime::Hipaa, &[agreed]).is_err(),
        "what is agreed is read narrowly"
    );
}

#[test]
fn what_was_said_of_a_clinician_counts_for_the_practice_under_which_they_are_known() {
    let osei =
        || Recipient { also: Some("Dr. Osei".into()), ..Recipient::named(R::Provider, "Valley Family Practice") };
    let refusal = |name| Consent { decision: ConsentDecision::Refuse, ..consent(R::Provider, Some(name), &[]) };
    let ask = |consent: Consent| ask(P::Legal, &osei(), &[], Regime::Hipaa, &[consent]);
    for name in ["Dr. Osei", "Osei", "Valley Family Practice, LLC"] {
        assert_eq!(ask(refusal(name)).unwrap_err().reason, DenyReason::Refused, "{name}");
    }
    assert_eq!(ask(refusal("Dr. Lee")).unwrap_err().reason, DenyReason::ConsentRequired);
    for (name, agreed) in [("dr. osei", true), ("Valley Family Practice", true), ("Osei", false)] {
        assert_eq!(ask(consent(R::Provider, Some(name), &[])).is_ok(), agreed, "{name}");
    }
}

#[test]
fn who_is_not_known_by_name_is_named_first_where_somebody_by_name_was_refused() {
    let refusal = |name| Consent { decision: ConsentDecision::Refuse, ..consent(R::Provider, name, &[]) };
    let code = |recipient: Recipient, refused: &[Consent]| {
        let denied = ask(P::Treatment, &recipient, &[], Regime::Hipaa, refused).unwrap_err();
        // Who asks beforehand is told the same as who is refused.
        assert_eq!(format!("disclosure_{}", denied.reason), denied.refusal().code);
        denied.refusal().code
    };
    let (anybody, acme) = (|| Recipient::any(R::Provider), || Recipient::named(R::Provider, "Acme"));
    assert_eq!(code(anybody(), &[refusal(Some("Acme"))]), "disclosure_recipient_unknown");
    assert_eq!(code(anybody(), &[refusal(Some("Acme")), refusal(None)]), "disclosure_refused");
    assert_eq!(code(acme(), &[refusal(Some("Acme"))]), "disclosure_refused");
}

#[test]
fn a_refusal_under_a_name_without_a_word_is_about_its_class_only() {
    let refusal = Consent { decision: ConsentDecision::Refuse, ..consent(R::Provider, Some("-"), &[]) };
    let denied = |class| {
        let answer =
            ask(P::Operations, &Recipient::named(class, "Acme"), &[], Regime::Hipaa, std::slice::from_ref(&refusal));
        answer.is_err_and(|deny| deny.reason == DenyReason::Refused)
    };
    assert!(denied(R::Provider));
    assert!(!denied(R::Payer), "nobody else is meant");
}

#[test]
fn the_part_that_stands_on_a_consent_is_quoted_where_the_law_lets_the_rest_go() {
    let cases = [
        (Regime::Ferpa, L::Behavioral, P::Treatment, R::Provider, DisclosureBasis::FerpaConsent),
        (Regime::Hmis, L::Behavioral, P::Housing, R::Community, DisclosureBasis::HmisConsent),
        (Regime::Ferpa, L::Hiv, P::Treatment, R::Provider, DisclosureBasis::FerpaConsent),
    ];
    for (regime, label, purpose, class, basis) in cases {
        let consents = [consent(class, Some("Acme"), &[])];
        let permit = ask(purpose, &Recipient::named(class, "Acme"), &[label], regime, &consents).unwrap();
        assert_eq!((permit.basis, permit.consent_id), (basis, Some(consents[0].id)), "{regime} {label}");
    }
    let labels = [L::EducationRecord, L::Hiv];
    let consents = [consent(R::Provider, Some("Acme"), &[L::EducationRecord])];
    let permit = ask(P::Treatment, &Recipient::named(R::Provider, "Acme"), &labels, Regime::Hipaa, &consents).unwrap();
    assert_eq!((permit.basis, permit.consent_id), (DisclosureBasis::FerpaConsent, Some(consents[0].id)));
}

#[test]
fn what_is_missing_on_the_form_is_refused_where_it_belongs() {
    let good = || consent(R::Provider, Some("Acme"), &[]);
    let cases = [
        (Consent { purposes: Vec::new(), ..good() }, "consent_purpose_required", "/purposes"),
        (Consent { actions: Vec::new(), ..good() }, "consent_action_required", "/actions"),
        (Consent { from_on: today() + TimeDelta::days(1), ..good() }, "consent_begins_later", "/from_on"),
        (Consent { until_on: Some("2025-12-31".parse().unwrap()), ..good() }, "consent_period", "/until_on"),
        (Consent { form: ConsentForm::Verbal, ..good() }, "consent_witness_required", "/witness"),
        (Consent { form_version: None, ..good() }, "consent_form_version_required", "/form_version"),
        (Consent { kind: ConsentKind::FamilyAccess, ..good() }, "consent_level_required", "/level"),
        (
            Consent { kind: ConsentKind::FamilyAccess, level: Some(FamilyLevel::Decides), ..good() },
            "consent_family_named",
            "/recipient_name",
        ),
    ];
    for (wrong, code, pointer) in cases {
        let refused = wrong.record(today()).unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), (code, Some(pointer)));
    }
    assert!(good().record(today()).is_ok());
}

#[test]
fn who_may_talk_with_a_relative_may_tell_them_and_nobody_else() {
    let talks = |class| {
        let consents = [Consent { actions: vec![ConsentAction::Discuss], ..consent(class, Some("Acme"), &[]) }];
        ask(P::Legal, &Recipient::named(class, "Acme"), &[], Regime::Hipaa, &consents).is_ok()
    };
    assert!(talks(R::Family));
    assert!(!talks(R::Legal));
}

#[test]
fn a_coded_condition_tells_what_is_specially_protected() {
    let cases = [
        ("F11.20", Some(L::SubstanceUse)),
        ("f33.1", Some(L::Behavioral)),
        ("B20", Some(L::Hiv)),
        ("T74.11XA", Some(L::DomesticViolence)),
        ("Z63.0", Some(L::DomesticViolence)),
        ("I50.9", None),
        ("Z63.8", None),
        ("Food", None),
        ("", None),
    ];
    for (code, label) in cases {
        assert_eq!(L::of_code(code, None), label, "{code}");
        assert_eq!(L::of_code(code, Some("http://hl7.org/fhir/sid/icd-10-cm")), label, "{code}");
        assert_eq!(L::of_code(code, Some("https://example.org/local")), None, "{code}");
    }
}

#[test]
fn what_stands_on_the_law_of_treatment_is_not_owed_and_what_part_2_covers_is() {
    let under = |regime: Regime, labels: &[L], class: R, purpose: P| {
        let recipient = Recipient::named(class, "Acme");
        let consents = [consent(class, Some("Acme"), labels)];
        let question = Question { purpose, recipient: &recipient, labels, regime, at: now(), today: today() };
        let permit = permits(&question, &consents).unwrap();
        let what = Disclosed {
            person_id: Uuid::from_u128(9),
            by_id: Uuid::from_u128(2),
            operation: "referral_send",
            content: DisclosedContent::Referral,
            record_id: Uuid::from_u128(3),
        };
        let entry = Disclosure::of(Uuid::from_u128(4), &question, &permit, &consents, what).record;
        assert_eq!(entry.consent_version, permit.consent_id.map(|_| 1));
        entry.is_owed()
    };
    let owed = |labels: &[L], class: R, purpose: P| under(Regime::Hipaa, labels, class, purpose);
    assert!(under(Regime::Ferpa, &[L::Hiv, L::Behavioral], R::Provider, P::Treatment), "all that a school tells");
    assert!(
        under(Regime::Ferpa, &[L::PsychotherapyNotes], R::Provider, P::Treatment),
        "quoted by the notes, told by a school"
    );
    assert!(!owed(&[], R::Provider, P::Treatment));
    assert!(!owed(&[], R::Legal, P::Legal));
    assert!(owed(&[L::SubstanceUse], R::Provider, P::Treatment));
    assert!(owed(&[], R::Legal, P::Emergency));
}

fn any_of<T: Code + std::fmt::Debug>() -> impl Strategy<Value = T> {
    proptest::sample::select(T::ALL.to_vec())
}

fn any_consent() -> impl Strategy<Value = Consent> {
    let name = proptest::option::of(proptest::sample::select(vec!["Acme", "Other"]));
    let labels = proptest::sample::subsequence(L::ALL.to_vec(), 0..=L::ALL.len());
    let purposes = proptest::sample::subsequence(P::ALL.to_vec(), 1..=P::ALL.len());
    let codes = (any_of::<R>(), any_of::<ConsentDecision>(), any_of::<ConsentForm>(), any_of::<ConsentStatus>());
    (codes, name, labels, purposes, any::<bool>()).prop_map(
        |((class, decision, form, status), name, labels, purposes, ends)| {
            let base = consent(class, name, &labels);
            let until_on = base.until_on.filter(|_| ends);
            Consent { decision, form, status, purposes, until_on, ..base }
        },
    )
}

type Asked = (P, R, Regime, Vec<L>);

fn any_question() -> impl Strategy<Value = Asked> {
    (any_of::<P>(), any_of::<R>(), any_of::<Regime>(), proptest::sample::subsequence(L::ALL.to_vec(), 0..=3))
}

fn allowed(asked: &Asked, consents: &[Consent]) -> bool {
    ask(asked.0, &Recipient::named(asked.1, "Acme"), &asked.3, asked.2, consents).is_ok()
}

proptest! {
    #[test]
    fn revoking_what_was_agreed_and_what_is_narrower_never_permits_more(
        asked in any_question(), consents in proptest::collection::vec(any_consent(), 1..5), how in 0usize..7,
    ) {
        let mut narrower = consents.clone();
        let one = &mut narrower[0];
        prop_assume!(one.decision == ConsentDecision::Permit);
        match how {
            0 => one.status = ConsentStatus::Revoked,
            1 => { one.labels.pop(); }
            2 => { one.purposes.pop(); }
            3 => one.recipient_name = Some("Other".into()),
            4 => one.until_on = Some(today() - TimeDelta::days(1)),
            5 => one.actions.clear(),
            _ => one.form = ConsentForm::Verbal,
        }
        prop_assert!(!allowed(&asked, &narrower) || allowed(&asked, &consents));
    }

    #[test]
    fn a_refusal_wins_over_every_other_consent(
        asked in any_question(), consents in proptest::collection::vec(any_consent(), 0..5),
        name in proptest::sample::select(vec![None, Some("acme"), Some("Acme Group, Inc.")]),
    ) {
        let refusal = Consent { decision: ConsentDecision::Refuse, ..consent(asked.1, name, &[]) };
        let with: Vec<Consent> = consents.into_iter().chain([refusal]).collect();
        let denied = ask(asked.0, &Recipient::named(asked.1, "Acme"), &asked.3, asked.2, &with).unwrap_err();
        prop_assert_eq!(denied.reason, DenyReason::Refused);
    }

    #[test]
    fn a_label_more_never_permits_more(asked in any_question(), label in any_of::<L>(), consents in proptest::collection::vec(any_consent(), 0..5)) {
        let mut more = asked.clone();
        more.3.push(label);
        prop_assert!(!allowed(&more, &consents) || allowed(&asked, &consents));
    }

    #[test]
    fn the_order_of_consents_changes_nothing(asked in any_question(), consents in proptest::collection::vec(any_consent(), 0..5)) {
        let turned: Vec<Consent> = consents.iter().rev().cloned().collect();
        prop_assert_eq!(allowed(&asked, &consents), allowed(&asked, &turned));
    }
}
