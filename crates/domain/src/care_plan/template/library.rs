//! The templates: what a first plan in a setting usually addresses. Starting points that the worker edits, written by us from
//! what the settings' own deadlines and measures ask for; none of them is a published standard.

use std::sync::LazyLock;

use uuid::Uuid;

use super::{CarePlanTemplate, GoalProposal, StepProposal, TemplateContent};
use crate::care_plan::goal::GoalDirection::{self, Decrease, Increase};
use crate::care_plan::goal::GoalMeasure;
use crate::care_plan::plan::CarePlanKind as K;
use crate::care_plan::plan::Frequency::{self, Biweekly, Monthly, Once, Weekly};
use crate::need::NeedKind as N;
use crate::program::Setting as S;

struct Step {
    text: &'static str,
    frequency: Frequency,
    days: u32,
}

struct Goal {
    /// Domain and title of the need.
    need: (N, &'static str),
    text: &'static str,
    /// What is measured, and its unit.
    measure: (&'static str, &'static str),
    direction: GoalDirection,
    /// A usual start and target, in the unit.
    way: (f64, f64),
    days: u32,
    steps: &'static [Step],
}

struct Template {
    code: &'static str,
    title: &'static str,
    kind: K,
    settings: &'static [S],
    review_days: u32,
    goals: &'static [Goal],
}

const fn step(text: &'static str, frequency: Frequency, days: u32) -> Step {
    Step { text, frequency, days }
}

/// What ships, as an organization would have published it.
static SHIPPED: LazyLock<Vec<CarePlanTemplate>> = LazyLock::new(|| TEMPLATES.iter().map(edition).collect());

/// The templates that ship.
pub fn shipped() -> &'static [CarePlanTemplate] {
    &SHIPPED
}

fn edition(template: &Template) -> CarePlanTemplate {
    CarePlanTemplate {
        id: Uuid::nil(),
        version: 1,
        code: template.code.into(),
        edition: 1,
        content: TemplateContent {
            title: template.title.into(),
            kind: template.kind,
            settings: template.settings.to_vec(),
            review_days: template.review_days,
            goals: template.goals.iter().map(proposal).collect(),
        },
        author_id: None,
        created_at: None,
        withdrawn_at: None,
    }
}

fn proposal(goal: &Goal) -> GoalProposal {
    let step = |step: &Step| StepProposal { text: step.text.into(), frequency: step.frequency, days: step.days };
    GoalProposal {
        need_kind: goal.need.0,
        need_title: goal.need.1.into(),
        text: goal.text.into(),
        measure_code: GoalMeasure::named(goal.measure.0),
        measure: Some(goal.measure.0.into()),
        unit: goal.measure.1.into(),
        direction: goal.direction,
        baseline: goal.way.0,
        target: goal.way.1,
        achievable_reason: None,
        days: goal.days,
        steps: goal.steps.iter().map(step).collect(),
    }
}

/// Every template.
const TEMPLATES: &[Template] = &[
    Template {
        code: "hospital-discharge",
        title: "Safe discharge from hospital",
        kind: K::Discharge,
        settings: &[S::Hospital],
        review_days: 14,
        goals: &[
            Goal {
                need: (N::Clinical, "At risk of coming back to hospital"),
                text: "Stay out of hospital for 30 days after discharge",
                measure: ("days at home", "days"),
                direction: Increase,
                way: (0.0, 30.0),
                days: 35,
                steps: &[
                    step("Reconcile medications before discharge", Once, 1),
                    step("Book the follow-up visit and confirm it with the person", Once, 1),
                    step("Call within two business days of discharge", Once, 3),
                ],
            },
            Goal {
                need: (N::Functional, "Needs help at home after discharge"),
                text: "Equipment and services are in place on the day of discharge",
                measure: ("arranged services of those needed", "%"),
                direction: Increase,
                way: (0.0, 100.0),
                days: 7,
                steps: &[
                    step("Order equipment and home services", Once, 1),
                    step("Teach the person and caregiver, and ask them to say it back", Once, 1),
                ],
            },
        ],
    },
    Template {
        code: "managed-care",
        title: "Living with chronic conditions",
        kind: K::Comprehensive,
        settings: &[S::ManagedCare, S::Clinic, S::Aging, S::LongTermCare],
        review_days: 90,
        goals: &[
            Goal {
                need: (N::Clinical, "A chronic condition is not under control"),
                text: "Keep the agreed value in the agreed range",
                measure: ("readings in range", "%"),
                direction: Increase,
                way: (40.0, 80.0),
                days: 120,
                steps: &[
                    step("Go through the readings together", Biweekly, 14),
                    step("Send the readings to the primary care provider", Monthly, 28),
                ],
            },
            Goal {
                need: (N::Behavioral, "Hard to keep up with medications"),
                text: "Take medications as agreed",
                measure: ("proportion of days covered", "%"),
                direction: Increase,
                way: (50.0, 80.0),
                days: 120,
                steps: &[step("Check refills with the pharmacy", Monthly, 7)],
            },
        ],
    },
    Template {
        code: "behavioral-health",
        title: "Behavioral health recovery",
        kind: K::Comprehensive,
        settings: &[S::BehavioralHealth],
        review_days: 60,
        goals: &[
            Goal {
                need: (N::Behavioral, "Symptoms get in the way of daily life"),
                text: "Symptoms fall by half",
                measure: ("PHQ-9", "points"),
                direction: Decrease,
                way: (16.0, 8.0),
                days: 120,
                steps: &[
                    step("Repeat the PHQ-9 and talk about it", Monthly, 28),
                    step("Confirm therapy visits were kept", Biweekly, 14),
                ],
            },
            Goal {
                need: (N::Social, "Few people to turn to"),
                text: "Meet people outside the home",
                measure: ("meetings in a week", "per week"),
                direction: Increase,
                way: (0.0, 2.0),
                days: 90,
                steps: &[step("Visit a peer group together the first time", Once, 14)],
            },
        ],
    },
    Template {
        code: "home-health",
        title: "Getting stronger at home",
        kind: K::Comprehensive,
        settings: &[S::HomeHealth],
        review_days: 30,
        goals: &[Goal {
            need: (N::Functional, "Moving around at home is not safe"),
            text: "Walk through the home safely",
            measure: ("steps without stopping", "steps"),
            direction: Increase,
            way: (10.0, 60.0),
            days: 60,
            steps: &[
                step("Exercise together as the therapist showed", Weekly, 7),
                step("Look for what one can trip over", Once, 3),
            ],
        }],
    },
    Template {
        code: "end-of-life",
        title: "Comfort and wishes near the end of life",
        kind: K::EndOfLife,
        settings: &[S::Hospice],
        review_days: 14,
        goals: &[
            Goal {
                need: (N::Clinical, "Symptoms are hard to bear"),
                text: "Pain stays at a level the person accepts",
                measure: ("pain", "0-10"),
                direction: Decrease,
                way: (7.0, 3.0),
                days: 30,
                steps: &[step("Ask about symptoms and act within two days", Weekly, 2)],
            },
            Goal {
                need: (N::Caregiver, "The family carries a heavy load"),
                text: "The family has somebody to call and hours to rest",
                measure: ("hours of respite", "per week"),
                direction: Increase,
                way: (0.0, 8.0),
                days: 30,
                steps: &[
                    step("Talk about wishes and where the documents are", Once, 3),
                    step("Arrange respite and volunteers", Once, 5),
                ],
            },
        ],
    },
    Template {
        code: "social-services",
        title: "Housing, income and benefits",
        kind: K::Comprehensive,
        settings: &[S::SocialServices],
        review_days: 60,
        goals: &[
            Goal {
                need: (N::Social, "No stable home"),
                text: "Move into a home of one's own",
                measure: ("steps to move-in done", "%"),
                direction: Increase,
                way: (0.0, 100.0),
                days: 120,
                steps: &[
                    step("Collect the papers for housing", Once, 10),
                    step("Follow up with the landlord or housing program", Weekly, 7),
                ],
            },
            Goal {
                need: (N::Financial, "Benefits are not claimed"),
                text: "Every benefit that is due is applied for",
                measure: ("applications decided", "%"),
                direction: Increase,
                way: (0.0, 100.0),
                days: 90,
                steps: &[step("Screen for benefits and apply together", Once, 7)],
            },
        ],
    },
    Template {
        code: "reentry",
        title: "Before release and after",
        kind: K::PreRelease,
        settings: &[S::Corrections, S::Legal],
        review_days: 30,
        goals: &[
            Goal {
                need: (N::Social, "No place to live after release"),
                text: "A place to live is confirmed before release",
                measure: ("steps to a confirmed place done", "%"),
                direction: Increase,
                way: (0.0, 100.0),
                days: 60,
                steps: &[
                    step("Confirm housing with the release address", Once, 14),
                    step("Get identification and a Social Security card", Once, 21),
                ],
            },
            Goal {
                need: (N::Clinical, "Treatment may break off at release"),
                text: "First visit within a week of release",
                measure: ("visits kept in the first week", "visits"),
                direction: Increase,
                way: (0.0, 1.0),
                days: 75,
                steps: &[
                    step("Apply for coverage to start on the day of release", Once, 14),
                    step("Book the first visit and hand over medications", Once, 30),
                ],
            },
        ],
    },
    Template {
        code: "resettlement",
        title: "The first months in a new country",
        kind: K::Resettlement,
        settings: &[S::Refugee],
        review_days: 30,
        goals: &[
            Goal {
                need: (N::Clinical, "No health screening yet"),
                text: "Health screening and first visits are done",
                measure: ("visits done of those planned", "%"),
                direction: Increase,
                way: (0.0, 100.0),
                days: 60,
                steps: &[step("Book the health screening with an interpreter", Once, 7)],
            },
            Goal {
                need: (N::Social, "Language, school and work are new"),
                text: "Everybody in the household is enrolled",
                measure: ("household members enrolled", "%"),
                direction: Increase,
                way: (0.0, 100.0),
                days: 60,
                steps: &[
                    step("Enroll children in school", Once, 14),
                    step("Visit the home and see how it goes", Biweekly, 7),
                ],
            },
        ],
    },
    Template {
        code: "school",
        title: "Support at school",
        kind: K::School,
        settings: &[S::School],
        review_days: 60,
        goals: &[Goal {
            need: (N::Functional, "Misses school"),
            text: "Come to school regularly",
            measure: ("attendance", "%"),
            direction: Increase,
            way: (75.0, 90.0),
            days: 120,
            steps: &[
                step("Meet with family and teachers on the IEP or 504 plan", Once, 14),
                step("Check in with the student", Weekly, 7),
            ],
        }],
    },
];
