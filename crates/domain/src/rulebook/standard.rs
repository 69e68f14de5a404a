//! The rules that a new program starts with: entries of the catalogue bound to the events of a case.

use super::catalogue::{Published, care, community, post_acute};
use super::{Rule, edit};
use crate::change::EventKind;
use crate::program::Setting;
use chrono::NaiveDate;

/// The rules that every new program of a setting starts with.
pub fn standard(setting: Setting) -> Vec<Rule> {
    let first = if setting == Setting::Hospital { assessment() } else { plan() };
    let mut rules = vec![first, outreach_7(), outreach_30(), note_signed(), note_countersigned(), hand_off()];
    if setting == Setting::ManagedCare {
        rules.extend(super::payer_rules());
    }
    rules.extend(from_enrolment(setting));
    rules.extend(around_stays(setting));
    rules.extend(super::dated::dated(setting));
    rules
}

/// The rules of `setting` that a rulebook made earlier lacks, for what happens from `since` on: those that it does not know, and
/// versions that were published after it was made. What came later judges nothing that was before it, and a rule of which the
/// organization made a version stays as the organization wants it.
pub fn lacking(setting: Setting, stored: &[Rule], since: NaiveDate) -> Vec<Rule> {
    renewing(standard(setting), stored, since)
}

fn renewing(mut published: Vec<Rule>, stored: &[Rule], since: NaiveDate) -> Vec<Rule> {
    published.retain(|rule| rule.valid_to.is_none_or(|last| since <= last));
    for rule in &mut published {
        rule.valid_from = rule.valid_from.max(since);
    }
    published.retain(|rule| is_lacking(rule, stored));
    published
}

fn is_lacking(rule: &Rule, stored: &[Rule]) -> bool {
    if stored.iter().any(|known| known.code == rule.code && edit::is_own(known)) {
        return false;
    }
    let ours = stored.iter().filter(|known| is_same(known, rule) && known.in_force(rule.valid_from));
    match ours.max_by_key(|known| known.valid_from) {
        Some(known) => known.clock != rule.clock && known.valid_from < rule.valid_from,
        None => true,
    }
}

/// True for versions of one rule.
fn is_same(one: &Rule, other: &Rule) -> bool {
    one.code == other.code && one.jurisdiction == other.jurisdiction
}

/// A stored version, ended on the day before the first of `added` takes its place; `None` where none does.
pub fn replaced(stored: &Rule, added: &[Rule]) -> Option<Rule> {
    let follows =
        |next: &&Rule| is_same(stored, next) && stored.valid_from < next.valid_from && stored.in_force(next.valid_from);
    let first = added.iter().filter(follows).map(|next| next.valid_from).min()?;
    Some(Rule { valid_to: first.pred_opt(), ..stored.clone() })
}

/// A stored version of a rule with the events that meet it today and the time that the law allows more, where those are others now.
/// Its clock and its days stay as they are, and what was met before stays met.
pub fn rebound(setting: Setting, stored: &Rule) -> Option<Rule> {
    let ours = |rule: &Rule| is_same(rule, stored);
    let today = standard(setting).into_iter().filter(ours).max_by_key(|rule| rule.clock == stored.clock)?;
    if (&today.met_by, today.extension_days) == (&stored.met_by, stored.extension_days) {
        return None;
    }
    let is_published = today.clock == stored.clock && !edit::is_own(stored);
    let (title, source) =
        if is_published { (today.title, today.source) } else { (stored.title.clone(), stored.source.clone()) };
    let extension_days = today.extension_days;
    Some(Rule { title, source, met_by: today.met_by, extension_days, ..stored.clone() })
}

/// What the first days and weeks in a program ask for beside the plan: complex case management (T-3), home health (T-11), hospice
/// (T-12), resettlement (T-17), and elsewhere an assessment of every new person (R050). The case is opened at the identification, the start of care, the election or the arrival.
fn from_enrolment(setting: Setting) -> Vec<Rule> {
    use EventKind as E;
    let since_start = |published: &Published, weight: i32, met_by: E, next_action: &str| Rule {
        weight,
        next_action: next_action.into(),
        ..bound(published, E::Enrolled, met_by)
    };
    match setting {
        Setting::ManagedCare => vec![
            since_start(&care::COMPLEX_BEGIN, 6, E::ComprehensiveBegun, "assess"),
            since_start(&care::COMPLEX_COMPLETE, 8, E::ComprehensiveCompleted, "assess"),
            Rule {
                weight: 4,
                next_action: "assess".into(),
                ..bound(&care::COMPLEX_ANNUAL, E::ComprehensiveCompleted, E::ComprehensiveCompleted)
            },
        ],
        Setting::HomeHealth => vec![
            since_start(&post_acute::FIRST_VISIT, 16, E::SeenInPerson, "log_contact"),
            // The text of OASIS is not ours to ship: the assessment is made elsewhere, and recorded, or made here.
            Rule {
                met_by: vec![E::ComprehensiveCompleted, E::StartOfCareAssessed],
                ..since_start(&post_acute::OASIS_5, 12, E::ComprehensiveCompleted, "assess")
            },
        ],
        Setting::Hospice => vec![
            since_start(&post_acute::NURSE_48, 16, E::RegisteredNurseVisited, "log_contact"),
            since_start(&post_acute::HOSPICE_5, 12, E::ComprehensiveCompleted, "assess"),
            since_start(&post_acute::GROUP_FIRST, 8, E::GroupMet, "hold_conference"),
            Rule {
                weight: 8,
                next_action: "hold_conference".into(),
                ..bound(&post_acute::GROUP_15, E::GroupMet, E::GroupMet)
            },
        ],
        Setting::Refugee => vec![
            since_start(&care::COMPREHENSIVE_30, 6, E::ComprehensiveCompleted, "assess"),
            since_start(&community::HOME_NEXT_DAY, 16, E::SeenInPerson, "log_contact"),
        ],
        // The initial assessment of a stay is the one that a hospital makes.
        Setting::Hospital => Vec::new(),
        _ => vec![since_start(&care::COMPREHENSIVE_30, 6, E::ComprehensiveCompleted, "assess")],
    }
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
    fn a_rulebook_gets_what_it_lacks_from_the_day_on_and_nothing_twice() {
        let since = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for setting in Setting::ALL {
            let all = standard(*setting);
            assert_eq!(lacking(*setting, &all, since), [], "{setting}");
            let added = lacking(*setting, &all[1..], since);
            assert_eq!(added.iter().map(|rule| &rule.code).collect::<Vec<_>>(), [&all[0].code], "{setting}");
            assert!(added.iter().all(|rule| rule.valid_from == since), "{setting}");
        }
    }

    #[test]
    fn a_version_published_later_reaches_a_rulebook_unless_the_organization_made_the_rule_its_own() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (since, until) = (day("2026-11-22"), Some(day("2026-12-31")));
        let changed = Rule {
            clock: crate::clock::Clock::calendar_days(21),
            valid_from: day("2027-01-01"),
            source: "A law of 2027".into(),
            ..plan()
        };
        let published = || vec![Rule { valid_to: until, ..plan() }, changed.clone()];
        let stored = [plan()];
        let ahead = renewing(published(), &stored, since);
        assert_eq!(ahead, std::slice::from_ref(&changed));
        let ended = Rule { valid_to: until, ..plan() };
        assert_eq!(replaced(&stored[0], &ahead), Some(ended.clone()));
        assert_eq!(renewing(published(), &[ended.clone(), changed.clone()], since), [], "once");

        let late = renewing(published(), &stored, day("2027-02-03"));
        let from_then = Rule { valid_from: day("2027-02-03"), ..changed.clone() };
        assert_eq!(late, [from_then], "what began before keeps its version");
        assert_eq!(replaced(&stored[0], &late).unwrap().valid_to, Some(day("2027-02-02")));
        assert_eq!(renewing(published(), &[ended], day("2027-02-03")).len(), 1, "also where the old one had an end");

        let own = Rule { source: "Ours. Set by the organization from 2026-12-01: why".into(), ..plan() };
        assert_eq!(renewing(published(), &[own], since), []);
        let elsewhere = Rule { jurisdiction: "TX".into(), ..changed };
        let elsewhere = [elsewhere];
        assert_eq!(renewing(elsewhere.to_vec(), &stored, since), elsewhere, "a state has its own");
        assert_eq!(replaced(&stored[0], &elsewhere), None);
    }

    #[test]
    fn a_stored_version_is_met_by_what_meets_it_today_and_keeps_its_clock_and_its_days() {
        for rule in Setting::ALL.iter().flat_map(|setting| standard(*setting)) {
            assert!(Setting::ALL.iter().all(|setting| rebound(*setting, &rule).is_none()), "{}", rule.code);
        }
        let hospice = standard(Setting::Hospice);
        let today = hospice.iter().find(|rule| rule.code == "T-12.initial").unwrap();
        let before = Rule {
            met_by: vec![EventKind::SeenInPerson],
            source: "42 CFR 418.54(a): that it was a nurse is not checked".into(),
            valid_from: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            ..today.clone()
        };
        let renewed = rebound(Setting::Hospice, &before).unwrap();
        assert_eq!(renewed, Rule { valid_from: before.valid_from, ..today.clone() });
        let own = Rule {
            clock: crate::clock::Clock::elapsed_hours(24),
            title: "Initial assessment by a nurse within 24 hours of the election".into(),
            source: "42 CFR 418.54(a). Set by the organization from 2026-11-23".into(),
            ..before
        };
        let renewed = rebound(Setting::Hospice, &own).unwrap();
        assert_eq!(renewed, Rule { met_by: today.met_by.clone(), ..own });
    }

    #[test]
    fn every_standard_rule_is_complete_and_survives_json() {
        for rule in Setting::ALL.iter().flat_map(|setting| standard(*setting)) {
            assert!(
                !rule.source.is_empty() && !rule.next_action.is_empty() && !rule.met_by.is_empty(),
                "{}",
                rule.code
            );
            let outlives =
                super::super::payer::opening(&rule.code).is_some() || super::super::dated::outlives(&rule.code);
            assert!(rule.weight >= 0, "{}", rule.code);
            assert_eq!(rule.cancelled_by.contains(&EventKind::CaseClosed), !outlives, "{}", rule.code);
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
