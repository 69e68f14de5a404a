//! What people struggle with: needs, the goals that answer them, what is done, and how it goes.

mod behavioral;
mod clinical;
mod late_life;
mod social;
mod spanish;

use domain::care_plan::goal::GoalDirection;
use domain::care_plan::plan::{BarrierKind, Frequency};
use domain::need::NeedKind;
use domain::program::Setting;

pub use spanish::spanish;

/// How an intervention touches the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// A call to the person or a caregiver.
    Call,
    /// A visit.
    Visit,
    /// A call with a provider or agency.
    Provider,
    /// Work at the desk.
    Desk,
}

/// Something that is done.
#[derive(Debug)]
pub struct Action {
    /// What.
    pub text: &'static str,
    /// How.
    pub touch: Touch,
    /// How often; `None` lets the tier decide.
    pub frequency: Option<Frequency>,
}

/// A struggle with everything a plan needs.
#[derive(Debug)]
pub struct Problem {
    /// Domain of the need.
    pub kind: NeedKind,
    /// The need.
    pub need: &'static str,
    /// ICD-10-CM code, where there is one.
    pub code: Option<&'static str>,
    /// The goal, in the person's words as far as possible.
    pub goal: &'static str,
    /// Measure and unit of the goal.
    pub measure: (&'static str, &'static str),
    /// Way the measure should move.
    pub direction: GoalDirection,
    /// Values at the start, from and to.
    pub baseline: (i64, i64),
    /// Value to reach.
    pub target: f64,
    /// Interventions.
    pub actions: &'static [Action],
    /// What stands in the way.
    pub barrier: (BarrierKind, &'static str),
    /// How it goes, for notes.
    pub progress: &'static [&'static str],
}

/// A call or visit as often as the tier asks for.
const fn call(text: &'static str) -> Action {
    Action { text, touch: Touch::Call, frequency: None }
}

const fn visit(text: &'static str) -> Action {
    Action { text, touch: Touch::Visit, frequency: None }
}

/// Something arranged once with a provider.
const fn arrange(text: &'static str) -> Action {
    Action { text, touch: Touch::Provider, frequency: Some(Frequency::Once) }
}

/// Paperwork done once.
const fn desk(text: &'static str) -> Action {
    Action { text, touch: Touch::Desk, frequency: Some(Frequency::Once) }
}

/// The struggles that a program of a setting meets.
pub fn of(setting: Setting) -> &'static [&'static Problem] {
    use {behavioral as b, clinical as c, late_life as l, social as s};
    match setting {
        Setting::Hospital => {
            &[&c::HEART_FAILURE, &c::COPD, &c::JOINT_REPLACEMENT, &c::WOUND, &c::DISCHARGE_HOME, &c::STROKE]
        }
        Setting::ManagedCare => {
            &[&c::DIABETES, &c::HEART_FAILURE, &c::COPD, &c::HYPERTENSION, &c::KIDNEY, &s::FOOD, &c::MEDICATIONS]
        }
        Setting::BehavioralHealth => {
            &[&b::DEPRESSION, &b::ANXIETY, &b::SUBSTANCE_USE, &b::PTSD, &l::ISOLATION, &c::MEDICATIONS]
        }
        Setting::HomeHealth => &[&c::WOUND, &c::JOINT_REPLACEMENT, &c::FALLS, &c::HEART_FAILURE, &c::STROKE],
        Setting::Hospice => &[&c::PAIN, &c::BREATHLESSNESS, &l::CAREGIVER_STRAIN, &l::LAST_WISHES],
        Setting::SocialServices => &[&s::HOUSING, &s::FOOD, &s::INCOME, &s::CHILD_CARE, &s::SAFETY_AT_HOME],
        Setting::Legal => &[&s::COURT_DATES, &b::SUBSTANCE_USE, &s::WORK, &s::HOUSING],
        Setting::Refugee => &[&s::SETTLING, &s::ENGLISH, &s::FIRST_SCREENING, &s::WORK],
        Setting::Corrections => &[&s::REENTRY_HOUSING, &s::SUPERVISION, &s::WORK, &b::SUBSTANCE_USE],
        Setting::School => &[&s::ATTENDANCE, &s::READING, &b::ANXIETY_AT_SCHOOL, &s::SCHOOL_BELONGING],
        Setting::Clinic => &[&c::DIABETES, &c::HYPERTENSION, &c::PREGNANCY, &c::ASTHMA, &c::MEDICATIONS],
        Setting::LongTermCare => &[&c::FALLS, &c::WEIGHT_LOSS, &c::PAIN, &l::RESIDENT_DAYS],
        Setting::Aging => &[&c::FALLS, &l::ISOLATION, &l::MEALS, &l::CAREGIVER_STRAIN, &c::MEDICATIONS],
    }
}
