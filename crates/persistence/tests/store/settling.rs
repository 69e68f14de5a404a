//! Whatever is recorded late, corrected and taken back: the deadlines that are stored are those that what is true implies.
//!
//! Random lives go through the store in the order in which people record them. What is true of them in the end is replayed in
//! the order in which it happened, by the domain alone. Twelve lives are lived, and three hundred in the long run (`TEND_LONG`).

use chrono::{DateTime, Duration, Utc};
use chrono_tz::America::New_York;
use domain::access::{Role, cap};
use domain::case::{Case, CaseOutcome, CaseStatus, Stage, Tier};
use domain::contact::{Contact, ContactMode, ContactOutcome, ContactPurpose, ContactStatus, ContactWith, Direction};
use domain::deadline::{Deadline, DeadlineStatus, react};
use domain::milestone::{Milestone, MilestoneKind, MilestoneStatus};
use domain::person::{Address, Person, Sex};
use domain::program::Setting;
use domain::stay::{Stay, StayClass, StayStatus};
use domain::{Change, Event, EventKind};
use persistence::case::CaseWork;
use persistence::{Reply, Store, StoredReply, Tx};
use std::collections::BTreeMap;
use testkit::{TestDb, World, monday};
use uuid::Uuid;

struct Done;

impl Reply for Done {
    fn stored(&self) -> StoredReply {
        StoredReply { status: 200, etag: None, body: "{}".into() }
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit.max(1) as u64) as usize
    }
}

/// What is true of a person, as far as it was recorded.
struct Life<'a> {
    store: &'a Store,
    world: &'a World,
    dice: Dice,
    now: DateTime<Utc>,
    person_id: Uuid,
    cases: Vec<Case>,
    stays: Vec<Stay>,
    /// What happened in a case, or to the person beside the stays.
    own: Vec<(Uuid, Event)>,
    contacts: Vec<(Uuid, Uuid)>,
    milestones: Vec<Milestone>,
    done: Vec<String>,
}

impl Life<'_> {
    async fn write(&self, work: impl AsyncFnOnce(&mut Tx) -> persistence::Result<()>) {
        let access = self.world.access::<cap::CaseCreate>(Role::Director, "case_create", self.now);
        let written = self.store.write(&access, async |tx| {
            work(tx).await?;
            Ok(Done)
        });
        written.await.unwrap_or_else(|error| panic!("{error}: {:#?}", self.done));
    }

    /// A minute of the last `days` days.
    fn earlier(&mut self, days: usize) -> DateTime<Utc> {
        self.now - Duration::minutes(self.dice.below(days * 24 * 60) as i64)
    }

    fn any_stay(&mut self, fits: impl Fn(&Stay) -> bool) -> Option<usize> {
        let fitting: Vec<usize> = (0..self.stays.len()).filter(|index| fits(&self.stays[*index])).collect();
        (!fitting.is_empty()).then(|| fitting[self.dice.below(fitting.len())])
    }

    fn any_active_case(&mut self) -> Option<Case> {
        let active: Vec<Case> = self.cases.iter().filter(|case| case.status == CaseStatus::Active).cloned().collect();
        (!active.is_empty()).then(|| active[self.dice.below(active.len())].clone())
    }

    async fn be_born(&mut self) {
        let person = Person {
            id: self.person_id,
            version: 1,
            family_name: "Okafor".into(),
            given_name: "Ada".into(),
            preferred_name: None,
            pronouns: None,
            birth_date: "1958-04-12".parse().unwrap(),
            deceased_on: None,
            sex: Sex::Female,
            language: "en".into(),
            interpreter_needed: false,
            phone: None,
            email: None,
            address: Address::default(),
            identifiers: Vec::new(),
            contact_point_id: None,
            source: None,
            created_at: self.now,
        };
        self.write(async |tx| tx.apply(Change::created(person)).map(|_| ())).await;
    }

    /// Opens a case in one of the programs, enrolled up to three weeks ago.
    async fn enrol(&mut self, hospital: bool) {
        let (program_id, team_id) = match hospital {
            true => (self.world.hospital_id, self.world.hospital_team_id),
            false => (self.world.program_id, self.world.team_id),
        };
        if self.cases.iter().any(|case| case.program_id == program_id && case.status == CaseStatus::Active) {
            return;
        }
        let case = Case {
            id: Uuid::now_v7(),
            version: 1,
            person_id: self.person_id,
            program_id,
            status: CaseStatus::Active,
            stage: Stage::Assess,
            tier: Tier::High,
            owner_id: self.world.staff["care_manager"],
            team_id,
            enrolled_at: self.earlier(21),
            closed_at: None,
            outcome: None,
            close_reason: None,
        };
        let change = Case::open(case.clone(), self.now).unwrap();
        self.write(async |tx| {
            let mut work = [CaseWork::new(change.record.clone())];
            tx.apply_in(&mut work, change)?;
            tx.anchor_recent_stays(&mut work).await
        })
        .await;
        self.own.push((case.id, Event::new(EventKind::Enrolled, case.id, case.enrolled_at)));
        self.done.push(format!("enrol {} {}", case.id, case.enrolled_at));
        self.cases.push(case);
    }

    /// Stores a stay as the slices do: told to every case that was active when it began, or ever.
    async fn put(&mut self, change: Change<Stay>, since: DateTime<Utc>) {
        let (stay, person_id) = (change.record.clone(), self.person_id);
        self.done.push(format!("{stay:?} {:?}", change.events));
        self.write(async |tx| {
            let mut cases = tx.active_cases(person_id, since).await?;
            tx.apply_in(&mut cases, change).map(|_| ())
        })
        .await;
        match self.stays.iter_mut().find(|old| old.id == stay.id) {
            Some(old) => *old = stay,
            None => self.stays.push(stay),
        }
    }

    async fn admit(&mut self) {
        let admitted_at = self.earlier(60);
        let class = [StayClass::Inpatient, StayClass::Inpatient, StayClass::Observation, StayClass::Emergency];
        let ended = self.dice.below(2) == 0;
        let stay = Stay {
            id: Uuid::now_v7(),
            version: 1,
            person_id: self.person_id,
            class: class[self.dice.below(4)],
            status: StayStatus::InProgress,
            facility: "General".into(),
            reason: None,
            admitted_at,
            discharged_at: ended.then(|| self.after(admitted_at)),
            destination: None,
            cancel_reason: None,
            source: None,
            cause: None,
        };
        self.put(Stay::admit(stay, self.now).unwrap(), admitted_at).await;
    }

    /// A minute up to ten days after `at`, and not after now.
    fn after(&mut self, at: DateTime<Utc>) -> DateTime<Utc> {
        (at + Duration::minutes(self.dice.below(10 * 24 * 60) as i64)).min(self.now)
    }

    async fn discharge(&mut self) {
        let Some(index) = self.any_stay(|stay| stay.status == StayStatus::InProgress) else { return };
        let stay = self.stays[index].clone();
        let at = self.after(stay.admitted_at);
        self.put(stay.discharge(at, None, self.now).unwrap(), at).await;
    }

    async fn cancel(&mut self) {
        let Some(index) = self.any_stay(|stay| stay.status != StayStatus::Cancelled) else { return };
        let stay = self.stays[index].clone();
        let since = stay.admitted_at;
        self.put(stay.cancel("Another person".into(), self.now).unwrap(), since).await;
    }

    /// Something about a stay was wrong: its times, its class, that it ended, that it never was.
    async fn correct(&mut self) {
        let Some(index) = self.any_stay(|_| true) else { return };
        let was = self.stays[index].clone();
        let mut known = was.clone();
        match self.dice.below(4) {
            0 => known.discharged_at = None,
            1 => known.discharged_at = Some(self.after(was.admitted_at)),
            2 => {
                known.admitted_at = self.earlier(60);
                known.discharged_at = was.discharged_at.map(|_| self.after(known.admitted_at));
            }
            _ => known.class = [StayClass::Inpatient, StayClass::Emergency][self.dice.below(2)],
        }
        known.status = if known.discharged_at.is_some() { StayStatus::Finished } else { StayStatus::InProgress };
        if let Some(change) = was.correct(known, self.now) {
            self.put(change, DateTime::UNIX_EPOCH).await;
        }
    }

    async fn reach(&mut self) {
        let Some(case) = self.any_active_case() else { return };
        let contact = Contact {
            id: Uuid::now_v7(),
            version: 1,
            case_id: Some(case.id),
            person_id: self.person_id,
            mode: ContactMode::Phone,
            direction: Direction::Outbound,
            outcome: [ContactOutcome::Reached, ContactOutcome::NoAnswer][usize::from(self.dice.below(4) == 0)],
            with: ContactWith::Person,
            minutes: 10,
            purpose: ContactPurpose::Outreach,
            occurred_at: self.earlier(50),
            summary: None,
            author_id: Some(self.world.staff["care_manager"]),
            created_at: self.now,
            source: None,
            status: ContactStatus::Finished,
            error_reason: None,
        };
        let (id, at) = (contact.id, contact.occurred_at);
        let change = Contact::log(contact, self.now).unwrap();
        self.own.extend(change.events.iter().map(|event| (case.id, event.clone())));
        self.contacts.push((case.id, id));
        self.done.push(format!("{:?}", change.events));
        self.write(async |tx| {
            let mut work = [tx.case_work_for_new(case.id, at).await?];
            tx.apply_in(&mut work, change).map(|_| ())
        })
        .await;
    }

    /// A dated fact of an active case in the health plan, up to three months ago or, of an enrolment, ahead.
    async fn note_down(&mut self) {
        let Some(case) = self.any_active_case().filter(|case| case.program_id == self.world.program_id) else { return };
        let kinds = [MilestoneKind::SnpEnrolled, MilestoneKind::SnpHealthRiskAssessment];
        let kind = kinds[self.dice.below(2)];
        let ahead = Duration::days(if kind.may_lie_ahead() { self.dice.below(60) as i64 } else { 0 });
        let milestone = Milestone {
            id: Uuid::now_v7(),
            version: 1,
            case_id: case.id,
            person_id: self.person_id,
            kind,
            occurred_on: (self.earlier(90) + ahead).date_naive(),
            answers_id: None,
            appointment_id: None,
            note: None,
            status: MilestoneStatus::Recorded,
            error_reason: None,
            author_id: self.world.staff["care_manager"],
            created_at: self.now,
        };
        if self
            .milestones
            .iter()
            .any(|old| (old.case_id, old.kind, old.occurred_on) == (case.id, kind, milestone.occurred_on))
        {
            return;
        }
        let Ok(change) = milestone.record(&case, Setting::ManagedCare, New_York, self.now) else { return };
        self.own.extend(change.events.iter().map(|event| (case.id, event.clone())));
        self.done.push(format!("{:?}", change.events));
        self.milestones.push(change.record.clone());
        self.write(async |tx| {
            let mut work = [tx.case_work_whole(case.id).await?];
            tx.apply_in(&mut work, change).map(|_| ())
        })
        .await;
    }

    async fn take_back(&mut self) {
        if self.milestones.is_empty() {
            return;
        }
        let gone = self.milestones.swap_remove(self.dice.below(self.milestones.len()));
        let (case_id, author) = (gone.case_id, gone.author_id);
        self.own.retain(|(_, event)| event.subject_id != gone.id);
        self.done.push(format!("take back {}", gone.id));
        let change = gone.withdraw(author, false, "Another person".into(), self.now).unwrap();
        self.write(async |tx| {
            let mut work = [tx.case_work_whole(case_id).await?];
            tx.apply_in(&mut work, change).map(|_| ())
        })
        .await;
    }

    /// Something that happens in a case at the moment it is recorded.
    async fn happen(&mut self, case_id: Uuid, kind: EventKind, subject_id: Uuid) {
        let event = Event::new(kind, subject_id, self.now);
        self.own.push((case_id, event.clone()));
        self.done.push(format!("{event:?}"));
        self.write(async |tx| {
            let mut work = [tx.case_work(case_id).await?];
            tx.announce(&mut work, &event)
        })
        .await;
    }

    async fn sign(&mut self) {
        if self.contacts.is_empty() {
            return;
        }
        let (case_id, contact_id) = self.contacts[self.dice.below(self.contacts.len())];
        self.happen(case_id, EventKind::NoteSigned, contact_id).await;
    }

    async fn close(&mut self) {
        let Some(case) = self.any_active_case() else { return };
        let (id, now) = (case.id, self.now);
        let mut closed = None;
        self.write(async |tx| {
            let work = tx.case_work(id).await?;
            let change = work.case.clone().close(CaseOutcome::GoalsMet, "Done".into(), now)?;
            closed = Some(tx.apply_in(&mut [work], change)?);
            Ok(())
        })
        .await;
        self.own.push((id, Event::new(EventKind::CaseClosed, id, now)));
        self.done.push(format!("close {id} {now}"));
        self.cases.retain(|case| case.id != id);
        self.cases.extend(closed);
    }

    async fn die(&mut self) {
        let person_id = self.person_id;
        if self.own.iter().any(|(_, event)| event.kind == EventKind::Died) {
            return;
        }
        let event = Event::new(EventKind::Died, person_id, self.earlier(20));
        self.own.extend(self.cases.iter().map(|case| (case.id, event.clone())));
        self.done.push(format!("{event:?}"));
        self.write(async |tx| {
            let mut cases = tx.active_cases(person_id, event.at).await?;
            tx.announce(&mut cases, &event)
        })
        .await;
    }

    async fn step(&mut self) {
        self.now += Duration::minutes(self.dice.below(3 * 24 * 60) as i64);
        match self.dice.below(24) {
            0..=3 => self.admit().await,
            4..=5 => self.discharge().await,
            6..=9 => self.correct().await,
            10 => self.cancel().await,
            11..=13 => self.reach().await,
            14 => self.sign().await,
            15..=16 => {
                if let Some(case) = self.any_active_case() {
                    let kinds = [EventKind::InitialAssessmentCompleted, EventKind::PlanApproved];
                    let kind = kinds[self.dice.below(2)];
                    self.happen(case.id, kind, Uuid::now_v7()).await;
                }
            }
            17 => self.enrol(true).await,
            18 => self.enrol(false).await,
            20..=22 => self.note_down().await,
            23 => self.take_back().await,
            _ if self.dice.below(4) == 0 => self.close().await,
            _ if self.dice.below(8) == 0 => self.die().await,
            _ => {}
        }
    }

    /// What a case hears of all that is true, in the order in which it happened.
    fn truth(&self, case: &Case) -> Vec<Event> {
        let of_stays = self.stays.iter().filter_map(|stay| Some((stay.id, stay.anchors()?)));
        let of_stays = of_stays.flat_map(|(id, (admitted_at, discharged_at))| {
            let discharged = discharged_at.map(|at| Event::new(EventKind::Discharged, id, at));
            [Some(Event::new(EventKind::Admitted, id, admitted_at)), discharged].into_iter().flatten()
        });
        let own = self.own.iter().filter(|(id, _)| *id == case.id).map(|(_, event)| event.clone());
        let mut events: Vec<Event> = of_stays.chain(own).filter(|event| case.hears(event)).collect();
        events.sort_by_key(|event| event.at);
        events
    }

    async fn check(&self) {
        for case in &self.cases {
            let (mut stored, mut replayed) = (Vec::new(), Vec::new());
            self.write(async |tx| {
                stored = tx.deadlines_of(case.id).await?;
                let directory = tx.directory().clone();
                let (rules, mut context) =
                    (directory.rules(case.program_id), CaseWork::new(case.clone()).context(&directory));
                for event in self.truth(case) {
                    for change in react(&context, &event, &rules, &replayed, &mut Uuid::now_v7) {
                        replayed.retain(|old: &Deadline| old.id != change.record.id);
                        replayed.push(change.record);
                    }
                    context.history.push(event);
                }
                Ok(())
            })
            .await;
            let (gone, stored): (Vec<_>, Vec<_>) = stored.into_iter().partition(never_was);
            assert!(gone.iter().all(|gone| gone.status == DeadlineStatus::Cancelled && gone.met_at.is_none()));
            assert_eq!(told(&stored), told(&replayed), "case {}: {:#?}", case.id, self.done);
        }
    }
}

/// True for what is kept as the trace of something that did not happen.
fn never_was(deadline: &Deadline) -> bool {
    matches!(deadline.closed_reason.as_deref(), Some("stay_cancelled" | "anchor_retracted"))
}

/// What the rules decide about deadlines, by rule and anchor.
fn told(deadlines: &[Deadline]) -> BTreeMap<(String, Uuid), String> {
    let told = |old: &Deadline| {
        let Deadline { status, anchor_at, due_at, met_at, met_by_id, closed_at, closed_by_id, .. } = old;
        let ends = (closed_at, closed_by_id, &old.closed_reason);
        format!("{status} from {anchor_at} due {due_at} met {met_at:?} by {met_by_id:?} closed {ends:?}")
    };
    deadlines.iter().map(|old| ((old.rule_code.clone(), old.anchor_subject_id), told(old))).collect()
}

#[tokio::test]
async fn whatever_is_recorded_late_corrected_and_taken_back_the_stored_deadlines_are_those_of_what_is_true() {
    let db = TestDb::new().await;
    let store = db.store().await;
    let world = World::build(&store, monday()).await;
    let lives = if std::env::var_os("TEND_LONG").is_some() { 300 } else { 12 };
    for seed in 0..lives {
        let mut life = Life {
            store: &store,
            world: &world,
            dice: Dice(seed),
            now: monday(),
            person_id: Uuid::now_v7(),
            cases: Vec::new(),
            stays: Vec::new(),
            own: Vec::new(),
            contacts: Vec::new(),
            milestones: Vec::new(),
            done: vec![format!("seed {seed}")],
        };
        life.be_born().await;
        life.enrol(seed % 2 == 0).await;
        for _ in 0..40 {
            life.step().await;
            life.check().await;
        }
        assert!(!life.stays.is_empty(), "a life without a stay shows nothing");
    }
}
