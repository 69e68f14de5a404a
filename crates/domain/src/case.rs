//! A case: a person's enrolment in a program, with one accountable owner at any instant (R004).
//!
//! | from   | action | to     |
//! |--------|--------|--------|
//! | -      | open   | active |
//! | active | close  | closed |
//!
//! Its stage follows what happens in it (R002); the last three go round until it is closed:
//!
//! | from                          | what happened                         | to         |
//! |-------------------------------|---------------------------------------|------------|
//! | assess                        | the initial assessment is complete    | plan       |
//! | assess, plan, evaluate, adjust| a plan is approved                    | coordinate |
//! | coordinate, evaluate          | the person was reached                | monitor    |
//! | coordinate, monitor           | the effect of the plan was reviewed   | evaluate   |
//! | coordinate, monitor, evaluate | the next revision of a plan was begun | adjust     |
//! | any                           | close                                 | close      |

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::age;
use crate::change::{Change, Event, EventKind, Rule};
use crate::clock;

crate::codes! {
    /// Tier of acuity.
    pub enum Tier {
        /// Stable.
        Low = "low",
        /// Rising risk.
        Rising = "rising",
        /// High risk.
        High = "high",
        /// Complex.
        Complex = "complex",
    }
}

crate::codes! {
    /// State of a case.
    pub enum CaseStatus {
        /// Open.
        Active = "active",
        /// Closed with an outcome.
        Closed = "closed",
    }
}

crate::codes! {
    /// Where a case stands in the cycle of care management (R002).
    pub enum Stage {
        /// No complete initial assessment yet.
        Assess = "assess",
        /// Assessed, no approved plan yet.
        Plan = "plan",
        /// Plan approved, services being arranged.
        Coordinate = "coordinate",
        /// Services run; follow-up.
        Monitor = "monitor",
        /// Review of the plan's effect.
        Evaluate = "evaluate",
        /// The plan is being revised.
        Adjust = "adjust",
        /// Closed.
        Close = "close",
    }
}

crate::codes! {
    /// How a case ended.
    pub enum CaseOutcome {
        /// Goals met.
        GoalsMet = "goals_met",
        /// Moved to another program or provider.
        Transferred = "transferred",
        /// The person declined to go on.
        Declined = "declined",
        /// Contact was lost.
        LostContact = "lost_contact",
        /// Not eligible any more.
        Ineligible = "ineligible",
        /// The person died.
        Deceased = "deceased",
    }
}

/// A case (FHIR EpisodeOfCare).
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The person.
    pub person_id: Uuid,
    /// The program.
    pub program_id: Uuid,
    /// State.
    pub status: CaseStatus,
    /// Stage of the cycle.
    pub stage: Stage,
    /// Tier.
    pub tier: Tier,
    /// The accountable owner.
    pub owner_id: Uuid,
    /// The team.
    pub team_id: Uuid,
    /// When the person was enrolled.
    pub enrolled_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<CaseOutcome>,
    /// Why it ended, in words.
    pub close_reason: Option<String>,
}

/// How long before an enrolment a person's stays still anchor deadlines of the case: the longest outreach window (T-4).
pub const BEFORE_ENROLMENT: TimeDelta = TimeDelta::days(30);

/// Completed years at which children go to school, whatever the state.
const SCHOOL_AGE: std::ops::RangeInclusive<u32> = 5..=17;

impl Case {
    /// True when the case hears of `event`, whenever that becomes known: of the person's stays from a month before the enrolment
    /// up to the end of the case, of a death up to its end, and of all that is its own.
    pub fn hears(&self, event: &Event) -> bool {
        let goes_on = self.closed_at.is_none_or(|end| event.at <= end);
        match event.kind {
            EventKind::Admitted | EventKind::Discharged => goes_on && event.at >= self.enrolled_at - BEFORE_ENROLMENT,
            EventKind::Died => goes_on,
            _ => true,
        }
    }

    /// Opens a case.
    ///
    /// # Errors
    /// `case_enrolled_in_future`.
    pub fn open(case: Self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if case.enrolled_at > now {
            return Err(Rule::at(
                "case_enrolled_in_future",
                "/enrolled_at",
                "A person can't be enrolled in the future.",
            ));
        }
        let event = Event::new(EventKind::Enrolled, case.id, case.enrolled_at);
        Ok(Change::created(case).with(event))
    }

    /// What the clocks hear beside the opening where the person is of school age then (T-17): from 5 years to before their 18th
    /// birthday.
    pub fn of_school_age(&self, birth_date: NaiveDate, zone: Tz) -> Option<Event> {
        let opened_on = clock::local_date(self.enrolled_at, zone);
        let of_age = age::age_on(birth_date, opened_on).is_some_and(|years| SCHOOL_AGE.contains(&years));
        of_age.then(|| Event::new(EventKind::SchoolAgeEnrolled, self.id, self.enrolled_at))
    }

    /// Refuses work on a closed case.
    ///
    /// # Errors
    /// `case_closed`.
    pub fn require_active(&self) -> Result<(), Rule> {
        match self.status {
            CaseStatus::Active => Ok(()),
            CaseStatus::Closed => {
                Err(Rule::new("case_closed", "This case is closed. Open a new one to go on working with the person."))
            }
        }
    }

    /// Closes the case.
    ///
    /// # Errors
    /// `case_closed`.
    pub fn close(mut self, outcome: CaseOutcome, reason: String, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_active()?;
        self.status = CaseStatus::Closed;
        self.stage = Stage::Close;
        self.closed_at = Some(now);
        self.outcome = Some(outcome);
        self.close_reason = Some(reason);
        let event = Event::new(EventKind::CaseClosed, self.id, now);
        Ok(self.next().with(event))
    }

    /// The day of death that closing with `outcome` is to record: the one `given`, unless the person's record has it already.
    ///
    /// # Errors
    /// `case_not_deceased`, `case_death_day_required`, `case_death_day_differs` at `/died_on`.
    pub fn death_to_record(
        outcome: CaseOutcome,
        known: Option<NaiveDate>,
        given: Option<NaiveDate>,
    ) -> Result<Option<NaiveDate>, Rule> {
        const PLACE: &str = "/died_on";
        match (outcome == CaseOutcome::Deceased, known, given) {
            (false, _, None) => Ok(None),
            (false, _, Some(_)) => {
                let detail = "A day of death belongs to a case that ends with it.";
                Err(Rule::at("case_not_deceased", PLACE, detail))
            }
            (true, None, None) => Err(Rule::at("case_death_day_required", PLACE, "Say on which day the person died.")),
            (true, Some(known), Some(given)) if known != given => {
                let detail = "The person's record says another day. Correct it there first.";
                Err(Rule::at("case_death_day_differs", PLACE, detail))
            }
            (true, known, given) => Ok(given.filter(|_| known.is_none())),
        }
    }

    /// Sets the tier.
    ///
    /// # Errors
    /// `case_closed`.
    pub fn set_tier(mut self, tier: Tier) -> Result<Change<Self>, Rule> {
        self.require_active()?;
        self.tier = tier;
        Ok(self.next())
    }

    /// A colleague who joins the care team because work is given to them.
    pub fn joined_by(&self, id: Uuid, staff_id: Uuid, now: DateTime<Utc>) -> Change<CaseMember> {
        Change::created(CaseMember {
            id,
            version: 1,
            case_id: self.id,
            person_id: self.person_id,
            staff_id,
            role: MemberRole::Assistant,
            starts_at: now,
            ends_at: None,
        })
    }

    /// Makes `owner_id` the accountable owner.
    ///
    /// # Errors
    /// `case_closed`.
    pub fn assign(mut self, owner_id: Uuid) -> Result<Change<Self>, Rule> {
        self.require_active()?;
        self.owner_id = owner_id;
        Ok(self.next())
    }

    /// The stage after `event`. `None` when nothing changes.
    pub fn stage_after(&self, event: EventKind) -> Option<Stage> {
        use Stage as S;
        match (event, self.stage) {
            (EventKind::InitialAssessmentCompleted, S::Assess) => Some(S::Plan),
            (EventKind::PlanApproved, S::Assess | S::Plan | S::Evaluate | S::Adjust) => Some(S::Coordinate),
            (EventKind::ContactReached, S::Coordinate | S::Evaluate) => Some(S::Monitor),
            _ => None,
        }
    }

    /// The case after the effect of a plan in force was reviewed. `None` when nothing changes.
    pub fn evaluated(&self) -> Option<Change<Self>> {
        let follows = matches!(self.stage, Stage::Coordinate | Stage::Monitor);
        follows.then(|| self.clone().at_stage(Stage::Evaluate))
    }

    /// The case after the next revision of a plan in force was begun. `None` when nothing changes.
    pub fn adjusted(&self) -> Option<Change<Self>> {
        let follows = matches!(self.stage, Stage::Coordinate | Stage::Monitor | Stage::Evaluate);
        follows.then(|| self.clone().at_stage(Stage::Adjust))
    }

    /// The same case at another stage.
    pub fn at_stage(mut self, stage: Stage) -> Change<Self> {
        self.stage = stage;
        self.next()
    }

    fn next(mut self) -> Change<Self> {
        self.version += 1;
        Change::updated(self)
    }
}

crate::codes! {
    /// What a colleague does in a case beside its owner.
    pub enum MemberRole {
        /// Assistant to the owner.
        Assistant = "assistant",
        /// Coordinates services.
        Coordinator = "coordinator",
        /// Consults.
        Consultant = "consultant",
        /// Covers for the owner.
        Cover = "cover",
        /// Reviews.
        Reviewer = "reviewer",
    }
}

/// A colleague on the care team of a case (FHIR CareTeam participant).
#[derive(Debug, Clone, PartialEq)]
pub struct CaseMember {
    /// Id.
    pub id: Uuid,
    /// Version.
    pub version: i32,
    /// The case.
    pub case_id: Uuid,
    /// The person in care.
    pub person_id: Uuid,
    /// The colleague.
    pub staff_id: Uuid,
    /// What they do.
    pub role: MemberRole,
    /// Since when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: Option<DateTime<Utc>>,
}

impl CaseMember {
    /// Takes the colleague off the care team.
    ///
    /// # Errors
    /// `member_ended`.
    pub fn end(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        self.require_on_team()?;
        self.ends_at = Some(now.max(self.starts_at));
        self.version += 1;
        Ok(Change::updated(self))
    }

    /// True for who is there to review, and is wanted in another role.
    pub fn only_reviews(&self, wanted: MemberRole) -> bool {
        self.role == MemberRole::Reviewer && wanted != MemberRole::Reviewer
    }

    /// Gives the colleague another role.
    ///
    /// # Errors
    /// `member_ended`.
    pub fn take_role(mut self, role: MemberRole) -> Result<Change<Self>, Rule> {
        self.require_on_team()?;
        self.role = role;
        self.version += 1;
        Ok(Change::updated(self))
    }

    fn require_on_team(&self) -> Result<(), Rule> {
        if self.ends_at.is_none() {
            return Ok(());
        }
        Err(Rule::new("member_ended", "This colleague is no longer on the care team."))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn case(stage: Stage) -> Case {
        Case {
            id: Uuid::from_u128(1),
            version: 1,
            person_id: Uuid::from_u128(2),
            program_id: Uuid::from_u128(3),
            status: CaseStatus::Active,
            stage,
            tier: Tier::Low,
            owner_id: Uuid::from_u128(4),
            team_id: Uuid::from_u128(5),
            enrolled_at: DateTime::UNIX_EPOCH,
            closed_at: None,
            outcome: None,
            close_reason: None,
        }
    }

    fn heard(case: Case, event: EventKind) -> Case {
        match case.stage_after(event) {
            Some(stage) => case.at_stage(stage).record,
            None => case,
        }
    }

    #[test]
    fn a_case_goes_through_the_whole_cycle_and_round_again() {
        let mut now = heard(case(Stage::Assess), EventKind::InitialAssessmentCompleted);
        assert_eq!(now.stage, Stage::Plan);
        for _ in 0..2 {
            now = heard(now, EventKind::PlanApproved);
            assert_eq!(now.stage, Stage::Coordinate);
            now = heard(now, EventKind::ContactReached);
            assert_eq!(now.stage, Stage::Monitor);
            now = now.evaluated().map_or(now, |change| change.record);
            assert_eq!(now.stage, Stage::Evaluate);
            now = now.adjusted().map_or(now, |change| change.record);
            assert_eq!(now.stage, Stage::Adjust);
        }
    }

    #[test]
    fn a_plan_that_works_is_followed_on_without_being_adjusted() {
        assert_eq!(heard(case(Stage::Evaluate), EventKind::ContactReached).stage, Stage::Monitor);
    }

    #[test]
    fn nothing_is_evaluated_or_adjusted_before_there_is_a_plan_or_after_the_end() {
        for stage in [Stage::Assess, Stage::Plan, Stage::Close] {
            assert_eq!(case(stage).evaluated(), None, "{stage}");
            assert_eq!(case(stage).adjusted(), None, "{stage}");
        }
        for stage in [Stage::Monitor, Stage::Close] {
            assert_eq!(case(stage).stage_after(EventKind::PlanApproved), None, "{stage}");
        }
    }

    #[test]
    fn who_only_reviewed_takes_another_role_while_they_are_there() {
        let reviewer = CaseMember {
            id: Uuid::from_u128(6),
            version: 1,
            case_id: Uuid::from_u128(1),
            person_id: Uuid::from_u128(2),
            staff_id: Uuid::from_u128(7),
            role: MemberRole::Reviewer,
            starts_at: DateTime::UNIX_EPOCH,
            ends_at: None,
        };
        assert!(reviewer.only_reviews(MemberRole::Consultant) && !reviewer.only_reviews(MemberRole::Reviewer));
        let change = reviewer.clone().take_role(MemberRole::Consultant).unwrap();
        assert_eq!((change.created, change.record.version, change.record.role), (false, 2, MemberRole::Consultant));
        assert!(!change.record.only_reviews(MemberRole::Cover));
        let ended = reviewer.end(DateTime::UNIX_EPOCH).unwrap().record;
        assert_eq!(ended.take_role(MemberRole::Consultant).unwrap_err().code, "member_ended");
    }

    #[test]
    fn a_case_that_ends_with_a_death_says_on_which_day_unless_the_record_does() {
        let [day, other] = ["2026-03-10", "2026-03-11"].map(|text| text.parse::<NaiveDate>().unwrap());
        let record = |outcome, known, given| Case::death_to_record(outcome, known, given).map_err(|rule| rule.code);
        let died = |known, given| record(CaseOutcome::Deceased, known, given);
        assert_eq!(died(None, Some(day)), Ok(Some(day)));
        assert_eq!((died(Some(day), None), died(Some(day), Some(day))), (Ok(None), Ok(None)));
        assert_eq!(died(None, None), Err("case_death_day_required"));
        assert_eq!(died(Some(day), Some(other)), Err("case_death_day_differs"));
        assert_eq!(record(CaseOutcome::GoalsMet, None, None), Ok(None));
        assert_eq!(record(CaseOutcome::GoalsMet, None, Some(day)), Err("case_not_deceased"));
    }
}
