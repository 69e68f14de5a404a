//! What home health and hospice count: ordered visits (K-16), admissions and transfers (K-17).

use chrono::{Datelike, Days, NaiveDate};

use super::hospital::{fact, is_acute};
use super::{Ask, Subject, Verdict};
use crate::appointment::rate::{OrderWeek, visit_adherence};
use crate::appointment::{AppointmentStatus, Cancellation};
use crate::measure::facts::{FactKind, StayFact};
use crate::measure::proof::FactRef;
use crate::measure::{Place, Predicate as P};
use crate::program::Setting;
use crate::stay::StayClass;

fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// K-16: visits of the visit plan whose week, Monday to Sunday, begins in the period: the week for which each was ordered. A visit
/// that was moved to another week, cancelled or missed was ordered and not done, and the proof says which; a week with a day in
/// hospital is left out. Each visit is judged by [`visit_adherence`].
pub(super) fn ordered_visits(ask: &mut Ask<'_>) {
    for visit in &ask.facts.appointments {
        let Some(ordered_for) = visit.ordered_for else { continue };
        let week = monday(ask.day(ordered_for));
        let begins_at = ask.start(week);
        if !ask.period.contains(begins_at) {
            continue;
        }
        let ends_at = ask.until(begins_at, 6);
        let (case_id, anchor_at) = (Some(visit.case_id), ordered_for);
        let subject = Subject { id: visit.id, case_id, anchor_at, due_at: Some(ends_at) };
        ask.judge_at(begins_at, subject, |ask, trace| {
            let at = |at| FactRef::new(FactKind::Appointment, visit.id, at);
            trace.note(P::VisitOrdered, at(Some(ordered_for)));
            let overlaps = |stay: &&StayFact| {
                is_acute(stay) && stay.admitted_at <= ends_at && stay.discharged_at.is_none_or(|end| end >= begins_at)
            };
            let hold = ask.facts.stays.iter().filter(overlaps).min_by_key(|stay| (stay.admitted_at, stay.id));
            let shown = hold.map_or(at(None), |stay| fact(stay, stay.admitted_at));
            let on_hold = trace.check(P::HospitalHold, hold.is_some(), shown);
            let moved = monday(ask.day(visit.starts_at)) != week;
            let done_at = visit.settled_at.filter(|_| visit.status == AppointmentStatus::Fulfilled && !moved);
            let week = OrderWeek { ordered: 1, done: u32::from(done_at.is_some()), on_hold };
            let (done, ordered) = visit_adherence(&[week]);
            if ordered == 0 {
                return Verdict::excluded();
            }
            if moved {
                trace.note(P::MovedToAnotherWeek, at(Some(visit.starts_at)));
            }
            if visit.cancellation == Some(Cancellation::Provider) {
                trace.note(P::CancelledByProvider, at(visit.settled_at));
            }
            if trace.check(P::DoneInItsWeek, done > 0, at(done_at)) {
                return Verdict::counted(true).met(done_at);
            }
            let settled = moved || matches!(visit.status, AppointmentStatus::Noshow | AppointmentStatus::Cancelled);
            Verdict::at(if settled || ask.over(ends_at) { Place::Denominator } else { Place::Pending })
        });
    }
}

/// Days of an episode of home health that count. Source: rules.md K-17.
const EPISODE_DAYS: i64 = 60;

/// K-17 of home health: an acute admission, not observation, within 60 days of the start of care.
pub(super) fn episode_admissions(ask: &mut Ask<'_>) {
    for case in ask.facts.cases.iter().filter(|case| case.setting == Setting::HomeHealth) {
        if !ask.period.contains(case.enrolled_at) {
            continue;
        }
        let due_at = ask.until(case.enrolled_at, EPISODE_DAYS);
        let subject =
            Subject { id: case.id, case_id: Some(case.id), anchor_at: case.enrolled_at, due_at: Some(due_at) };
        ask.judge(subject, |ask, trace| {
            let episode = FactRef::new(FactKind::Case, case.id, case.enrolled_at);
            trace.note(P::EpisodeBegan, episode);
            let counts = |stay: &&StayFact| {
                stay.class == StayClass::Inpatient && (case.enrolled_at..=due_at).contains(&stay.admitted_at)
            };
            let first = ask.facts.stays.iter().filter(counts).min_by_key(|stay| (stay.admitted_at, stay.id));
            let shown = first.map_or(episode, |stay| fact(stay, stay.admitted_at));
            if trace.check(P::AdmittedInEpisode, first.is_some(), shown) {
                return Verdict::counted(true).met(first.map(|stay| stay.admitted_at));
            }
            let over = trace.check(P::WindowOver, ask.over(due_at), episode);
            Verdict::at(if over { Place::Denominator } else { Place::Pending })
        });
    }
}

/// K-17 of hospice: moves to a hospital among the days of care within the period.
pub(super) fn hospice_transfers(ask: &mut Ask<'_>) {
    let (first, after) = (ask.day(ask.period.from), ask.day(ask.period.to));
    for case in ask.facts.cases.iter().filter(|case| case.setting == Setting::Hospice) {
        let end = case.closed_at.unwrap_or(ask.now).min(ask.now);
        let from = ask.day(case.enrolled_at).max(first);
        let to = (ask.day(end) + Days::new(1)).min(after);
        let days = (to - from).num_days();
        if days <= 0 {
            continue;
        }
        let subject = Subject { id: case.id, case_id: Some(case.id), anchor_at: case.enrolled_at, due_at: None };
        ask.judge(subject, |ask, trace| {
            trace.note(P::PatientDays, FactRef::new(FactKind::Case, case.id, case.enrolled_at));
            let mut transfers = 0;
            let mut stays: Vec<&StayFact> = ask.facts.stays.iter().filter(|stay| is_acute(stay)).collect();
            stays.sort_by_key(|stay| (stay.admitted_at, stay.id));
            for stay in stays {
                let during = ask.period.contains(stay.admitted_at)
                    && stay.admitted_at >= case.enrolled_at
                    && case.closed_at.is_none_or(|end| stay.admitted_at <= end);
                if during {
                    transfers += i32::from(trace.check(P::HospitalTransfer, true, fact(stay, stay.admitted_at)));
                }
            }
            Verdict::sums(f64::from(transfers), days as f64)
        });
    }
}
