//! What differs from setting to setting: who comes, how long they stay, what is asked and done.

use domain::care_plan::plan::CarePlanKind;
use domain::case::{CaseOutcome, Tier};
use domain::contact::ContactMode;
use domain::program::Setting;
use domain::task::TaskKind;

/// How a program of a setting works.
#[derive(Debug)]
pub struct Profile {
    /// Youngest and oldest person.
    pub ages: (i64, i64),
    /// Tiers by weight.
    pub tiers: &'static [(Tier, u32)],
    /// Shortest and longest case in days.
    pub days: (i64, i64),
    /// How cases end, by weight.
    pub outcomes: &'static [(CaseOutcome, u32)],
    /// Kind of the plan.
    pub plan: CarePlanKind,
    /// Hospital or emergency stays that one person can expect in half a year.
    pub stays: f64,
    /// Days between two rounds of PHQ-9 and GAD-7, and the share of people who are asked.
    pub screening: (i64, f64),
    /// Contact modes by weight.
    pub modes: &'static [(ContactMode, u32)],
    /// Share of cases in which an assistant helps.
    pub assisted: f64,
    /// Tasks that come up in between.
    pub errands: &'static [(&'static str, TaskKind)],
}

use CaseOutcome as O;
use ContactMode as M;
use Tier as T;

const EVEN: &[(Tier, u32)] = &[(T::Low, 25), (T::Rising, 40), (T::High, 25), (T::Complex, 10)];
const HEAVY: &[(Tier, u32)] = &[(T::Low, 8), (T::Rising, 32), (T::High, 38), (T::Complex, 22)];
const LIGHT: &[(Tier, u32)] = &[(T::Low, 45), (T::Rising, 38), (T::High, 14), (T::Complex, 3)];

const USUAL: &[(CaseOutcome, u32)] =
    &[(O::GoalsMet, 58), (O::Transferred, 14), (O::Declined, 10), (O::LostContact, 12), (O::Ineligible, 6)];
const RECOVERED: &[(CaseOutcome, u32)] = &[(O::GoalsMet, 78), (O::Transferred, 16), (O::Declined, 6)];
const LAST: &[(CaseOutcome, u32)] = &[(O::Deceased, 86), (O::Transferred, 10), (O::Declined, 4)];

const BY_PHONE: &[(ContactMode, u32)] =
    &[(M::Phone, 74), (M::Video, 12), (M::InPerson, 6), (M::Text, 4), (M::Portal, 4)];
const IN_PERSON: &[(ContactMode, u32)] = &[(M::InPerson, 58), (M::Phone, 36), (M::Text, 6)];
const MIXED: &[(ContactMode, u32)] = &[(M::Phone, 50), (M::InPerson, 28), (M::Video, 16), (M::Text, 6)];

/// True where somebody sees the person in their first days, as T-11, T-12 and T-17 ask.
pub fn seen_at_once(setting: Setting) -> bool {
    matches!(setting, Setting::HomeHealth | Setting::Hospice | Setting::Refugee)
}

/// The profile of a setting.
pub fn of(setting: Setting) -> &'static Profile {
    match setting {
        Setting::Hospital => &HOSPITAL,
        Setting::ManagedCare => &MANAGED_CARE,
        Setting::BehavioralHealth => &BEHAVIORAL,
        Setting::HomeHealth => &HOME_HEALTH,
        Setting::Hospice => &HOSPICE,
        Setting::SocialServices => &SOCIAL,
        Setting::Legal => &LEGAL,
        Setting::Refugee => &REFUGEE,
        Setting::Corrections => &CORRECTIONS,
        Setting::School => &SCHOOL,
        Setting::Clinic => &CLINIC,
        Setting::LongTermCare => &LONG_TERM,
        Setting::Aging => &AGING,
    }
}

static HOSPITAL: Profile = Profile {
    ages: (24, 92),
    tiers: HEAVY,
    days: (20, 62),
    outcomes: RECOVERED,
    plan: CarePlanKind::Discharge,
    stays: 1.0,
    screening: (0, 0.12),
    modes: IN_PERSON,
    assisted: 0.25,
    errands: &[
        ("Send clinical update to the rehabilitation facility", TaskKind::Paperwork),
        ("Call family about discharge time", TaskKind::Call),
        ("Confirm oxygen delivery before discharge", TaskKind::General),
        ("Ask payer for skilled nursing authorization", TaskKind::Paperwork),
    ],
};

static MANAGED_CARE: Profile = Profile {
    ages: (27, 89),
    tiers: EVEN,
    days: (50, 290),
    outcomes: USUAL,
    plan: CarePlanKind::Comprehensive,
    stays: 0.55,
    screening: (56, 0.45),
    modes: BY_PHONE,
    assisted: 0.22,
    errands: &[
        ("Call plan about transport benefit", TaskKind::Call),
        ("Request prior authorization for walker", TaskKind::Paperwork),
        ("Send medication list to primary care", TaskKind::Paperwork),
        ("Call back about eye exam appointment", TaskKind::Call),
        ("Check why the pharmacy did not refill a prescription", TaskKind::General),
        ("Ask for records from the cardiology clinic", TaskKind::Paperwork),
    ],
};

static BEHAVIORAL: Profile = Profile {
    ages: (18, 71),
    tiers: HEAVY,
    days: (80, 380),
    outcomes: USUAL,
    plan: CarePlanKind::Comprehensive,
    stays: 0.3,
    screening: (28, 0.95),
    modes: MIXED,
    assisted: 0.18,
    errands: &[
        ("Call therapist about missed session", TaskKind::Call),
        ("Send leave-of-absence letter to employer", TaskKind::Paperwork),
        ("Confirm intensive outpatient start date", TaskKind::General),
        ("Ask psychiatry for an earlier slot", TaskKind::Call),
    ],
};

static HOME_HEALTH: Profile = Profile {
    ages: (48, 94),
    tiers: EVEN,
    days: (45, 125),
    outcomes: RECOVERED,
    plan: CarePlanKind::Comprehensive,
    stays: 0.45,
    screening: (0, 0.2),
    modes: IN_PERSON,
    assisted: 0.0,
    errands: &[
        ("Order hospital bed mattress", TaskKind::General),
        ("Get physician signature on plan of care", TaskKind::Paperwork),
        ("Reschedule therapy visit", TaskKind::Call),
    ],
};

static HOSPICE: Profile = Profile {
    ages: (58, 97),
    tiers: &[(T::High, 40), (T::Complex, 60)],
    days: (12, 150),
    outcomes: LAST,
    plan: CarePlanKind::EndOfLife,
    stays: 0.05,
    screening: (0, 0.0),
    modes: IN_PERSON,
    assisted: 0.0,
    errands: &[
        ("Call chaplain about a visit", TaskKind::Call),
        ("Refill comfort kit", TaskKind::General),
        ("Bring bereavement folder to the family", TaskKind::Visit),
    ],
};

static SOCIAL: Profile = Profile {
    ages: (19, 68),
    tiers: EVEN,
    days: (70, 300),
    outcomes: USUAL,
    plan: CarePlanKind::Comprehensive,
    stays: 0.12,
    screening: (84, 0.25),
    modes: MIXED,
    assisted: 0.35,
    errands: &[
        ("Fax pay stubs to the benefits office", TaskKind::Paperwork),
        ("Call landlord about repair", TaskKind::Call),
        ("Pick up winter coats for the children", TaskKind::General),
        ("Prepare papers for benefits hearing", TaskKind::Paperwork),
    ],
};

static LEGAL: Profile = Profile {
    ages: (19, 57),
    tiers: EVEN,
    days: (120, 400),
    outcomes: USUAL,
    plan: CarePlanKind::Comprehensive,
    stays: 0.08,
    screening: (0, 0.2),
    modes: MIXED,
    assisted: 0.0,
    errands: &[
        ("Write progress letter before the hearing", TaskKind::Paperwork),
        ("Confirm ride to the courthouse", TaskKind::Call),
        ("Get treatment attendance from the clinic", TaskKind::Paperwork),
    ],
};

static REFUGEE: Profile = Profile {
    ages: (18, 66),
    tiers: EVEN,
    days: (90, 240),
    outcomes: RECOVERED,
    plan: CarePlanKind::Resettlement,
    stays: 0.08,
    screening: (0, 0.2),
    modes: IN_PERSON,
    assisted: 0.0,
    errands: &[
        ("Register children at Stonebridge Elementary", TaskKind::General),
        ("Send travel loan papers", TaskKind::Paperwork),
        ("Call volunteer about the furniture pickup", TaskKind::Call),
    ],
};

static CORRECTIONS: Profile = Profile {
    ages: (20, 59),
    tiers: HEAVY,
    days: (100, 300),
    outcomes: USUAL,
    plan: CarePlanKind::PreRelease,
    stays: 0.08,
    screening: (0, 0.25),
    modes: MIXED,
    assisted: 0.0,
    errands: &[
        ("Request state ID appointment", TaskKind::Call),
        ("Call parole officer about address change", TaskKind::Call),
        ("Send employer letter about schedule", TaskKind::Paperwork),
    ],
};

static SCHOOL: Profile = Profile {
    ages: (6, 17),
    tiers: LIGHT,
    days: (120, 300),
    outcomes: RECOVERED,
    plan: CarePlanKind::School,
    stays: 0.04,
    screening: (0, 0.0),
    modes: IN_PERSON,
    assisted: 0.0,
    errands: &[
        ("Invite parents to the IEP meeting", TaskKind::Call),
        ("Ask counselor for classroom observation", TaskKind::General),
        ("Send transport form to the district", TaskKind::Paperwork),
    ],
};

static CLINIC: Profile = Profile {
    ages: (5, 84),
    tiers: LIGHT,
    days: (90, 400),
    outcomes: USUAL,
    plan: CarePlanKind::Comprehensive,
    stays: 0.2,
    screening: (84, 0.3),
    modes: BY_PHONE,
    assisted: 0.0,
    errands: &[
        ("Call about overdue lab work", TaskKind::Call),
        ("Send referral to podiatry", TaskKind::Paperwork),
        ("Mail asthma action plan to the school nurse", TaskKind::Paperwork),
    ],
};

static LONG_TERM: Profile = Profile {
    ages: (67, 99),
    tiers: EVEN,
    days: (200, 900),
    outcomes: LAST,
    plan: CarePlanKind::Comprehensive,
    stays: 0.3,
    screening: (84, 0.3),
    modes: IN_PERSON,
    assisted: 0.0,
    errands: &[
        ("Invite family to care conference", TaskKind::Call),
        ("Get hearing aid repaired", TaskKind::General),
        ("Update photo and preferences sheet", TaskKind::Paperwork),
    ],
};

static AGING: Profile = Profile {
    ages: (62, 96),
    tiers: LIGHT,
    days: (150, 600),
    outcomes: USUAL,
    plan: CarePlanKind::Comprehensive,
    stays: 0.25,
    screening: (84, 0.35),
    modes: BY_PHONE,
    assisted: 0.0,
    errands: &[
        ("Renew waiver eligibility", TaskKind::Paperwork),
        ("Call niece about house key", TaskKind::Call),
        ("Order emergency button", TaskKind::General),
    ],
};
