//! Every way by which something about a person leaves the organization: each asks the one rule of the domain, and what went out is
//! written down in the same transaction.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::authorization::appeal::{Appeal, AppealLevel};
use domain::authorization::{Authorization, AuthorizationSide, AuthorizationStatus};
use domain::care_team::{CareTeamRole, ExternalMember};
use domain::case::Case;
use domain::clock::local_date;
use domain::consent::{
    Consent, ConsentDecision, Deny, Disclosed, DisclosedContent, Disclosure, DisclosureNotice, DisclosurePurpose,
    Permit, Question, Recipient, RecipientClass, Regime, SensitiveLabel, permits,
};
use domain::referral::{Referral, ReferralLink};
use domain::transition::Transition;
use domain::transition::act::Act;
use domain::transition::checklist::CheckCode;
use domain::transition::parts::CheckState;
use persistence::{Error, Result, Tx};
use uuid::Uuid;

/// The operations by which something leaves. A test walks them: each is refused without the consent that it needs.
pub const OUTWARD: &[&str] = &[
    "appeal_create",
    "authorization_document",
    "authorization_peer_to_peer",
    "authorization_submit",
    "partner_referral_answer",
    "partner_referral_open",
    "referral_link_create",
    "referral_send",
    "transition_act",
];

/// Operations whose names sound as if something left, and why nothing does.
pub const INWARD: &[(&str, &str)] = &[
    ("appointment_notify", "says that the person was told of their own appointment"),
    ("appointment_remind", "says that the person was reminded of their own appointment"),
    ("billing_month_export", "a file for those who bill within the organization; the claim goes out elsewhere"),
    ("care_plan_print", "for a colleague, or for the person (45 CFR 164.524)"),
    ("crisis_plan_print", "for a colleague, or for the person (45 CFR 164.524)"),
    ("community_organization_partner_update", "an agreement with an organization; nobody in care is named"),
    ("crisis_plan_submit", "asks a colleague to sign"),
    ("disclosure_export", "the accounting, for the person who asks for it (45 CFR 164.528)"),
    ("measure_export", "a file for those who lead within the organization"),
    ("message_send", "to colleagues who see the person"),
    ("person_link_list", "two records of one person"),
    ("person_link_undo", "two records of one person"),
    ("referral_link_get", "shows a colleague the link; what it opens is decided when it is opened"),
    ("referral_link_revoke", "ends a link"),
    ("work_hours_export", "hours of colleagues, for those who lead them; nobody in care is named"),
];

/// Something that would leave.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// About whom.
    pub person_id: Uuid,
    /// For what.
    pub purpose: DisclosurePurpose,
    /// To whom.
    pub recipient: Recipient,
    /// What is specially protected of it, all of it.
    pub labels: Vec<SensitiveLabel>,
    /// What of that the record itself says; the rest follows from codes of needs.
    pub said: Vec<SensitiveLabel>,
    /// What governs it.
    pub regime: Regime,
    /// When it reaches them: now, or earlier where a step notes what happened already.
    pub at: DateTime<Utc>,
    /// Whose days count for periods: those of the program from which it goes.
    pub zone: Tz,
    /// What it is.
    pub content: DisclosedContent,
    /// Of which record.
    pub record_id: Uuid,
}

impl Outgoing {
    /// What is asked of the rule about it.
    pub fn question(&self) -> Question<'_> {
        Question {
            purpose: self.purpose,
            recipient: &self.recipient,
            labels: &self.labels,
            regime: self.regime,
            at: self.at,
            today: self.day(),
        }
    }

    /// The local day on which it reaches them.
    fn day(&self) -> NaiveDate {
        local_date(self.at, self.zone)
    }
}

/// A referral on its way to the partner.
pub async fn of_referral(tx: &mut Tx, referral: &Referral, case: &Case) -> Result<Outgoing> {
    let purpose = DisclosurePurpose::of_referral(referral.kind);
    let code = match referral.need_id {
        Some(id) => tx.need_code(id).await?,
        None => None,
    };
    let coded = code.and_then(|(code, system)| SensitiveLabel::of_code(&code, system.as_deref()));
    let said = tx.labels_of(referral.id).await?.map(|known| known.labels).unwrap_or_default();
    let labels = said.iter().copied().chain(coded.filter(|label| !said.contains(label))).collect();
    Ok(Outgoing {
        person_id: referral.person_id,
        purpose,
        recipient: Recipient::named(RecipientClass::of_referral(referral.kind), &referral.recipient),
        labels,
        said,
        regime: regime(tx, case, purpose)?,
        at: tx.now(),
        zone: tx.directory().zone(case.program_id),
        content: DisclosedContent::Referral,
        record_id: referral.id,
    })
}

/// A request on its way to whoever decides on it at a level; nothing when we are the ones who review.
pub async fn of_authorization(
    tx: &mut Tx,
    request: &Authorization,
    case: &Case,
    level: AppealLevel,
) -> Result<Option<Outgoing>> {
    let Some(recipient) = decides(tx, request, level).await? else { return Ok(None) };
    let purpose = DisclosurePurpose::Payment;
    Ok(Some(Outgoing {
        person_id: request.person_id,
        purpose,
        recipient,
        labels: request.service.labels.clone(),
        said: request.service.labels.clone(),
        regime: regime(tx, case, purpose)?,
        at: tx.now(),
        zone: tx.directory().zone(case.program_id),
        content: DisclosedContent::Authorization,
        record_id: request.id,
    }))
}

/// Who reviews independently what a payer upheld. They are nobody's payer: what was agreed or refused for one by name is not theirs.
const INDEPENDENT: &str = "Independent review";

/// Who decides at a level, outside: the payer, or whoever reviews independently, also what we upheld ourselves.
async fn decides(tx: &mut Tx, request: &Authorization, level: AppealLevel) -> Result<Option<Recipient>> {
    if level == AppealLevel::Independent {
        return Ok(Some(Recipient::named(RecipientClass::Payer, INDEPENDENT)));
    }
    if request.side != AuthorizationSide::Asked {
        return Ok(None);
    }
    Ok(Some(match request.coverage_id {
        Some(id) => Recipient::named(RecipientClass::Payer, &tx.coverage(id).await?.payer),
        None => Recipient::any(RecipientClass::Payer),
    }))
}

/// What reached the payer of a request at a time beside the request itself, written down; nothing before it was handed in, nor when
/// we are the ones who review.
///
/// # Errors
/// As [`require`].
pub async fn disclose_more(
    tx: &mut Tx,
    operation: &'static str,
    request: &Authorization,
    case: &Case,
    at: DateTime<Utc>,
) -> Result<()> {
    if request.status == AuthorizationStatus::Draft {
        return Ok(());
    }
    if let Some(outgoing) = of_authorization(tx, request, case, AppealLevel::Plan).await? {
        disclose(tx, operation, Outgoing { at, ..outgoing }).await?;
    }
    Ok(())
}

/// An appeal on its way to whoever decides it; nothing for what is answered here.
pub async fn of_appeal(
    tx: &mut Tx,
    appeal: &Appeal,
    about: Option<&Authorization>,
    case: &Case,
) -> Result<Option<Outgoing>> {
    let Some(request) = about else { return Ok(None) };
    // The request may belong to another case than the appeal, with another law.
    let cases = tx.cases_of(&[request.person_id]).await?;
    let case = cases.iter().find(|known| known.id == request.case_id).unwrap_or(case);
    let outgoing = of_authorization(tx, request, case, appeal.level).await?;
    let (content, at) = (DisclosedContent::Appeal, appeal.received_at);
    Ok(outgoing.map(|outgoing| Outgoing { content, at, record_id: appeal.id, ..outgoing }))
}

/// What a step of a transition, from the one record to the other, tells somebody outside: a facility that is asked, whoever cares
/// next; nothing for every other step, nor for what was done before. An order for services at home and a bed in a shelter are
/// referrals, which are asked about themselves. What a hospital stay tells is health care's, whatever program follows it; `zone` is
/// where its days count.
///
/// # Errors
/// Database errors.
pub async fn of_transition(
    tx: &mut Tx,
    act: &Act,
    (before, transition): (&Transition, &Transition),
    zone: Tz,
) -> Result<Option<Outgoing>> {
    use CheckCode as C;
    let is_done = |code| before.parts.checks.iter().any(|check| check.code == code && check.state == CheckState::Done);
    let mut at = tx.now();
    let recipient = match act {
        Act::AskFacility { facility, asked_at, .. } => {
            at = asked_at.unwrap_or(at);
            Recipient::named(RecipientClass::Facility, facility)
        }
        Act::SetCheck {
            code: code @ (C::SummarySent | C::TransferOrders | C::NurseReport | C::AdvanceDirective),
            state: Some(CheckState::Done),
            ..
        } if !is_done(*code) => cares_next(tx, transition).await?,
        _ => return Ok(None),
    };
    Ok(Some(from_transition(transition, recipient, at, zone)))
}

/// What a transition would tell a facility that is asked, or whoever cares next.
///
/// # Errors
/// Database errors.
pub async fn of_transition_to(
    tx: &mut Tx,
    facility: Option<&str>,
    transition: &Transition,
    zone: Tz,
) -> Result<Outgoing> {
    let recipient = match facility {
        Some(name) => Recipient::named(RecipientClass::Facility, name),
        None => cares_next(tx, transition).await?,
    };
    Ok(from_transition(transition, recipient, tx.now(), zone))
}

fn from_transition(transition: &Transition, recipient: Recipient, at: DateTime<Utc>, zone: Tz) -> Outgoing {
    let labels: Vec<_> = transition.psychiatric.then_some(SensitiveLabel::Behavioral).into_iter().collect();
    Outgoing {
        person_id: transition.person_id,
        purpose: DisclosurePurpose::Treatment,
        recipient,
        said: labels.clone(),
        labels,
        regime: Regime::Hipaa,
        at,
        zone,
        content: DisclosedContent::Transition,
        record_id: transition.stay_id,
    }
}

/// Who cares for somebody after a stay: the facility that was chosen, or their primary care, as far as they are known by name.
async fn cares_next(tx: &mut Tx, transition: &Transition) -> Result<Recipient> {
    if let Some(chosen) = transition.parts.placements.iter().find(|placement| placement.chosen_by.is_some()) {
        return Ok(Recipient::named(RecipientClass::Facility, &chosen.facility));
    }
    let members = tx.external_members_of(transition.person_id).await?;
    let mut current = members.iter().filter(|member| member.until_on.is_none());
    let primary = current.find(|member| member.role == CareTeamRole::PrimaryCare);
    Ok(primary.map_or(Recipient::any(RecipientClass::Provider), ExternalMember::recipient))
}

fn regime(tx: &Tx, case: &Case, purpose: DisclosurePurpose) -> Result<Regime> {
    Ok(Regime::of(tx.directory().program(case.program_id)?.setting, purpose))
}

/// What the rule says about something, from these consents.
pub fn decide(outgoing: &Outgoing, consents: &[Consent]) -> std::result::Result<Permit, Deny> {
    permits(&outgoing.question(), consents)
}

/// The consents by which something is judged: what happened earlier, by those that stood then.
///
/// # Errors
/// Database errors.
pub async fn consents_at(tx: &mut Tx, outgoing: &Outgoing) -> Result<Vec<Consent>> {
    let consents = tx.consents_to_decide(outgoing.person_id).await?;
    if outgoing.at >= tx.now() {
        return Ok(consents);
    }
    Ok(consents.into_iter().map(|consent| consent.as_of(outgoing.day(), outgoing.zone)).collect())
}

/// Refuses what may not go out, see [`consents_at`].
///
/// # Errors
/// `disclosure_consent_required`, `disclosure_refused`, `disclosure_recipient_unknown`.
pub async fn require(tx: &mut Tx, outgoing: &Outgoing) -> Result<(Permit, Vec<Consent>)> {
    let consents = consents_at(tx, outgoing).await?;
    let permit = decide(outgoing, &consents).map_err(|deny| deny.refusal())?;
    Ok((permit, consents))
}

/// Refuses what may not go out, and writes down what goes.
///
/// # Errors
/// As [`require`].
pub async fn disclose(tx: &mut Tx, operation: &'static str, outgoing: Outgoing) -> Result<Permit> {
    let (permit, consents) = require(tx, &outgoing).await?;
    let what = Disclosed {
        person_id: outgoing.person_id,
        by_id: tx.actor().id,
        operation,
        content: outgoing.content,
        record_id: outgoing.record_id,
    };
    let change = Disclosure::of(Uuid::now_v7(), &outgoing.question(), &permit, &consents, what);
    tx.apply(change)?;
    Ok(permit)
}

/// What goes with a referral that a link opens; the first time it is written down, and again when name and phone are told.
///
/// # Errors
/// [`Error::NotFound`] when the consent on which the link stood does not hold any more.
pub async fn open_link(
    tx: &mut Tx,
    link: &ReferralLink,
    referral: &Referral,
    case: &Case,
) -> Result<Vec<DisclosureNotice>> {
    let told = link.tells_contact(referral).then_some(DisclosedContent::ContactData);
    let outgoing = of_referral(tx, referral, case).await?;
    let (permit, _) = require(tx, &outgoing).await.map_err(|error| match error {
        Error::Rule(_) => Error::NotFound,
        other => other,
    })?;
    for content in std::iter::once(DisclosedContent::Referral).chain(told) {
        if !tx.is_disclosed(link.id, content).await? {
            let opened = Outgoing { content, record_id: link.id, ..outgoing.clone() };
            disclose(tx, "partner_referral_open", opened).await?;
        }
    }
    Ok(permit.notices)
}

/// Ends the links whose referral may not go out any more, now that a consent is this: of the person, and of the linked records of the
/// same human, for which a refusal counts as well. The actor reaches the person; of the others nothing is shown.
///
/// # Errors
/// Database errors.
pub async fn close_links(tx: &mut Tx, changed: &Consent) -> Result<()> {
    let mut people = tx.linked_people(changed.person_id).await?;
    people.push(changed.person_id);
    // In one order, from whichever record it begins: their cases are locked one after the other.
    people.sort_unstable();
    for person_id in people {
        let mut consents = tx.consents_to_decide(person_id).await?;
        consents.retain(|other| other.id != changed.id);
        if person_id == changed.person_id || changed.decision == ConsentDecision::Refuse {
            consents.push(changed.clone());
        }
        for (link, referral, case) in tx.open_links_of(person_id).await? {
            let outgoing = of_referral(tx, &referral, &case).await?;
            if decide(&outgoing, &consents).is_err() {
                let change = link.revoke(tx.now())?;
                tx.apply(change)?;
            }
        }
    }
    Ok(())
}
