//! The value of a measure, and the figures beside it, from its members.

use serde::Serialize;
use std::collections::BTreeMap;

use super::{Mark, MeasureKind, Member, Place};
use crate::authorization::{Timed, turnaround};
use crate::referral::result::{WayHome, median_days_to_home};

crate::codes! {
    /// A figure beside a measure's value.
    pub enum FigureCode {
        /// Per 1,000 member-years (K-5).
        Per1000MemberYears = "per_1000_member_years",
        /// Days beyond the expected ones for each stay (K-2).
        MeanExcessDays = "mean_excess_days",
        /// Mean hours to a decision (K-11).
        MeanHours = "mean_hours",
        /// Median hours to a decision (K-11).
        MedianHours = "median_hours",
        /// Hours within which 9 of 10 were decided (K-11).
        P90Hours = "p90_hours",
        /// The rate when late cancellations count as no-shows (K-12).
        WithLateCancellations = "with_late_cancellations",
        /// Improved, of all with a positive baseline (K-13).
        ImprovedOfAll = "improved_of_all",
        /// Followed up, of all with a positive baseline (K-13).
        FollowedUp = "followed_up",
        /// Weaker within 48 hours, of all (K-19).
        ImprovedIn48Hours = "improved_in_48_hours",
        /// Approved at once, of all decided (K-20).
        FirstPass = "first_pass",
        /// Ended in any way, of all sent (K-26).
        Closed = "closed",
        /// Open for longer than they should be (K-26).
        OpenLate = "open_late",
        /// Median days from sending to acceptance (K-26).
        MedianDaysToAccept = "median_days_to_accept",
        /// Median days from sending to the confirmed service (K-26).
        MedianDaysToService = "median_days_to_service",
        /// With the lowest estimate of the expected cost (K-28).
        Lowest = "lowest",
        /// With the highest estimate (K-28).
        Highest = "highest",
    }
}

/// A figure beside a measure's value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// Which.
    pub code: FigureCode,
    /// Its value; none when nothing is counted.
    pub value: Option<f64>,
}

fn counted(members: &[Member]) -> impl Iterator<Item = &Member> {
    members.iter().filter(|member| !matches!(member.place, Place::Excluded | Place::Pending))
}

/// The value of a measure of this kind.
pub(super) fn value(kind: MeasureKind, top: f64, bottom: f64, members: &[Member]) -> Option<f64> {
    let share = |factor: f64| (bottom > 0.0).then(|| top * factor / bottom);
    match kind {
        MeasureKind::Proportion | MeasureKind::Ratio => share(1.0),
        MeasureKind::Per100 => share(100.0),
        MeasureKind::Per1000 => share(1_000.0),
        MeasureKind::MedianDays => median_days_to_home(&ways(members)).map(|days| days as f64),
        MeasureKind::MeanOfShares => mean_of_shares(members),
    }
}

fn ways(members: &[Member]) -> Vec<WayHome> {
    let way = |member: &Member| match member.mark {
        Mark::Way(days, moved_in) => Some(WayHome { days, moved_in }),
        _ => None,
    };
    counted(members).filter_map(way).collect()
}

fn mean_of_shares(members: &[Member]) -> Option<f64> {
    let mut items: BTreeMap<u16, (f64, f64)> = BTreeMap::new();
    for member in counted(members) {
        if let Mark::Item(item) = member.mark {
            let (top, all) = items.entry(item).or_default();
            (*top, *all) = (*top + member.top, *all + member.bottom);
        }
    }
    (!items.is_empty()).then(|| items.values().map(|(top, all)| top / all).sum::<f64>() / items.len() as f64)
}

/// The figures beside the value of the measure with this code.
pub(super) fn beside(code: &str, top: f64, bottom: f64, members: &[Member]) -> Vec<Figure> {
    use FigureCode as F;
    let share = |count: usize| (bottom > 0.0).then(|| count as f64 / bottom);
    let having = |of: &dyn Fn(Mark) -> bool| counted(members).filter(|member| of(member.mark)).count();
    let of_members = counted(members).count();
    let figures: Vec<(F, Option<f64>)> = match code {
        "los-index" => vec![(F::MeanExcessDays, (of_members > 0).then(|| (top - bottom) / of_members as f64))],
        "ed-visits" => vec![(F::Per1000MemberYears, (bottom > 0.0).then(|| top * 12_000.0 / bottom))],
        "pa-turnaround" => elapsed(members),
        "no-show" => {
            let late = having(&|mark| mark == Mark::LateCancellation);
            vec![(F::WithLateCancellations, (bottom > 0.0).then(|| (top + late as f64) / bottom))]
        }
        "phq-improvement" | "gad-improvement" => {
            let unfollowed = members.iter().filter(|one| one.place == Place::Excluded && one.mark == Mark::NotFollowed);
            let all = bottom + unfollowed.count() as f64;
            let of_all = |count: f64| (all > 0.0).then(|| count / all);
            vec![(F::ImprovedOfAll, of_all(top)), (F::FollowedUp, of_all(bottom))]
        }
        "symptom-control" => vec![(F::ImprovedIn48Hours, share(having(&|mark| mark == Mark::Also(true))))],
        "benefit-approval" => vec![(F::FirstPass, share(having(&|mark| mark == Mark::Also(true))))],
        "loop-closure" => {
            let closed = having(&|mark| matches!(mark, Mark::Loop { closed: true, .. }));
            let late = having(&|mark| matches!(mark, Mark::Loop { late: true, .. }));
            let days = |of: &dyn Fn(Mark) -> Option<i64>| {
                crate::referral::result::median(counted(members).filter_map(|member| of(member.mark)).collect())
            };
            let accepted = |mark| if let Mark::Loop { accepted, .. } = mark { accepted } else { None };
            let served = |mark| if let Mark::Loop { served, .. } = mark { served } else { None };
            vec![
                (F::Closed, share(closed)),
                (F::OpenLate, Some(late as f64)),
                (F::MedianDaysToAccept, days(&accepted)),
                (F::MedianDaysToService, days(&served)),
            ]
        }
        "cost-effectiveness" => {
            let sum = |of: &dyn Fn(i64, i64) -> i64| -> f64 {
                let each = |member: &Member| if let Mark::Between(low, high) = member.mark { of(low, high) } else { 0 };
                counted(members).map(each).sum::<i64>() as f64
            };
            let by = |saved: f64| (bottom > 0.0).then(|| saved / bottom);
            vec![(F::Lowest, by(sum(&|low, _| low))), (F::Highest, by(sum(&|_, high| high)))]
        }
        _ => Vec::new(),
    };
    figures.into_iter().map(|(code, value)| Figure { code, value }).collect()
}

fn elapsed(members: &[Member]) -> Vec<(FigureCode, Option<f64>)> {
    let timed = |member: &Member| {
        Some(Timed { received_at: member.anchor_at, decided_at: member.met_at?, due_at: member.due_at? })
    };
    let all = turnaround(&counted(members).filter_map(timed).collect::<Vec<_>>());
    let hours = |seconds: Option<i64>| seconds.map(|seconds| seconds as f64 / 3_600.0);
    vec![
        (FigureCode::MeanHours, hours(all.mean_seconds)),
        (FigureCode::MedianHours, hours(all.median_seconds)),
        (FigureCode::P90Hours, hours(all.p90_seconds)),
    ]
}
