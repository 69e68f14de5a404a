//! Everybody who takes care of a person now, from where each is known, and what each may be told.

use chrono::NaiveDate;
use domain::care_team::ExternalMember;
use domain::clock::local_date;
use domain::code::Code;
use domain::consent::{
    Consent, ConsentKind, DenyReason, DisclosureBasis, DisclosurePurpose, FamilyLevel, Question, Recipient,
    RecipientClass, Regime, SensitiveLabel, permits,
};
use domain::person::RelatedPerson;
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
    /// Whether the reader may know labels.
    pub knows: bool,
}

impl Asking<'_> {
    fn told(&self, tx: &Tx, class: RecipientClass, name: &str) -> CareTeamTold {
        let purpose = match class {
            RecipientClass::Provider | RecipientClass::Facility => DisclosurePurpose::Treatment,
            RecipientClass::Payer => DisclosurePurpose::Payment,
            RecipientClass::School => DisclosurePurpose::Education,
            RecipientClass::Legal => DisclosurePurpose::Legal,
            RecipientClass::Person | RecipientClass::Family | RecipientClass::Community => {
                DisclosurePurpose::CareCoordination
            }
        };
        let recipient = Recipient::named(class, name);
        let ask = |labels: &[SensitiveLabel]| {
            let question = Question {
                purpose,
                recipient: &recipient,
                labels,
                regime: Regime::Hipaa,
                at: tx.now(),
                today: self.today,
            };
            permits(&question, self.consents)
        };
        let decided = ask(&[]);
        let allowed = SensitiveLabel::ALL.iter().filter(|label| ask(&[**label]).is_ok());
        CareTeamTold {
            class: class.into(),
            purpose: purpose.into(),
            permitted: decided.is_ok(),
            basis: decided.as_ref().ok().map(|permit| permit.basis.into()),
            reason: decided.err().map(|deny| deny.reason.into()),
            level: self.level(tx, class, name).map(Into::into),
            labels: self.knows.then(|| allowed.map(|label| (*label).into()).collect()),
        }
    }

    fn level(&self, tx: &Tx, class: RecipientClass, name: &str) -> Option<FamilyLevel> {
        let holds = |consent: &&Consent| {
            consent.kind == ConsentKind::FamilyAccess
                && consent.holds_at(tx.now(), self.today)
                && consent.recipient().is_for(&Recipient::named(class, name))
        };
        self.consents.iter().filter(holds).filter_map(|consent| consent.level).min()
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
    let members =
        members.filter(|member| member.ends_at.is_none_or(|end| end > tx.now())).map(|member| CareTeamMember {
            member_role: Some(member.role.into()),
            since_on: day(member.starts_at),
            ..plain(CareTeamSource::Colleague, member.staff_id, name(member.staff_id))
        });
    owners.chain(members).collect()
}

pub(super) fn family(tx: &Tx, related: &RelatedPerson, asking: &Asking<'_>) -> CareTeamMember {
    let mut told = asking.told(tx, RecipientClass::Family, &related.name);
    let unsaid = told.reason.is_some_and(|reason| reason.0 == DenyReason::ConsentRequired);
    if unsaid && related.may_discuss {
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
        told: Some(asking.told(tx, member.role.class(), member.recipient_name())),
        ..plain(CareTeamSource::External, member.id, member.name.clone())
    }
}

pub(super) async fn partners(tx: &mut Tx, person_id: Uuid, asking: &Asking<'_>) -> Result<Vec<CareTeamMember>> {
    let referrals = tx.referrals_of(person_id).await?.into_iter().map(|(referral, _)| referral);
    let open = referrals.filter(|referral| referral.status.is_open() && referral.status != ReferralStatus::Draft);
    let partner = |referral: Referral| CareTeamMember {
        since_on: referral.sent_at.map(|at| local_date(at, tx.directory().main_zone())),
        told: Some(asking.told(tx, RecipientClass::of_referral(referral.kind), &referral.recipient)),
        ..plain(CareTeamSource::Partner, referral.id, referral.recipient)
    };
    Ok(open.map(partner).collect())
}

pub(super) fn places(tx: &Tx, known: &PersonOverview, asking: &Asking<'_>) -> Vec<CareTeamMember> {
    let day = |at| Some(local_date(at, tx.directory().main_zone()));
    let stays = known.stays.iter().filter(|stay| stay.status == StayStatus::InProgress).map(|stay| CareTeamMember {
        since_on: day(stay.admitted_at),
        told: Some(asking.told(tx, RecipientClass::Facility, &stay.facility)),
        ..plain(CareTeamSource::Facility, stay.id, stay.facility.clone())
    });
    let pays = known.coverages.iter().filter(|coverage| {
        coverage.starts_on.is_none_or(|first| first <= asking.today)
            && coverage.ends_on.is_none_or(|last| asking.today <= last)
    });
    let pays = pays.map(|coverage| CareTeamMember {
        since_on: coverage.starts_on,
        told: Some(asking.told(tx, RecipientClass::Payer, &coverage.payer)),
        ..plain(CareTeamSource::Payer, coverage.id, coverage.payer.clone())
    });
    stays.chain(pays).collect()
}
