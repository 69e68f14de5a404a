//! What some of the people agreed and refused that others learn of them, who outside takes care of them, and what went out of what
//! was arranged for them.

use chrono::{Datelike, Days, Duration};
use domain::Change;
use domain::access::cap;
use domain::care_team::{CareTeamRole, ExternalMember};
use domain::case::{Case, CaseStatus};
use domain::clock::local_date;
use domain::consent::{
    Consent, ConsentAction, ConsentDecision, ConsentForm, ConsentKind, ConsentStatus, Disclosed, DisclosedContent,
    Disclosure, DisclosurePurpose, FamilyLevel, Question, Recipient, RecipientClass, Regime, SensitiveLabel,
    SignerRole, permits,
};
use domain::referral::ReferralChannel;
use persistence::case::CaseScope;
use persistence::{Result, Store, Tx};
use uuid::Uuid;

use super::Told;
use super::random::Random;
use super::referrals::access;
use super::world::World;

/// How many of the active cases have something here, about.
const SHARE: f64 = 0.45;
/// Streams of chance of this part, beside those of the others.
const STREAM: u64 = 4_000_000;

/// Who else takes care of people: name, organization, role.
const OUTSIDE: &[(&str, &str, CareTeamRole)] = &[
    ("Dr. Ama Osei", "Valley Family Practice", CareTeamRole::PrimaryCare),
    ("Dr. Henrik Lund", "Harbor Heart Clinic", CareTeamRole::Specialist),
    ("Priscilla Yoon, RN", "Lakeshore Home Health", CareTeamRole::HomeCare),
    ("Marcus Bell, LCSW", "Riverbend Counseling", CareTeamRole::Counselor),
    ("Teresa Quinn", "Corner Pharmacy", CareTeamRole::Pharmacist),
    ("Owen Castillo", "County Probation", CareTeamRole::Legal),
    ("Bea Lindqvist", "Community Food Bank", CareTeamRole::CommunityPartner),
];

type Template = (RecipientClass, Option<&'static str>, DisclosurePurpose, &'static [SensitiveLabel]);

/// What people agree: recipient, purpose, what is specially protected.
const AGREED: &[Template] = &[
    (
        RecipientClass::Provider,
        Some("Riverbend Counseling"),
        DisclosurePurpose::Treatment,
        &[SensitiveLabel::SubstanceUse, SensitiveLabel::Behavioral],
    ),
    (RecipientClass::Provider, None, DisclosurePurpose::Treatment, &[SensitiveLabel::SubstanceUse]),
    (RecipientClass::Payer, None, DisclosurePurpose::Payment, &[SensitiveLabel::SubstanceUse]),
    (RecipientClass::Provider, Some("Valley Family Practice"), DisclosurePurpose::Treatment, &[SensitiveLabel::Hiv]),
    (RecipientClass::School, Some("Harbor Valley High School"), DisclosurePurpose::Education, &[]),
    (
        RecipientClass::Community,
        Some("Safe Harbor Shelter"),
        DisclosurePurpose::Housing,
        &[SensitiveLabel::DomesticViolence],
    ),
];

/// Adds to about half of the people whose case is active, in the name of its owner.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named("Vivian Castellano").actor();
    let (mut after, mut index) = (None, 0);
    loop {
        let access = access::<cap::CaseRead>(director.clone(), world.now)?;
        let cases = store
            .read(&access, async |tx| tx.case_list(CaseScope::Team, Some(CaseStatus::Active), after, 200).await)
            .await?;
        let Some((last, _)) = cases.last() else { return Ok(()) };
        after = Some(last.id);
        for (case, _) in cases {
            index += 1;
            let mut random = Random::of(world.seed, STREAM + index);
            share(store, world, &case, &mut random).await?;
        }
    }
}

async fn share(store: &Store, world: &World, case: &Case, random: &mut Random) -> Result<()> {
    let owner = world.workforce.workers.iter().find(|worker| worker.staff.id == case.owner_id);
    let began = world.now - Duration::days(random.between(20, 200));
    let Some(owner) = owner.filter(|_| case.enrolled_at < began) else { return Ok(()) };
    let wants = random.chance(SHARE);
    let access = access::<cap::ConsentWrite>(owner.actor(), world.now)?;
    store
        .write(&access, async |tx| {
            let zone = tx.directory().zone(case.program_id);
            let name = tx.person_name(case.person_id).await?;
            let mut page = Page { case, name, began: local_date(began, zone), given: Vec::new() };
            page.legal_aid(tx, random).await?;
            if wants {
                page.agreed(tx, random)?;
                page.family(tx, random).await?;
                page.outside(tx, random)?;
            }
            page.went_out(tx, random).await?;
            Ok(Told::default())
        })
        .await?;
    Ok(())
}

/// What is written down about one person.
struct Page<'a> {
    case: &'a Case,
    name: String,
    began: chrono::NaiveDate,
    given: Vec<Consent>,
}

impl Page<'_> {
    fn consent(&self, tx: &Tx, random: &mut Random, template: Template) -> Consent {
        let (recipient_class, recipient_name, purpose, labels) = template;
        let electronic = random.chance(0.4);
        Consent {
            id: random.id(tx.now()),
            version: 1,
            person_id: self.case.person_id,
            kind: ConsentKind::Share,
            decision: ConsentDecision::Permit,
            status: ConsentStatus::Active,
            level: None,
            purposes: vec![purpose],
            recipient_class,
            recipient_name: recipient_name.map(str::to_owned),
            labels: labels.to_vec(),
            actions: vec![ConsentAction::Share, ConsentAction::Discuss],
            from_on: self.began,
            until_on: self.began.checked_add_days(Days::new(365)),
            form: if electronic { ConsentForm::Electronic } else { ConsentForm::Written },
            form_version: Some(format!("{}-1", self.began.year())),
            signed_by: self.name.clone(),
            signer_role: SignerRole::Person,
            witness: None,
            revoked_at: None,
            reason: None,
            author_id: tx.actor().id,
            created_at: tx.now(),
        }
    }

    fn keep(&mut self, tx: &mut Tx, consent: Consent) -> Result<()> {
        self.given.push(tx.apply(Change::created(consent))?);
        Ok(())
    }

    /// Lawyers learn nothing without an authorization.
    async fn legal_aid(&mut self, tx: &mut Tx, random: &mut Random) -> Result<()> {
        let arranged = tx.referrals_of(self.case.person_id).await?;
        let legal = arranged.iter().map(|(referral, _)| referral).find(|referral| {
            DisclosurePurpose::of_referral(referral.kind) == DisclosurePurpose::Legal && referral.sent_at.is_some()
        });
        if let Some(referral) = legal {
            let consent = self.consent(tx, random, (RecipientClass::Legal, None, DisclosurePurpose::Legal, &[]));
            self.keep(tx, Consent { recipient_name: Some(referral.recipient.clone()), ..consent })?;
        }
        Ok(())
    }

    fn agreed(&mut self, tx: &mut Tx, random: &mut Random) -> Result<()> {
        let template = *random.pick(AGREED);
        let mut consent = self.consent(tx, random, template);
        if random.chance(0.2) {
            consent.status = ConsentStatus::Revoked;
            consent.revoked_at = Some(tx.now() - Duration::days(random.between(1, 15)));
            consent.reason = Some("Does not want it shared any more.".to_owned());
        } else if random.chance(0.15) {
            consent.decision = ConsentDecision::Refuse;
        }
        self.keep(tx, consent)
    }

    async fn family(&mut self, tx: &mut Tx, random: &mut Random) -> Result<()> {
        let known = tx.person_overview(self.case.person_id).await?;
        let Some(related) = known.related.first() else { return Ok(()) };
        let level = *random.pick(&[FamilyLevel::Logistics, FamilyLevel::Everything, FamilyLevel::Decides]);
        let template = (RecipientClass::Family, None, DisclosurePurpose::CareCoordination, &[][..]);
        let consent = self.consent(tx, random, template);
        let family = Consent {
            kind: ConsentKind::FamilyAccess,
            level: Some(level),
            recipient_name: Some(related.name.clone()),
            purposes: vec![DisclosurePurpose::Treatment, DisclosurePurpose::CareCoordination],
            ..consent
        };
        self.keep(tx, family)
    }

    fn outside(&self, tx: &mut Tx, random: &mut Random) -> Result<()> {
        let (name, organization, role) = *random.pick(OUTSIDE);
        let member = ExternalMember {
            id: random.id(tx.now()),
            version: 1,
            person_id: self.case.person_id,
            name: name.to_owned(),
            organization: Some(organization.to_owned()),
            role,
            phone: Some(format!("+1 518-555-01{:02}", random.between(0, 99))),
            email: None,
            fax: random.chance(0.5).then(|| format!("+1 518-555-01{:02}", random.between(0, 99))),
            since_on: self.began,
            until_on: None,
        };
        tx.apply(Change::created(member))?;
        Ok(())
    }

    /// What was sent by phone, fax or from person to person, on the ground that it had.
    async fn went_out(&self, tx: &mut Tx, random: &mut Random) -> Result<()> {
        let setting = tx.directory().program(self.case.program_id)?.setting;
        let zone = tx.directory().main_zone();
        for (referral, _) in tx.referrals_of(self.case.person_id).await? {
            let Some(sent_at) = referral.sent_at.filter(|_| referral.channel != Some(ReferralChannel::Link)) else {
                continue;
            };
            let purpose = DisclosurePurpose::of_referral(referral.kind);
            let recipient = Recipient::named(RecipientClass::of_referral(referral.kind), &referral.recipient);
            let question = Question {
                purpose,
                recipient: &recipient,
                labels: &[],
                regime: Regime::of(setting, purpose),
                at: sent_at,
                today: local_date(sent_at, zone),
            };
            let Ok(permit) = permits(&question, &self.given) else { continue };
            let what = Disclosed {
                person_id: self.case.person_id,
                by_id: self.case.owner_id,
                operation: "referral_send",
                content: DisclosedContent::Referral,
                record_id: referral.id,
            };
            let id: Uuid = random.id(sent_at);
            tx.apply(Disclosure::of(id, &question, &permit, &self.given, what))?;
        }
        Ok(())
    }
}
