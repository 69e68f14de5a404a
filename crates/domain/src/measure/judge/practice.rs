//! What a practice counts: appointments (K-12), improvement (K-13), crisis plans (K-14), symptoms (K-19).

use chrono::{Days, Months, TimeDelta};

use super::{Ask, Subject, Verdict};
use crate::appointment::{AppointmentStatus, Cancellation};
use crate::instrument;
use crate::measure::facts::{CrisisPlanFact, FactKind, RiskFact, ScoreFact};
use crate::measure::proof::FactRef;
use crate::measure::{Mark, Place, Predicate as P};
use crate::program::Setting;

/// K-12. A no-show is in the numerator, so lower is better.
pub(super) fn appointments(ask: &mut Ask<'_>) {
    for one in &ask.facts.appointments {
        let ahead = one.starts_at > ask.now || one.status == AppointmentStatus::Proposed;
        if ahead || !ask.period.contains(one.starts_at) {
            continue;
        }
        let (case_id, at) = (Some(one.case_id), one.starts_at);
        ask.judge(Subject { id: one.id, case_id, anchor_at: at, due_at: Some(at) }, |_, trace| {
            let noted = FactRef::new(FactKind::Appointment, one.id, one.settled_at);
            trace.note(P::Scheduled, FactRef::new(FactKind::Appointment, one.id, at));
            let (predicate, verdict) = match (one.status, one.cancellation) {
                (AppointmentStatus::Fulfilled, _) => (P::Kept, Verdict::counted(false)),
                (AppointmentStatus::Noshow, _) => (P::NoShow, Verdict::counted(true)),
                (AppointmentStatus::Cancelled, Some(Cancellation::Late)) => {
                    (P::CancelledLate, Verdict::counted(false).marked(Mark::LateCancellation))
                }
                (AppointmentStatus::Cancelled, Some(Cancellation::Timely)) => (P::CancelledInTime, Verdict::excluded()),
                (AppointmentStatus::Cancelled, _) => (P::CancelledByProvider, Verdict::excluded()),
                _ => {
                    trace.check(P::OutcomeNoted, false, noted);
                    return Verdict::pending();
                }
            };
            trace.note(predicate, noted);
            verdict.met(one.settled_at)
        });
    }
}

/// First and last day of the follow-up. Source: rules.md I-1 (as in DRR-E).
const FOLLOW_UP_DAYS: (i64, i64) = (120, 240);

/// K-13: the first positive total of the period, and the last one of its follow-up. A baseline without a follow-up does not
/// count; how many there are is shown beside the value.
pub(super) fn improvement(ask: &mut Ask<'_>, instruments: &'static [&'static str]) {
    for code in instruments {
        let Some(instrument) = instrument::find(code) else { continue };
        let positive = |one: &&ScoreFact| {
            one.instrument == *code && instrument.positive_from.is_some_and(|from| one.total >= from)
        };
        let within = |one: &&ScoreFact| ask.period.contains(one.at);
        let first = ask.facts.scores.iter().filter(within).filter(positive).min_by_key(|one| (one.at, one.id));
        let Some(baseline) = first else { continue };
        let due_at = ask.until(baseline.at, FOLLOW_UP_DAYS.1);
        let (case_id, anchor_at) = (Some(baseline.case_id), baseline.at);
        ask.judge(Subject { id: baseline.id, case_id, anchor_at, due_at: Some(due_at) }, |ask, trace| {
            let at = |score: &ScoreFact| FactRef::new(FactKind::Assessment, score.id, score.at);
            trace.note(P::PositiveBaseline, at(baseline));
            let in_window = |one: &&ScoreFact| {
                let days = ask.days(baseline.at, one.at);
                one.instrument == *code && (FOLLOW_UP_DAYS.0..=FOLLOW_UP_DAYS.1).contains(&days)
            };
            let last = ask.facts.scores.iter().filter(in_window).max_by_key(|one| (one.at, one.id));
            trace.check(P::FollowedUp, last.is_some(), at(last.unwrap_or(baseline)));
            let Some(last) = last else {
                let running = !trace.check(P::WindowOver, ask.over(due_at), at(baseline));
                return Verdict::at(if running { Place::Pending } else { Place::Excluded }).marked(Mark::NotFollowed);
            };
            let improved = instrument::outcome(instrument, baseline.total, last.total).improved == Some(true);
            Verdict::counted(trace.check(P::Improved, improved, at(last))).met(last.at)
        });
    }
}

/// Months for which a finding of risk and a crisis plan count. Source: rules.md K-14.
const RISK_MONTHS: u32 = 12;

/// K-14, as it stands at the end of the period, or now when that is earlier.
pub(super) fn crisis_plans(ask: &mut Ask<'_>) {
    let facts = ask.facts;
    let at = ask.now.min(ask.period.to - TimeDelta::seconds(1));
    let since = ask.start(ask.day(at).checked_sub_months(Months::new(RISK_MONTHS)).unwrap_or(chrono::NaiveDate::MIN));
    for case in facts.cases.iter().filter(|case| case.setting == Setting::BehavioralHealth) {
        if case.enrolled_at > at || case.closed_at.is_some_and(|end| end <= at) {
            continue;
        }
        let found = |least: u8| {
            let of = move |risk: &&RiskFact| risk.level >= least && (since..=at).contains(&risk.at);
            facts.risks.iter().filter(of).max_by_key(|risk| (risk.at, risk.id))
        };
        let Some(risk) = found(2) else { continue };
        let subject = Subject { id: case.id, case_id: Some(case.id), anchor_at: case.enrolled_at, due_at: None };
        ask.judge(subject, |_, trace| {
            trace.note(P::CaseActive, FactRef::new(FactKind::Case, case.id, case.enrolled_at));
            trace.note(P::AtRisk, FactRef::new(risk.kind, risk.id, risk.at));
            let in_force = |plan: &&CrisisPlanFact| plan.approved_at <= at && plan.ended_at.is_none_or(|end| end > at);
            let looked_at = |plan: &CrisisPlanFact| {
                plan.reviewed_at
                    .filter(|reviewed| *reviewed <= at)
                    .map_or(plan.approved_at, |day| day.max(plan.approved_at))
            };
            let plan = facts.crisis_plans.iter().filter(in_force).max_by_key(|plan| (looked_at(plan), plan.id));
            let shown = |plan: &CrisisPlanFact| FactRef::new(FactKind::CrisisPlan, plan.id, looked_at(plan));
            trace.check(P::PlanInForce, plan.is_some(), plan.map_or(FactRef::new(FactKind::Case, case.id, at), shown));
            let Some(plan) = plan else { return Verdict::counted(false) };
            let last_high = found(3).map_or(since, |risk| risk.at.max(since));
            let current = trace.check(P::PlanCurrent, looked_at(plan) >= last_high, shown(plan));
            Verdict::counted(current).met(looked_at(plan))
        });
    }
}

/// Days within which a symptom is assessed again, and hours within which it should be weaker. Source: rules.md K-19.
const REASSESS_DAYS: u64 = 2;
const WEAKER_HOURS: i64 = 48;

/// K-19.
pub(super) fn symptoms(ask: &mut Ask<'_>) {
    for symptom in &ask.facts.symptoms {
        if symptom.severity < 2 || !ask.period.contains(symptom.at) {
            continue;
        }
        let due_at = crate::clock::end_of_day(ask.day(symptom.at) + Days::new(REASSESS_DAYS), ask.facts.zone);
        let (case_id, anchor_at) = (Some(symptom.case_id), symptom.at);
        ask.judge(Subject { id: symptom.id, case_id, anchor_at, due_at: Some(due_at) }, |ask, trace| {
            trace.note(P::SymptomModerate, FactRef::new(FactKind::Assessment, symptom.assessment_id, symptom.at));
            let mut again: Vec<_> = ask
                .facts
                .symptoms
                .iter()
                .filter(|one| one.symptom == symptom.symptom && one.at > symptom.at && one.at <= due_at)
                .collect();
            again.sort_by_key(|one| (one.at, one.id));
            let at = |one: Option<&&crate::measure::facts::SymptomFact>| {
                let shown = one.copied().unwrap_or(symptom);
                FactRef::new(FactKind::Assessment, shown.assessment_id, shown.at)
            };
            let first = again.first();
            if !trace.check(P::ReassessedInTime, first.is_some(), at(first)) {
                return if ask.over(due_at) { Verdict::counted(false) } else { Verdict::pending() };
            }
            let by = symptom.at + TimeDelta::hours(WEAKER_HOURS);
            let weaker = again.iter().find(|one| one.at <= by && one.severity < symptom.severity);
            let improved = trace.check(P::ImprovedIn48Hours, weaker.is_some(), at(weaker));
            Verdict::counted(true).met(first.map(|one| one.at)).marked(Mark::Also(improved))
        });
    }
}
