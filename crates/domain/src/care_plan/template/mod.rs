//! Templates of care plans: the needs, goals and interventions that a first plan proposes. Everything in them is a proposal; a need
//! that nobody recorded yet is proposed as a candidate, which somebody confirms or declines. Some ship, for each setting; an
//! organization publishes editions of them and templates of its own.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::goal::{Goal, GoalDirection, GoalMeasure, GoalStatus};
use super::plain::PlainWords;
use super::plan::{CarePlanKind, Frequency, Intervention, InterventionStatus, PlanContent};
use super::smart;
use crate::change::{Change, Rule};
use crate::edition::{Edition, current, next_edition};
use crate::need::{Need, NeedKind, NeedStatus};
use crate::program::Setting;

mod library;

pub use library::shipped;

/// An intervention that a template proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepProposal {
    /// What is done.
    pub text: String,
    /// How often.
    pub frequency: Frequency,
    /// Days until it is first due.
    pub days: u32,
}

/// A goal that a template proposes, with the need it serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalProposal {
    /// Domain of the need.
    pub need_kind: NeedKind,
    /// Title of the need.
    pub need_title: String,
    /// What shall be reached.
    pub text: String,
    /// What is measured, as a code; where none is chosen, the one that `measure` names.
    pub measure_code: Option<GoalMeasure>,
    /// What is measured, in words.
    pub measure: Option<String>,
    /// Its unit.
    pub unit: String,
    /// Which way it should move.
    pub direction: GoalDirection,
    /// A usual start, in the unit.
    pub baseline: f64,
    /// A usual target, in the unit.
    pub target: f64,
    /// Why a change that is larger than usual can be reached.
    #[serde(default)]
    pub achievable_reason: Option<String>,
    /// Days until it should be reached.
    pub days: u32,
    /// What is done for it.
    pub steps: Vec<StepProposal>,
}

/// What a template proposes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateContent {
    /// Title.
    pub title: String,
    /// Kind of the plan.
    pub kind: CarePlanKind,
    /// Where it is offered; everywhere when empty.
    pub settings: Vec<Setting>,
    /// Days until the first review.
    pub review_days: u32,
    /// The goals.
    pub goals: Vec<GoalProposal>,
}

/// An edition of a template that ships or that an organization published.
#[derive(Debug, Clone, PartialEq)]
pub struct CarePlanTemplate {
    /// Id of the record; nil for what ships.
    pub id: Uuid,
    /// Version of the record.
    pub version: i32,
    /// Code, the same in every edition.
    pub code: String,
    /// Edition.
    pub edition: i32,
    /// What it proposes.
    pub content: TemplateContent,
    /// Who made it; none for what ships.
    pub author_id: Option<Uuid>,
    /// When; none for what ships.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Edition for CarePlanTemplate {
    const PUBLISHED: &'static str = "template_published";

    fn code(&self) -> &str {
        &self.code
    }

    fn edition(&self) -> i32 {
        self.edition
    }

    fn withdrawn_at(&self) -> Option<DateTime<Utc>> {
        self.withdrawn_at
    }
}

impl CarePlanTemplate {
    /// Makes the next edition of the organization, begun with `from`; `known` are all editions of the code, shipped ones too.
    ///
    /// # Errors
    /// Those of [`TemplateContent::check`] and [`next_edition`].
    pub fn publish(mut self, from: Option<i32>, known: &[Self]) -> Result<Change<Self>, Rule> {
        self.content.check()?;
        self.edition = next_edition(&self.code, from, known)?;
        Ok(Change::created(self))
    }

    /// Takes an edition of the organization back. Plans that were begun with it keep what they say.
    ///
    /// # Errors
    /// `template_withdrawn`.
    pub fn withdraw(mut self, now: DateTime<Utc>) -> Result<Change<Self>, Rule> {
        if self.withdrawn_at.is_some() {
            return Err(Rule::new("template_withdrawn", "This edition was taken back before."));
        }
        self.withdrawn_at = Some(now);
        self.version += 1;
        Ok(Change::updated(self))
    }
}

impl GoalProposal {
    fn goal(&self, id: Uuid, need_id: Uuid, today: NaiveDate) -> Goal {
        Goal {
            id,
            need_id: Some(need_id),
            text: self.text.clone(),
            own_words: None,
            plain: PlainWords::default(),
            focus: Some(self.need_kind),
            measure_code: self.measure_code,
            measure: self.measure.clone(),
            unit: Some(self.unit.clone()),
            direction: self.direction,
            baseline: Some(self.baseline),
            target: Some(self.target),
            achievable_reason: self.achievable_reason.clone(),
            start_on: Some(today),
            due_on: day(today, self.days),
            status: GoalStatus::Proposed,
            scale: None,
        }
    }
}

impl TemplateContent {
    /// True when programs of this setting offer it.
    pub fn fits(&self, setting: Setting) -> bool {
        self.settings.is_empty() || self.settings.contains(&setting)
    }

    /// Refuses a proposal that could not be approved as it is: a plan must not begin with gaps.
    ///
    /// # Errors
    /// `crisis_plan_apart` at `/content/kind`, `template_goal_not_smart` (names the goal and every letter).
    pub fn check(&self) -> Result<(), Rule> {
        self.kind.require_plan("/content/kind")?;
        for (index, proposal) in self.goals.iter().enumerate() {
            let goal = proposal.goal(Uuid::nil(), Uuid::nil(), NaiveDate::default());
            if let Some(detail) = smart::refusal(&goal, index + 1) {
                return Err(Rule::at("template_goal_not_smart", format!("/content/goals/{index}"), detail));
            }
        }
        Ok(())
    }
}

/// The editions in use that programs of a setting offer; `all` are those that ship and those of the organization.
pub fn offered(all: Vec<CarePlanTemplate>, setting: Setting) -> impl Iterator<Item = CarePlanTemplate> {
    current(all).into_iter().filter(move |template| template.content.fits(setting))
}

/// What a template proposes for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The plan's content, ready to be edited.
    pub content: PlanContent,
    /// Needs that nobody recorded yet, as candidates.
    pub needs: Vec<Need>,
}

fn day(today: NaiveDate, days: u32) -> Option<NaiveDate> {
    today.checked_add_days(Days::new(days.into()))
}

/// What the template proposes to a person with these `needs`. A goal serves the need of its title where there is an open one.
pub fn propose(
    template: &TemplateContent,
    person_id: Uuid,
    needs: &[Need],
    today: NaiveDate,
    new_id: &mut dyn FnMut() -> Uuid,
    now: DateTime<Utc>,
) -> Proposed {
    let mut proposed = Proposed { content: PlanContent::default(), needs: Vec::new() };
    proposed.content.review_on = day(today, template.review_days);
    for goal in &template.goals {
        let title = &goal.need_title;
        let open = |need: &&Need| !matches!(need.status, NeedStatus::Declined | NeedStatus::Resolved);
        let known = needs.iter().filter(open).find(|need| need.title.eq_ignore_ascii_case(title)).map(|need| need.id);
        let need_id = known.unwrap_or_else(|| {
            let id = new_id();
            proposed.needs.push(Need {
                id,
                version: 1,
                person_id,
                kind: goal.need_kind,
                title: title.clone(),
                code: None,
                code_system: None,
                status: NeedStatus::Candidate,
                reason: None,
                onset_on: None,
                created_at: now,
                source: None,
            });
            id
        });
        let id = new_id();
        proposed.content.goals.push(goal.goal(id, need_id, today));
        proposed.content.interventions.extend(goal.steps.iter().map(|step| Intervention {
            id: new_id(),
            goal_id: Some(id),
            text: step.text.clone(),
            plain: PlainWords::default(),
            owner_id: None,
            frequency: step.frequency,
            due_on: day(today, step.days),
            status: InterventionStatus::Active,
        }));
    }
    proposed
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::code::Code;

    fn find(code: &str, setting: Setting) -> Option<TemplateContent> {
        let template = offered(shipped().to_vec(), setting).find(|template| template.code == code)?;
        Some(template.content)
    }

    fn proposed(template: &TemplateContent, needs: &[Need]) -> Proposed {
        let mut number = 0;
        let mut new_id = || {
            number += 1;
            Uuid::from_u128(number)
        };
        propose(template, Uuid::nil(), needs, "2026-03-02".parse().unwrap(), &mut new_id, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn every_setting_is_offered_a_template_and_codes_are_unique() {
        for setting in Setting::ALL {
            assert!(offered(shipped().to_vec(), *setting).next().is_some(), "{setting}");
        }
        let codes: std::collections::BTreeSet<_> = shipped().iter().map(|template| &template.code).collect();
        assert_eq!(codes.len(), shipped().len());
    }

    #[test]
    fn every_proposal_passes_smart_and_the_check_of_the_plan() {
        for CarePlanTemplate { code, content: template, .. } in shipped() {
            template.check().unwrap();
            let proposed = proposed(template, &[]);
            proposed.content.check().unwrap();
            for goal in &proposed.content.goals {
                assert_eq!(smart::check(goal), [], "{code}: {}", goal.text);
            }
            assert_eq!(proposed.needs.len(), template.goals.len());
            assert!(proposed.content.review_on.is_some());
        }
    }

    #[test]
    fn a_need_that_is_recorded_is_linked_and_one_that_was_declined_is_proposed_anew() {
        let template = find("hospital-discharge", Setting::Hospital).unwrap();
        let mut known = proposed(&template, &[]).needs.remove(0);
        known.id = Uuid::from_u128(900);
        known.title = known.title.to_uppercase();
        let with = proposed(&template, std::slice::from_ref(&known));
        assert_eq!(with.content.goals[0].need_id, Some(known.id));
        assert_eq!(with.needs.len(), template.goals.len() - 1);
        known.status = NeedStatus::Declined;
        assert_eq!(proposed(&template, &[known]).needs.len(), template.goals.len());
    }

    #[test]
    fn a_template_is_found_only_where_it_is_offered() {
        assert!(find("end-of-life", Setting::Hospice).is_some());
        assert!(find("end-of-life", Setting::School).is_none());
    }

    fn own(code: &str, content: TemplateContent) -> CarePlanTemplate {
        CarePlanTemplate {
            id: Uuid::from_u128(7),
            version: 1,
            code: code.into(),
            edition: 0,
            content,
            author_id: Some(Uuid::from_u128(8)),
            created_at: Some(DateTime::UNIX_EPOCH),
            withdrawn_at: None,
        }
    }

    #[test]
    fn an_edition_of_the_organization_is_offered_instead_of_what_ships_until_it_is_taken_back() {
        let mut content = find("school", Setting::School).unwrap();
        content.title = "Support at our schools".into();
        content.settings = Vec::new();
        let mut all = shipped().to_vec();
        let published = own("school", content.clone()).publish(Some(1), &all).unwrap().record;
        assert_eq!(published.edition, 101);
        assert_eq!(own("school", content).publish(Some(2), &all).unwrap_err().code, "template_published");
        all.push(published.clone());
        let titles = |all: &[CarePlanTemplate], setting| -> Vec<String> {
            offered(all.to_vec(), setting).map(|template| template.content.title).collect()
        };
        assert_eq!(titles(&all, Setting::School), ["Support at our schools"]);
        assert!(titles(&all, Setting::Hospice).contains(&"Support at our schools".to_owned()), "offered everywhere");
        *all.last_mut().unwrap() = published.withdraw(DateTime::UNIX_EPOCH).unwrap().record;
        assert_eq!(titles(&all, Setting::School), ["Support at school"]);
        let again = all.pop().unwrap().withdraw(DateTime::UNIX_EPOCH).unwrap_err();
        assert_eq!(again.code, "template_withdrawn");
    }

    #[test]
    fn what_could_not_be_approved_as_it_is_is_not_published() {
        let good = find("school", Setting::School).unwrap();
        let mut crisis = good.clone();
        crisis.kind = CarePlanKind::Crisis;
        assert_eq!(crisis.check().unwrap_err().code, "crisis_plan_apart");
        let mut large = good.clone();
        let goal = &mut large.goals[0];
        (goal.measure_code, goal.direction) = (Some(GoalMeasure::Hba1c), GoalDirection::Decrease);
        (goal.unit, goal.baseline, goal.target) = ("%".into(), 11.0, 7.0);
        assert_eq!(large.check().unwrap_err().code, "template_goal_not_smart");
        large.goals[0].achievable_reason = Some("Insulin begins on the first day.".into());
        large.check().unwrap();
        assert_eq!(proposed(&large, &[]).content.goals[0].achievable_reason, large.goals[0].achievable_reason);
        let mut vague = good;
        vague.goals[0].target = 10.0;
        let refused = vague.check().unwrap_err();
        assert_eq!((refused.code, refused.pointer.as_deref()), ("template_goal_not_smart", Some("/content/goals/0")));
        assert!(refused.detail.starts_with("Goal 1 fails “A” of SMART: "), "{}", refused.detail);
    }
}
