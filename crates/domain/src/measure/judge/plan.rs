//! What a health plan counts: gaps (K-9), authorizations (K-11), experience (K-18), cost (K-28).

use super::{Ask, Subject, Verdict};
use crate::clock::in_time;
use crate::measure::facts::FactKind;
use crate::measure::proof::FactRef;
use crate::measure::{Mark, Place, Predicate as P};

/// K-9: gaps that were open at some time of the period; only a closing with evidence counts.
pub(super) fn gaps(ask: &mut Ask<'_>) {
    for gap in &ask.facts.gaps {
        if gap.opened_at >= ask.period.to || gap.closed_at.is_some_and(|at| at < ask.period.from) {
            continue;
        }
        let subject = ask.subject(gap.id, gap.opened_at, None);
        ask.judge(subject, |ask, trace| {
            let at = |at| FactRef::new(FactKind::CareGap, gap.id, at);
            trace.note(P::GapOpen, at(Some(gap.opened_at)));
            let closed_at = gap.closed_at.filter(|at| *at < ask.period.to);
            let closed = trace.check(P::GapClosed, closed_at.is_some(), at(closed_at))
                && trace.check(P::GapEvidence, gap.evidence, at(closed_at));
            Verdict::counted(closed).met(closed_at)
        });
    }
}

/// K-11: requests received in the period; those that are not decided yet are pending.
pub(super) fn authorizations(ask: &mut Ask<'_>) {
    for request in &ask.facts.authorizations {
        if !ask.period.contains(request.received_at) {
            continue;
        }
        let subject = Subject {
            id: request.id,
            case_id: Some(request.case_id),
            anchor_at: request.received_at,
            due_at: Some(request.due_at),
        };
        ask.judge(subject, |_, trace| {
            let at = |at| FactRef::new(FactKind::Authorization, request.id, at);
            trace.note(P::RequestReceived, at(Some(request.received_at)));
            let timed = request.timed();
            trace.check(P::RequestDecided, timed.is_some(), at(request.decided_at));
            let Some(timed) = timed else { return Verdict::pending() };
            let met = trace.check(P::DecidedInTime, in_time(timed.decided_at, timed.due_at), at(Some(timed.due_at)));
            Verdict::counted(met).met(timed.decided_at)
        });
    }
}

/// K-18: each answer is a member; the mean of the items' shares is the value.
pub(super) fn experience(ask: &mut Ask<'_>) {
    for answer in &ask.facts.answers {
        if !ask.period.contains(answer.at) {
            continue;
        }
        let case_id = Some(answer.case_id);
        let subject = Subject { id: answer.id, case_id, anchor_at: answer.at, due_at: None };
        ask.judge(subject, |_, trace| {
            let at = FactRef::new(FactKind::SurveyAnswer, answer.id, answer.at);
            trace.note(P::Answered, at);
            Verdict::counted(trace.check(P::TopBox, answer.top_box, at)).marked(Mark::Item(answer.item))
        });
    }
}

/// K-28, in cents.
pub(super) fn cost(ask: &mut Ask<'_>) {
    for cost in &ask.facts.costs {
        if !ask.period.contains(cost.at) {
            continue;
        }
        let case_id = Some(cost.case_id);
        let subject = Subject { id: cost.id, case_id, anchor_at: cost.at, due_at: None };
        ask.judge(subject, |_, trace| {
            trace.note(P::CostSettled, FactRef::new(FactKind::Cost, cost.id, cost.at));
            let [low, middle, high] = cost.expected.map(|expected| expected - cost.observed);
            let place = if middle > 0 { Place::Numerator } else { Place::Denominator };
            let sums = Verdict { place, ..Verdict::sums(middle as f64, cost.program as f64) };
            sums.marked(Mark::Between(low, high))
        });
    }
}
