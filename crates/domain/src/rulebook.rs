//! The rulebook: timeliness rules as data with the dates they are in force. A case is judged by the rule in force on the
//! local date of the event that starts the clock.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::change::EventKind;
use crate::clock::Clock;
use crate::program::Setting;

/// Initial assessment within 24 elapsed hours of admission.
pub const ASSESSMENT: &str = "T-1.assessment";
/// Approved plan within 30 calendar days of enrolment.
pub const PLAN: &str = "T-2.plan";
/// Person reached within 7 days of discharge.
pub const OUTREACH_7: &str = "T-4.outreach_7";
/// Person reached within 30 days of discharge.
pub const OUTREACH_30: &str = "T-4.outreach_30";
/// Note signed within 48 hours of the contact.
pub const NOTE_SIGNED: &str = "note.signed";
/// Assistant's note countersigned within 2 business days.
pub const NOTE_COUNTERSIGNED: &str = "note.countersigned";
/// Hand-off settled within 1 business day.
pub const HAND_OFF: &str = "hand_off.accepted";

/// A timeliness rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Code; the same through all versions of the rule.
    pub code: String,
    /// Title shown to people.
    pub title: String,
    /// The event that starts the clock.
    pub trigger: EventKind,
    /// The events that meet the deadline.
    pub met_by: Vec<EventKind>,
    /// True when only an event about the same record meets it (this note, this hand-off).
    pub match_subject: bool,
    /// The events that end it unmet. `discharged` means the stay it is anchored on, `admitted` another stay,
    /// `stay_cancelled` that the stay it is anchored on never was.
    pub cancelled_by: Vec<EventKind>,
    /// When it is due.
    pub clock: Clock,
    /// Points in the ranked worklist; 1 point is 1 hour.
    pub weight: i32,
    /// Code of what to do, for example `log_contact`.
    pub next_action: String,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; open when empty.
    pub valid_to: Option<NaiveDate>,
    /// Where it applies: `US` or a state.
    pub jurisdiction: String,
    /// Where the numbers come from.
    pub source: String,
}

impl Rule {
    /// True when the rule is in force on `day`; both ends count.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The version of the rule, as kept with every deadline: the first day in force.
    pub fn version(&self) -> String {
        self.valid_from.to_string()
    }
}

/// The rules that every new program of a setting starts with.
pub fn standard(setting: Setting) -> Vec<Rule> {
    let mut rules = Vec::new();
    if setting == Setting::Hospital {
        rules.push(assessment());
    } else {
        rules.push(plan());
    }
    rules.extend([outreach_7(), outreach_30(), note_signed(), note_countersigned(), hand_off()]);
    rules
}

fn assessment() -> Rule {
    Rule {
        cancelled_by: ended_by(&[EventKind::Discharged, EventKind::StayCancelled]),
        weight: 24,
        next_action: "assess".into(),
        source: "Hospital case management standard: initial assessment within 24 hours of inpatient admission; stays that ended before 24 hours without one are excluded".into(),
        ..rule(
            ASSESSMENT,
            "Initial assessment within 24 hours of admission",
            EventKind::Admitted,
            EventKind::InitialAssessmentCompleted,
            Clock::elapsed_hours(24),
        )
    }
}

fn plan() -> Rule {
    Rule {
        weight: 8,
        next_action: "approve_plan".into(),
        source: "Care management standard: first approved plan within 30 calendar days of enrolment".into(),
        ..rule(
            PLAN,
            "Approved care plan within 30 days of enrolment",
            EventKind::Enrolled,
            EventKind::PlanApproved,
            Clock::calendar_days(30),
        )
    }
}

fn outreach_7() -> Rule {
    Rule { weight: 12, ..outreach(OUTREACH_7, "Reached within 7 days of discharge", 7) }
}

fn outreach_30() -> Rule {
    Rule { weight: 4, ..outreach(OUTREACH_30, "Reached within 30 days of discharge", 30) }
}

fn outreach(code: &str, title: &str, days: u32) -> Rule {
    let clock = Clock::calendar_days(days).without_day0();
    Rule {
        cancelled_by: ended_by(&[EventKind::Admitted, EventKind::StayCancelled]),
        next_action: "log_contact".into(),
        source: "Post-discharge outreach, aligned with HEDIS TRC patient engagement: two-way contact with the person or a caregiver; attempts and the day of discharge do not count".into(),
        ..rule(code, title, EventKind::Discharged, EventKind::ContactReached, clock)
    }
}

fn note_signed() -> Rule {
    Rule {
        match_subject: true,
        weight: 8,
        next_action: "sign_note".into(),
        source: "Documentation standard: note signed within 48 hours of the contact".into(),
        ..rule(
            NOTE_SIGNED,
            "Note signed within 48 hours",
            EventKind::NoteDue,
            EventKind::NoteSigned,
            Clock::elapsed_hours(48),
        )
    }
}

fn note_countersigned() -> Rule {
    Rule {
        match_subject: true,
        weight: 8,
        next_action: "countersign_note".into(),
        source: "Documentation standard: an assistant's note is countersigned within 2 business days".into(),
        ..rule(
            NOTE_COUNTERSIGNED,
            "Note countersigned within 2 business days",
            EventKind::CountersignatureDue,
            EventKind::NoteCountersigned,
            Clock::business_days(2),
        )
    }
}

fn hand_off() -> Rule {
    Rule {
        match_subject: true,
        weight: 12,
        next_action: "settle_hand_off".into(),
        source: "Continuity standard: a hand-off is accepted or declined within 1 business day".into(),
        ..rule(
            HAND_OFF,
            "Hand-off answered within 1 business day",
            EventKind::HandOffOffered,
            EventKind::HandOffSettled,
            Clock::business_days(1),
        )
    }
}

/// What all standard rules have in common.
fn rule(code: &str, title: &str, trigger: EventKind, met_by: EventKind, clock: Clock) -> Rule {
    Rule {
        code: code.into(),
        title: title.into(),
        trigger,
        met_by: vec![met_by],
        match_subject: false,
        cancelled_by: ended_by(&[]),
        clock,
        weight: 0,
        next_action: String::new(),
        valid_from: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(NaiveDate::MIN),
        valid_to: None,
        jurisdiction: "US".into(),
        source: String::new(),
    }
}

fn ended_by(kinds: &[EventKind]) -> Vec<EventKind> {
    [kinds, &[EventKind::Died, EventKind::CaseClosed]].concat()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn a_hospital_asks_for_the_assessment_and_every_other_setting_for_the_plan() {
        for setting in Setting::ALL {
            let codes: Vec<_> = standard(*setting).into_iter().map(|rule| rule.code).collect();
            let hospital = *setting == Setting::Hospital;
            assert_eq!(codes.iter().any(|code| code == ASSESSMENT), hospital, "{setting}");
            assert_eq!(codes.iter().any(|code| code == PLAN), !hospital, "{setting}");
            for code in [OUTREACH_7, OUTREACH_30, NOTE_SIGNED, NOTE_COUNTERSIGNED, HAND_OFF] {
                assert!(codes.iter().any(|found| found == code), "{setting} {code}");
            }
        }
    }

    #[test]
    fn every_standard_rule_is_complete_and_survives_json() {
        for rule in Setting::ALL.iter().flat_map(|setting| standard(*setting)) {
            assert!(
                !rule.source.is_empty() && !rule.next_action.is_empty() && !rule.met_by.is_empty(),
                "{}",
                rule.code
            );
            assert!(rule.weight >= 0 && rule.cancelled_by.contains(&EventKind::CaseClosed), "{}", rule.code);
            let json = serde_json::to_string(&rule).unwrap();
            assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
        }
    }

    #[test]
    fn tv_0_a_rule_is_in_force_from_its_first_to_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let old = Rule { valid_to: Some(day("2025-12-31")), ..plan() };
        assert!(old.in_force(day("2025-12-30")) && old.in_force(day("2025-12-31")) && !old.in_force(day("2026-01-01")));
        let new = Rule { valid_from: day("2026-01-01"), ..plan() };
        assert!(!new.in_force(day("2025-12-31")) && new.in_force(day("2026-01-01")));
    }
}
