//! Who holds which post, and how they work.

use domain::access::Role;
use domain::program::Setting;
use domain::staff::CredentialKind;

use CredentialKind as K;
use Setting as S;

/// How somebody works: what share of their work is late, by kind. What is late is still done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Share of interventions and tasks done after their due date.
    pub tasks_late: f64,
    /// Share of notes signed after 48 hours.
    pub notes_late: f64,
    /// Share of plans approved after 30 days, and of initial assessments after 24 hours.
    pub plans_late: f64,
    /// Chance that one attempt to reach somebody succeeds.
    pub reaches: f64,
}

/// Ahead of the work.
const PUNCTUAL: Style = Style { tasks_late: 0.08, notes_late: 0.04, plans_late: 0.05, reaches: 0.72 };
/// Like most.
const STEADY: Style = Style { tasks_late: 0.17, notes_late: 0.10, plans_late: 0.10, reaches: 0.64 };
/// Too much on the desk.
const STRETCHED: Style = Style { tasks_late: 0.30, notes_late: 0.22, plans_late: 0.18, reaches: 0.52 };

/// A post.
#[derive(Debug)]
pub struct Post {
    /// Who holds it.
    pub name: &'static str,
    /// Role.
    pub role: Role,
    /// Title.
    pub title: &'static str,
    /// Name of the supervisor; empty for the director.
    pub reports_to: &'static str,
    /// Licences and certifications.
    pub credentials: &'static [CredentialKind],
    /// Languages.
    pub languages: &'static [&'static str],
    /// Settings, each with the number of the team.
    pub settings: &'static [(Setting, usize)],
    /// Way of working.
    pub style: Style,
}

/// The care manager whose morning the demo shows.
pub const MARIA: &str = "Maria Okafor";
/// A colleague who offers her a case this morning.
pub const KEVIN: &str = "Kevin Nakamura";
/// A colleague with an assistant.
pub const TERRELL: &str = "Terrell Hutchins";
/// Two colleagues on the wards.
pub const DMITRI: &str = "Dmitri Sokolov";
/// See [`DMITRI`].
pub const TANYA: &str = "Tanya Brathwaite";
/// The behavioral health senior, with a safety alert of his own.
pub const SAMUEL: &str = "Samuel Adler";
/// The colleague with an alert that somebody is already on.
pub const DANIELLE: &str = "Danielle Moreau";

const ACUTE: &[(S, usize)] = &[(S::Hospital, 0), (S::ManagedCare, 0), (S::Clinic, 0)];
const COMMUNITY: &[(S, usize)] = &[
    (S::BehavioralHealth, 0),
    (S::HomeHealth, 0),
    (S::Hospice, 0),
    (S::LongTermCare, 0),
    (S::Aging, 0),
    (S::SocialServices, 0),
    (S::Legal, 0),
    (S::Refugee, 0),
    (S::Corrections, 0),
    (S::School, 0),
];
const AT_HOME: &[(S, usize)] = &[(S::HomeHealth, 0), (S::Hospice, 0), (S::LongTermCare, 0), (S::Aging, 0)];
const SOCIAL: &[(S, usize)] =
    &[(S::SocialServices, 0), (S::Legal, 0), (S::Refugee, 0), (S::Corrections, 0), (S::School, 0)];

/// Every post.
#[rustfmt::skip]
pub const ROSTER: &[Post] = &[
    post("Vivian Castellano", Role::Director, "Director of Care Management", "", &[K::Rn, K::Ccm], &["en", "it"], &[], STEADY),
    post("Desmond Achebe", Role::Supervisor, "Supervisor, Acute and Health Plan Care", "Vivian Castellano", &[K::Rn, K::Ccm], &["en", "ig"], ACUTE, STEADY),
    post("Patricia Nowicki", Role::Supervisor, "Supervisor, Community Programs", "Vivian Castellano", &[K::Lcsw, K::Cphq], &["en", "pl"], COMMUNITY, PUNCTUAL),
    post("Joanna Petrakis", Role::Lead, "Lead Case Manager, Inpatient", "Desmond Achebe", &[K::Rn, K::Acm], &["en", "el"], &[(S::Hospital, 0)], PUNCTUAL),
    post("Marcus Tillery", Role::Lead, "Lead Care Manager, Health Plan", "Desmond Achebe", &[K::Rn, K::Ccm], &["en"], &[(S::ManagedCare, 0), (S::Clinic, 0)], STEADY),
    post("Soledad Ibarra", Role::Lead, "Lead, Behavioral Health", "Patricia Nowicki", &[K::Lcsw], &["en", "es"], &[(S::BehavioralHealth, 0)], STEADY),
    post("Thomas Vandenberg", Role::Lead, "Lead, Care at Home", "Patricia Nowicki", &[K::Rn, K::Bls], &["en", "nl"], AT_HOME, STEADY),
    post("Aisha Rahman", Role::Lead, "Lead, Social and Court Programs", "Patricia Nowicki", &[K::Lcsw], &["en", "bn", "hi"], SOCIAL, PUNCTUAL),
    post("Colleen Fitzgerald", Role::SeniorCareManager, "Senior Case Manager", "Joanna Petrakis", &[K::Rn, K::Acm], &["en"], &[(S::Hospital, 0)], PUNCTUAL),
    post("Dmitri Sokolov", Role::CareManager, "Case Manager", "Joanna Petrakis", &[K::Rn, K::Bls], &["en", "uk", "ru"], &[(S::Hospital, 0)], STEADY),
    post("Tanya Brathwaite", Role::CareManager, "Case Manager", "Joanna Petrakis", &[K::Rn], &["en"], &[(S::Hospital, 1)], STRETCHED),
    post("Maria Okafor", Role::CareManager, "Care Manager", "Marcus Tillery", &[K::Rn, K::Ccm], &["en", "es"], &[(S::ManagedCare, 0)], STEADY),
    post("Kevin Nakamura", Role::CareManager, "Care Manager", "Marcus Tillery", &[K::Rn], &["en", "ja"], &[(S::ManagedCare, 0)], STRETCHED),
    post("Lucia Fontaine", Role::CareManager, "Care Manager", "Marcus Tillery", &[K::Lcsw, K::Ccm], &["en", "ht", "fr"], &[(S::ManagedCare, 1)], STEADY),
    post("Gloria Whitehorse", Role::SeniorCareManager, "Senior Care Manager", "Marcus Tillery", &[K::Rn, K::Ccm], &["en"], &[(S::ManagedCare, 1)], PUNCTUAL),
    post("Samuel Adler", Role::SeniorCareManager, "Senior Care Manager, Behavioral Health", "Soledad Ibarra", &[K::Lcsw], &["en", "he"], &[(S::BehavioralHealth, 0)], PUNCTUAL),
    post("Priya Raghunathan", Role::CareManager, "Care Manager, Behavioral Health", "Soledad Ibarra", &[K::Lmhc], &["en", "hi"], &[(S::BehavioralHealth, 0)], STEADY),
    post("Terrell Hutchins", Role::CareManager, "Care Manager, Behavioral Health", "Soledad Ibarra", &[K::Lcsw], &["en"], &[(S::BehavioralHealth, 0)], STRETCHED),
    post("Beth Lindgren", Role::CareManager, "Home Health Care Manager", "Thomas Vandenberg", &[K::Rn, K::Bls], &["en", "sv"], &[(S::HomeHealth, 0)], PUNCTUAL),
    post("Carlos Mendizabal", Role::CareManager, "Home Health Care Manager", "Thomas Vandenberg", &[K::Rn], &["en", "es"], &[(S::HomeHealth, 0)], STEADY),
    post("Ingrid Solheim", Role::SeniorCareManager, "Senior Hospice Care Manager", "Thomas Vandenberg", &[K::Rn, K::Ccm], &["en", "no"], &[(S::Hospice, 0)], PUNCTUAL),
    post("Danielle Moreau", Role::CareManager, "Case Manager, Families", "Aisha Rahman", &[K::Lmsw], &["en", "fr", "ht"], &[(S::SocialServices, 0)], STEADY),
    post("Luis Arce", Role::CareManager, "Case Manager, Housing", "Aisha Rahman", &[K::Lcsw], &["en", "es"], &[(S::SocialServices, 0)], STRETCHED),
    post("Rebecca Stein", Role::CareManager, "Court Case Manager", "Aisha Rahman", &[K::Lcsw], &["en"], &[(S::Legal, 0)], STEADY),
    post("Mahmoud Darwazeh", Role::CareManager, "Resettlement Case Manager", "Aisha Rahman", &[K::Lmsw], &["en", "ar"], &[(S::Refugee, 0)], STEADY),
    post("Andre Coleman", Role::CareManager, "Reentry Case Manager", "Aisha Rahman", &[K::Lcsw], &["en"], &[(S::Corrections, 0)], STEADY),
    post("Emily Tran", Role::CareManager, "School Case Manager", "Aisha Rahman", &[K::Lmsw], &["en", "vi"], &[(S::School, 0)], PUNCTUAL),
    post("Nora Eriksen", Role::CareManager, "Clinic Care Manager", "Marcus Tillery", &[K::Rn], &["en", "da"], &[(S::Clinic, 0)], STEADY),
    post("Felix Oyelaran", Role::CareManager, "Residence Care Manager", "Thomas Vandenberg", &[K::Rn], &["en", "yo"], &[(S::LongTermCare, 0)], STEADY),
    post("Karen Schultz", Role::CareManager, "Aging Services Care Manager", "Thomas Vandenberg", &[K::Lmsw], &["en", "de"], &[(S::Aging, 0)], STEADY),
    post("Jasmine Cole", Role::Assistant, "Case Management Assistant", "Joanna Petrakis", &[K::Bls], &["en"], &[(S::Hospital, 0)], STEADY),
    post("Diego Salcedo", Role::Assistant, "Care Management Assistant", "Marcus Tillery", &[], &["en", "es"], &[(S::ManagedCare, 0)], PUNCTUAL),
    post("Hannah Weiss", Role::Assistant, "Care Management Assistant", "Soledad Ibarra", &[], &["en", "de"], &[(S::BehavioralHealth, 0)], STEADY),
    post("Ruth Tesfaye", Role::Assistant, "Case Management Assistant", "Aisha Rahman", &[], &["en", "am"], &[(S::SocialServices, 0)], STRETCHED),
    post("Omar Haddadin", Role::Coordinator, "Care Coordinator, Home Services", "Thomas Vandenberg", &[], &["en", "ar"], &[(S::HomeHealth, 0), (S::Hospice, 0)], STEADY),
    post("Mei Chow", Role::Coordinator, "Care Coordinator, Health Plan", "Marcus Tillery", &[], &["en", "zh"], &[(S::ManagedCare, 0)], PUNCTUAL),
    post("Anil Kapoor", Role::PhysicianAdvisor, "Physician Advisor", "Vivian Castellano", &[K::Md], &["en", "hi"], &[(S::Hospital, 0)], STEADY),
    post("Janet Brookfield", Role::PrivacyOfficer, "Privacy Officer", "Vivian Castellano", &[], &["en"], &[], STEADY),
    post("Peter Lindholm", Role::OrganizationAdmin, "Systems Administrator", "Vivian Castellano", &[], &["en"], &[], STEADY),
    post("Sofia Marchetti", Role::Analyst, "Population Health Analyst", "Vivian Castellano", &[], &["en", "it"], &[], STEADY),
];

#[allow(clippy::too_many_arguments)] // one row of a table
const fn post(
    name: &'static str,
    role: Role,
    title: &'static str,
    reports_to: &'static str,
    credentials: &'static [CredentialKind],
    languages: &'static [&'static str],
    settings: &'static [(Setting, usize)],
    style: Style,
) -> Post {
    Post { name, role, title, reports_to, credentials, languages, settings, style }
}
