//! One life, told by the domain's own rules: what happens is put on an agenda, and each entry may put more on it. The story
//! stops at the world's now; what lies ahead of it is what stands on the worklists this morning.

mod appointment;
mod care_gap;
mod comprehensive;
mod conference;
mod contact;
mod crisis;
mod ending;
mod enrolment;
mod hand_off;
mod measure_entry;
mod milestone;
mod morning;
mod note;
mod plan;
mod progress;
mod screening;
mod stay;
mod task;
mod teach;
mod tier;
mod transition;
mod visit;
mod voice;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::acuity::TierDecision;
use domain::alert::Alert;
use domain::appointment::Appointment;
use domain::assessment::Assessment;
use domain::care_gap::CareGapKind;
use domain::care_plan::{CarePlan, Occurrence};
use domain::case::{Case, CaseOutcome, CaseStatus};
use domain::comprehensive_assessment::ComprehensiveAssessment;
use domain::contact::{Contact, ContactPurpose};
use domain::crisis_plan::CrisisPlan;
use domain::hand_off::HandOff;
use domain::milestone::MilestoneKind;
use domain::need::Need;
use domain::note::Note;
use domain::person::{Person, RelatedPerson};
use domain::program::Setting;
use domain::stay::{Stay, StayClass};
use domain::task::Task;
use domain::transition::Transition;
use persistence::Result;
use persistence::case::CaseWork;
use uuid::Uuid;

use super::hours;
use super::ledger::Ledger;
use super::people::Household;
use super::problems::Problem;
use super::random::Random;
use super::staff::Worker;
use super::world::{Beginning, Feature, World};

/// Something that is about to happen. Numbers are those of the life's cases and stays.
#[derive(Debug, Clone)]
enum Act {
    Enrol(Setting, Uuid),
    Admit(StayClass),
    Discharge(usize),
    PlanWayHome(usize),
    MakeRounds(usize),
    FollowWayHome(usize),
    CloseTransition(usize),
    Screen {
        case: usize,
        initial: bool,
    },
    Review {
        case: usize,
        assessment: Uuid,
    },
    Date {
        case: usize,
        kind: MilestoneKind,
    },
    BeginCertification(usize),
    Help(usize),
    DraftPlan(usize),
    ApprovePlan(usize),
    RevisePlan(usize),
    WriteCrisisPlan(usize),
    ReviewCrisisPlan(usize),
    AssessWhole(usize),
    ReviewWhole(usize),
    MeetGroup(usize),
    DoTask {
        case: usize,
        task: Uuid,
        tries: u8,
    },
    Errand(usize),
    Reach {
        case: usize,
        purpose: ContactPurpose,
        tries: u8,
    },
    Inbound(usize),
    GiveUp(usize),
    SignNote {
        case: usize,
        note: Uuid,
    },
    Countersign {
        case: usize,
        note: Uuid,
    },
    AcknowledgeAlert {
        case: usize,
        alert: Uuid,
    },
    EscalateAlert {
        case: usize,
        alert: Uuid,
    },
    CloseAlert {
        case: usize,
        alert: Uuid,
    },
    Offer(usize),
    Answer(usize),
    ChangeTier(usize),
    Close(usize),
    Appoint {
        behind: bool,
    },
    /// What became of an appointment, by lot.
    Settle {
        appointment: Uuid,
        lot: i64,
    },
    ReachAgain,
    Feature(Feature),
}

/// A case as far as the story needs it beside [`CaseWork`].
#[derive(Debug)]
struct Story {
    setting: Setting,
    zone: Tz,
    problems: Vec<&'static Problem>,
    needs: Vec<Need>,
    plan: Option<CarePlan>,
    tasks: Vec<Task>,
    occurrences: Vec<Occurrence>,
    /// How often somebody looked at a goal.
    looks: BTreeMap<Uuid, u8>,
    notes: Vec<Note>,
    assessments: Vec<Assessment>,
    /// Completed ones, and every contact: what acuity is judged by.
    completed: Vec<Assessment>,
    contacts: Vec<Contact>,
    decision: Option<TierDecision>,
    alerts: Vec<Alert>,
    offer: Option<HandOff>,
    assistant: Option<Uuid>,
    coordinator: Option<Uuid>,
    severity: f64,
    rounds: i32,
    /// Milestones that are recorded already.
    dates: Vec<(MilestoneKind, NaiveDate)>,
    /// Gaps in care that came up already.
    gaps: Vec<CareGapKind>,
    /// When something came in for measures alone, the last time.
    entered_on: Option<NaiveDate>,
    outcome: CaseOutcome,
}

/// A life.
#[derive(Debug)]
pub struct Life<'w> {
    world: &'w World,
    random: Random,
    /// Chance of its own for what acuity looks at beside mood, and for tiers.
    acuity: Random,
    /// A stream of its own: what crisis plans draw changes nothing else in the story.
    crisis: Random,
    /// Another one, for comprehensive assessments.
    whole: Random,
    /// Another one, for transitions.
    way: Random,
    /// Another one, for appointments.
    visits: Random,
    /// Another one, for the ways to visits.
    ways: Random,
    /// Another one, for the group of a hospice.
    group: Random,
    /// Another one, for milestones.
    dates: Random,
    at: DateTime<Utc>,
    agenda: BTreeMap<(DateTime<Utc>, u32), Act>,
    entries: u32,
    index: u64,
    feature: Option<Feature>,
    household: Option<Household>,
    crisis_plan: Option<CrisisPlan>,
    /// The newest comprehensive assessment.
    comprehensive: Option<ComprehensiveAssessment>,
    stays: Vec<Stay>,
    /// The transitions of the stays, by the number of the stay.
    transitions: BTreeMap<usize, Transition>,
    works: Vec<CaseWork>,
    stories: Vec<Story>,
    /// When the last talk was over: nobody has two at once.
    talked_until: DateTime<Utc>,
    /// While nobody gets through to the person.
    out_of_reach: Option<(DateTime<Utc>, DateTime<Utc>)>,
    first_owner: Uuid,
    /// How many people of the first owner come before this one.
    nth: usize,
    /// Appointments whose outcome is still to come, and what follows when one was missed.
    appointments: Vec<Appointment>,
    to_reach: Option<Task>,
}

impl<'w> Life<'w> {
    /// A life that is about to begin.
    pub fn new(world: &'w World, beginning: Beginning) -> Self {
        let mut life = Self {
            world,
            random: Random::of(world.seed, 1_000 + beginning.index),
            acuity: Random::of(world.seed, 1_000_000 + beginning.index),
            crisis: Random::of(world.seed, 500_000 + beginning.index),
            whole: Random::of(world.seed, 2_000_000 + beginning.index),
            way: Random::of(world.seed, 3_000_000 + beginning.index),
            visits: Random::of(world.seed, 4_000_000 + beginning.index),
            ways: Random::of(world.seed, 5_000_000 + beginning.index),
            group: Random::of(world.seed, 6_000_000 + beginning.index),
            dates: Random::of(world.seed, 7_000_000 + beginning.index),
            at: world.start,
            agenda: BTreeMap::new(),
            entries: 0,
            index: beginning.index,
            feature: beginning.feature,
            household: None,
            crisis_plan: None,
            comprehensive: None,
            stays: Vec::new(),
            transitions: BTreeMap::new(),
            works: Vec::new(),
            stories: Vec::new(),
            talked_until: world.start,
            out_of_reach: None,
            first_owner: beginning.owner_id,
            nth: beginning.nth,
            appointments: Vec::new(),
            to_reach: None,
        };
        let at = life.first_enrolment(beginning.setting);
        life.soon(at, Act::Enrol(beginning.setting, beginning.owner_id));
        life.plan_appointments();
        life
    }

    /// Who is accountable for the person at this point of the story.
    pub fn accountable(&self) -> &'w Worker {
        let owner = self.works.last().map_or(self.first_owner, |work| work.case.owner_id);
        self.world.workforce.get(owner)
    }

    /// How far the story has come.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// When the next thing happens, if anything does.
    pub fn next_at(&self) -> Option<DateTime<Utc>> {
        self.agenda.first_key_value().map(|((at, _), _)| *at)
    }

    /// Tells on until about `limit` changes are written. True when the story has arrived at now.
    ///
    /// # Errors
    /// Those of the ledger; a refusal by a rule is a mistake in the story.
    pub fn tell<L: Ledger>(&mut self, ledger: &mut L, limit: usize) -> Result<bool> {
        while ledger.written() < limit {
            let Some(((at, _), act)) = self.agenda.pop_first() else { return Ok(true) };
            self.at = at;
            self.act(act, ledger)?;
        }
        Ok(self.agenda.is_empty())
    }

    fn act<L: Ledger>(&mut self, act: Act, ledger: &mut L) -> Result<()> {
        match act {
            Act::Enrol(setting, owner_id) => self.enrol(setting, owner_id, ledger),
            Act::Admit(class) => self.admit(class, ledger),
            Act::Discharge(stay) => self.discharge(stay, ledger),
            Act::PlanWayHome(stay) => self.plan_way_home(stay, ledger),
            Act::MakeRounds(stay) => self.make_rounds(stay, ledger),
            Act::FollowWayHome(stay) => self.follow_way_home(stay, ledger),
            Act::CloseTransition(stay) => self.close_transition(stay, ledger),
            Act::Screen { case, initial } => self.screen(case, initial, ledger),
            Act::Review { case, assessment } => self.review(case, assessment, ledger),
            Act::Date { case, kind } => self.date(case, kind, ledger),
            Act::BeginCertification(case) => self.begin_certification(case, ledger),
            Act::Help(case) => self.help(case, ledger),
            Act::DraftPlan(case) => self.draft_plan(case, ledger),
            Act::ApprovePlan(case) => self.approve_plan(case, ledger),
            Act::RevisePlan(case) => self.revise_plan(case, ledger),
            Act::WriteCrisisPlan(case) => self.write_crisis_plan(case, ledger),
            Act::ReviewCrisisPlan(case) => self.review_crisis_plan(case, ledger),
            Act::AssessWhole(case) => self.assess_whole(case, ledger),
            Act::ReviewWhole(case) => self.review_whole(case, ledger),
            Act::MeetGroup(case) => self.meet_group(case, ledger),
            Act::DoTask { case, task, tries } => self.do_task(case, task, tries, ledger),
            Act::Errand(case) => self.errand(case, ledger),
            Act::Reach { case, purpose, tries } => self.reach(case, purpose, tries, ledger),
            Act::Inbound(case) => self.inbound(case, ledger),
            Act::GiveUp(case) => self.give_up(case, ledger),
            Act::SignNote { case, note } => self.sign_note(case, note, ledger),
            Act::Countersign { case, note } => self.countersign(case, note, ledger),
            Act::AcknowledgeAlert { case, alert } => self.acknowledge_alert(case, alert, ledger),
            Act::EscalateAlert { case, alert } => self.escalate_alert(case, alert, ledger),
            Act::CloseAlert { case, alert } => self.close_alert(case, alert, ledger),
            Act::Offer(case) => self.offer(case, ledger),
            Act::Answer(case) => self.answer(case, ledger),
            Act::ChangeTier(case) => self.change_tier(case, ledger),
            Act::Close(case) => self.close(case, ledger),
            Act::Appoint { behind } => self.appoint(behind, ledger),
            Act::Settle { appointment, lot } => self.settle_appointment(appointment, lot, ledger),
            Act::ReachAgain => self.reach_again(ledger),
            Act::Feature(feature) => self.arrange(feature, ledger),
        }
    }

    /// Puts something on the agenda. What lies ahead of the world's now never happens.
    fn soon(&mut self, at: DateTime<Utc>, act: Act) {
        if at <= self.world.now {
            self.entries += 1;
            self.agenda.insert((at.max(self.at), self.entries), act);
        }
    }

    fn person(&self) -> Option<&Person> {
        self.household.as_ref().map(|household| &household.person)
    }

    fn person_id(&self) -> Uuid {
        self.person().map_or(Uuid::nil(), |person| person.id)
    }

    /// Somebody who gives care and may be told, if there is one.
    fn caregiver(&self) -> Option<&RelatedPerson> {
        let household = self.household.as_ref()?;
        household.related.iter().find(|related| related.is_caregiver && related.may_discuss)
    }

    fn case(&self, case: usize) -> &Case {
        &self.works[case].case
    }

    fn is_active(&self, case: usize) -> bool {
        self.works[case].case.status == CaseStatus::Active
    }

    fn zone(&self, case: usize) -> Tz {
        self.stories[case].zone
    }

    fn owner(&self, case: usize) -> &'w Worker {
        self.world.workforce.get(self.works[case].case.owner_id)
    }

    /// The cases of this number, as the ledger wants them.
    fn work(&mut self, case: usize) -> &mut [CaseWork] {
        &mut self.works[case..=case]
    }

    fn is_out_of_reach(&self) -> bool {
        self.out_of_reach.is_some_and(|(from, until)| from <= self.at && self.at < until)
    }

    /// A working moment about `days` days from here.
    fn after(&mut self, case: usize, days: i64) -> DateTime<Utc> {
        let zone = self.zone(case);
        hours::after_days(&mut self.random, self.at, days, zone)
    }

    fn id(&mut self) -> Uuid {
        self.random.id(self.at)
    }
}
