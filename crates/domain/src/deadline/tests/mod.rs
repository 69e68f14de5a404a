use super::*;
use crate::change::Event;
use crate::program::Setting;
use crate::rulebook::{self, ASSESSMENT, OUTREACH_7, OUTREACH_30, PLAN};
use chrono::TimeZone;
use chrono_tz::America::New_York;

mod actions;
mod decade;
mod enrolment;
mod history;
mod log;
mod milestone;
mod order;
mod said;
mod sentences;

const CASE: Uuid = Uuid::from_u128(1);
const STAY: Uuid = Uuid::from_u128(2);
const OTHER_STAY: Uuid = Uuid::from_u128(3);
const CONTACT: Uuid = Uuid::from_u128(4);

fn ny(text: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    New_York.from_local_datetime(&wall).single().unwrap().with_timezone(&Utc)
}

fn context() -> CaseContext {
    CaseContext {
        case_id: CASE,
        person_id: Uuid::from_u128(9),
        zone: New_York,
        calendar: Default::default(),
        tier: Tier::High,
        owner_id: Some(Uuid::from_u128(10)),
        team_id: Some(Uuid::from_u128(11)),
        history: Vec::new(),
    }
}

/// A case as a store keeps it: its deadlines and, when asked to, the events it knows.
struct World {
    context: CaseContext,
    rules: Vec<rulebook::Rule>,
    deadlines: Vec<Deadline>,
    keeps_history: bool,
}

impl World {
    fn new(setting: Setting) -> Self {
        let rules = rulebook::standard(setting);
        Self { context: context(), rules, deadlines: Vec::new(), keeps_history: false }
    }

    fn hear(&mut self, event: Event) -> usize {
        let mut next = self.deadlines.len() as u128 + 1000;
        let mut new_id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let changes = react(&self.context, &event, &self.rules, &self.deadlines, &mut new_id);
        let count = changes.len();
        for change in changes {
            match self.deadlines.iter_mut().find(|old| old.id == change.record.id) {
                Some(old) => {
                    assert!(!change.created && change.record.version == old.version + 1);
                    *old = change.record;
                }
                None => {
                    assert!(change.created && change.record.version == 1);
                    self.deadlines.push(change.record);
                }
            }
        }
        if self.keeps_history {
            self.context.history.push(event);
        }
        count
    }

    fn tell(&mut self, kind: EventKind, subject: Uuid, at: &str) -> &mut Self {
        self.hear(Event::new(kind, subject, ny(at)));
        self
    }

    fn get(&self, code: &str) -> &Deadline {
        let mut found = self.deadlines.iter().filter(|deadline| deadline.rule_code == code);
        let deadline = found.next().expect("a deadline of this rule");
        assert!(found.next().is_none(), "two deadlines of {code}");
        deadline
    }

    fn status(&self, code: &str) -> DeadlineStatus {
        self.get(code).status
    }
}

fn hospital() -> World {
    World::new(Setting::Hospital)
}

fn admitted(at: &str) -> World {
    let mut world = hospital();
    world.tell(EventKind::Admitted, STAY, at);
    world
}

fn discharged(at: &str) -> World {
    let mut world = World::new(Setting::ManagedCare);
    world.tell(EventKind::Discharged, STAY, at);
    world
}

fn assessed(admission: &str, assessment: &str) -> DeadlineStatus {
    let mut world = admitted(admission);
    world.tell(EventKind::InitialAssessmentCompleted, CONTACT, assessment);
    world.status(ASSESSMENT)
}

fn reached(contact: &str) -> (DeadlineStatus, DeadlineStatus) {
    let mut world = discharged("2026-03-10 11:00");
    world.tell(EventKind::ContactReached, CONTACT, contact);
    (world.status(OUTREACH_7), world.status(OUTREACH_30))
}

use DeadlineStatus::{Cancelled, Met, MetLate, Missed, Open, Waived};

#[test]
fn tv_t_1_an_assessment_at_the_due_minute_is_met_and_a_minute_later_is_late() {
    assert_eq!(assessed("2026-03-02 22:10", "2026-03-03 22:10"), Met);
    assert_eq!(assessed("2026-03-02 22:10", "2026-03-03 22:11"), MetLate);
}

#[test]
fn tv_t_1_dst_admission_counts_real_hours() {
    let world = admitted("2026-03-07 12:00");
    assert_eq!(world.get(ASSESSMENT).due_at, ny("2026-03-08 13:00"));
    assert_eq!(assessed("2026-03-07 12:00", "2026-03-08 13:00"), Met);
    assert_eq!(assessed("2026-03-07 12:00", "2026-03-08 13:01"), MetLate);
    assert_eq!(assessed("2026-10-31 12:00", "2026-11-01 11:00"), Met);
    assert_eq!(assessed("2026-10-31 12:00", "2026-11-01 11:01"), MetLate);
}

#[test]
fn tv_t_1_a_stay_that_ended_before_24_hours_without_assessment_is_excluded() {
    let mut world = admitted("2026-03-02 22:10");
    world.tell(EventKind::Discharged, STAY, "2026-03-03 22:09");
    let deadline = world.get(ASSESSMENT);
    assert_eq!((deadline.status, deadline.closed_reason.as_deref()), (Cancelled, Some("stay_ended")));
    assert!(deadline.explanation.last().unwrap().detail.contains("2026-03-03 22:09 EST: the stay ended"));
}

#[test]
fn tv_t_1_a_short_stay_with_an_assessment_is_included_as_met() {
    let mut world = admitted("2026-03-02 22:10");
    world.tell(EventKind::InitialAssessmentCompleted, CONTACT, "2026-03-03 08:00");
    world.tell(EventKind::Discharged, STAY, "2026-03-03 12:00");
    assert_eq!(world.status(ASSESSMENT), Met);
}

#[test]
fn tv_t_1_a_longer_stay_that_ends_without_assessment_is_missed() {
    let mut world = admitted("2026-03-02 22:10");
    world.tell(EventKind::Discharged, STAY, "2026-03-04 09:00");
    assert_eq!(world.status(ASSESSMENT), Missed);
    assert_eq!(world.get(ASSESSMENT).met_at, None);
}

#[test]
fn tv_t_1_a_stay_that_ended_at_the_24th_hour_did_not_end_before_it() {
    let mut world = admitted("2026-03-02 22:10");
    world.tell(EventKind::Discharged, STAY, "2026-03-03 22:10");
    assert_eq!(world.status(ASSESSMENT), Missed);
    world.tell(EventKind::InitialAssessmentCompleted, CONTACT, "2026-03-03 22:10");
    assert_eq!(world.status(ASSESSMENT), Met, "done in the same second as the discharge");
}

#[test]
fn the_end_of_another_stay_or_an_assessment_before_admission_does_nothing() {
    let mut world = admitted("2026-03-02 22:10");
    world.tell(EventKind::Discharged, OTHER_STAY, "2026-03-03 09:00");
    world.tell(EventKind::InitialAssessmentCompleted, CONTACT, "2026-03-02 22:09");
    assert_eq!(world.status(ASSESSMENT), Open);
}

#[test]
fn tv_t_2_enrolment_on_2_march_is_due_on_1_april_to_the_last_second() {
    let mut world = World::new(Setting::Clinic);
    world.tell(EventKind::Enrolled, CASE, "2026-03-02 10:00");
    let plan = world.get(PLAN);
    assert_eq!(plan.due_on.to_string(), "2026-04-01");
    assert_eq!(plan.due_at, ny("2026-04-02 00:00") - Duration::seconds(1));
    assert!(!plan.is_overdue(plan.due_at) && plan.is_overdue(plan.due_at + Duration::seconds(1)));

    world.tell(EventKind::PlanApproved, CONTACT, "2026-04-01 23:59");
    assert_eq!(world.status(PLAN), Met);
}

#[test]
fn tv_t_2_a_plan_a_minute_after_the_last_day_is_late_and_a_revision_changes_nothing() {
    let mut world = World::new(Setting::Clinic);
    world.tell(EventKind::Enrolled, CASE, "2026-03-02 10:00").tell(
        EventKind::PlanApproved,
        CONTACT,
        "2026-04-02 00:00",
    );
    assert_eq!(world.status(PLAN), MetLate);
    let revised = Event::new(EventKind::PlanApproved, CONTACT, ny("2026-04-10 00:00"));
    assert_eq!(world.hear(revised), 0);
}

#[test]
fn tv_t_2_a_leap_day_is_a_day_like_any_other() {
    let mut world = World::new(Setting::Clinic);
    world.tell(EventKind::Enrolled, CASE, "2028-01-30 10:00");
    assert_eq!(world.get(PLAN).due_on.to_string(), "2028-02-29");
}

#[test]
fn tv_t_4_a_contact_on_the_discharge_day_does_not_count() {
    assert_eq!(reached("2026-03-10 16:00"), (Open, Open));
    assert_eq!(reached("2026-03-10 23:59"), (Open, Open));
}

#[test]
fn tv_t_4_the_first_and_the_seventh_day_meet_both_outreach_deadlines() {
    assert_eq!(reached("2026-03-11 00:00"), (Met, Met));
    assert_eq!(reached("2026-03-17 23:59"), (Met, Met));
}

#[test]
fn tv_t_4_the_eighth_day_is_late_for_7_and_the_thirtieth_meets_30() {
    assert_eq!(reached("2026-03-18 00:00"), (MetLate, Met));
    assert_eq!(reached("2026-04-09 23:59"), (MetLate, Met));
    assert_eq!(reached("2026-04-10 00:00"), (MetLate, MetLate));
}

#[test]
fn tv_t_4_an_attempt_is_no_contact() {
    let mut world = discharged("2026-03-10 11:00");
    world.tell(EventKind::NoteDue, CONTACT, "2026-03-12 09:00");
    assert_eq!(world.status(OUTREACH_7), Open);
}

#[test]
fn tv_t_4_an_earlier_contact_that_becomes_known_later_corrects_a_late_one() {
    let mut world = discharged("2026-03-10 11:00");
    world.tell(EventKind::ContactReached, CONTACT, "2026-03-20 09:00");
    assert_eq!(world.status(OUTREACH_7), MetLate);
    world.tell(EventKind::ContactReached, OTHER_STAY, "2026-03-12 09:00");
    assert_eq!((world.status(OUTREACH_7), world.get(OUTREACH_7).met_by_id), (Met, Some(OTHER_STAY)));
}

#[test]
fn a_readmission_ends_the_outreach_and_starts_the_assessment_of_the_new_stay() {
    let mut world = hospital();
    world.tell(EventKind::Discharged, STAY, "2026-03-10 11:00");
    world.tell(EventKind::Admitted, OTHER_STAY, "2026-03-14 20:00");
    assert_eq!((world.status(OUTREACH_7), world.status(OUTREACH_30)), (Cancelled, Cancelled));
    assert_eq!(world.get(OUTREACH_7).closed_reason.as_deref(), Some("readmitted"));
    assert_eq!((world.status(ASSESSMENT), world.get(ASSESSMENT).anchor_subject_id), (Open, OTHER_STAY));
}

#[test]
fn a_readmission_after_the_due_day_leaves_a_miss_and_cancels_what_was_still_due() {
    let mut world = discharged("2026-03-10 11:00");
    world.tell(EventKind::Admitted, OTHER_STAY, "2026-03-20 20:00");
    assert_eq!((world.status(OUTREACH_7), world.status(OUTREACH_30)), (Missed, Cancelled));
}

#[test]
fn a_readmission_that_never_was_gives_the_outreach_back() {
    let mut world = discharged("2026-03-10 11:00");
    world.tell(EventKind::Admitted, OTHER_STAY, "2026-03-14 20:00");
    world.tell(EventKind::StayCancelled, OTHER_STAY, "2026-03-14 21:00");
    assert_eq!((world.status(OUTREACH_7), world.status(OUTREACH_30)), (Open, Open));
}

#[test]
fn a_cancelled_stay_cancels_even_what_was_met() {
    let mut world = hospital();
    world.tell(EventKind::Admitted, STAY, "2026-03-02 22:10").tell(EventKind::Discharged, STAY, "2026-03-10 11:00");
    world.tell(EventKind::ContactReached, CONTACT, "2026-03-12 11:00");
    world.tell(EventKind::StayCancelled, STAY, "2026-03-13 11:00");
    for deadline in &world.deadlines {
        assert_eq!((deadline.status, deadline.met_at), (Cancelled, None), "{}", deadline.rule_code);
        assert_eq!(deadline.closed_reason.as_deref(), Some("stay_cancelled"));
    }
}

#[test]
fn closing_the_case_or_death_cancels_what_is_open_and_keeps_a_passed_due_date_as_missed() {
    for kind in [EventKind::CaseClosed, EventKind::Died] {
        let mut world = discharged("2026-03-10 11:00");
        world.tell(kind, CASE, "2026-03-19 12:00");
        assert_eq!((world.status(OUTREACH_7), world.status(OUTREACH_30)), (Missed, Cancelled), "{kind}");
        assert!(world.deadlines.iter().all(|deadline| deadline.status != Open));
    }
}

#[test]
fn a_contact_before_the_case_closed_counts_even_when_it_is_logged_afterwards() {
    let mut world = discharged("2026-03-10 11:00");
    world.tell(EventKind::CaseClosed, CASE, "2026-03-15 12:00");
    world.tell(EventKind::ContactReached, CONTACT, "2026-03-15 12:01");
    assert_eq!(world.status(OUTREACH_7), Cancelled);
    world.tell(EventKind::ContactReached, CONTACT, "2026-03-15 11:00");
    assert_eq!(world.status(OUTREACH_7), Met);
    assert_eq!((world.get(OUTREACH_7).closed_at, world.get(OUTREACH_7).closed_reason.as_ref()), (None, None));
}

#[test]
fn a_note_is_signed_within_48_hours_of_its_own_contact() {
    let mut world = World::new(Setting::Clinic);
    world.tell(EventKind::NoteDue, CONTACT, "2026-03-07 12:00");
    world.tell(EventKind::NoteSigned, STAY, "2026-03-08 12:00");
    assert_eq!(world.status(rulebook::NOTE_SIGNED), Open, "another contact's note");
    world.tell(EventKind::NoteSigned, CONTACT, "2026-03-09 13:00");
    assert_eq!(world.status(rulebook::NOTE_SIGNED), Met, "48 real hours over the change of the clocks");
}

#[test]
fn a_countersignature_and_a_hand_off_wait_for_business_days() {
    let mut world = World::new(Setting::Clinic);
    world.tell(EventKind::CountersignatureDue, CONTACT, "2026-11-25 15:00");
    world.tell(EventKind::HandOffOffered, STAY, "2026-03-06 15:00");
    assert_eq!(world.get(rulebook::NOTE_COUNTERSIGNED).due_on.to_string(), "2026-11-30");
    assert_eq!(world.get(rulebook::HAND_OFF).due_on.to_string(), "2026-03-09");
    world.tell(EventKind::NoteCountersigned, CONTACT, "2026-11-30 23:59");
    world.tell(EventKind::HandOffSettled, STAY, "2026-03-10 00:00");
    assert_eq!(world.status(rulebook::NOTE_COUNTERSIGNED), Met);
    assert_eq!(world.status(rulebook::HAND_OFF), MetLate);
}

#[test]
fn a_rule_and_an_anchor_open_one_deadline_and_two_stays_open_two() {
    let mut world = admitted("2026-03-02 22:10");
    assert_eq!(world.hear(Event::new(EventKind::Admitted, STAY, ny("2026-03-02 23:00"))), 0);
    world.tell(EventKind::Admitted, OTHER_STAY, "2026-05-02 22:10");
    assert_eq!(world.deadlines.len(), 2);
}

#[test]
fn tv_0_a_case_is_judged_by_the_rule_in_force_on_the_local_date_of_its_anchor() {
    let mut world = World::new(Setting::Clinic);
    let old = world.rules.iter().find(|rule| rule.code == PLAN).unwrap().clone();
    let last = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
    let mut new = rulebook::Rule { valid_from: last.succ_opt().unwrap(), ..old.clone() };
    new.clock = crate::clock::Clock::calendar_days(14);
    world.rules = vec![rulebook::Rule { valid_to: Some(last), ..old }, new];

    // 23:30 in New York is already the next day in UTC.
    world.tell(EventKind::Enrolled, CASE, "2025-12-31 23:30");
    assert_eq!(world.get(PLAN).due_on.to_string(), "2026-01-30");
    world.deadlines.clear();
    world.tell(EventKind::Enrolled, CASE, "2026-01-01 00:00");
    assert_eq!(world.get(PLAN).due_on.to_string(), "2026-01-15");
    assert_eq!(world.get(PLAN).rule_version, "2026-01-01");
}

#[test]
fn of_two_versions_in_force_the_newer_one_opens() {
    let mut world = World::new(Setting::Clinic);
    let old = world.rules.iter().find(|rule| rule.code == PLAN).unwrap().clone();
    let newer = rulebook::Rule { valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), ..old };
    world.rules.push(newer);
    world.tell(EventKind::Enrolled, CASE, "2026-03-02 10:00");
    assert_eq!(world.get(PLAN).rule_version, "2026-01-01");
}

#[test]
fn an_event_no_rule_asks_for_opens_nothing() {
    let mut world = World::new(Setting::Clinic);
    assert_eq!(world.hear(Event::new(EventKind::Admitted, STAY, ny("2026-03-02 10:00"))), 0);
}
