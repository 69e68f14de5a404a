//! Payers: prior authorization and its public metrics, appeals, utilization management, plan assessments (T-6 to T-9, T-14, T-15).

use super::Published;
use crate::clock::Clock;

const PA_SOURCE: &str = "CMS-0057-F: Medicare Advantage, Medicaid and CHIP fee-for-service and managed care from 2026-01-01; issuers of qualified health plans and drugs are excluded; up to 14 days more at the member's request or where more information is in the member's interest (42 CFR 422.568, 422.572, 438.210)";
const PA_BEFORE_SOURCE: &str = "42 CFR 422.568, 422.572, 438.210 as in force until 2025-12-31: Medicare Advantage and Medicaid managed care; up to 14 days more at the member's request or in the member's interest";
const MA_APPEAL_SOURCE: &str = "42 CFR 422.590: Medicare Advantage reconsideration";
const MA_EXTENSIBLE_SOURCE: &str = "42 CFR 422.590: Medicare Advantage reconsideration of a service or item; up to 14 days more at the enrollee's request or in the enrollee's interest";
const MEDICAID_SOURCE: &str = "42 CFR 438.402, 438.408: Medicaid managed care appeal; up to 14 days more at the enrollee's request or in the enrollee's interest";
const ERISA_SOURCE: &str = "29 CFR 2560.503-1(f)";
const SNP_SOURCE: &str = "42 CFR 422.101(f): health risk assessment of special needs plans";

pub(super) const RULES: &[Published] = &[
    Published::new(
        "T-6.standard",
        "Standard prior authorization decided within 14 days of receipt",
        Clock::calendar_days(14),
        PA_BEFORE_SOURCE,
    )
    .until(2025, 12, 31)
    .extensible(14),
    Published::new(
        "T-6.standard",
        "Standard prior authorization decided within 7 calendar days of receipt",
        Clock::calendar_days(7),
        PA_SOURCE,
    )
    .since(2026, 1, 1)
    .extensible(14),
    Published::new(
        "T-6.expedited",
        "Expedited prior authorization decided within 72 hours of receipt",
        Clock::elapsed_hours(72),
        PA_BEFORE_SOURCE,
    )
    .until(2025, 12, 31)
    .extensible(14),
    Published::new(
        "T-6.expedited",
        "Expedited prior authorization decided within 72 hours of receipt",
        Clock::elapsed_hours(72),
        PA_SOURCE,
    )
    .since(2026, 1, 1)
    .extensible(14),
    Published::new(
        "T-7.publish",
        "Prior authorization metrics of a year public by 31 March of the next",
        Clock::calendar_months(3),
        "CMS-0057-F: metrics of the prior year by 31 March, counted from the year's last day",
    )
    .since(2025, 12, 31),
    Published::new(
        "T-8.ma_file",
        "Medicare Advantage appeal filed within 60 days of the notice",
        Clock::calendar_days(60),
        "42 CFR 422.582(b) as in force until 2024-12-31",
    )
    .until(2024, 12, 31),
    Published::new(
        "T-8.ma_file",
        "Medicare Advantage appeal filed within 65 days of the date of the notice",
        Clock::calendar_days(65),
        "42 CFR 422.582(b) as in force from 2025-01-01: 60 days from receipt, presumed 5 days after the date of the notice",
    )
    .since(2025, 1, 1),
    Published::new(
        "T-8.ma_preservice",
        "Medicare Advantage pre-service appeal decided within 30 days",
        Clock::calendar_days(30),
        MA_EXTENSIBLE_SOURCE,
    )
    .extensible(14),
    Published::new(
        "T-8.ma_payment",
        "Medicare Advantage payment appeal decided within 60 days",
        Clock::calendar_days(60),
        MA_APPEAL_SOURCE,
    ),
    Published::new(
        "T-8.ma_part_b_drug",
        "Medicare Advantage Part B drug appeal decided within 7 days",
        Clock::calendar_days(7),
        MA_APPEAL_SOURCE,
    ),
    Published::new(
        "T-8.ma_expedited",
        "Medicare Advantage expedited appeal decided within 72 hours",
        Clock::elapsed_hours(72),
        MA_EXTENSIBLE_SOURCE,
    )
    .extensible(14),
    Published::new(
        "T-8.ma_grievance",
        "Medicare Advantage grievance answered within 30 days",
        Clock::calendar_days(30),
        "42 CFR 422.564(e); up to 14 days more at the enrollee's request or in the enrollee's interest",
    )
    .extensible(14),
    Published::new(
        "T-8.ma_grievance_expedited",
        "Medicare Advantage expedited grievance answered within 24 hours",
        Clock::elapsed_hours(24),
        "42 CFR 422.564(f)",
    ),
    Published::new(
        "T-8.medicaid_file",
        "Medicaid managed care appeal filed within 60 days of the notice",
        Clock::calendar_days(60),
        "42 CFR 438.402(c)(2)(ii)",
    ),
    Published::new(
        "T-8.medicaid_decide",
        "Medicaid managed care appeal decided within 30 days",
        Clock::calendar_days(30),
        MEDICAID_SOURCE,
    )
    .extensible(14),
    Published::new(
        "T-8.medicaid_expedited",
        "Medicaid managed care expedited appeal decided within 72 hours",
        Clock::elapsed_hours(72),
        MEDICAID_SOURCE,
    )
    .extensible(14),
    Published::new("T-9.urgent", "Urgent claim decided within 72 hours", Clock::elapsed_hours(72), ERISA_SOURCE),
    Published::new(
        "T-9.pre_service",
        "Pre-service claim decided within 15 days",
        Clock::calendar_days(15),
        "29 CFR 2560.503-1(f)(2)(iii)(A): 15 days more for matters beyond the plan's control",
    )
    .extensible(15),
    Published::new(
        "T-9.post_service",
        "Post-service claim decided within 30 days",
        Clock::calendar_days(30),
        "29 CFR 2560.503-1(f)(2)(iii)(B): 15 days more for matters beyond the plan's control",
    )
    .extensible(15),
    Published::new(
        "T-9.concurrent_urgent",
        "Urgent request to extend care decided within 24 hours",
        Clock::elapsed_hours(24),
        "29 CFR 2560.503-1(f)(2)(ii)(B): when asked at least 24 hours before the approved care ends",
    ),
    Published::new(
        "T-14.snp_hra",
        "Special needs plan health risk assessment within 90 days before or after enrolment",
        Clock::window(-90, 90),
        SNP_SOURCE,
    ),
    Published::new(
        "T-14.snp_hra_yearly",
        "Special needs plan health risk assessment again within 365 days",
        Clock::calendar_days(365),
        SNP_SOURCE,
    ),
    Published::new(
        "T-14.medicaid_screening",
        "Medicaid managed care initial screening within 90 days of enrolment",
        Clock::calendar_days(90),
        "42 CFR 438.208(b)(3): best effort",
    ),
    Published::new(
        "T-15.intervention",
        "Intervention within 30 days of a positive food, housing or transport screen",
        Clock::calendar_days(30),
        "NCQA HEDIS SNS-E: screens from 1 January to 1 December",
    ),
];
