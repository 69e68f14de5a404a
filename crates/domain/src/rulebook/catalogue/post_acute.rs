//! Home health and hospice: T-11 to T-13.

use super::{Published, SYMPTOM_FOLLOW_UP};
use crate::clock::Clock;

const OASIS_SOURCE: &str = "42 CFR 484.55; CMS OASIS timing reference sheet and Q&A";
const OASIS_OTHER_SOURCE: &str =
    "42 CFR 484.55(d); CMS OASIS timing reference sheet: within 2 calendar days of the event";
const HOPE_SOURCE: &str = "CMS HOPE guidance, from 2025-10-01: days counted with the election as day 0 (to be confirmed in the manual); a nurse (RN) makes the visit";

pub(crate) const FIRST_VISIT: Published = Published::new(
    "T-11.initial_visit",
    "Initial visit within 48 hours of referral or return home",
    Clock::elapsed_hours(48),
    "42 CFR 484.55(a)(1): or on the ordered start of care",
);

pub(crate) const OASIS_5: Published = Published::new(
    "T-11.comprehensive",
    "Comprehensive assessment (OASIS) within 5 days of the start of care",
    Clock::calendar_days(5),
    "42 CFR 484.55(b)(1): the start of care is day 0",
);

pub(in crate::rulebook) const NURSE_48: Published = Published::new(
    "T-12.initial",
    "Initial assessment by a nurse within 48 hours of the election",
    Clock::elapsed_hours(48),
    "42 CFR 418.54(a): by a registered nurse",
);

pub(crate) const HOSPICE_5: Published = Published::new(
    "T-12.comprehensive",
    "Comprehensive assessment within 5 days of the election",
    Clock::calendar_days(5),
    "42 CFR 418.54(b): the election is day 0",
);

pub(in crate::rulebook) const GROUP_FIRST: Published = Published::new(
    "T-12.idg_first",
    "Plan reviewed by the interdisciplinary group within 15 days of the election",
    Clock::calendar_days(15),
    "42 CFR 418.56(d)",
);

pub(in crate::rulebook) const GROUP_15: Published = Published::new(
    "T-12.idg",
    "Plan reviewed by the interdisciplinary group every 15 days",
    Clock::calendar_days(15),
    "42 CFR 418.56(d)",
);

pub(super) const RULES: &[Published] = &[
    FIRST_VISIT,
    OASIS_5,
    Published::new(
        "T-11.recertification",
        "Recertification assessment on days 56 to 60 of the 60-day period",
        Clock::window(55, 59),
        "42 CFR 484.55(d)(1): the last 5 days of every 60-day period, of which the start of care is the first day",
    ),
    Published::new(
        "T-11.recertification_again",
        "Recertification assessment on days 56 to 60 of a later 60-day period",
        Clock::window(55, 59),
        "42 CFR 484.55(d)(1): the last 5 days of every 60-day period; the period's first day is day 0",
    ),
    Published::new(
        "T-11.resumption",
        "Resumption of care within 2 days of discharge home",
        Clock::calendar_days(2),
        "42 CFR 484.55(d)(2): or from the ordered resumption date",
    ),
    Published::new("T-11.transfer", "Transfer assessment within 2 days", Clock::calendar_days(2), OASIS_OTHER_SOURCE),
    Published::new("T-11.death", "Death at home recorded within 2 days", Clock::calendar_days(2), OASIS_OTHER_SOURCE),
    Published::new("T-11.discharge", "Discharge assessment within 2 days", Clock::calendar_days(2), OASIS_OTHER_SOURCE),
    Published::new(
        "T-11.transmit",
        "OASIS transmitted within 30 days of completion (M0090)",
        Clock::calendar_days(30),
        OASIS_SOURCE,
    ),
    Published::new(
        "T-11.face_to_face",
        "Face-to-face encounter from 90 days before to 30 days after the start of care",
        Clock::window(-90, 30),
        "42 CFR 424.22(a)(1)(v)",
    ),
    NURSE_48,
    HOSPICE_5,
    Published::new(
        "T-12.noe",
        "Notice of election within 5 days of the election",
        Clock::calendar_days(5),
        "42 CFR 418.24(a)(2): the election is day 0",
    ),
    GROUP_FIRST,
    GROUP_15,
    Published::new(
        "T-12.assessment_update",
        "Assessment updated every 15 days",
        Clock::calendar_days(15),
        "42 CFR 418.54(d)",
    ),
    Published::new(
        "T-12.face_to_face",
        "Face-to-face encounter in the 30 days before the third and every later benefit period",
        Clock::window(-30, -1),
        "42 CFR 418.22(a)(4)",
    ),
    Published::new("T-13.huv1", "First HOPE update visit on days 6 to 15", Clock::window(6, 15), HOPE_SOURCE)
        .since(2025, 10, 1),
    Published::new("T-13.huv2", "Second HOPE update visit on days 16 to 30", Clock::window(16, 30), HOPE_SOURCE)
        .since(2025, 10, 1),
    Published::new(
        SYMPTOM_FOLLOW_UP,
        "Symptom follow-up visit within 2 days of a moderate or severe impact",
        Clock::calendar_days(2),
        "CMS HOPE guidance, from 2025-10-01: impact of 2 or more",
    )
    .since(2025, 10, 1),
    Published::new(
        "T-13.submit",
        "HOPE record submitted within 30 days",
        Clock::calendar_days(30),
        "CMS HOPE guidance, from 2025-10-01; 42 CFR 418.312",
    )
    .since(2025, 10, 1),
];
