//! Stays: readmissions (K-1), length (K-2), avoidable days (K-3), target days (K-4), emergency visits (K-5).

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::{Ask, Subject, Verdict};
use crate::measure::facts::{FactKind, Facts, StayFact};
use crate::measure::proof::FactRef;
use crate::measure::{Place, Predicate as P};
use crate::readmission::THROUGH_EMERGENCY;
use crate::stay::{READMISSION_DAYS, StayClass, los_days};
use crate::transition::Destination;
use crate::transition::figures::{StayIndex, left_by_target};

pub(super) fn is_acute(stay: &StayFact) -> bool {
    matches!(stay.class, StayClass::Inpatient | StayClass::Observation)
}

pub(super) fn fact(stay: &StayFact, at: impl Into<Option<DateTime<Utc>>>) -> FactRef {
    FactRef::new(FactKind::Stay, stay.id, at)
}

/// Acute stays, with transfers within a day merged: the first and the last stay of each.
struct Merged<'a> {
    first: &'a StayFact,
    last: &'a StayFact,
}

/// A direct transfer is a next admission at most one day after the discharge. Source: rules.md K-1.
fn merged<'a>(ask: &Ask<'_>, facts: &'a Facts) -> Vec<Merged<'a>> {
    let mut stays: Vec<&StayFact> = facts.stays.iter().filter(|stay| is_acute(stay)).collect();
    stays.sort_by_key(|stay| (stay.admitted_at, stay.discharged_at.is_none(), stay.discharged_at, stay.id));
    let mut all: Vec<Merged<'a>> = Vec::new();
    for stay in stays {
        match all.last_mut() {
            Some(before) if before.last.discharged_at.is_none_or(|end| ask.days(end, stay.admitted_at) <= 1) => {
                let ends_later = match (before.last.discharged_at, stay.discharged_at) {
                    (Some(old), Some(new)) => new >= old,
                    (old, _) => old.is_some(),
                };
                if ends_later {
                    before.last = stay;
                }
            }
            _ => all.push(Merged { first: stay, last: stay }),
        }
    }
    all
}

fn died_by(facts: &Facts, day: NaiveDate) -> bool {
    facts.died_on.is_some_and(|died| died <= day)
}

/// K-1. Enrolment, outliers and an expected rate are not part of it, see its definition.
pub(super) fn readmissions(ask: &mut Ask<'_>) {
    let facts = ask.facts;
    let stays = merged(ask, facts);
    for (index, stay) in stays.iter().enumerate() {
        let Some(discharged_at) = stay.last.discharged_at.filter(|at| ask.period.contains(*at)) else { continue };
        let due_at = ask.until(discharged_at, READMISSION_DAYS);
        let subject = ask.subject(stay.last.id, discharged_at, Some(due_at));
        ask.judge(subject, |ask, trace| {
            trace.note(P::AcuteStay, fact(stay.first, stay.first.admitted_at));
            if stay.first.id != stay.last.id {
                trace.note(P::TransferMerged, fact(stay.last, stay.last.admitted_at));
            }
            trace.note(P::Discharged, fact(stay.last, discharged_at));
            let same_day = ask.days(stay.first.admitted_at, discharged_at) == 0;
            if trace.check(P::SameDayStay, same_day, fact(stay.last, discharged_at))
                || trace.check(P::DiedInStay, died_by(facts, ask.day(discharged_at)), ask.person())
                || trace.check(P::Perinatal, stay.last.perinatal, fact(stay.last, discharged_at))
                || trace.check(P::WentToHospice, hospice(stay.last), fact(stay.last, discharged_at))
            {
                return Verdict::excluded();
            }
            for next in &stays[index + 1..] {
                let days = ask.days(discharged_at, next.first.admitted_at);
                let at = fact(next.first, next.first.admitted_at);
                if days > READMISSION_DAYS {
                    trace.check(P::CameBack, false, at);
                    break;
                }
                if trace.check(P::PlannedStay, next.first.planned, at) {
                    continue;
                }
                trace.note(P::CameBack, at);
                return Verdict::counted(true).met(next.first.admitted_at);
            }
            if trace.check(P::WindowOver, ask.over(due_at), fact(stay.last, due_at)) {
                Verdict::counted(false)
            } else {
                Verdict::pending()
            }
        });
    }
}

pub(super) fn hospice(stay: &StayFact) -> bool {
    stay.destination == Some(Destination::Hospice)
}

/// K-2.
pub(super) fn stay_days(ask: &mut Ask<'_>) {
    for stay in ask.facts.stays.iter().filter(|stay| is_acute(stay)) {
        let Some(discharged_at) = stay.discharged_at.filter(|at| ask.period.contains(*at)) else { continue };
        let subject = ask.subject(stay.id, discharged_at, None);
        ask.judge(subject, |ask, trace| {
            trace.note(P::AcuteStay, fact(stay, stay.admitted_at));
            trace.note(P::Discharged, fact(stay, discharged_at));
            let days = los_days(ask.day(stay.admitted_at), ask.day(discharged_at)).unwrap_or(1);
            let index = StayIndex::of([(days, stay.expected_days)]);
            let expected = FactRef::new(FactKind::Transition, stay.id, None);
            if !trace.check(P::HasExpectedDays, index.stays > 0, expected) {
                return Verdict::excluded();
            }
            Verdict::sums(f64::from(index.observed_days), index.expected_days).met(discharged_at)
        });
    }
}

/// K-3: the days of acute stays that lie in the period. The day of discharge is no patient day, except when it is the only one.
pub(super) fn avoidable_days(ask: &mut Ask<'_>) {
    let (first, after) = (ask.day(ask.period.from), ask.day(ask.period.to));
    for stay in ask.facts.stays.iter().filter(|stay| is_acute(stay)) {
        let admitted = ask.day(stay.admitted_at);
        let left = ask.day(stay.discharged_at.unwrap_or(ask.now)).max(admitted + TimeDelta::days(1));
        let (from, to) = (admitted.max(first), left.min(after));
        let days = (to - from).num_days();
        if days <= 0 {
            continue;
        }
        let subject = ask.subject(stay.id, stay.admitted_at, None);
        ask.judge(subject, |ask, trace| {
            trace.note(P::AcuteStay, fact(stay, stay.admitted_at));
            trace.note(P::DaysInPeriod, fact(stay, stay.discharged_at));
            let mut avoidable = 0;
            for day in stay.avoidable.iter().filter(|day| (from..to).contains(&day.on)) {
                let at = FactRef::new(FactKind::Transition, stay.id, ask.start(day.on));
                avoidable += i32::from(trace.check(P::AvoidableDay, true, at));
            }
            Verdict::sums(f64::from(avoidable), days as f64)
        });
    }
}

/// K-4.
pub(super) fn target_days(ask: &mut Ask<'_>) {
    for stay in ask.facts.stays.iter().filter(|stay| is_acute(stay)) {
        let Some(discharged_at) = stay.discharged_at.filter(|at| ask.period.contains(*at)) else { continue };
        let subject = ask.subject(stay.id, discharged_at, None);
        ask.judge(subject, |ask, trace| {
            trace.note(P::Discharged, fact(stay, discharged_at));
            let by_target = left_by_target(&stay.targets, discharged_at, ask.facts.zone);
            let said = |at| FactRef::new(FactKind::Transition, stay.id, at);
            let set_at = stay.targets.last().map(|target| target.set_at);
            if !trace.check(P::HasTarget, by_target.is_some(), said(set_at)) {
                return Verdict::excluded();
            }
            let met = trace.check(P::LeftByTarget, by_target == Some(true), said(Some(discharged_at)));
            Verdict::counted(met).met(discharged_at)
        });
    }
}

/// K-5: a month counts when the person is covered on its first day (the day is ours).
pub(super) fn emergency_visits(ask: &mut Ask<'_>) {
    let facts = ask.facts;
    let months = firsts(ask.day(ask.period.from), ask.day(ask.period.to.min(ask.now)));
    let covered = |day: &NaiveDate| {
        let alive = facts.died_on.is_none_or(|died| *day <= died);
        let within = |one: &crate::measure::facts::CoverageFact| {
            one.starts_on.is_none_or(|first| first <= *day) && one.ends_on.is_none_or(|last| *day <= last)
        };
        alive && facts.coverages.iter().any(within)
    };
    let months = months.iter().filter(|day| covered(day)).count();
    let mut visits: Vec<&StayFact> = facts
        .stays
        .iter()
        .filter(|stay| stay.class == StayClass::Emergency && ask.period.contains(stay.admitted_at))
        .collect();
    visits.sort_by_key(|visit| (visit.admitted_at, visit.id));
    if months == 0 && visits.is_empty() {
        return;
    }
    let anchor_at = ask.period.from;
    let subject = Subject { id: facts.person_id, case_id: facts.case_at(anchor_at), anchor_at, due_at: None };
    ask.judge(subject, |ask, trace| {
        let coverage = FactRef::new(FactKind::Coverage, facts.person_id, ask.period.from);
        if !trace.check(P::Covered, months > 0, coverage) {
            return Verdict::excluded();
        }
        let mut counted = 0;
        for visit in visits {
            trace.note(P::EmergencyVisit, fact(visit, visit.admitted_at));
            let admitted = facts.stays.iter().any(|stay| is_acute(stay) && leads_to(visit, stay));
            counted += i32::from(!trace.check(P::EndedInAdmission, admitted, fact(visit, visit.discharged_at)));
        }
        Verdict::sums(f64::from(counted), months as f64)
    });
}

/// True when an emergency visit was the way into a stay.
pub(super) fn leads_to(visit: &StayFact, stay: &StayFact) -> bool {
    let ended_at = visit.discharged_at.unwrap_or(visit.admitted_at);
    visit.admitted_at <= stay.admitted_at && ended_at >= stay.admitted_at - THROUGH_EMERGENCY
}

/// The first days of months from `from` up to, but not including, `to`.
fn firsts(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let month = from.with_day(1).unwrap_or(from);
    let days = (0..).map_while(|months| month.checked_add_months(chrono::Months::new(months)));
    days.take_while(|day| *day < to).filter(|day| *day >= from).collect()
}

/// True when the person died on or before `day`.
pub(super) fn died(ask: &Ask<'_>, day: NaiveDate) -> bool {
    died_by(ask.facts, day)
}

/// Whether the place is final, or the time that counts still runs.
pub(super) fn unless_running(ask: &Ask<'_>, due_at: DateTime<Utc>) -> Place {
    if ask.over(due_at) { Place::Denominator } else { Place::Pending }
}
