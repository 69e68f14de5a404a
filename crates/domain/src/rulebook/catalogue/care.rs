//! Care management and hospital: T-1 to T-5, T-10, K-6, K-8, R050, and the standards of documentation and continuity.

use super::Published;
use crate::clock::Clock;
use crate::rulebook::{
    ASSESSMENT, HAND_OFF, IM_ADMISSION, IM_DISCHARGE, MOON, NOTE_COUNTERSIGNED, NOTE_SIGNED, OUTREACH_7, OUTREACH_30,
    PLAN, PSYCHIATRIC_7, PSYCHIATRIC_30, RECONCILIATION, TCM_CONTACT, TCM_VISIT_HIGH, TCM_VISIT_MODERATE,
};

const OUTREACH_SOURCE: &str = "Post-discharge outreach, aligned with HEDIS TRC patient engagement: two-way contact with the person or a caregiver; attempts and the day of discharge do not count";
const COMPLEX_SOURCE: &str = "NCQA Population Health Management 5, complex case management: assessment begins within 30 and is complete within 60 calendar days of identification; every component carries an automatic date";
const FUH_SOURCE: &str = "NCQA HEDIS FUH: visit for mental health after discharge from a stay for mental illness or self-harm; the day of discharge does not count";
const TCM_SOURCE: &str = "CMS Medicare Learning Network, transitional care management (CPT 99495, 99496)";

pub(in crate::rulebook) const ASSESSMENT_24: Published = Published::new(
    ASSESSMENT,
    "Initial assessment within 24 hours of admission",
    Clock::elapsed_hours(24),
    "Hospital case management standard: initial assessment within 24 hours of inpatient admission; stays that ended before 24 hours without one are excluded",
);
pub(in crate::rulebook) const PLAN_30: Published = Published::new(
    PLAN,
    "Approved care plan within 30 days of enrolment",
    Clock::calendar_days(30),
    "Care management standard: first approved plan within 30 calendar days of enrolment",
);
pub(in crate::rulebook) const REACHED_7: Published = Published::new(
    OUTREACH_7,
    "Reached within 7 days of discharge",
    Clock::calendar_days(7).without_day0(),
    OUTREACH_SOURCE,
);
pub(in crate::rulebook) const REACHED_30: Published = Published::new(
    OUTREACH_30,
    "Reached within 30 days of discharge",
    Clock::calendar_days(30).without_day0(),
    OUTREACH_SOURCE,
);
pub(in crate::rulebook) const SIGNED_48: Published = Published::new(
    NOTE_SIGNED,
    "Note signed within 48 hours",
    Clock::elapsed_hours(48),
    "Documentation standard: note signed within 48 hours of the contact",
);
pub(in crate::rulebook) const COUNTERSIGNED_2: Published = Published::new(
    NOTE_COUNTERSIGNED,
    "Note countersigned within 2 business days",
    Clock::business_days(2),
    "Documentation standard: an assistant's note is countersigned within 2 business days",
);
pub(in crate::rulebook) const ANSWERED_1: Published = Published::new(
    HAND_OFF,
    "Hand-off answered within 1 business day",
    Clock::business_days(1),
    "Continuity standard: a hand-off is accepted or declined within 1 business day",
);

pub(in crate::rulebook) const REACHED_2: Published = Published::new(
    TCM_CONTACT,
    "Interactive contact within 2 business days of discharge",
    Clock::business_days(2),
    "CMS Medicare Learning Network, transitional care management (CPT 99495, 99496): interactive contact within 2 business days after discharge; two documented timely attempts keep eligibility",
);
pub(in crate::rulebook) const VISIT_14: Published = Published::new(
    TCM_VISIT_MODERATE,
    "Visit within 14 days of discharge where decisions are of moderate complexity",
    Clock::calendar_days(14),
    TCM_SOURCE,
);
pub(in crate::rulebook) const VISIT_7: Published = Published::new(
    TCM_VISIT_HIGH,
    "Visit within 7 days of discharge where decisions are of high complexity",
    Clock::calendar_days(7),
    TCM_SOURCE,
);
pub(in crate::rulebook) const IM_2: Published = Published::new(
    IM_ADMISSION,
    "Important Message from Medicare within 2 days of admission",
    Clock::calendar_days(2),
    "42 CFR 405.1205(b), 422.620(b)",
);
pub(in crate::rulebook) const IM_AGAIN: Published = Published::new(
    IM_DISCHARGE,
    "Important Message from Medicare again in the 2 days before discharge",
    Clock::window(-2, 0),
    "42 CFR 405.1205(c), 422.620(c)",
);
pub(in crate::rulebook) const MOON_36: Published = Published::new(
    MOON,
    "Medicare Outpatient Observation Notice within 36 hours of the start of observation",
    Clock::elapsed_hours(36),
    "42 CFR 489.20(y): for observation of more than 24 hours, delivered within 36 hours of its start",
);
pub(in crate::rulebook) const RECONCILED_30: Published = Published::new(
    RECONCILIATION,
    "Medicines reconciled within 30 days of discharge",
    Clock::calendar_days(30),
    "NCQA HEDIS TRC, medication reconciliation post-discharge: on the day of discharge or in the 30 days after it",
);
pub(in crate::rulebook) const PSYCHIATRIC_VISIT_7: Published = Published::new(
    PSYCHIATRIC_7,
    "Follow-up visit within 7 days of a psychiatric discharge",
    Clock::calendar_days(7).without_day0(),
    FUH_SOURCE,
);
pub(in crate::rulebook) const PSYCHIATRIC_VISIT_30: Published = Published::new(
    PSYCHIATRIC_30,
    "Follow-up visit within 30 days of a psychiatric discharge",
    Clock::calendar_days(30).without_day0(),
    FUH_SOURCE,
);

pub(in crate::rulebook) const COMPLEX_BEGIN: Published = Published::new(
    "T-3.begin",
    "Complex case management assessment begun within 30 days of identification",
    Clock::calendar_days(30),
    COMPLEX_SOURCE,
);

pub(crate) const COMPLEX_COMPLETE: Published = Published::new(
    "T-3.complete",
    "Complex case management assessment complete within 60 days of identification",
    Clock::calendar_days(60),
    COMPLEX_SOURCE,
);

pub(crate) const COMPREHENSIVE_30: Published = Published::new(
    "R050.comprehensive",
    "Comprehensive assessment within 30 days of enrolment",
    Clock::calendar_days(30),
    "Care management standard of ours: every new person is assessed as a whole within 30 calendar days of enrolment, as the plan is made; no law says when",
);

pub(in crate::rulebook) const COMPLEX_ANNUAL: Published = Published::new(
    "T-3.annual",
    "Reassessed every 12 months, with 2 months of grace",
    Clock::calendar_months(14),
    "NCQA FAQ of 2023-05-15: \"annual\" is 12 months with 2 months of grace",
);

pub(super) const RULES: &[Published] = &[
    ASSESSMENT_24,
    PLAN_30,
    COMPLEX_BEGIN,
    COMPLEX_COMPLETE,
    COMPLEX_ANNUAL,
    COMPREHENSIVE_30,
    REACHED_7,
    REACHED_30,
    REACHED_2,
    VISIT_14,
    VISIT_7,
    Published::new(
        "T-5.period_end",
        "Transitional care management period of 30 days ends",
        Clock::calendar_days(29),
        "CMS Medicare Learning Network, transitional care management: the service period is the day of discharge and the next 29 days; one claimant",
    ),
    IM_2,
    IM_AGAIN,
    MOON_36,
    Published::new(
        "T-10.nomnc",
        "Notice of Medicare Non-Coverage at least 2 days before covered services end",
        Clock::calendar_days(2).back(),
        "42 CFR 405.1200(b), 422.624(b)",
    ),
    RECONCILED_30,
    PSYCHIATRIC_VISIT_7,
    PSYCHIATRIC_VISIT_30,
    SIGNED_48,
    COUNTERSIGNED_2,
    ANSWERED_1,
];
