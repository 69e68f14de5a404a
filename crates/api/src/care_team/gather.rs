//! Everybody who takes care of a person now, from where each is known, and what each may be told.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::care_team::ExternalMember;
use domain::clock::local_date;
use domain::code::Code;
use domain::consent::{
    Consent, Deny, DenyReason, DisclosureBasis, DisclosurePurpose, FamilyLevel, Permit, Question, Recipient,
    RecipientClass, Regime, SensitiveLabel, permits,
};
use domain::person::RelatedPerson;
use domain::program::Setting;
use domain::referral::{Referral, ReferralStatus};
use domain::stay::StayStatus;
use persistence::overview::PersonOverview;
use persistence::{Result, Tx};
use uuid::Uuid;

use super::{CareTeamMember, CareTeamSource, CareTeamTold};

/// What is asked of the rule for everybody on the team.
pub(super) struct Asking<'a> {
    pub consents: &'a [Consent],
    pub today: NaiveDate,
    /// Of the programs with which the person is enrolled: they share what is told, so the law of each must let it go.
    pub settings: &'a [Setting],
    /// Whether the reader may know labels.
    pub knows: bool,
}

impl Asking<'_> {
    fn told(&self, tx: &Tx, recipient: Recipient) -> CareTeamTold {
        let class = recipient.class;
        let purpose = purpose_of(class);
        let decided = self.decide(tx, purpose, &recipient, &[]);
        let is_allowed = |label: &SensitiveLabel| self.decide(tx, purpose, &recipient, &[*label]).is_ok();
        let allowed = SensitiveLabel::ALL.iter().filter(|label| is_allowed(label));
        CareTeamTold {
            level: self.level(class, &decided).map(Into::into),
            class: class.into(),
            purpose: purpose.into(),
            permitted: decided.is_ok(),
            basis: decided.as_ref().ok().map(|permit| permit.basis.into()),
            reason: decided.err().map(|deny| deny.reason.into()),
            labels: self.knows.then(|| allowed.map(|label| (*label).into()).collect()),
        }
    }

    /// What the law of every program says; a ground that is a consent is quoted first.
    fn decide(
        &self,
        tx: &Tx,
        purpose: DisclosurePurpose,
        recipient: &Recipient,
        labels: &[SensitiveLabel],
    ) -> std::result::Result<Permit, Deny> {
        let ask = |regime: Regime| {
            let question = Question { purpose, recipient, labels, regime, at: tx.now(), today: self.today };
            permits(&question, self.consents)
        };
        let (first, others) = self.regimes(purpose);
        others.into_iter().try_fold(ask(first)?, |best, regime| {
            let permit = ask(regime)?;
            Ok(if best.consent_id.is_some() { best } else { permit })
        })
    }

    /// What governs what is told: of the first program, which is health care for who is enrolled nowhere, and of the others.
    fn regimes(&self, purpose: DisclosurePurpose) -> (Regime, BTreeSet<Regime>) {
        let mut all: BTreeSet<Regime> = self.settings.iter().map(|setting| Regime::of(*setting, purpose)).collect();
        (all.pop_first().unwrap_or(Regime::Hipaa), all)
    }

    /// How much a relative may be told, by the consent or the refusal that decided.
    fn level(&self, class: RecipientClass, decided: &std::result::Result<Permit, Deny>) -> Option<FamilyLevel> {
        match decided {
            Ok(permit) => self.consents.iter().find(|consent| Some(consent.id) == permit.consent_id)?.level,
            Err(deny) => {
                let is_refused = class == RecipientClass::Family && deny.reason != DenyReason::ConsentRequired;
                is_refused.then_some(FamilyLevel::None)
            }
        }
    }

    /// True when an agreement noted with a relative is all that the person ever said about them, and enough: a school asks for more.
    fn rests_on_note(&self, name: &str) -> bool {
        let relative = Recipient::named(RecipientClass::Family, name);
        let said =
            |consent: &Consent| consent.recipient_class == RecipientClass::Family && consent.was_said_of(&relative);
        let (first, others) = self.regimes(purpose_of(RecipientClass::Family));
        let is_health = first == Regime::Hipaa && others.is_empty();
        is_health && !self.consents.iter().any(said)
    }
}

/// For what somebody of a class is told something in the ordinary course of care.
fn purpose_of(class: RecipientClass) -> DisclosurePurpose {
    match class {
        RecipientClass::Provider | RecipientClass::Facility => DisclosurePurpose::Treatment,
        RecipientClass::Payer => DisclosurePurpose::Payment,
        RecipientClass::School => DisclosurePurpose::Education,
        RecipientClass::Legal => DisclosurePurpose::Legal,
        RecipientClass::Person | RecipientClass::Family | RecipientClass::Community => {
            DisclosurePurpose::CareCoordination
        }
    }
}

fn plain(source: CareTeamSource, id: Uuid, name: String) -> CareTeamMember {
    CareTeamMember {
        source: source.into(),
        id,
        name,
        organization: None,
        role: None,
        member_role: None,
        relationship: None,
        phone: None,
        email: None,
        fax: None,
        since_on: None,
        told: None,
    }
}

pub(super) fn colleagues(tx: &Tx, known: &PersonOverview) -> Vec<CareTeamMember> {
    let name = |id: Uuid| tx.directory().name(id).to_owned();
    let day = |at| Some(local_date(at, tx.directory().main_zone()));
    let open: Vec<_> = known.cases.iter().filter(|case| case.require_active().is_ok()).collect();
    let owners = open.iter().map(|case| CareTeamMember {
        since_on: day(case.enrolled_at),
        ..plain(CareTeamSource::Owner, case.owner_id, name(case.owner_id))
    });
    let is_on = |case_id: Uuid| open.iter().any(|case| case.id == case_id);
    let members = known.members.iter().filter(|member| is_on(member.case_id));
    let members = members.map(|member| CareTeamMember {
        member_role: Some(member.role.into()),
        since_on: day(member.starts_at),
        ..plain(CareTeamSource::Colleague, member.staff_id, name(member.staff_id))
    });
    once(owners.chain(members))
}

/// Who works on several cases in one role, once, since the first of them.
fn once(members: impl Iterator<Item = CareTeamMember>) -> Vec<CareTeamMember> {
    let mut all: Vec<CareTeamMember> = Vec::new();
    for one in members {
        let as_what = |member: &CareTeamMember| (member.source, member.id, member.member_role);
        match all.iter_mut().find(|known| as_what(known) == as_what(&one)) {
            Some(known) => known.since_on = known.since_on.min(one.since_on),
            None => all.push(one),
        }
    }
    all
}

pub(super) fn family(tx: &Tx, related: &RelatedPerson, asking: &Asking<'_>) -> CareTeamMember {
    let mut told = asking.told(tx, Recipient::named(RecipientClass::Family, &related.name));
    let unsaid = told.reason.is_some_and(|reason| reason.0 == DenyReason::ConsentRequired);
    if unsaid && related.may_discuss && asking.rests_on_note(&related.name) {
        // That the person agreed is noted with the relative; nothing specially protected rests on that.
        told.permitted = true;
        told.reason = None;
        told.basis = Some(DisclosureBasis::HipaaFamily.into());
    }
    CareTeamMember {
        relationship: Some(related.relationship.clone()),
        phone: related.phone.clone(),
        told: Some(told),
        ..plain(CareTeamSource::Family, related.id, related.name.clone())
    }
}

pub(super) fn external(tx: &Tx, member: &ExternalMember, asking: &Asking<'_>) -> CareTeamMember {
    CareTeamMember {
        organization: member.organization.clone(),
        role: Some(member.role.into()),
        phone: member.phone.clone(),
        email: member.email.clone(),
        fax: member.fax.clone(),
        since_on: Some(member.since_on),
        told: Some(asking.told(tx, member.recipient())),
        ..plain(CareTeamSource::External, member.id, member.name.clone())
    }
}

pub(super) async fn partners(tx: &mut Tx, person_id: Uuid, asking: &Asking<'_>) -> Result<Vec<CareTeamMember>> {
    let referrals = tx.referrals_of(person_id).await?.into_iter().map(|(referral, _)| referral);
    let open = referrals.filter(|referral| referral.status.is_open() && referral.status != ReferralStatus::Draft);
    let partner = |referral: Referral| CareTeamMember {
        since_on: referral.sent_at.map(|at| local_date(at, tx.directory().main_zone())),
        told: Some(asking.told(tx, Recipient::named(RecipientClass::of_referral(referral.kind), &referral.recipient))),
        ..plain(CareTeamSource::Partner, referral.id, referral.recipient)
    };
    Ok(open.map(partner).collect())
}

pub(super) fn places(tx: &Tx, known: &PersonOverview, asking: &Asking<'_>) -> Vec<CareTeamMember> {
    let day = |at| Some(local_date(at, tx.directory().main_zone()));
    let stays = known.stays.iter().filter(|stay| stay.status == StayStatus::InProgress).map(|stay| CareTeamMember {
        since_on: day(stay.admitted_at),
        told: Some(asking.told(tx, Recipient::named(RecipientClass::Facility, &stay.facility))),
        ..plain(CareTeamSource::Facility, stay.id, stay.facility.clone())
    });
    let pays = known.coverages.iter().filter(|coverage| coverage.is_in_force(asking.today));
    let pays = pays.map(|coverage| CareTeamMember {
        since_on: coverage.starts_on,
        told: Some(asking.told(tx, Recipient::named(RecipientClass::Payer, &coverage.payer))),
        ..plain(CareTeamSource::Payer, coverage.id, coverage.payer.clone())
    });
    stays.chain(pays).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use domain::case::MemberRole;

    use super::*;

    #[test]
    fn who_works_on_two_cases_in_one_role_is_named_once_since_the_first() {
        let [march, may] = ["2026-03-01", "2026-05-01"].map(|day| Some(day.parse::<NaiveDate>().unwrap()));
        let of = |source, id, since_on| CareTeamMember { since_on, ..plain(source, Uuid::from_u128(id), "Ann".into()) };
        let joins =
            CareTeamMember { member_role: Some(MemberRole::Reviewer.into()), ..of(CareTeamSource::Colleague, 1, may) };
        let owns = |id, since_on| of(CareTeamSource::Owner, id, since_on);
        let team = once([owns(1, may), owns(2, may), owns(1, march), joins].into_iter());
        let found: Vec<_> = team.iter().map(|one| (one.source.0, one.id.as_u128(), one.since_on)).collect();
        let owner = CareTeamSource::Owner;
        assert_eq!(found, [(owner, 1, march), (owner, 2, may), (CareTeamSource::Colleague, 1, may)]);
    }
}
