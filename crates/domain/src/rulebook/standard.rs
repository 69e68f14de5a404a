//! The rules that a new program starts with: entries of the catalogue bound to the events of a case.

use super::Rule;
use super::catalogue::{Published, care};
use crate::change::EventKind;
use crate::program::Setting;

/// The rules that every new program of a setting starts with.
pub fn standard(setting: Setting) -> Vec<Rule> {
    let first = if setting == Setting::Hospital { assessment() } else { plan() };
    let mut rules = vec![first, outreach_7(), outreach_30(), note_signed(), note_countersigned(), hand_off()];
    if setting == Setting::ManagedCare {
        rules.extend(super::payer_rules());
    }
    rules.extend(around_stays(setting));
    rules
}

/// What a stay asks for beside outreach. Practices claim transitional care management and health plans answer for TRC (K-8); a
/// hospital owes Medicare's notices, and a behavioral program the visit after a psychiatric stay.
fn around_stays(setting: Setting) -> Vec<Rule> {
    use EventKind as E;
    let after = after_discharge;
    match setting {
        Setting::Hospital => vec![
            Rule {
                cancelled_by: ended_by(&[E::Discharged, E::StayCancelled]),
                ..notice(&care::IM_2, 12, E::ImportantMessageOwed, E::ImportantMessageGiven)
            },
            notice(&care::IM_AGAIN, 8, E::ImportantMessageOwedAgain, E::ImportantMessageGiven),
            Rule {
                cancelled_by: ended_by(&[E::Discharged, E::StayCancelled]),
                ..notice(&care::MOON_36, 16, E::ObservationNoticeOwed, E::ObservationNoticeGiven)
            },
        ],
        Setting::Clinic => vec![
            Rule { next_action: "log_contact".into(), ..after(&care::REACHED_2, 16, E::Discharged, E::ContactReached) },
            after(&care::VISIT_7, 12, E::ComplexityHigh, E::FollowUpVisitKept),
            after(&care::VISIT_14, 8, E::ComplexityModerate, E::FollowUpVisitKept),
            after(&care::RECONCILED_30, 6, E::Discharged, E::MedicationsReconciled),
        ],
        Setting::ManagedCare => vec![after(&care::RECONCILED_30, 6, E::Discharged, E::MedicationsReconciled)],
        Setting::BehavioralHealth => vec![
            after(&care::PSYCHIATRIC_VISIT_7, 16, E::PsychiatricStay, E::BehavioralVisitKept),
            after(&care::PSYCHIATRIC_VISIT_30, 6, E::PsychiatricStay, E::BehavioralVisitKept),
        ],
        _ => Vec::new(),
    }
}

fn after_discharge(published: &Published, weight: i32, trigger: EventKind, met_by: EventKind) -> Rule {
    Rule {
        cancelled_by: ended_by(&[EventKind::Admitted, EventKind::StayCancelled]),
        weight,
        next_action: "open_transition".into(),
        ..bound(published, trigger, met_by)
    }
}

fn notice(published: &Published, weight: i32, trigger: EventKind, met_by: EventKind) -> Rule {
    Rule {
        cancelled_by: ended_by(&[EventKind::StayCancelled]),
        weight,
        next_action: "open_transition".into(),
        ..bound(published, trigger, met_by)
    }
}

fn assessment() -> Rule {
    Rule {
        cancelled_by: ended_by(&[EventKind::Discharged, EventKind::StayCancelled]),
        weight: 24,
        next_action: "assess".into(),
        ..bound(&care::ASSESSMENT_24, EventKind::Admitted, EventKind::InitialAssessmentCompleted)
    }
}

fn plan() -> Rule {
    Rule {
        weight: 8,
        next_action: "approve_plan".into(),
        ..bound(&care::PLAN_30, EventKind::Enrolled, EventKind::PlanApproved)
    }
}

fn outreach_7() -> Rule {
    Rule { weight: 12, ..outreach(&care::REACHED_7) }
}

fn outreach_30() -> Rule {
    Rule { weight: 4, ..outreach(&care::REACHED_30) }
}

fn outreach(published: &Published) -> Rule {
    Rule {
        cancelled_by: ended_by(&[EventKind::Admitted, EventKind::StayCancelled]),
        next_action: "log_contact".into(),
        ..bound(published, EventKind::Discharged, EventKind::ContactReached)
    }
}

fn note_signed() -> Rule {
    Rule {
        match_subject: true,
        weight: 8,
        next_action: "sign_note".into(),
        ..bound(&care::SIGNED_48, EventKind::NoteDue, EventKind::NoteSigned)
    }
}

fn note_countersigned() -> Rule {
    Rule {
        match_subject: true,
        weight: 8,
        next_action: "countersign_note".into(),
        ..bound(&care::COUNTERSIGNED_2, EventKind::CountersignatureDue, EventKind::NoteCountersigned)
    }
}

fn hand_off() -> Rule {
    Rule {
        match_subject: true,
        weight: 12,
        next_action: "settle_hand_off".into(),
        ..bound(&care::ANSWERED_1, EventKind::HandOffOffered, EventKind::HandOffSettled)
    }
}

/// What all standard rules have in common.
pub(super) fn bound(published: &Published, trigger: EventKind, met_by: EventKind) -> Rule {
    Rule {
        code: published.code.into(),
        title: published.title.into(),
        trigger,
        met_by: vec![met_by],
        match_subject: false,
        cancelled_by: ended_by(&[]),
        clock: published.clock,
        extension_days: published.extension_days,
        weight: 0,
        next_action: String::new(),
        valid_from: published.valid_from,
        valid_to: published.valid_to,
        jurisdiction: published.jurisdiction.into(),
        source: published.source.into(),
    }
}

pub(super) fn ended_by(kinds: &[EventKind]) -> Vec<EventKind> {
    [kinds, &[EventKind::Died, EventKind::CaseClosed]].concat()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::rulebook::{ASSESSMENT, HAND_OFF, NOTE_COUNTERSIGNED, NOTE_SIGNED, OUTREACH_7, OUTREACH_30, PLAN};
    use chrono::NaiveDate;

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
            let of_payer = super::super::payer::opening(&rule.code).is_some();
            assert!(rule.weight >= 0, "{}", rule.code);
            assert_eq!(rule.cancelled_by.contains(&EventKind::CaseClosed), !of_payer, "{}", rule.code);
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

    #[test]
    fn a_rule_stored_before_extensions_existed_still_reads() {
        let json = serde_json::to_value(plan()).unwrap();
        assert!(json.get("extension_days").is_none());
        assert_eq!(json["clock"], serde_json::json!({"kind": "calendar_days", "amount": 30, "include_day0": true}));
        assert_eq!(serde_json::from_value::<Rule>(json).unwrap(), plan());
    }
}
