//! Templates of care plans: for each setting, the needs, goals and interventions that a first plan proposes. Everything in them
//! is a proposal; a need that nobody recorded yet is proposed as a candidate, which somebody confirms or declines.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use super::goal::{Goal, GoalDirection, GoalMeasure, GoalStatus};
use super::plan::{CarePlanKind, Frequency, Intervention, InterventionStatus, PlanContent};
use crate::need::{Need, NeedKind, NeedStatus};
use crate::program::Setting;

mod library;

/// An intervention that a template proposes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TemplateStep {
    /// What is done.
    pub text: &'static str,
    /// How often.
    pub frequency: Frequency,
    /// Days until it is first due.
    pub days: u64,
}

/// A goal that a template proposes, with the need it serves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TemplateGoal {
    /// Domain and title of the need.
    pub need: (NeedKind, &'static str),
    /// What shall be reached.
    pub text: &'static str,
    /// What is measured, and its unit.
    pub measure: (&'static str, &'static str),
    /// Which way it should move.
    pub direction: GoalDirection,
    /// A usual start and target, in the unit.
    pub way: (f64, f64),
    /// Days until it should be reached.
    pub days: u64,
    /// What is done for it.
    pub steps: &'static [TemplateStep],
}

/// A template.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Template {
    /// Code.
    pub code: &'static str,
    /// Title.
    pub title: &'static str,
    /// Kind of the plan.
    pub kind: CarePlanKind,
    /// Where it is offered.
    pub settings: &'static [Setting],
    /// Days until the first review.
    pub review_days: u64,
    /// The goals.
    pub goals: &'static [TemplateGoal],
}

/// What a template proposes for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The plan's content, ready to be edited.
    pub content: PlanContent,
    /// Needs that nobody recorded yet, as candidates.
    pub needs: Vec<Need>,
}

/// The templates of a setting.
pub fn offered(setting: Setting) -> impl Iterator<Item = &'static Template> {
    library::TEMPLATES.iter().filter(move |template| template.settings.contains(&setting))
}

/// The template of this code, where it is offered.
pub fn find(code: &str, setting: Setting) -> Option<&'static Template> {
    offered(setting).find(|template| template.code == code)
}

fn day(today: NaiveDate, days: u64) -> Option<NaiveDate> {
    today.checked_add_days(Days::new(days))
}

/// What the template proposes to a person with these `needs`. A goal serves the need of its title where there is an open one.
pub fn propose(
    template: &Template,
    person_id: Uuid,
    needs: &[Need],
    today: NaiveDate,
    new_id: &mut dyn FnMut() -> Uuid,
    now: DateTime<Utc>,
) -> Proposed {
    let mut proposed = Proposed { content: PlanContent::default(), needs: Vec::new() };
    proposed.content.review_on = day(today, template.review_days);
    for goal in template.goals {
        let (kind, title) = goal.need;
        let open = |need: &&Need| !matches!(need.status, NeedStatus::Declined | NeedStatus::Resolved);
        let known = needs.iter().filter(open).find(|need| need.title.eq_ignore_ascii_case(title)).map(|need| need.id);
        let need_id = known.unwrap_or_else(|| {
            let id = new_id();
            proposed.needs.push(Need {
                id,
                version: 1,
                person_id,
                kind,
                title: title.to_owned(),
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
        proposed.content.goals.push(Goal {
            id,
            need_id: Some(need_id),
            text: goal.text.to_owned(),
            own_words: None,
            focus: Some(kind),
            measure_code: GoalMeasure::named(goal.measure.0),
            measure: Some(goal.measure.0.to_owned()),
            unit: Some(goal.measure.1.to_owned()),
            direction: goal.direction,
            baseline: Some(goal.way.0),
            target: Some(goal.way.1),
            achievable_reason: None,
            start_on: Some(today),
            due_on: day(today, goal.days),
            status: GoalStatus::Proposed,
            scale: None,
        });
        proposed.content.interventions.extend(goal.steps.iter().map(|step| Intervention {
            id: new_id(),
            goal_id: Some(id),
            text: step.text.to_owned(),
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
    use crate::care_plan::smart;
    use crate::code::Code;

    fn proposed(template: &Template, needs: &[Need]) -> Proposed {
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
            assert!(offered(*setting).next().is_some(), "{setting}");
        }
        let codes: std::collections::BTreeSet<_> = library::TEMPLATES.iter().map(|template| template.code).collect();
        assert_eq!(codes.len(), library::TEMPLATES.len());
    }

    #[test]
    fn every_proposal_passes_smart_and_the_check_of_the_plan() {
        for template in library::TEMPLATES {
            let proposed = proposed(template, &[]);
            proposed.content.check().unwrap();
            for goal in &proposed.content.goals {
                assert_eq!(smart::check(goal), [], "{}: {}", template.code, goal.text);
            }
            assert_eq!(proposed.needs.len(), template.goals.len());
            assert!(proposed.content.review_on.is_some());
        }
    }

    #[test]
    fn a_need_that_is_recorded_is_linked_and_one_that_was_declined_is_proposed_anew() {
        let template = find("hospital-discharge", Setting::Hospital).unwrap();
        let mut known = proposed(template, &[]).needs.remove(0);
        known.id = Uuid::from_u128(900);
        known.title = known.title.to_uppercase();
        let with = proposed(template, std::slice::from_ref(&known));
        assert_eq!(with.content.goals[0].need_id, Some(known.id));
        assert_eq!(with.needs.len(), template.goals.len() - 1);
        known.status = NeedStatus::Declined;
        assert_eq!(proposed(template, &[known]).needs.len(), template.goals.len());
    }

    #[test]
    fn a_template_is_found_only_where_it_is_offered() {
        assert!(find("end-of-life", Setting::Hospice).is_some());
        assert!(find("end-of-life", Setting::School).is_none());
    }
}
