//! School, resettlement, reentry, courts and benefits: T-16 to T-20.

use super::Published;
use crate::clock::{Clock, Direction, Roll, Span};

const RESETTLEMENT_SOURCE: &str = "Reception and Placement cooperative agreement of the year, as agencies publish it";
const ANSWER_SOURCE: &str = "Federal Rules of Civil Procedure 6(a) and 12(a); a complaint is served under Rule 4, so service by mail gives no days more";
const COURT_SOURCE: &str = "Federal Rules of Civil Procedure 6(a) and 12(a); 3 days more after service by mail (6(d))";
const MOTION_SOURCE: &str = "Federal Rules of Civil Procedure 6(a) and 6(c): counted back from the hearing";

/// A last day on a weekend or holiday moves to the next working day.
const SSA_APPEAL: Clock =
    Clock { span: Span::CalendarDays(65, Roll::Forward), direction: Direction::Forward, include_day0: true };

pub(in crate::rulebook) const HOME_NEXT_DAY: Published = Published::new(
    "T-17.home_visit",
    "Home visit by the day after arrival",
    Clock::calendar_days(1),
    RESETTLEMENT_SOURCE,
);

pub(super) const RULES: &[Published] = &[
    Published::new(
        "T-16.evaluation",
        "Evaluated within 60 days of parental consent",
        Clock::calendar_days(60),
        "34 CFR 300.301(c)(1): or within the time of the state",
    ),
    Published::new(
        "T-16.evaluation",
        "Evaluated within 45 school days of parental consent",
        Clock::school_days(45),
        "Texas Education Code 29.004",
    )
    .in_state("TX"),
    Published::new(
        "T-16.iep_meeting",
        "IEP meeting within 30 days of the finding of eligibility",
        Clock::calendar_days(30),
        "34 CFR 300.323(c)(1)",
    ),
    Published::new("T-16.review", "IEP reviewed within a year", Clock::calendar_months(12), "34 CFR 300.324(b)(1)(i)"),
    Published::new(
        "T-16.reevaluation",
        "Re-evaluated within 3 years",
        Clock::calendar_months(36),
        "34 CFR 300.303(b)(2)",
    ),
    Published::new(
        "T-16.manifestation",
        "Manifestation determination within 10 school days of the decision to change placement",
        Clock::school_days(10),
        "34 CFR 300.530(e)(1)",
    ),
    HOME_NEXT_DAY,
    Published::new(
        "T-17.second_visit",
        "Second home visit within 30 days of arrival",
        Clock::calendar_days(30),
        RESETTLEMENT_SOURCE,
    ),
    Published::new(
        "T-17.school",
        "Children enrolled in school within 30 days of arrival",
        Clock::calendar_days(30),
        RESETTLEMENT_SOURCE,
    ),
    Published::new(
        "T-17.health_screening",
        "Health screening within 30 days of arrival",
        Clock::calendar_days(30),
        RESETTLEMENT_SOURCE,
    ),
    Published::new(
        "T-17.health_screening_window",
        "Health screening window of 90 days ends",
        Clock::calendar_days(90),
        "Office of Refugee Resettlement, domestic medical screening",
    ),
    Published::new("T-17.period", "Reception and placement period ends", Clock::calendar_days(90), RESETTLEMENT_SOURCE),
    Published::new(
        "T-18.prerelease",
        "Pre-release services in the 90 days before release, with a warm handoff",
        Clock::window(-90, 0),
        "Section 1115 reentry demonstrations: up to 90 days before release",
    ),
    Published::new(
        "T-18.youth_screening",
        "Screening of an eligible youth from 30 days before to 1 week after release",
        Clock::window(-30, 7),
        "Consolidated Appropriations Act 2023, section 5121",
    )
    .since(2025, 1, 1),
    Published::new(
        "T-18.youth_case_management",
        "Targeted case management of an eligible youth from 30 days before to 30 days after release",
        Clock::window(-30, 30),
        "Consolidated Appropriations Act 2023, section 5121: for at least 30 days after release",
    )
    .since(2025, 1, 1),
    Published::new("T-19.answer_21", "Answer within 21 days of service", Clock::court_days(21), ANSWER_SOURCE),
    Published::new("T-19.response_14", "Response within 14 days of service", Clock::court_days(14), COURT_SOURCE)
        .extensible(3),
    Published::new(
        "T-19.motion_14",
        "Motion served at least 14 days before the hearing",
        Clock::court_days(14).back(),
        MOTION_SOURCE,
    ),
    Published::new(
        "T-19.opposing_affidavit_7",
        "Opposing affidavit served at least 7 days before the hearing",
        Clock::court_days(7).back(),
        MOTION_SOURCE,
    ),
    Published::new(
        "T-20.snap",
        "SNAP application decided within 30 days",
        Clock::calendar_days(30),
        "7 CFR 273.2(g)(1)",
    ),
    Published::new(
        "T-20.snap_expedited",
        "Expedited SNAP benefits within 7 days",
        Clock::calendar_days(7),
        "7 CFR 273.2(i)(3)(i)",
    ),
    Published::new(
        "T-20.medicaid",
        "Medicaid application decided within 45 days",
        Clock::calendar_days(45),
        "42 CFR 435.912(c)(3)(ii)",
    ),
    Published::new(
        "T-20.medicaid_disability",
        "Medicaid application on the basis of disability decided within 90 days",
        Clock::calendar_days(90),
        "42 CFR 435.912(c)(3)(i)",
    ),
    Published::new(
        "T-20.ssa_appeal",
        "Social Security appeal within 65 days of the date of the notice",
        SSA_APPEAL,
        "20 CFR 404.909, 404.901, 404.3(b): 60 days from receipt, presumed 5 days after the date of the notice; a last day on a weekend or holiday moves to the next working day",
    ),
];
