//! Whether something may go out, and on which ground (N11). Engineering research, not legal advice.
//!
//! Content has parts: what the regime of the record governs, and each label. Every part needs a ground of its own:
//!
//! | part                 | without a consent                                                          | with one                         |
//! |----------------------|----------------------------------------------------------------------------|----------------------------------|
//! | HIPAA                | 164.506(c) for who treats, pays or coordinates; 164.512(j) in an emergency | 164.508 written; family 164.510(b) |
//! | FERPA                | a school official for education; an emergency                              | 99.30 written                    |
//! | HMIS                 | payment and operations; an emergency                                       | in any form                      |
//! | substance use        | a medical emergency, to who treats                                         | 2.31 written; named outside of treatment, payment, operations |
//! | psychotherapy notes  | an emergency                                                               | 164.508 written                  |
//! | behavioral           | as HIPAA                                                                   | as HIPAA                         |
//! | HIV                  | treatment and emergencies, to who treats (the strictest common state law)  | written                          |
//! | violence             | never                                                                      | written, named, with a last day  |
//! | education record     | as FERPA                                                                   | as FERPA                         |
//!
//! A refusal that touches any part wins over everything, also one for somebody whose name was written another way. Otherwise the
//! parts may stand on different consents. How much a relative may be told is what was agreed of them last, nothing of before.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{
    Consent, ConsentAction, ConsentDecision, ConsentKind, ConsentStatus, DenyReason, DisclosureBasis, DisclosureNotice,
    DisclosurePurpose, FamilyLevel, Recipient, RecipientClass, Regime, SensitiveLabel,
};
use DisclosureBasis as B;
use DisclosurePurpose as P;
use RecipientClass as R;

/// May this go out?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<'a> {
    /// For what.
    pub purpose: DisclosurePurpose,
    /// To whom.
    pub recipient: &'a Recipient,
    /// What is specially protected of it.
    pub labels: &'a [SensitiveLabel],
    /// What governs the rest.
    pub regime: Regime,
    /// When.
    pub at: DateTime<Utc>,
    /// The local day of that.
    pub today: NaiveDate,
}

/// It may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    /// The ground of the best protected part that stands on a consent, or of the best protected one where the law is enough.
    pub basis: DisclosureBasis,
    /// The consent on which that part stands; the ground is the law itself without one.
    pub consent_id: Option<Uuid>,
    /// What goes with it.
    pub notices: Vec<DisclosureNotice>,
}

/// It may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deny {
    /// Why.
    pub reason: DenyReason,
    /// What is specially protected and not consented to, or refused.
    pub missing: Vec<SensitiveLabel>,
}

/// A part of the content, the best protected last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Base(Regime),
    Label(SensitiveLabel),
}

/// Answers the question from what the person agreed and refused.
///
/// # Errors
/// [`Deny`] with what is missing.
pub fn permits(question: &Question<'_>, consents: &[Consent]) -> Result<Permit, Deny> {
    let is_known = |consent: &&Consent| is_about(consent, question) && !is_replaced(consent, consents);
    let known: Vec<&Consent> = consents.iter().filter(is_known).collect();
    let refused: Vec<&&Consent> = known
        .iter()
        .filter(|consent| consent.decision == ConsentDecision::Refuse && touches(consent, question))
        .collect();
    if !refused.is_empty() {
        let of = |label: &&SensitiveLabel| refused.iter().any(|consent| consent.labels.contains(label));
        let is_unknown = !question.recipient.is_named() && refused.iter().all(|consent| consent.recipient().is_named());
        return Err(Deny {
            reason: if is_unknown { DenyReason::RecipientUnknown } else { DenyReason::Refused },
            missing: question.labels.iter().filter(of).copied().collect(),
        });
    }
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    let mut is_missing = false;
    for part in parts(question) {
        match ground(part, question, &known) {
            Some((basis, consent_id)) => found.push((basis, consent_id)),
            None => {
                is_missing = true;
                missing.extend(match part {
                    Part::Label(label) => Some(label),
                    Part::Base(_) => None,
                });
            }
        }
    }
    match found.iter().rfind(|(_, consent_id)| consent_id.is_some()).or(found.last()) {
        Some(&(basis, consent_id)) if !is_missing => Ok(Permit { basis, consent_id, notices: notices(question) }),
        _ => Err(Deny { reason: DenyReason::ConsentRequired, missing }),
    }
}

/// The parts of what is asked about, the one that is quoted as the ground last.
fn parts(question: &Question<'_>) -> Vec<Part> {
    use SensitiveLabel as L;
    let order =
        [L::Behavioral, L::EducationRecord, L::Hiv, L::PsychotherapyNotes, L::SubstanceUse, L::DomesticViolence];
    let labels = order.into_iter().filter(|label| question.labels.contains(label)).map(Part::Label);
    std::iter::once(Part::Base(question.regime)).chain(labels).collect()
}

/// True for what holds now and is about sharing for this purpose with this recipient. A refusal counts as well for whoever may be
/// meant by it, however the name was written: denying too much can be mended, telling too much can't.
fn is_about(consent: &Consent, question: &Question<'_>) -> bool {
    let (known, recipient) = (consent.recipient(), question.recipient);
    let is_meant = match consent.decision {
        ConsentDecision::Permit => known.is_for(recipient),
        ConsentDecision::Refuse => known.may_be(recipient),
    };
    is_meant
        && consent.is_about_sharing()
        && consent.holds_on(question.today)
        && consent.purposes.contains(&question.purpose)
        && consent.actions.iter().any(|action| tells(*action, recipient.class))
}

/// True for what was agreed of a relative of whom something was agreed later: the last word counts, also where it has ended since.
fn is_replaced(consent: &Consent, consents: &[Consent]) -> bool {
    let is_agreed = |one: &Consent| {
        let is_said = one.status != ConsentStatus::EnteredInError && one.decision == ConsentDecision::Permit;
        one.kind == ConsentKind::FamilyAccess && is_said
    };
    let is_later = |other: &Consent| (other.created_at, other.id) > (consent.created_at, consent.id);
    let replaces = |other: &Consent| is_later(other) && other.recipient().is_for(&consent.recipient());
    is_agreed(consent) && consents.iter().any(|other| is_agreed(other) && replaces(other))
}

/// A relative is told by talking with them; others are given it.
fn tells(action: ConsentAction, class: RecipientClass) -> bool {
    action == ConsentAction::Share || (action == ConsentAction::Discuss && class == R::Family)
}

/// A refusal without labels is about everything.
fn touches(consent: &Consent, question: &Question<'_>) -> bool {
    consent.labels.is_empty() || question.labels.iter().any(|label| consent.labels.contains(label))
}

fn ground(part: Part, question: &Question<'_>, known: &[&Consent]) -> Option<(DisclosureBasis, Option<Uuid>)> {
    let law = by_law(part, question).map(|basis| (basis, None));
    law.or_else(|| {
        let consent = known.iter().find(|consent| fits(part, consent, question))?;
        Some((by_consent(part, question.recipient.class), Some(consent.id)))
    })
}

/// The ground that needs no consent.
fn by_law(part: Part, question: &Question<'_>) -> Option<DisclosureBasis> {
    use SensitiveLabel as L;
    let (purpose, class) = (question.purpose, question.recipient.class);
    let treats = matches!(class, R::Provider | R::Facility);
    let is_emergency = purpose == P::Emergency;
    if class == R::Person {
        return (part != Part::Label(L::PsychotherapyNotes)).then_some(B::RightOfAccess);
    }
    match part {
        Part::Base(Regime::Hipaa) | Part::Label(L::Behavioral) if is_emergency => Some(B::HipaaEmergency),
        Part::Base(Regime::Hipaa) | Part::Label(L::Behavioral) => hipaa(purpose, class).then_some(B::HipaaTpo),
        Part::Base(Regime::Ferpa) | Part::Label(L::EducationRecord) if is_emergency => Some(B::FerpaEmergency),
        Part::Base(Regime::Ferpa) | Part::Label(L::EducationRecord) => {
            (purpose == P::Education && class == R::School).then_some(B::FerpaOfficial)
        }
        Part::Base(Regime::Hmis) if is_emergency => Some(B::HmisEmergency),
        Part::Base(Regime::Hmis) => {
            let runs = matches!(purpose, P::Payment | P::Operations) && !matches!(class, R::Family | R::Legal);
            runs.then_some(B::HmisOperations)
        }
        Part::Label(L::SubstanceUse) => (is_emergency && treats).then_some(B::Part2Emergency),
        Part::Label(L::PsychotherapyNotes) => is_emergency.then_some(B::HipaaEmergency),
        Part::Label(L::Hiv) if treats && is_emergency => Some(B::HipaaEmergency),
        Part::Label(L::Hiv) => (treats && purpose == P::Treatment).then_some(B::HipaaTpo),
        Part::Label(L::DomesticViolence) => None,
    }
}

/// 45 CFR 164.506(c): who treats, pays or coordinates. Social services are told what coordination needs (FAQ 3008 of the Office for
/// Civil Rights).
fn hipaa(purpose: DisclosurePurpose, class: RecipientClass) -> bool {
    match class {
        R::Provider | R::Facility => {
            matches!(purpose, P::Treatment | P::Payment | P::Operations | P::CareCoordination | P::Housing)
        }
        R::Payer => matches!(purpose, P::Payment | P::Operations | P::CareCoordination),
        R::Community => matches!(purpose, P::Treatment | P::CareCoordination | P::Housing),
        R::Person | R::Family | R::School | R::Legal => false,
    }
}

/// True when a consent is one that the law asks for this part.
fn fits(part: Part, consent: &Consent, question: &Question<'_>) -> bool {
    use SensitiveLabel as L;
    let covered = match part {
        Part::Base(_) => true,
        Part::Label(label) => consent.labels.contains(&label),
    };
    let is_family = question.recipient.class == R::Family;
    let is_signed = consent.form.is_written();
    let is_named = consent.recipient_name.is_some();
    // 42 CFR 2.31(a)(4)(i): a class is enough for these three only.
    let is_tpo = matches!(question.purpose, P::Treatment | P::Payment | P::Operations);
    let in_form = match part {
        Part::Base(Regime::Hipaa) | Part::Label(L::Behavioral) => is_signed || is_family,
        Part::Base(Regime::Hmis) => true,
        Part::Base(Regime::Ferpa) | Part::Label(L::EducationRecord | L::Hiv | L::PsychotherapyNotes) => is_signed,
        Part::Label(L::SubstanceUse) => is_signed && (is_named || is_tpo),
        Part::Label(L::DomesticViolence) => is_signed && is_named && consent.until_on.is_some(),
    };
    consent.decision == ConsentDecision::Permit && covered && in_form && level_allows(part, consent, question.purpose)
}

/// Whoever may be told logistics learns nothing that is specially protected, and only what coordination needs.
fn level_allows(part: Part, consent: &Consent, purpose: DisclosurePurpose) -> bool {
    match consent.level {
        None | Some(FamilyLevel::Everything | FamilyLevel::Decides) => true,
        Some(FamilyLevel::Logistics) => matches!(part, Part::Base(_)) && purpose == P::CareCoordination,
        Some(FamilyLevel::None) => false,
    }
}

fn by_consent(part: Part, class: RecipientClass) -> DisclosureBasis {
    use SensitiveLabel as L;
    match part {
        Part::Base(Regime::Hipaa) | Part::Label(L::Behavioral) if class == R::Family => B::HipaaFamily,
        Part::Base(Regime::Hipaa) | Part::Label(L::Behavioral | L::Hiv | L::PsychotherapyNotes) => {
            B::HipaaAuthorization
        }
        Part::Base(Regime::Ferpa) | Part::Label(L::EducationRecord) => B::FerpaConsent,
        Part::Base(Regime::Hmis) => B::HmisConsent,
        Part::Label(L::SubstanceUse) => B::Part2Consent,
        Part::Label(L::DomesticViolence) => B::VawaRelease,
    }
}

fn notices(question: &Question<'_>) -> Vec<DisclosureNotice> {
    if question.recipient.class == R::Person {
        return Vec::new();
    }
    let part2 = question.labels.contains(&SensitiveLabel::SubstanceUse).then_some(DisclosureNotice::Part2);
    let is_school = question.regime == Regime::Ferpa || question.labels.contains(&SensitiveLabel::EducationRecord);
    part2.into_iter().chain(is_school.then_some(DisclosureNotice::Ferpa)).collect()
}

impl Deny {
    /// The refusal of an operation that would send this, with the way to go on.
    pub fn refusal(&self) -> crate::Rule {
        match self.reason {
            DenyReason::RecipientUnknown => crate::Rule::new(
                "disclosure_recipient_unknown",
                "The person refused one recipient of this kind. Say first who gets this: choose the coverage, or add who cares next to the care team.",
            ),
            DenyReason::Refused => crate::Rule::new(
                "disclosure_refused",
                "The person refused that this recipient gets this. Talk with them; what they refused they can take back.",
            ),
            DenyReason::ConsentRequired => crate::Rule::new(
                "disclosure_consent_required",
                "The person must consent before this recipient gets this. Record their consent, then send it.",
            ),
        }
    }
}
