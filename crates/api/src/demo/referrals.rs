//! What is arranged for some of the people: sent in the last weeks, answered and confirmed, or waiting for an answer that does not
//! come.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::access::{Access, Actor, CapabilityMarker, authorize, cap};
use domain::case::{Case, CaseStatus};
use domain::clock::local_date;
use domain::contact::ContactMode;
use domain::referral::state::Party;
use domain::referral::{
    Act, Benefit, BenefitCourse, CancelReason, ConfirmedWith, Course, Days, DeclineReason, Draft, Entry,
    EquipmentCourse, EquipmentItem, HousingCourse, NotReceivedReason, Referral, ReferralAction, ReferralChannel,
    ReferralKind, ReferralParty,
};
use persistence::case::CaseScope;
use persistence::{Error, Result, Store, Tx};
use uuid::Uuid;

use super::random::Random;
use super::world::World;
use super::{ORG_ID, Told, hours, request};

/// How many of the active cases have something arranged, about.
const SHARE: f64 = 0.5;
/// Streams of chance of this part, beside those of the lives.
const STREAM: u64 = 3_000_000;

/// What is asked of whom.
const ASKED: &[(ReferralKind, &str, &str)] = &[
    (
        ReferralKind::Transport,
        "County transport desk",
        "A ride to dialysis on Monday, Wednesday and Friday, with a walker.",
    ),
    (ReferralKind::Transport, "Ride Together", "A ride to the eye clinic and back, one companion."),
    (ReferralKind::Dme, "Harbor Medical Supply", "A shower chair and two grab bars, delivered and fitted."),
    (ReferralKind::Therapy, "Riverbend Outpatient Therapy", "Balance training twice a week, afternoons."),
    (ReferralKind::Benefit, "Department of Social Services", "Help with the application and the papers that it needs."),
    (ReferralKind::Housing, "Harbor Valley Housing Authority", "An apartment on the ground floor, one bedroom."),
    (ReferralKind::LegalAid, "Valley Legal Aid", "Advice about a notice to leave the apartment."),
    (ReferralKind::Employment, "Workforce Center", "Part-time work that can be done sitting."),
    (ReferralKind::Placement, "Maple Grove Adult Day", "Three days a week in the day program, lunch included."),
    (ReferralKind::CommunityService, "Meals to the Door", "A warm meal at noon, soft food."),
];

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Draft,
    Waiting,
    Silent,
    Accepted,
    Planned,
    Reported,
    Received,
    Missed,
    Declined,
    TakenBack,
}

const FATES: &[(Fate, u32)] = &[
    (Fate::Draft, 5),
    (Fate::Waiting, 12),
    (Fate::Silent, 8),
    (Fate::Accepted, 12),
    (Fate::Planned, 10),
    (Fate::Reported, 10),
    (Fate::Received, 32),
    (Fate::Missed, 5),
    (Fate::Declined, 6),
    (Fate::TakenBack, 3),
];

/// Arranges something for about half of the people whose case is active, in the name of its owner.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named("Vivian Castellano").actor();
    let mut after = None;
    let mut index = 0;
    loop {
        let access = access::<cap::CaseRead>(director.clone(), world.now)?;
        let cases = store
            .read(&access, async |tx| tx.case_list(CaseScope::Team, Some(CaseStatus::Active), after, 200).await)
            .await?;
        let Some((last, _)) = cases.last() else { break };
        after = Some(last.id);
        for (case, _) in cases {
            index += 1;
            let mut random = Random::of(world.seed, STREAM + index);
            if random.chance(SHARE) {
                arrange(store, world, &case, &mut random).await?;
            }
        }
    }
    store.referrals_escalate(ORG_ID, world.now).await?;
    Ok(())
}

pub(super) fn access<C: CapabilityMarker>(actor: Actor, at: DateTime<Utc>) -> Result<Access<C>> {
    authorize(actor, request(at)).map_err(|denied| Error::Internal(denied.to_string()))
}

/// Whoever acts on one referral, and when it goes on.
struct Telling<'a> {
    store: &'a Store,
    actor: Actor,
    zone: Tz,
    now: DateTime<Utc>,
    at: DateTime<Utc>,
    id: Uuid,
}

/// How many days ago it began.
fn age(fate: Fate, random: &mut Random) -> i64 {
    match fate {
        Fate::Draft | Fate::Waiting => random.between(1, 3),
        Fate::Silent => random.between(13, 18),
        Fate::Accepted => random.between(4, 9),
        Fate::Planned | Fate::Reported => random.between(6, 12),
        Fate::Received | Fate::Missed | Fate::Declined | Fate::TakenBack => random.between(20, 75),
    }
}

async fn arrange(store: &Store, world: &World, case: &Case, random: &mut Random) -> Result<()> {
    let fate = random.weighted(FATES);
    let (kind, recipient, asked) = *random.pick(ASKED);
    let zone = store.directory(ORG_ID).await?.zone(case.program_id);
    let owner = world.workforce.workers.iter().find(|worker| worker.staff.id == case.owner_id);
    let began = world.now - Duration::days(age(fate, random));
    let Some(owner) = owner.filter(|_| case.enrolled_at < began) else { return Ok(()) };
    let at = hours::after_days(random, began, 0, zone);
    let mut story = Telling { store, actor: owner.actor(), zone, now: world.now, at, id: random.id(at) };
    let draft = Draft {
        kind,
        need_id: None,
        community_service_id: None,
        recipient: recipient.into(),
        request: asked.into(),
        note: None,
        duplicate_reason: None,
        appointment_id: None,
    };
    story.begin(case, draft).await?;
    if fate == Fate::Draft {
        return Ok(());
    }
    let warm = random.chance(0.25);
    let (channel, spoke_with) = if warm {
        (ReferralChannel::WarmHandOff, Some("Intake worker".to_owned()))
    } else {
        (random.weighted(&[(ReferralChannel::Link, 5), (ReferralChannel::Phone, 3), (ReferralChannel::Fax, 2)]), None)
    };
    story.does(0, random, |_| Act::Send { channel, spoke_with: spoke_with.clone() }).await?;
    story.goes_on(fate, kind, random).await
}

impl Telling<'_> {
    /// The steps from the partner's answer to what the person says.
    async fn goes_on(&mut self, fate: Fate, kind: ReferralKind, random: &mut Random) -> Result<()> {
        let (way, with) = (ContactMode::Phone, ConfirmedWith::Person);
        match fate {
            Fate::Draft | Fate::Waiting | Fate::Silent => return Ok(()),
            Fate::Declined => {
                let reason =
                    *random.pick(&[DeclineReason::NoCapacity, DeclineReason::NotEligible, DeclineReason::OutOfArea]);
                return self.does(2, random, |_| Act::Decline { reason }).await;
            }
            Fate::TakenBack => {
                return self.does(4, random, |_| Act::Cancel { reason: CancelReason::NoLongerNeeded }).await;
            }
            Fate::Accepted | Fate::Planned | Fate::Reported | Fate::Received | Fate::Missed => {}
        }
        self.does(1, random, |_| Act::Accept).await?;
        self.dates(kind, random).await?;
        match fate {
            Fate::Planned => {
                let ahead = Duration::days(random.between(5, 12));
                self.does(1, random, |today| Act::Schedule { on: today + ahead }).await
            }
            Fate::Reported => self.does(2, random, |today| Act::Serve { on: today }).await,
            Fate::Received => {
                self.does(3, random, |today| Act::Serve { on: today }).await?;
                self.does(2, random, |today| Act::Confirm { on: today - Duration::days(2), way, with }).await
            }
            Fate::Missed => {
                let reason = *random.pick(&[
                    NotReceivedReason::NobodyCame,
                    NotReceivedReason::NoTransport,
                    NotReceivedReason::Cost,
                ]);
                self.does(6, random, |_| Act::NotReceived { reason, way, with }).await
            }
            _ => Ok(()),
        }
    }

    /// Some days later, if that is not ahead of the story.
    async fn does(&mut self, days: i64, random: &mut Random, act: impl Fn(chrono::NaiveDate) -> Act) -> Result<()> {
        let at = hours::after_days(random, self.at + Duration::minutes(25), days, self.zone);
        if at > self.now {
            return Ok(());
        }
        self.at = at;
        let act = act(local_date(at, self.zone));
        let (id, entry_id) = (self.id, random.id(at));
        let access = access::<cap::ReferralWrite>(self.actor.clone(), at)?;
        self.store
            .write(&access, async |tx| {
                let (referral, case) = tx.referral(id).await?;
                let directory = tx.directory().clone();
                let days =
                    Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
                let (change, event) = referral.act(act, entry(tx, entry_id), days)?;
                tx.referral_apply(change, Some(event), &case).await?;
                Ok(Told::default())
            })
            .await?;
        Ok(())
    }

    async fn begin(&self, case: &Case, draft: Draft) -> Result<()> {
        let access = access::<cap::ReferralWrite>(self.actor.clone(), self.at)?;
        let id = self.id;
        self.store
            .write(&access, async |tx| {
                let directory = tx.directory().clone();
                let days =
                    Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
                let change = Referral::create((id, tx.actor().id), case, draft, &[], days, tx.now())?;
                let event = change.record.event(ReferralAction::Create, None, entry(tx, Uuid::now_v7()));
                tx.referral_apply(change, Some(event), case).await?;
                Ok(Told::default())
            })
            .await?;
        Ok(())
    }

    /// Applications and ways to a home have dates: the day on which the partner took it on.
    async fn dates(&self, kind: ReferralKind, random: &mut Random) -> Result<()> {
        let applied_on = Some(local_date(self.at, self.zone));
        let benefit = *random.pick(&[Benefit::Snap, Benefit::Medicaid, Benefit::SocialSecurity]);
        let course = match kind {
            ReferralKind::Benefit => Course::Benefit(BenefitCourse {
                benefit,
                applied_on,
                decided_on: None,
                decision: None,
                appealed_on: None,
                appeal_decided_on: None,
                appeal_decision: None,
            }),
            ReferralKind::Housing => Course::Housing(HousingCourse { applied_on, ..HousingCourse::default() }),
            ReferralKind::Dme => Course::Equipment(EquipmentCourse {
                item: EquipmentItem::Bathroom,
                prescribed_on: applied_on,
                ordered_on: applied_on,
                shipped_on: None,
                delivered_on: None,
                set_up_on: None,
            }),
            _ => return Ok(()),
        };
        let access = access::<cap::ReferralWrite>(self.actor.clone(), self.at)?;
        let id = self.id;
        self.store
            .write(&access, async |tx| {
                let (referral, case) = tx.referral(id).await?;
                let directory = tx.directory().clone();
                let days =
                    Days { zone: directory.zone(case.program_id), calendar: directory.calendar_of(case.program_id) };
                let change = referral.follow(course, days, tx.now())?;
                let event = change.record.event(ReferralAction::Dates, None, entry(tx, Uuid::now_v7()));
                tx.referral_apply(change, Some(event), &case).await?;
                Ok(Told::default())
            })
            .await?;
        Ok(())
    }
}

fn entry(tx: &Tx, id: Uuid) -> Entry {
    Entry { id, party: Party { kind: ReferralParty::Staff, id: Some(tx.actor().id) }, note: None, now: tx.now() }
}
