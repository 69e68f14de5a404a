//! What must follow a discharge or an emergency visit: K-6, K-7, K-8.

use chrono::{DateTime, TimeDelta, Utc};

use super::hospital::{died, fact, hospice, is_acute, unless_running};
use super::{Ask, Verdict};
use crate::age::age_on;
use crate::measure::facts::{EmergencyCause, Provider, StayFact, VisitFact};
use crate::measure::proof::{FactRef, Trace};
use crate::measure::{Predicate as P, TransitionPart};
use crate::stay::StayClass;

/// Days within which another stay takes a discharge out. Source: rules.md K-6.
const AGAIN_DAYS: i64 = 30;

/// Which visits count.
struct Wanted<'a> {
    first_day: i64,
    last_day: i64,
    counts: &'a dyn Fn(&VisitFact) -> bool,
}

/// The earliest visit that counts within the days that count; every visit nearby is in the proof.
fn visit(ask: &Ask<'_>, trace: &mut Trace, anchor_at: DateTime<Utc>, wanted: &Wanted<'_>) -> Option<DateTime<Utc>> {
    let mut nearby: Vec<(i64, &VisitFact)> = ask
        .facts
        .visits
        .iter()
        .map(|visit| (ask.days(anchor_at, visit.at), visit))
        .filter(|(days, _)| (0..=wanted.last_day + 1).contains(days))
        .collect();
    nearby.sort_by_key(|(_, visit)| (visit.at, visit.id));
    for (days, visit) in nearby {
        let at = FactRef::new(visit.kind, visit.id, visit.at);
        if days < wanted.first_day {
            trace.note(P::VisitTooEarly, at);
        } else if days > wanted.last_day {
            trace.note(P::VisitTooLate, at);
        } else if !(wanted.counts)(visit) {
            trace.note(P::OtherProvider, at);
        } else {
            trace.note(P::VisitInTime, at);
            return Some(visit.at);
        }
    }
    None
}

fn follow(ask: &Ask<'_>, trace: &mut Trace, anchor_at: DateTime<Utc>, wanted: &Wanted<'_>) -> Verdict {
    let due_at = ask.until(anchor_at, wanted.last_day);
    if let Some(at) = visit(ask, trace, anchor_at, wanted) {
        return Verdict::counted(true).met(at);
    }
    trace.check(P::WindowOver, ask.over(due_at), ask.person());
    Verdict::at(unless_running(ask, due_at))
}

fn old_enough(ask: &Ask<'_>, trace: &mut Trace, at: DateTime<Utc>, years: u32) -> bool {
    let age = ask.facts.born_on.and_then(|born| age_on(born, ask.day(at)));
    trace.check(P::OldEnough, age.is_none_or(|age| age >= years), ask.person())
}

/// What takes a discharge out whatever follows: hospice, death, and another stay within 30 days.
fn taken_out(ask: &Ask<'_>, trace: &mut Trace, stay: &StayFact, discharged_at: DateTime<Utc>) -> bool {
    let last_day = ask.day(discharged_at) + TimeDelta::days(AGAIN_DAYS);
    let next = |of: &dyn Fn(&StayFact) -> bool| {
        let later = |other: &&StayFact| {
            other.id != stay.id
                && of(other)
                && other.admitted_at >= discharged_at
                && ask.day(other.admitted_at) <= last_day
        };
        ask.facts.stays.iter().filter(later).min_by_key(|other| (other.admitted_at, other.id))
    };
    let acute = next(&is_acute);
    let facility = next(&|other| other.class == StayClass::Facility);
    let at = |next: Option<&StayFact>| fact(next.unwrap_or(stay), next.map_or(discharged_at, |next| next.admitted_at));
    trace.check(P::WentToHospice, hospice(stay), fact(stay, discharged_at))
        || trace.check(P::DiedInWindow, died(ask, last_day), ask.person())
        || trace.check(P::FollowedByAcuteStay, acute.is_some(), at(acute))
        || trace.check(P::FollowedByFacility, facility.is_some(), at(facility))
}

/// K-6: days 1 to 7 or 30 after a psychiatric discharge at 6 years or more. The version in force on the day of the discharge says
/// whose visits count.
pub(super) fn psychiatric(ask: &mut Ask<'_>, last_day: i64) {
    for stay in ask.facts.stays.iter().filter(|stay| stay.class == StayClass::Inpatient && stay.psychiatric) {
        let Some(discharged_at) = stay.discharged_at.filter(|at| ask.period.contains(*at)) else { continue };
        let subject = ask.subject(stay.id, discharged_at, Some(ask.until(discharged_at, last_day)));
        ask.judge(subject, |ask, trace| {
            trace.note(P::PsychiatricStay, fact(stay, stay.admitted_at));
            trace.note(P::Discharged, fact(stay, discharged_at));
            if !old_enough(ask, trace, discharged_at, 6) || taken_out(ask, trace, stay, discharged_at) {
                return Verdict::excluded();
            }
            let version = ask.definition.version_on(ask.day(discharged_at));
            let widened = version.is_some_and(|version| version.valid_from.0 >= 2025);
            let counts = |visit: &VisitFact| {
                let wide = matches!(visit.provider, Provider::PeerSupport | Provider::Residential);
                visit.with_person
                    && (visit.provider == Provider::MentalHealth || widened && (wide || visit.mental_illness))
            };
            follow(ask, trace, discharged_at, &Wanted { first_day: 1, last_day, counts: &counts })
        });
    }
}

/// K-7: days 0 to 7 or 30 after an emergency visit. Ages: 6 for a mental illness, 13 for substance use, 18 with chronic conditions.
pub(super) fn emergency(ask: &mut Ask<'_>, cause: EmergencyCause, last_day: i64) {
    let visits = ask.facts.stays.iter().filter(|stay| stay.class == StayClass::Emergency && stay.cause == Some(cause));
    for stay in visits {
        let left_at = stay.discharged_at.unwrap_or(stay.admitted_at);
        if !ask.period.contains(left_at) {
            continue;
        }
        let subject = ask.subject(stay.id, left_at, Some(ask.until(left_at, last_day)));
        ask.judge(subject, |ask, trace| {
            trace.note(P::EmergencyForCause, fact(stay, stay.admitted_at));
            let years = match cause {
                EmergencyCause::MentalHealth => 6,
                EmergencyCause::SubstanceUse => 13,
                EmergencyCause::ChronicConditions => 18,
            };
            if !old_enough(ask, trace, left_at, years) || taken_out(ask, trace, stay, left_at) {
                return Verdict::excluded();
            }
            let counts = |visit: &VisitFact| {
                let fits = match cause {
                    EmergencyCause::MentalHealth => visit.mental_illness || visit.provider == Provider::MentalHealth,
                    // FUA takes a visit with a provider of mental health as well, since measurement year 2022.
                    EmergencyCause::SubstanceUse => {
                        matches!(visit.provider, Provider::SubstanceUse | Provider::MentalHealth)
                    }
                    EmergencyCause::ChronicConditions => true,
                };
                let supports = cause != EmergencyCause::ChronicConditions && visit.provider == Provider::PeerSupport;
                visit.with_person && (fits || supports)
            };
            follow(ask, trace, left_at, &Wanted { first_day: 0, last_day, counts: &counts })
        });
    }
}

/// K-8: of inpatient stays of adults, each of the four parts by itself.
pub(super) fn transition(ask: &mut Ask<'_>, part: TransitionPart) {
    let last_day = match part {
        TransitionPart::Notice | TransitionPart::Information => 2,
        TransitionPart::Engagement | TransitionPart::Reconciliation => 30,
    };
    for stay in ask.facts.stays.iter().filter(|stay| is_acute(stay)) {
        let Some(discharged_at) = stay.discharged_at.filter(|at| ask.period.contains(*at)) else { continue };
        let anchor_at = if part == TransitionPart::Notice { stay.admitted_at } else { discharged_at };
        let due_at = ask.until(anchor_at, last_day);
        let subject = ask.subject(stay.id, discharged_at, Some(due_at));
        ask.judge(subject, |ask, trace| {
            trace.note(P::AcuteStay, fact(stay, stay.admitted_at));
            trace.note(P::Discharged, fact(stay, discharged_at));
            if !old_enough(ask, trace, discharged_at, 18) || taken_out(ask, trace, stay, discharged_at) {
                return Verdict::excluded();
            }
            let (predicate, at) = match part {
                TransitionPart::Notice => (P::NoticeInTime, stay.notice_at),
                TransitionPart::Information => (P::InformationInTime, stay.information_at),
                TransitionPart::Reconciliation => (P::ReconciledInTime, stay.reconciled_at),
                TransitionPart::Engagement => {
                    let counts = |_: &VisitFact| true;
                    return follow(ask, trace, anchor_at, &Wanted { first_day: 1, last_day, counts: &counts });
                }
            };
            let in_time = at.is_some_and(|at| (0..=last_day).contains(&ask.days(anchor_at, at)));
            if trace.check(predicate, in_time, fact(stay, at)) {
                return Verdict::counted(true).met(at);
            }
            trace.check(P::WindowOver, ask.over(due_at), fact(stay, due_at));
            Verdict::at(unless_running(ask, due_at))
        });
    }
}
