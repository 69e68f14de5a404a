//! What the health plan of the demo was asked for and what became of it, and what its care managers ask of other payers.

use chrono::{DateTime, Days, Duration, Utc};
use domain::access::{Access, Actor, authorize, cap};
use domain::authorization::appeal::{Appeal, AppealKind, AppealLevel, AppealStatus, AppealSubject};
use domain::authorization::clock::Place;
use domain::authorization::{
    Authorization, AuthorizationSide, AuthorizationStatus, Course, CriteriaOutcome, CriteriaReference, Decider,
    DenialReason, DocumentState, LineOfBusiness, PeerOutcome, PeerToPeer, Portal, RequestUrgency, RequestVerdict,
    ReviewKind, Ruling, Service, ServiceCategory, UnitKind, Use, next_review,
};
use domain::case::{Case, CaseMember, CaseStatus, MemberRole};
use domain::program::Setting;
use domain::{Change, Rule};
use persistence::case::{CaseScope, CaseWork};
use persistence::{Error, Result, Store, Tx};
use uuid::Uuid;

use super::random::Random;
use super::world::World;
use super::{Told, request};

/// Who reviews for the plan, and the physician advisor.
const REVIEWER: &str = "Marcus Tillery";
const ADVISOR: &str = "Anil Kapoor";
/// The most people whose requests are told.
const MOST: usize = 27;

/// How far a request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plot {
    Waiting,
    Urgent,
    Pended,
    SecondLevel,
    Running,
    Reviewed,
    Appealed,
    Asked,
    Drafted,
}

const PLOTS: &[Plot] = &[
    Plot::Waiting,
    Plot::Running,
    Plot::Asked,
    Plot::Urgent,
    Plot::Appealed,
    Plot::Reviewed,
    Plot::SecondLevel,
    Plot::Drafted,
    Plot::Pended,
];

type Asked = (&'static str, &'static str, ServiceCategory, u32, UnitKind, &'static str);

const SERVICES: &[Asked] = &[
    (
        "Skilled nursing visits at home",
        "G0299",
        ServiceCategory::HomeHealth,
        20,
        UnitKind::Visit,
        "Wound care twice a week after surgery; she can't reach the wound herself.",
    ),
    (
        "Physical therapy at home",
        "G0151",
        ServiceCategory::Therapy,
        16,
        UnitKind::Visit,
        "Two falls in a month; needs gait training before she can use the stairs.",
    ),
    (
        "Power wheelchair",
        "K0823",
        ServiceCategory::Dme,
        1,
        UnitKind::Item,
        "Can't walk across the room and can't push a manual chair.",
    ),
    (
        "Personal care",
        "T1019",
        ServiceCategory::PersonalCare,
        240,
        UnitKind::QuarterHour,
        "Needs help with bathing and dressing each morning.",
    ),
    (
        "Cardiology consultation",
        "99244",
        ServiceCategory::Specialist,
        3,
        UnitKind::Visit,
        "New shortness of breath; the clinic asks for a specialist.",
    ),
    (
        "Rehabilitation facility",
        "0128",
        ServiceCategory::SkilledNursing,
        14,
        UnitKind::Day,
        "Not yet safe at home after a hip fracture.",
    ),
    (
        "Rides to dialysis",
        "A0100",
        ServiceCategory::Transport,
        24,
        UnitKind::Trip,
        "Three times a week; nobody in the family drives.",
    ),
];

const PROVIDERS: &[&str] = &["Hudson Home Care", "Riverbend Rehab", "Valley Medical Supply"];

/// Writes the requests of the plan's members down, each in a transaction of its own.
pub(super) async fn add(store: &Store, world: &World) -> Result<()> {
    let director = world.workforce.named("Vivian Castellano").actor();
    let members = members(store, world, &director).await?;
    let mut random = Random::of(world.seed, 40);
    for (number, case) in members.into_iter().take(MOST).enumerate() {
        let access = access(world, &director)?;
        let mut scribe = Scribe::new(world, &mut random, &case, number);
        store.write(&access, async |tx| scribe.tell(tx, case.id).await.map(|()| Told::default())).await?;
    }
    Ok(())
}

fn access(world: &World, actor: &Actor) -> Result<Access<cap::AuthorizationWrite>> {
    authorize(actor.clone(), request(world.now)).map_err(|denied| Error::Internal(denied.to_string()))
}

/// Active cases of the health plan, always in the same order.
async fn members(store: &Store, world: &World, director: &Actor) -> Result<Vec<Case>> {
    let access = access(world, director)?;
    let plan = world.network.place(Setting::ManagedCare).program.id;
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let active = Some(CaseStatus::Active);
        let page = store.read(&access, async |tx| tx.case_list(CaseScope::Team, active, after, 200).await).await?;
        let Some((last, _)) = page.last() else { return Ok(all) };
        after = Some(last.id);
        all.extend(page.into_iter().map(|(case, _)| case).filter(|case| case.program_id == plan));
    }
}

/// Writes the request of one member.
struct Scribe<'a> {
    random: &'a mut Random,
    now: DateTime<Utc>,
    plot: Plot,
    service: Asked,
    line: LineOfBusiness,
    owner: Uuid,
    reviewer: Uuid,
    advisor: Uuid,
}

impl<'a> Scribe<'a> {
    fn new(world: &World, random: &'a mut Random, case: &Case, number: usize) -> Self {
        let line = *random.pick(&[LineOfBusiness::MedicareAdvantage, LineOfBusiness::MedicaidMco]);
        Self {
            now: world.now,
            plot: PLOTS[number % PLOTS.len()],
            service: SERVICES[number % SERVICES.len()],
            line,
            owner: case.owner_id,
            reviewer: world.workforce.named(REVIEWER).staff.id,
            advisor: world.workforce.named(ADVISOR).staff.id,
            random,
        }
    }

    fn ago(&self, hours: i64) -> DateTime<Utc> {
        self.now - Duration::hours(hours)
    }

    async fn tell(&mut self, tx: &mut Tx, case_id: Uuid) -> Result<()> {
        let mut work = [tx.case_work(case_id).await?];
        let draft = self.written(&work[0].case).draft()?;
        let request = tx.apply(draft)?;
        if self.plot == Plot::Drafted {
            return Ok(());
        }
        let request = self.handed_in(tx, &mut work, request)?;
        let request = self.worked_on(tx, &mut work, request)?;
        match self.plot {
            Plot::Running => self.used(tx, request),
            Plot::Appealed => self.appealed(tx, &mut work, &request),
            _ => Ok(()),
        }
    }

    fn side(&self) -> AuthorizationSide {
        match self.plot {
            Plot::Asked | Plot::Drafted => AuthorizationSide::Asked,
            _ => AuthorizationSide::Reviewed,
        }
    }

    /// How many hours ago it was received.
    fn age(&mut self) -> i64 {
        match self.plot {
            Plot::Urgent => self.random.between(30, 60),
            Plot::Running => 24 * 40,
            Plot::Reviewed | Plot::Appealed => 24 * self.random.between(9, 25),
            _ => self.random.between(20, 140),
        }
    }

    fn written(&mut self, case: &Case) -> Authorization {
        let (title, code, category, units, unit, need) = self.service;
        let today = self.now.date_naive();
        let from = if self.plot == Plot::Running { today - Days::new(36) } else { today + Days::new(2) };
        Authorization {
            id: self.random.id(self.now),
            version: 1,
            person_id: case.person_id,
            case_id: case.id,
            coverage_id: None,
            side: self.side(),
            line: self.line,
            urgency: if self.plot == Plot::Urgent { RequestUrgency::Expedited } else { RequestUrgency::Standard },
            kind: if self.plot == Plot::Reviewed { ReviewKind::Concurrent } else { ReviewKind::Prospective },
            category,
            status: AuthorizationStatus::Draft,
            service: Service {
                title: title.into(),
                code: Some(code.into()),
                units,
                unit,
                from,
                to: from + Days::new(u64::try_from(self.random.between(41, 60)).unwrap_or(45)),
                provider: Some((*self.random.pick(PROVIDERS)).to_owned()),
                community_organization_id: None,
                need: need.into(),
                labels: Vec::new(),
            },
            requested_by: self.owner,
            created_at: self.ago(24 * 41),
            received_at: None,
            rule_code: None,
            due_at: None,
            reviewer_id: None,
            advisor_id: None,
            decided_at: None,
            valid_to: None,
            next_review_on: None,
            continues_id: None,
            course: Course::default(),
        }
    }

    fn handed_in(&mut self, tx: &mut Tx, work: &mut [CaseWork; 1], request: Authorization) -> Result<Authorization> {
        let at = self.age();
        let mut request = request;
        let complete = self.plot != Plot::Pended;
        for line in request.course.documents.clone() {
            if complete || self.random.chance(0.4) {
                request = request.document(line.kind, DocumentState::Received, self.owner, self.ago(at))?.record;
            }
        }
        let directory = tx.directory().clone();
        let program = work[0].case.program_id;
        let (zone, rules) = (directory.zone(program), directory.rules(program));
        let place = Place { zone, calendar: directory.calendar_of(program), rules: &rules };
        let change = request.submit(self.ago(at), place, self.owner, self.ago(at))?;
        tx.apply_in(work, change)
    }

    fn worked_on(&mut self, tx: &mut Tx, work: &mut [CaseWork; 1], request: Authorization) -> Result<Authorization> {
        let (by, at) = (self.reviewer, request.received_at.unwrap_or(self.now) + Duration::hours(20));
        let at = at.min(self.now);
        match self.plot {
            Plot::Waiting | Plot::Drafted => Ok(request),
            Plot::Urgent => tx.apply(request.review(by, at)?),
            Plot::Pended => {
                let words = "Asked the practice for what is missing on the list.".into();
                tx.apply(request.pend(words, by, at)?)
            }
            Plot::Asked => {
                let (name, says) =
                    *self.random.pick(&[("Availity", "Pending clinical review"), ("NaviNet", "Received")]);
                let reference = Some(format!("{}", self.random.between(4_000_000, 9_999_999)));
                let portal =
                    Portal { name: name.into(), reference, says: Some(says.into()), by: self.owner, at: self.now };
                tx.apply(request.track(portal)?)
            }
            Plot::Running | Plot::Reviewed => {
                let request = self.judged(request, CriteriaOutcome::Met, at)?;
                let next = (self.plot == Plot::Reviewed).then(|| request.service.from + Days::new(10));
                let approval = Ruling { next_review_on: next, ..ruling(RequestVerdict::Approve) };
                let decider = Decider { id: by, is_physician: false, now: at };
                let mut change = request.decide(approval, decider)?;
                let (case, ids) = (work[0].case.clone(), (self.random.id(self.now), by));
                let zone = tx.directory().zone(case.program_id);
                if let Some(task) = next_review::work(&change.record, None, &case, zone, ids, at)? {
                    change.record.course.review_task_id = Some(tx.apply(task)?.id);
                }
                tx.apply_in(work, change)
            }
            Plot::SecondLevel | Plot::Appealed => self.second_level(tx, work, request, at),
        }
    }

    fn judged(
        &self,
        request: Authorization,
        outcome: CriteriaOutcome,
        at: DateTime<Utc>,
    ) -> Result<Authorization, Rule> {
        let (product, subset) = match request.category {
            ServiceCategory::HomeHealth | ServiceCategory::Therapy => ("InterQual", "Home Care"),
            ServiceCategory::SkilledNursing => ("InterQual", "Subacute and Skilled Nursing"),
            _ => ("MCG", "Ambulatory Care"),
        };
        let found = CriteriaReference {
            product: product.into(),
            version: "2026".into(),
            subset: subset.into(),
            outcome,
            reviewer_id: self.reviewer,
            at,
        };
        Ok(request.criteria(found)?.record)
    }

    fn second_level(
        &mut self,
        tx: &mut Tx,
        work: &mut [CaseWork; 1],
        request: Authorization,
        at: DateTime<Utc>,
    ) -> Result<Authorization> {
        let case = &work[0].case;
        tx.apply(Change::created(CaseMember {
            id: self.random.id(self.now),
            version: 1,
            case_id: case.id,
            person_id: case.person_id,
            staff_id: self.advisor,
            role: MemberRole::Reviewer,
            starts_at: at,
            ends_at: None,
        }))?;
        let request = self.judged(request, CriteriaOutcome::NotMet, at)?;
        let words = "Criteria are not met; please look at the record as a whole.".into();
        let referred = request.refer(self.advisor, words, self.reviewer, at)?;
        if self.plot == Plot::SecondLevel {
            return tx.apply(referred);
        }
        let later = at + Duration::hours(26);
        let talk = PeerToPeer {
            held_at: later,
            physician: "Dr. Ellen Marsh".into(),
            outcome: PeerOutcome::Unchanged,
            words: "Agreed that the goals of the plan of care were reached.".into(),
            by: self.advisor,
        };
        let talked = referred.record.peer_to_peer(talk, later)?.record;
        let denial = Ruling {
            reason: Some(DenialReason::NotNecessary),
            words: Some("The goals of this service were reached, so it is not needed any more.".into()),
            ..ruling(RequestVerdict::Deny)
        };
        let decider = Decider { id: self.advisor, is_physician: true, now: later };
        tx.apply_in(work, talked.decide(denial, decider)?)
    }

    fn used(&mut self, tx: &mut Tx, request: Authorization) -> Result<()> {
        let today = self.now.date_naive();
        let asked = request.service.units;
        let share = self.random.between(30, 95);
        let most = u32::try_from(i64::from(asked) * share / 100).unwrap_or(0).max(1);
        let on = request.service.from + Days::new(7);
        let used = Use { on, units: most, by: self.owner, at: self.ago(24 * 20) };
        tx.apply(request.use_units(used, today)?).map(|_| ())
    }

    fn appealed(&mut self, tx: &mut Tx, work: &mut [CaseWork; 1], about: &Authorization) -> Result<()> {
        let hours = self.random.between(8, 90);
        let received_at = self.ago(hours);
        let noted = Appeal {
            id: self.random.id(self.now),
            version: 1,
            person_id: about.person_id,
            case_id: about.case_id,
            authorization_id: Some(about.id),
            answered_here: true,
            kind: AppealKind::Appeal,
            level: AppealLevel::Plan,
            subject: AppealSubject::PreService,
            line: about.line,
            urgency: RequestUrgency::Standard,
            status: AppealStatus::Received,
            words: "My doctor says that I still need it. I can't manage at home without this help.".into(),
            noted_by: self.owner,
            received_at,
            late_reason: None,
            rule_code: None,
            due_at: None,
            reviewer_id: None,
            decided_at: None,
            answer: None,
            extension: None,
            trail: Vec::new(),
        };
        let directory = tx.directory().clone();
        let program = work[0].case.program_id;
        let (zone, rules) = (directory.zone(program), directory.rules(program));
        let place = Place { zone, calendar: directory.calendar_of(program), rules: &rules };
        let change = noted.file(Some(about), &[], place, self.now)?;
        tx.apply_in(work, change).map(|_| ())
    }
}

fn ruling(verdict: RequestVerdict) -> Ruling {
    Ruling {
        verdict,
        units: None,
        from: None,
        to: None,
        reason: None,
        words: None,
        next_review_on: None,
        decided_at: None,
    }
}
