//! Records and staff: privacy requests, retention, credentials (T-21, T-22).

use super::Published;
use crate::clock::Clock;

const WARN_SOURCE: &str =
    "Credentialing standard: warned 90, 60, 30 and 7 days before expiry; restricted acts blocked from the day after";

pub(in crate::rulebook) const WARN_90: Published =
    Published::new("T-22.warn_90", "Credential expires in 90 days", Clock::calendar_days(90).back(), WARN_SOURCE);
pub(in crate::rulebook) const WARN_60: Published =
    Published::new("T-22.warn_60", "Credential expires in 60 days", Clock::calendar_days(60).back(), WARN_SOURCE);
pub(in crate::rulebook) const WARN_30: Published =
    Published::new("T-22.warn_30", "Credential expires in 30 days", Clock::calendar_days(30).back(), WARN_SOURCE);
pub(in crate::rulebook) const WARN_7: Published =
    Published::new("T-22.warn_7", "Credential expires in 7 days", Clock::calendar_days(7).back(), WARN_SOURCE);

pub(super) const RULES: &[Published] = &[
    Published::new(
        "T-21.access",
        "Request for access answered within 30 days",
        Clock::calendar_days(30),
        "45 CFR 164.524(b)(2): one extension of 30 days with written reasons",
    )
    .extensible(30),
    Published::new(
        "T-21.amendment",
        "Request for amendment answered within 60 days",
        Clock::calendar_days(60),
        "45 CFR 164.526(b)(2): one extension of 30 days with written reasons",
    )
    .extensible(30),
    Published::new(
        "T-21.accounting",
        "Accounting of disclosures given within 60 days",
        Clock::calendar_days(60),
        "45 CFR 164.528(c)(1): one extension of 30 days with written reasons",
    )
    .extensible(30),
    Published::new(
        "T-21.accounting_reaches_back",
        "Accounting of disclosures reaches 6 years back",
        Clock::calendar_months(72).back(),
        "45 CFR 164.528(a)(1)",
    ),
    Published::new(
        "T-21.breach",
        "Notice of a breach within 60 days of its discovery",
        Clock::calendar_days(60),
        "45 CFR 164.404(b)",
    ),
    Published::new(
        "T-21.keep_policy",
        "Policy documents kept 6 years",
        Clock::calendar_months(72),
        "45 CFR 164.316(b)(2)(i), 164.530(j)(2)",
    ),
    Published::new(
        "T-21.keep_hospital",
        "Hospital records kept 5 years",
        Clock::calendar_months(60),
        "42 CFR 482.24(b)(1)",
    ),
    Published::new(
        "T-21.keep_home_health",
        "Home health records kept 5 years after discharge",
        Clock::calendar_months(60),
        "42 CFR 484.110(c)(1)",
    ),
    Published::new(
        "T-21.keep_hospice",
        "Hospice records kept 6 years",
        Clock::calendar_months(72),
        "42 CFR 418.104(d)",
    ),
    Published::new(
        "T-21.keep_medicare_advantage",
        "Medicare Advantage records kept 10 years",
        Clock::calendar_months(120),
        "42 CFR 422.504(d)",
    ),
    Published::new(
        "T-21.keep_medicaid",
        "Medicaid managed care records kept 10 years",
        Clock::calendar_months(120),
        "42 CFR 438.3(u)",
    ),
    WARN_90,
    WARN_60,
    WARN_30,
    WARN_7,
];
