//! A second way to count, written apart from the first: plain loops over days, without shared helpers. Both agree on 10,000
//! generated people (N4).

use super::generated::person;
use super::*;
use crate::appointment::{AppointmentStatus, Cancellation};
use crate::case::CaseOutcome;
use crate::referral::ReferralStatus;
use std::collections::BTreeMap;

type Places = BTreeMap<Uuid, Place>;

fn days(at: DateTime<Utc>) -> i32 {
    use chrono::Datelike;
    at.with_timezone(&New_York).date_naive().num_days_from_ce()
}

fn first(definition: &str, people: &[Facts]) -> Places {
    in_2026(definition, people).members.into_iter().map(|member| (member.id, member.place)).collect()
}

fn second(people: &[Facts], judge: impl Fn(&Facts) -> Vec<(Uuid, Place)>) -> Places {
    people.iter().flat_map(judge).collect()
}

fn counts(yes: bool) -> Place {
    if yes { Place::Numerator } else { Place::Denominator }
}

fn within(at: DateTime<Utc>) -> bool {
    at >= ny("2026-01-01 00:00") && at < ny("2027-01-01 00:00")
}

fn acute(stay: &StayFact) -> bool {
    stay.class == StayClass::Inpatient || stay.class == StayClass::Observation
}

/// True when hospice, death or another stay within 30 days takes a discharge out.
fn out(facts: &Facts, stay: &StayFact, end: DateTime<Utc>) -> bool {
    use chrono::Datelike;
    let died = facts.died_on.is_some_and(|day| day.num_days_from_ce() <= days(end) + 30);
    let again = facts.stays.iter().any(|other| {
        other.id != stay.id
            && (acute(other) || other.class == StayClass::Facility)
            && other.admitted_at >= end
            && days(other.admitted_at) - days(end) <= 30
    });
    died || again
}

fn old(facts: &Facts, end: DateTime<Utc>, years: i32) -> bool {
    use chrono::Datelike;
    let (born, on) = (facts.born_on.unwrap(), end.with_timezone(&New_York).date_naive());
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    on >= born && on.year() - born.year() - i32::from(!had_birthday) >= years
}

fn follow_up_after_psychiatric_stay(facts: &Facts) -> Vec<(Uuid, Place)> {
    let mut all = Vec::new();
    for stay in &facts.stays {
        let Some(end) = stay.discharged_at else { continue };
        if stay.class != StayClass::Inpatient || !stay.psychiatric || !within(end) {
            continue;
        }
        if out(facts, stay, end) || !old(facts, end, 6) {
            all.push((stay.id, Place::Excluded));
            continue;
        }
        let mut seen = false;
        for visit in facts.visits.iter().filter(|visit| visit.with_person) {
            let gap = days(visit.at) - days(end);
            let who = [Provider::MentalHealth, Provider::PeerSupport, Provider::Residential].contains(&visit.provider);
            seen |= (1..=7).contains(&gap) && (who || visit.mental_illness);
        }
        all.push((stay.id, counts(seen)));
    }
    all
}

fn engagement(facts: &Facts) -> Vec<(Uuid, Place)> {
    let mut all = Vec::new();
    for stay in facts.stays.iter().filter(|stay| acute(stay)) {
        let Some(end) = stay.discharged_at.filter(|end| within(*end)) else { continue };
        let place = if out(facts, stay, end) || !old(facts, end, 18) {
            Place::Excluded
        } else {
            counts(facts.visits.iter().any(|visit| (1..=30).contains(&(days(visit.at) - days(end)))))
        };
        all.push((stay.id, place));
    }
    all
}

fn no_shows(facts: &Facts) -> Vec<(Uuid, Place)> {
    let judge = |one: &AppointmentFact| match one.status {
        AppointmentStatus::Noshow => Place::Numerator,
        AppointmentStatus::Fulfilled => Place::Denominator,
        AppointmentStatus::Cancelled if one.cancellation == Some(Cancellation::Late) => Place::Denominator,
        AppointmentStatus::Cancelled => Place::Excluded,
        _ => Place::Pending,
    };
    let counted = facts.appointments.iter().filter(|one| within(one.starts_at));
    counted.map(|one| (one.id, judge(one))).collect()
}

fn retention(facts: &Facts) -> Vec<(Uuid, Place)> {
    let judge = |case: &CaseFact| {
        let left_early = case.closed_at.is_some_and(|end| days(end) - days(case.enrolled_at) <= 90);
        counts(!left_early || case.outcome == Some(CaseOutcome::GoalsMet))
    };
    facts.cases.iter().filter(|case| within(case.enrolled_at)).map(|case| (case.id, judge(case))).collect()
}

fn loop_closure(facts: &Facts) -> Vec<(Uuid, Place)> {
    let counted = facts.referrals.iter().filter(|one| !one.mistaken && one.sent_at.is_some_and(within));
    counted.map(|one| (one.id, counts(one.status == ReferralStatus::Completed))).collect()
}

fn gaps(facts: &Facts) -> Vec<(Uuid, Place)> {
    let counted = facts.gaps.iter().filter(|gap| {
        gap.opened_at < ny("2027-01-01 00:00") && gap.closed_at.is_none_or(|end| end >= ny("2026-01-01 00:00"))
    });
    let closed = |gap: &GapFact| gap.evidence && gap.closed_at.is_some_and(|end| end < ny("2027-01-01 00:00"));
    counted.map(|gap| (gap.id, counts(closed(gap)))).collect()
}

#[test]
fn a_second_implementation_agrees_on_10_000_generated_people() {
    let people: Vec<Facts> = (0..10_000).map(person).collect();
    type Judge = fn(&Facts) -> Vec<(Uuid, Place)>;
    let all: [(&str, Judge); 6] = [
        ("fuh-7", follow_up_after_psychiatric_stay),
        ("trc-engagement", engagement),
        ("no-show", no_shows),
        ("retention-90", retention),
        ("loop-closure", loop_closure),
        ("gap-closure", gaps),
    ];
    for (code, judge) in all {
        let (one, other) = (first(code, &people), second(&people, judge));
        let differ: Vec<_> = one.iter().filter(|(id, place)| other.get(id) != Some(*place)).take(3).collect();
        assert!(differ.is_empty() && one.len() == other.len(), "{code}: {differ:?}");
        assert!(one.len() > 500, "{code} {}", one.len());
    }
}
