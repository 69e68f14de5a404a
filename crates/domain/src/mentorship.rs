//! A mentorship: a senior colleague guides another one toward goals, and both write down when they met and what they agreed on (R027).
//! Both of them and those who lead the mentee know of it.
//!
//! | from   | action | who                                        | to     |
//! |--------|--------|--------------------------------------------|--------|
//! | -      | begin  | who leads the mentee                       | active |
//! | active | update | both of them, who leads the mentee         | active |
//! | active | meet   | both of them                               | active |
//! | active | end    | both of them, who leads the mentee; reason | ended  |
//! | active | leave  | nobody: one of them left the organization  | ended  |
//!
//! The last day is a plan: it ends nothing by itself, so that two who still meet are not cut off. Days are those of the mentee's zone.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Role;
use crate::change::{Change, Rule};

/// Days ahead from which the next meeting stands on Today. The number is ours: a week.
const DAYS_AHEAD: i64 = 7;

/// Years in which its days may lie.
const YEARS: std::ops::Range<i32> = 1900..2200;

/// Why a mentorship ended in which one left.
const LEFT: &str = "One of the two left the organization.";

crate::codes! {
    /// State of a mentorship.
    pub enum MentorshipStatus {
        /// They meet.
        Active = "active",
        /// It is over.
        Ended = "ended",
    }
}

crate::codes! {
    /// State of a goal of a mentorship.
    pub enum MentorshipGoalStatus {
        /// They work on it.
        Open = "open",
        /// It was reached.
        Reached = "reached",
        /// They gave it up.
        Dropped = "dropped",
    }
}

/// What the mentee shall reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentorshipGoal {
    /// What.
    pub text: String,
    /// State.
    pub status: MentorshipGoalStatus,
}

/// A mentorship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentorship {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Who guides.
    pub mentor_id: Uuid,
    /// Who is guided.
    pub mentee_id: Uuid,
    /// State.
    pub status: MentorshipStatus,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day, as planned.
    pub until_on: Option<NaiveDate>,
    /// Goals in order.
    pub goals: Vec<MentorshipGoal>,
    /// The day of the next meeting.
    pub next_meeting_on: Option<NaiveDate>,
    /// Who began it.
    pub begun_by: Uuid,
    /// When.
    pub begun_at: DateTime<Utc>,
    /// Who ended it.
    pub ended_by: Option<Uuid>,
    /// When.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why.
    pub end_reason: Option<String>,
}

/// A meeting of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentorshipMeeting {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// Of which mentorship.
    pub mentorship_id: Uuid,
    /// When they met.
    pub held_on: NaiveDate,
    /// For how many minutes.
    pub minutes: i32,
    /// What they agreed on.
    pub agreed: String,
    /// Who wrote it down.
    pub logged_by: Uuid,
    /// When.
    pub logged_at: DateTime<Utc>,
}

/// What may be changed while it lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentorshipPlan {
    /// Last day, as planned.
    pub until_on: Option<NaiveDate>,
    /// Goals in order.
    pub goals: Vec<MentorshipGoal>,
    /// The day of the next meeting.
    pub next_meeting_on: Option<NaiveDate>,
}

/// Who somebody is to a mentorship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MentorshipReader {
    /// The colleague.
    pub id: Uuid,
    /// True when they lead the mentee.
    pub leads: bool,
}

/// True for roles whose colleagues guide others: those that train and lead. Source: requirements R016 to R019.
pub fn may_guide(role: Role) -> bool {
    matches!(role, Role::SeniorCareManager | Role::Lead | Role::Supervisor | Role::Director)
}

fn require_year(day: Option<NaiveDate>, pointer: &'static str) -> Result<(), Rule> {
    if day.is_none_or(|day| YEARS.contains(&day.year())) {
        return Ok(());
    }
    Err(Rule::at("mentorship_day", pointer, "Choose a day between 1900 and 2199."))
}

impl Mentorship {
    /// Begins it; `today` is the mentee's local date.
    ///
    /// # Errors
    /// `mentorship_not_led`, `mentorship_of_oneself` at `/mentee_id`, `mentorship_mentor_role` at `/mentor_id`, `mentorship_day` at the
    /// day, `mentorship_ends_before_it_begins` at `/until_on`, `mentorship_meeting_past` at `/next_meeting_on`.
    pub fn begin(self, by: MentorshipReader, mentor_role: Role, today: NaiveDate) -> Result<Change<Self>, Rule> {
        if !by.leads {
            let detail = "Who leads a colleague gives them a mentor. Talk to them.";
            return Err(Rule::at("mentorship_not_led", "/mentee_id", detail));
        }
        if self.mentor_id == self.mentee_id {
            let detail = "Nobody is their own mentor. Choose another colleague.";
            return Err(Rule::at("mentorship_of_oneself", "/mentee_id", detail));
        }
        if !may_guide(mentor_role) {
            let detail = "A mentor is a senior care manager, a lead, a supervisor or a director.";
            return Err(Rule::at("mentorship_mentor_role", "/mentor_id", detail));
        }
        require_year(Some(self.starts_on), "/starts_on")?;
        require_year(self.until_on, "/until_on")?;
        self.require_days(today)?;
        Ok(Change::created(self))
    }

    /// True for who knows of it.
    pub fn is_known_to(&self, by: MentorshipReader) -> bool {
        by.leads || self.is_of(by)
    }

    /// True when somebody may change and end it.
    pub fn may_change(&self, by: MentorshipReader) -> bool {
        self.status == MentorshipStatus::Active && self.is_known_to(by)
    }

    /// True when somebody may write down a meeting.
    pub fn may_meet(&self, by: MentorshipReader) -> bool {
        self.status == MentorshipStatus::Active && self.is_of(by)
    }

    /// Changes the plan; `today` is the mentee's local date. A day that stays as it was may be over by now.
    ///
    /// # Errors
    /// `mentorship_ended`, `mentorship_day` at the day, `mentorship_ends_before_it_begins` at `/until_on`, `mentorship_meeting_past` at
    /// `/next_meeting_on`.
    pub fn update(mut self, plan: MentorshipPlan, today: NaiveDate) -> Result<Change<Self>, Rule> {
        self.require_active()?;
        require_year(plan.until_on, "/until_on")?;
        let kept = self.next_meeting_on == plan.next_meeting_on;
        (self.until_on, self.goals, self.next_meeting_on) = (plan.until_on, plan.goals, plan.next_meeting_on);
        self.require_days(if kept { NaiveDate::MIN } else { today })?;
        Ok(self.next())
    }

    /// Writes down a meeting, and the day of the next one; `today` is the mentee's local date.
    ///
    /// # Errors
    /// `mentorship_ended`, `mentorship_of_others`, `mentorship_meeting_day` at `/held_on`, `mentorship_day` and
    /// `mentorship_meeting_past` at `/next_meeting_on`.
    pub fn meet(
        mut self,
        by: MentorshipReader,
        meeting: MentorshipMeeting,
        next_meeting_on: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<(Change<Self>, Change<MentorshipMeeting>), Rule> {
        self.require_active()?;
        if !self.is_of(by) {
            return Err(Rule::new("mentorship_of_others", "Those who met write the meeting down. Talk to them."));
        }
        if meeting.held_on < self.starts_on || meeting.held_on > today {
            let detail = "Give the day on which they met: between the first day of the mentorship and today.";
            return Err(Rule::at("mentorship_meeting_day", "/held_on", detail));
        }
        self.next_meeting_on = next_meeting_on;
        self.require_days(today)?;
        Ok((self.next(), Change::created(meeting)))
    }

    /// Ends it.
    ///
    /// # Errors
    /// `mentorship_ended`.
    pub fn end(mut self, by: Uuid, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_active()?;
        self.status = MentorshipStatus::Ended;
        self.next_meeting_on = None;
        (self.ended_by, self.ended_at, self.end_reason) = (Some(by), Some(now), Some(reason));
        Ok(self.next())
    }

    /// Ends it because one of the two left.
    ///
    /// # Errors
    /// `mentorship_ended`.
    pub fn leave(self, by: Uuid, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.end(by, LEFT.into(), now)
    }

    /// True from a week before the next meeting until it is written down; `today` is the mentee's local date.
    pub fn meets_soon(&self, today: NaiveDate) -> bool {
        let near = |day: NaiveDate| day <= today + TimeDelta::days(DAYS_AHEAD);
        self.status == MentorshipStatus::Active && self.next_meeting_on.is_some_and(near)
    }

    fn is_of(&self, by: MentorshipReader) -> bool {
        [self.mentor_id, self.mentee_id].contains(&by.id)
    }

    fn require_active(&self) -> Result<(), Rule> {
        if self.status == MentorshipStatus::Active {
            return Ok(());
        }
        Err(Rule::new("mentorship_ended", "This mentorship is over; it stays on record."))
    }

    fn require_days(&self, today: NaiveDate) -> Result<(), Rule> {
        require_year(self.next_meeting_on, "/next_meeting_on")?;
        if self.until_on.is_some_and(|day| day < self.starts_on) {
            let detail = "The last day comes before the first.";
            return Err(Rule::at("mentorship_ends_before_it_begins", "/until_on", detail));
        }
        if self.next_meeting_on.is_some_and(|day| day < today) {
            let detail = "The next meeting is today or later.";
            return Err(Rule::at("mentorship_meeting_past", "/next_meeting_on", detail));
        }
        Ok(())
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::code::Code;
    use chrono::TimeZone;

    const MENTOR: Uuid = Uuid::from_u128(1);
    const MENTEE: Uuid = Uuid::from_u128(2);
    const LEAD: Uuid = Uuid::from_u128(3);
    const OTHER: Uuid = Uuid::from_u128(4);

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, number).unwrap()
    }

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 7, 10, 12, 0, 0).unwrap()
    }

    fn by(id: Uuid) -> MentorshipReader {
        MentorshipReader { id, leads: id == LEAD }
    }

    fn goal(status: MentorshipGoalStatus) -> MentorshipGoal {
        MentorshipGoal { text: "Leads a case conference".into(), status }
    }

    fn mentorship(status: MentorshipStatus) -> Mentorship {
        Mentorship {
            id: Uuid::from_u128(9),
            version: 1,
            mentor_id: MENTOR,
            mentee_id: MENTEE,
            status,
            starts_on: day(1),
            until_on: Some(day(31)),
            goals: vec![goal(MentorshipGoalStatus::Open)],
            next_meeting_on: Some(day(12)),
            begun_by: LEAD,
            begun_at: noon(),
            ended_by: None,
            ended_at: None,
            end_reason: None,
        }
    }

    fn active() -> Mentorship {
        mentorship(MentorshipStatus::Active)
    }

    fn meeting(held_on: NaiveDate) -> MentorshipMeeting {
        MentorshipMeeting {
            id: Uuid::from_u128(10),
            version: 1,
            mentorship_id: active().id,
            held_on,
            minutes: 45,
            agreed: "Shadow two home visits.".into(),
            logged_by: MENTEE,
            logged_at: noon(),
        }
    }

    #[test]
    fn who_leads_the_mentee_gives_them_a_senior_colleague() {
        let begin = |own: Mentorship, who, role| {
            own.begin(by(who), role, day(10)).map(|change| change.created).map_err(|rule| rule.code)
        };
        for role in Role::ALL.iter().copied() {
            let expected = if may_guide(role) { Ok(true) } else { Err("mentorship_mentor_role") };
            assert_eq!(begin(active(), LEAD, role), expected, "{role}");
        }
        assert_eq!(begin(active(), MENTOR, Role::Lead), Err("mentorship_not_led"));
        let own = Mentorship { mentor_id: MENTEE, ..active() };
        assert_eq!(begin(own, LEAD, Role::Lead), Err("mentorship_of_oneself"));
        let backwards = Mentorship { starts_on: day(11), until_on: Some(day(10)), ..active() };
        assert_eq!(begin(backwards, LEAD, Role::Lead), Err("mentorship_ends_before_it_begins"));
        let past = Mentorship { next_meeting_on: Some(day(9)), ..active() };
        assert_eq!(begin(past, LEAD, Role::Lead), Err("mentorship_meeting_past"));
    }

    #[test]
    fn both_of_them_and_who_leads_the_mentee_know_of_it_and_only_the_two_meet() {
        let known = [MENTOR, MENTEE, LEAD, OTHER].map(|id| active().is_known_to(by(id)));
        assert_eq!(known, [true, true, true, false]);
        assert_eq!([MENTOR, MENTEE, LEAD, OTHER].map(|id| active().may_change(by(id))), known);
        assert_eq!([MENTOR, MENTEE, LEAD, OTHER].map(|id| active().may_meet(by(id))), [true, true, false, false]);
        let over = mentorship(MentorshipStatus::Ended);
        assert!(over.is_known_to(by(MENTEE)) && !over.may_change(by(MENTEE)) && !over.may_meet(by(MENTOR)));
    }

    #[test]
    fn a_meeting_lies_between_the_first_day_and_today_and_says_when_the_next_one_is() {
        let meet = |who, held_on, next| active().meet(by(who), meeting(held_on), next, day(10));
        let (own, met) = meet(MENTEE, day(10), Some(day(20))).unwrap();
        assert_eq!((own.record.version, own.record.next_meeting_on, met.created), (2, Some(day(20)), true));
        assert_eq!(meet(MENTOR, day(1), None).unwrap().0.record.next_meeting_on, None);
        let refused = |who, held_on, next| meet(who, held_on, next).unwrap_err().code;
        assert_eq!(refused(LEAD, day(10), None), "mentorship_of_others");
        assert_eq!(refused(MENTOR, day(11), None), "mentorship_meeting_day");
        assert_eq!(refused(MENTOR, day(1).pred_opt().unwrap(), None), "mentorship_meeting_day");
        assert_eq!(refused(MENTOR, day(9), Some(day(9))), "mentorship_meeting_past");
    }

    #[test]
    fn a_plan_changes_while_it_lasts_and_a_day_that_has_passed_may_stay() {
        let plan = |until_on, next_meeting_on| MentorshipPlan {
            until_on,
            goals: vec![goal(MentorshipGoalStatus::Reached)],
            next_meeting_on,
        };
        let update = |own: Mentorship, plan| own.update(plan, day(15)).map(|change| change.record);
        let kept = update(active(), plan(None, Some(day(12)))).unwrap();
        assert_eq!((kept.version, kept.until_on, kept.next_meeting_on), (2, None, Some(day(12))));
        assert_eq!(kept.goals[0].status, MentorshipGoalStatus::Reached);
        let refused = update(active(), plan(None, Some(day(14)))).unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), ("mentorship_meeting_past", Some("/next_meeting_on")));
        let over = update(mentorship(MentorshipStatus::Ended), plan(None, None)).unwrap_err();
        assert_eq!(over.code, "mentorship_ended");
    }

    #[test]
    fn its_days_lie_in_years_that_somebody_lives_to_see() {
        let far = NaiveDate::from_ymd_opt(9999, 7, 1);
        let pointer = |refused: Rule| (refused.code, refused.pointer.unwrap_or_default());
        for (own, at) in [
            (Mentorship { starts_on: NaiveDate::MIN, ..active() }, "/starts_on"),
            (Mentorship { until_on: far, ..active() }, "/until_on"),
            (Mentorship { next_meeting_on: far, ..active() }, "/next_meeting_on"),
        ] {
            let refused = own.begin(by(LEAD), Role::Lead, day(10)).unwrap_err();
            assert_eq!(pointer(refused), ("mentorship_day", at.to_owned()));
        }
        let plan = MentorshipPlan { until_on: far, goals: Vec::new(), next_meeting_on: None };
        let refused = active().update(plan, day(10)).unwrap_err();
        assert_eq!(pointer(refused), ("mentorship_day", "/until_on".to_owned()));
        let refused = active().meet(by(MENTEE), meeting(day(10)), far, day(10)).unwrap_err();
        assert_eq!(pointer(refused), ("mentorship_day", "/next_meeting_on".to_owned()));
    }

    #[test]
    fn it_ends_once_and_has_no_next_meeting_any_more() {
        let ended = active().end(MENTEE, "She leads her own cases.".into(), noon()).unwrap().record;
        assert_eq!(
            (ended.status, ended.next_meeting_on, ended.ended_by),
            (MentorshipStatus::Ended, None, Some(MENTEE))
        );
        assert_eq!(ended.clone().leave(LEAD, noon()).unwrap_err().code, "mentorship_ended");
        let left = active().leave(LEAD, noon()).unwrap().record;
        assert_eq!(left.end_reason.as_deref(), Some(LEFT));
    }

    #[test]
    fn the_next_meeting_stands_on_today_from_a_week_before_until_it_is_written_down() {
        let soon = |number| active().meets_soon(day(number));
        assert_eq!([4, 5, 12, 30].map(soon), [false, true, true, true]);
        assert!(!Mentorship { next_meeting_on: None, ..active() }.meets_soon(day(12)));
        assert!(!mentorship(MentorshipStatus::Ended).meets_soon(day(12)));
    }
}
