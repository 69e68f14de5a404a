//! The story judged from the outside: the same seed tells the same lives, every deadline follows from the events, and the
//! morning makes sense.

mod memory;
mod morning;
mod services;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::alert::{Alert, AlertStatus};
use domain::appointment::clash::clashes;
use domain::appointment::{Appointment, AppointmentStatus};
use domain::assessment::{Assessment, AssessmentStatus};
use domain::care_plan::occurrence::OccurrenceStatus;
use domain::care_plan::plan::CarePlanStatus;
use domain::care_plan::{CarePlan, CarePlanRevision, GoalProgress, Occurrence, PlanContent};
use domain::case::Case;
use domain::comprehensive_assessment::ComprehensiveAssessment;
use domain::contact::{Contact, ContactOutcome};
use domain::deadline::{Deadline, DeadlineStatus, History, Report, settle};
use domain::hand_off::{HandOff, HandOffStatus};
use domain::measure::{self, Counts, Facts, Period};
use domain::milestone::MilestoneKind;
use domain::note::{Note, NoteStatus};
use domain::person::Person;
use domain::program::Setting;
use domain::stay::Stay;
use domain::task::{Task, TaskStatus};
use domain::{Code, EventKind, rulebook};
use persistence::case::CaseWork;
use uuid::Uuid;

use super::life::Life;
use super::world::{PEOPLE, SEED, World};
use super::{PASSWORD, sign_ins};
use memory::Memory;

/// A Monday morning in New York.
const MONDAY: &str = "2026-03-16T13:10:00Z";

/// The lives that begin in some settings, all of them when none is named.
fn told(now: &str, people: u32, settings: &[Setting]) -> (World, Memory) {
    let world = World::new(SEED, now.parse().unwrap());
    let mut memory = Memory::new(&world);
    for beginning in world.beginnings(people) {
        if settings.is_empty() || settings.contains(&beginning.setting) {
            assert!(Life::new(&world, beginning).tell(&mut memory, usize::MAX).unwrap());
        }
    }
    (world, memory)
}

/// The whole demo on a Monday, told once for all tests.
fn monday() -> &'static (World, Memory) {
    static TOLD: LazyLock<(World, Memory)> = LazyLock::new(|| told(MONDAY, PEOPLE, &[]));
    &TOLD
}

#[test]
fn the_same_seed_and_the_same_now_tell_the_same_lives() {
    let words = || {
        let world = World::new(SEED, MONDAY.parse().unwrap());
        let mut memory = Memory::in_words(&world);
        for beginning in world.beginnings(60) {
            assert!(Life::new(&world, beginning).tell(&mut memory, usize::MAX).unwrap());
        }
        memory.lines
    };
    let once = words();
    assert!(once.len() > 2_000 && once == words());
}

#[test]
fn telling_a_life_in_pieces_changes_nothing() {
    let world = World::new(SEED, MONDAY.parse().unwrap());
    for beginning in world.beginnings(40) {
        let (mut whole, mut pieces) = (Memory::in_words(&world), Memory::in_words(&world));
        assert!(Life::new(&world, beginning).tell(&mut whole, usize::MAX).unwrap());
        let mut life = Life::new(&world, beginning);
        let mut limit = 10;
        while !life.tell(&mut pieces, limit).unwrap() {
            limit += 10;
        }
        assert!(whole.lines == pieces.lines);
    }
}

#[test]
fn every_deadline_is_what_the_rules_make_of_the_events() {
    let (_, memory) = monday();
    let mut again: HashMap<(Uuid, String, Uuid), Deadline> = HashMap::new();
    let mut by_case: BTreeMap<Uuid, (&Case, Vec<Report>)> = BTreeMap::new();
    for (number, heard) in memory.heard.iter().enumerate() {
        let report =
            Report { id: Uuid::from_u128(number as u128), recorded_at: heard.event.at, event: heard.event.clone() };
        by_case.entry(heard.case.id).or_insert((&heard.case, Vec::new())).1.push(report);
    }
    for (case, log) in by_case.into_values() {
        let mut next = 0;
        let mut id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let context = CaseWork::new(case.clone()).context(memory.directory());
        let history = History::of(log, |event| case.hears(event));
        let settled = settle(&context, &history, memory.rules(case.program_id), &[], &mut id);
        again.extend(
            settled
                .into_iter()
                .map(|change| change.record)
                .map(|deadline| ((deadline.case_id, deadline.rule_code.clone(), deadline.anchor_subject_id), deadline)),
        );
    }
    let stored = memory.all::<Deadline>();
    assert!(stored.len() > 2_000, "{}", stored.len());
    for deadline in stored {
        let judged = &again[&(deadline.case_id, deadline.rule_code.clone(), deadline.anchor_subject_id)];
        if deadline.status == DeadlineStatus::Waived {
            // What a person set aside no event judges any more.
            assert_eq!(deadline.due_at, judged.due_at);
            continue;
        }
        assert_eq!(
            (deadline.status, deadline.due_at, deadline.met_at, deadline.closed_at, &deadline.explanation),
            (judged.status, judged.due_at, judged.met_at, judged.closed_at, &judged.explanation),
            "{}",
            deadline.rule_code
        );
    }
}

#[test]
fn an_open_item_belongs_to_whoever_owns_the_case_and_ranks_by_its_tier() {
    let (_, memory) = monday();
    let cases: HashMap<Uuid, Case> = memory.all::<Case>().into_iter().map(|case| (case.id, case)).collect();
    for deadline in memory.all::<Deadline>().into_iter().filter(|deadline| deadline.status == DeadlineStatus::Open) {
        let case = &cases[&deadline.case_id];
        assert_eq!((deadline.owner_id, deadline.team_id), (Some(case.owner_id), Some(case.team_id)));
        assert_eq!(deadline.clone().rerank(case.tier, Some(case.owner_id), Some(case.team_id)), None);
        assert!(case.require_active().is_ok());
    }
    for task in memory.all::<Task>().into_iter().filter(|task| task.status == TaskStatus::Open) {
        let mut ranked = task.clone();
        ranked.rank(&cases[&task.case_id]);
        assert_eq!(task.rank_at, ranked.rank_at);
    }
}

#[test]
fn nothing_happens_before_the_story_begins_or_after_now() {
    let (world, memory) = monday();
    let within = |at: DateTime<Utc>| world.start <= at && at <= world.now;
    assert!(memory.all::<Case>().iter().all(|case| within(case.enrolled_at) && case.closed_at.is_none_or(within)));
    assert!(memory.all::<Contact>().iter().all(|contact| within(contact.occurred_at)));
    assert!(memory.all::<Stay>().iter().all(|stay| within(stay.admitted_at) && stay.discharged_at.is_none_or(within)));
    assert!(memory.all::<Task>().iter().all(|task| within(task.created_at) && task.completed_at.is_none_or(within)));
    let ahead: Vec<EventKind> =
        MilestoneKind::ALL.iter().filter(|kind| kind.may_lie_ahead()).flat_map(|kind| kind.events()).copied().collect();
    assert!(memory.heard.iter().all(|heard| within(heard.event.at) || ahead.contains(&heard.event.kind)));
}

#[test]
fn nobody_is_booked_twice_and_appointments_end_in_every_way() {
    let (world, memory) = monday();
    let all = memory.all::<Appointment>();
    assert!(all.len() > 300, "{} appointments", all.len());
    for (index, one) in all.iter().enumerate() {
        assert!(!all[index + 1..].iter().any(|other| clashes(one, other)), "{one:?}");
        assert!(one.settled_at.is_none_or(|at| at <= world.now));
    }
    for status in AppointmentStatus::ALL.iter().filter(|status| **status != AppointmentStatus::Arrived) {
        assert!(all.iter().any(|one| one.status == *status), "none is {status}");
    }
}

#[test]
fn at_full_scale_there_is_everything_a_visitor_looks_for() {
    let (world, memory) = monday();
    let people = memory.all::<Person>();
    assert_eq!(people.len(), PEOPLE as usize);
    let languages: BTreeSet<&str> = people.iter().map(|person| person.language.as_str()).collect();
    assert!(languages.len() >= 12, "{languages:?}");
    let names: BTreeSet<String> = people.iter().map(Person::display_name).collect();
    assert!(names.len() > 780, "{}", names.len());
    assert_eq!(world.network.places.len(), Setting::ALL.len());
    for place in &world.network.places {
        let enrolled = memory.all::<Case>().iter().filter(|case| case.program_id == place.program.id).count();
        assert!(enrolled >= 30, "{} {enrolled}", place.program.name);
    }
    let notes = memory.all::<Note>();
    for status in [NoteStatus::Draft, NoteStatus::AwaitingCountersignature, NoteStatus::Signed] {
        assert!(notes.iter().filter(|note| note.status == status).count() >= 3, "{status}");
    }
    let alerts = memory.all::<Alert>();
    let open = alerts.iter().filter(|alert| alert.status != AlertStatus::Closed).count();
    assert!((2..=4).contains(&open) && alerts.len() >= 12, "{open} of {}", alerts.len());
    let hand_offs = memory.all::<HandOff>();
    for (status, least) in [(HandOffStatus::Offered, 2), (HandOffStatus::Accepted, 10), (HandOffStatus::Declined, 1)] {
        assert!(hand_offs.iter().filter(|hand_off| hand_off.status == status).count() >= least, "{status}");
    }
    assert!(memory.all::<CarePlanRevision>().iter().any(|revision| revision.revision > 1 && revision.reason.is_some()));
    assert!(memory.all::<Assessment>().iter().any(|assessment| assessment.reviewer_id.is_some()));
    assert!(memory.all::<Assessment>().iter().all(|assessment| assessment.status != AssessmentStatus::InProgress));
    assert!(memory.all::<Contact>().iter().any(|contact| contact.outcome != ContactOutcome::Reached));
    assert!(people.iter().any(|person| person.deceased_on.is_some()));
    let plans = memory.all::<CarePlan>();
    assert!(plans.len() > 700);
    let is_spanish = |plan: &CarePlan| {
        let PlanContent { goals, interventions, .. } = &plan.content;
        goals.iter().all(|goal| goal.plain.es.is_some()) && interventions.iter().all(|item| item.plain.es.is_some())
    };
    assert!(plans.iter().any(|plan| plan.status == CarePlanStatus::Active && is_spanish(plan)), "none to hand out");
}

#[test]
fn measures_differ_believably() {
    let (world, memory) = monday();
    let deadlines = memory.all::<Deadline>();
    let facts = |deadlines: &mut dyn Iterator<Item = &Deadline>| Facts {
        deadlines: deadlines.map(Into::into).collect(),
        ..Facts::of(Uuid::nil(), chrono_tz::UTC)
    };
    let everybody = [Facts { occurrences: memory.all::<Occurrence>(), ..facts(&mut deadlines.iter()) }];
    let period = Period { from: world.start, to: world.now };
    let of_work = |counts| matches!(counts, Counts::Deadlines(_) | Counts::Interventions);
    for definition in measure::DEFINITIONS.iter().filter(|definition| of_work(definition.counts)) {
        let result = measure::evaluate(definition, &everybody, period, world.now);
        let rate = result.rate().unwrap();
        assert!((0.68..0.97).contains(&rate), "{} {rate} of {}", definition.code, result.denominator);
        assert!(result.denominator > 80, "{} {}", definition.code, result.denominator);
    }
    let note_rate = |name: &str| {
        let owner = world.workforce.named(name).staff.id;
        let own =
            |deadline: &&Deadline| deadline.rule_code == rulebook::NOTE_SIGNED && deadline.owner_id == Some(owner);
        let own = [facts(&mut deadlines.iter().filter(own))];
        measure::evaluate(measure::find("note-48h").unwrap(), &own, period, world.now).rate().unwrap()
    };
    assert!(note_rate("Gloria Whitehorse") > note_rate("Kevin Nakamura") + 0.05);
}

#[test]
fn every_intervention_on_a_list_is_an_occurrence_and_goals_have_a_course() {
    let (_, memory) = monday();
    let occurrences = memory.all::<Occurrence>();
    let tasks = memory.all::<Task>();
    let planned: BTreeSet<_> = occurrences
        .iter()
        .filter(|occurrence| occurrence.status == OccurrenceStatus::Planned)
        .filter_map(|occurrence| occurrence.task_id)
        .collect();
    let open: BTreeSet<_> = tasks
        .iter()
        .filter(|task| task.status == TaskStatus::Open && task.intervention_id.is_some())
        .map(|task| task.id)
        .collect();
    assert_eq!(planned, open);
    let looks = memory.all::<GoalProgress>();
    assert!(looks.len() > 300, "{}", looks.len());
    assert!(looks.iter().any(|look| look.achievement.is_some()));
}

#[test]
fn many_have_a_comprehensive_assessment_some_two_and_marias_person_is_half_done() {
    let (world, memory) = monday();
    let all = memory.all::<ComprehensiveAssessment>();
    let count = |status| all.iter().filter(|one| one.status == status).count();
    assert!(count(AssessmentStatus::Completed) > 60, "{}", count(AssessmentStatus::Completed));
    assert!(all.iter().any(|one| one.reviewer_id.is_some()) && all.iter().any(|one| !one.carried.is_empty()));
    assert!(all.iter().any(|one| one.decisions.values().any(|decision| decision.need_id.is_none())));
    let half: Vec<_> = all.iter().filter(|one| one.status == AssessmentStatus::InProgress).collect();
    let maria = world.workforce.named(super::roster::MARIA).staff.id;
    assert_eq!((half.len(), half[0].author_id, half[0].sections.len()), (1, maria, 5));
}

#[test]
fn every_role_of_a_person_can_sign_in_with_a_password_that_the_policy_accepts() {
    let world = World::new(SEED, MONDAY.parse().unwrap());
    let roles: BTreeSet<Role> = sign_ins().iter().map(|sign_in| sign_in.role).collect();
    let staff: BTreeSet<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Integrator).collect();
    assert_eq!(roles, staff);
    for sign_in in sign_ins() {
        let worker = world.workforce.named(sign_in.name);
        assert_eq!((worker.staff.role, &worker.staff.email), (sign_in.role, &sign_in.email));
        assert_eq!(crate::password::weakness(PASSWORD, &[sign_in.name, super::NAME]), None);
    }
    assert_eq!(world.workforce.workers.len(), 40);
}
