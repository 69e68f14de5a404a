//! Families of measures that differ only in days or parts, by the first of each.

use super::super::{Better, Counts, Definition, EmergencyCause, FactKind as F, MeasureKind, TransitionPart, Version};
use crate::program::Setting as S;
use crate::rulebook::OUTREACH_7;

/// Who may provide the visit after a psychiatric stay, before and from 2025. Source: rules.md K-6.
const FUH: &[Version] = &[
    Version { valid_from: (2000, 1, 1), words: "A visit with a mental health provider counts." },
    Version {
        valid_from: (2025, 1, 1),
        words: "Visits about a mental illness with anybody, peer support and residential programs count too.",
    },
];

/// What most measures are; each definition says where it differs.
pub(super) const USUAL: Definition = Definition {
    code: "",
    source: "",
    title: "",
    denominator: "",
    exclusions: "",
    numerator: "",
    settings: &[],
    published: "",
    aligns_with: None,
    uncertified: false,
    kind: MeasureKind::Proportion,
    better: Better::Higher,
    versions: &[],
    counts: Counts::Interventions,
    needs: &[],
    target: None,
};

/// The first of K-6; the others differ in what they say.
pub(super) const FUH_7: Definition = Definition {
    code: "fuh-7",
    source: "K-6",
    title: "Seen within a week of a psychiatric stay",
    numerator: "Discharges followed by a visit that counts on day 1 to 7. A visit on the day of discharge never counts.",
    denominator: "Inpatient stays for a mental illness or self-harm of people of 6 years or more, discharged in the period.",
    exclusions: "Hospice, death within 30 days, and discharges followed within 30 days by another acute stay (the last one counts) or a stay in a facility.",
    settings: &[S::BehavioralHealth, S::ManagedCare],
    published: "Payers' measure sheets; Medicaid scorecard",
    aligns_with: Some("HEDIS Follow-Up After Hospitalization for Mental Illness (FUH)"),
    uncertified: true,
    versions: FUH,
    counts: Counts::PsychiatricFollowUp(7),
    needs: &[F::Stay, F::Transition, F::Contact, F::Appointment],
    target: Some(0.45),
    ..USUAL
};

/// The first of K-7; the others differ in what they say.
pub(super) const FUM_7: Definition = Definition {
    code: "fum-7",
    source: "K-7",
    title: "Seen within a week of an emergency visit for mental health",
    numerator: "Emergency visits followed by a visit that counts on day 0 to 7. The day of the emergency visit counts.",
    denominator: "Emergency visits for a mental illness or self-harm, 6 years or more, in the period.",
    exclusions: "Hospice, death, and emergency visits followed within 30 days by an acute stay or a stay in a facility.",
    settings: &[S::BehavioralHealth, S::ManagedCare],
    published: "HEDIS",
    aligns_with: Some("HEDIS Follow-Up After Emergency Department Visit for Mental Illness (FUM)"),
    uncertified: true,
    counts: Counts::EmergencyFollowUp(EmergencyCause::MentalHealth, 7),
    needs: &[F::Stay, F::Transition, F::EmergencyCause, F::Contact, F::Appointment],
    ..USUAL
};

/// The first of K-8; the others differ in what they say.
pub(super) const TRC_NOTICE: Definition = Definition {
    code: "trc-notice",
    source: "K-8",
    title: "Told of the admission",
    numerator: "Stays whose notice of admission arrived on day 0 to 2 of the admission.",
    denominator: "Acute stays of adults discharged in the period.",
    exclusions: "Hospice, death within 30 days, and discharges followed within 30 days by another stay.",
    settings: &[S::ManagedCare, S::Clinic],
    published: "HEDIS",
    aligns_with: Some("HEDIS Transitions of Care (TRC)"),
    uncertified: true,
    counts: Counts::Transition(TransitionPart::Notice),
    needs: &[F::Stay, F::HospitalNotice],
    ..USUAL
};

/// The first of K-10; the others differ in what they say.
pub(super) const OUTREACH: Definition = Definition {
    code: "outreach-7",
    source: "K-10",
    title: "Reached soon after discharge",
    numerator: "Discharges followed in time by a two-way contact with the person or a caregiver.",
    denominator: "Live discharges in the period. Published: on day 1 to 7. Attempts and contacts on the day of discharge do not count. Where the organization changed the rule, the one in force when the clock started counts.",
    exclusions: "Discharges followed by death, admission or the end of the case before the deadline.",
    settings: &[S::ManagedCare, S::Clinic],
    published: "Job descriptions of managed care; HEDIS TRC for the day of discharge",
    counts: Counts::Deadlines(OUTREACH_7),
    needs: &[F::Deadline],
    target: Some(0.75),
    ..USUAL
};

/// The first of K-22; the others differ in what they say.
pub(super) const RETENTION: Definition = Definition {
    code: "retention-90",
    source: "K-22",
    title: "Still in services after 90 days",
    numerator: "Cases still active after 90 days, or ended with their goals met.",
    denominator: "Cases enrolled in the period, at least 90 days ago.",
    settings: &[S::SocialServices, S::BehavioralHealth],
    published: "Ours",
    counts: Counts::Retention(90),
    needs: &[F::Case],
    ..USUAL
};

/// The first of K-24; the others differ in what they say.
pub(super) const EMPLOYMENT: Definition = Definition {
    code: "employment-30",
    source: "K-24",
    title: "Still employed after 30 days",
    numerator: "People still employed 30 days after the start.",
    denominator: "Jobs begun in the period, at least 30 days ago.",
    settings: &[S::SocialServices],
    published: "Ours",
    counts: Counts::Jobs(30),
    needs: &[F::Job],
    ..USUAL
};
