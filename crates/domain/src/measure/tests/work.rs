//! Practice, plan, home and social services: K-9, K-11 to K-14, K-16, K-18 to K-24, K-26, K-28.

use super::*;
use crate::appointment::{AppointmentStatus, Cancellation};
use crate::case::CaseOutcome;
use crate::clock::{end_of_day, start_of_day};
use crate::referral::{Benefit, BenefitCourse, BenefitDecision, Course, HousingCourse, ReferralStatus};
use chrono::Duration;

fn id(id: u128) -> Uuid {
    Uuid::from_u128(id)
}

#[test]
fn tv_k_9_only_gaps_closed_with_evidence_count_26_of_40() {
    let gap = |n: u128| GapFact {
        id: id(n),
        opened_at: noon("2026-02-01"),
        closed_at: (n <= 30).then(|| noon("2026-06-01")),
        evidence: n <= 26,
    };
    let result = in_2026("gap-closure", &[Facts { gaps: (1..=40).map(gap).collect(), ..someone(1) }]);
    assert_eq!((numbers(&result), result.rate()), ((26.0, 40, 0, 0), Some(0.65)));
}

fn request(n: u128, hours: i64, due_hours: i64) -> AuthorizationFact {
    let received_at = noon("2026-03-02");
    AuthorizationFact {
        id: id(n),
        case_id: id(501),
        received_at,
        due_at: received_at + Duration::hours(due_hours),
        decided_at: (hours > 0).then(|| received_at + Duration::hours(hours)),
    }
}

#[test]
fn tv_k_11_9_of_10_in_time_with_mean_median_and_p90() {
    let mut requests: Vec<_> = (1..=9).map(|n| request(n, n as i64 * 10, 168)).collect();
    requests.extend([request(10, 169, 168), request(11, 0, 168)]);
    let result = in_2026("pa-turnaround", &[Facts { authorizations: requests, ..someone(1) }]);
    assert_eq!((numbers(&result), result.rate()), ((9.0, 10, 0, 1), Some(0.9)));
    assert_eq!(figure(&result, FigureCode::MeanHours), Some(61.9));
    assert_eq!(figure(&result, FigureCode::MedianHours), Some(55.0));
    assert_eq!(figure(&result, FigureCode::P90Hours), Some(90.0));
}

fn appointment(n: u128, on: &str, status: AppointmentStatus, cancellation: Option<Cancellation>) -> AppointmentFact {
    let starts_at = noon(on);
    let settled = !matches!(status, AppointmentStatus::Booked | AppointmentStatus::Proposed);
    let settled_at = settled.then_some(starts_at);
    AppointmentFact {
        id: id(n),
        case_id: id(501),
        starts_at,
        status,
        cancellation,
        settled_at,
        ordered_for: Some(starts_at),
    }
}

#[test]
fn tv_k_12_12_no_shows_of_87_are_13_8_percent_or_19_5_with_late_cancellations() {
    use AppointmentStatus::{Booked, Cancelled, Fulfilled, Noshow};
    let groups = [
        (70, Fulfilled, None),
        (12, Noshow, None),
        (5, Cancelled, Some(Cancellation::Late)),
        (8, Cancelled, Some(Cancellation::Timely)),
        (5, Cancelled, Some(Cancellation::Provider)),
        (3, Booked, None),
    ];
    let all = groups.into_iter().flat_map(|(count, status, kind)| std::iter::repeat_n((status, kind), count));
    let appointments = all.zip(1..).map(|((status, kind), n)| appointment(n, "2026-03-10", status, kind)).collect();
    let result = in_2026("no-show", &[Facts { appointments, ..someone(1) }]);
    assert_eq!(numbers(&result), (12.0, 87, 13, 3));
    assert!(near(result.rate(), 0.1379) && near(figure(&result, FigureCode::WithLateCancellations), 0.1954));
}

fn score(n: u128, total: i64, on: &str) -> ScoreFact {
    ScoreFact { id: id(n), case_id: id(501), instrument: "phq-9", total, at: noon(on) }
}

#[test]
fn tv_k_13_8_improved_of_14_followed_of_20_with_a_positive_baseline() {
    let person = |n: u128| {
        let mut scores = vec![score(n * 10, 16, "2026-01-10")];
        match n {
            1..=8 => scores.push(score(n * 10 + 1, 8, "2026-06-10")),
            9..=14 => scores.push(score(n * 10 + 1, 9, "2026-06-10")),
            _ => scores.push(score(n * 10 + 1, 2, "2026-02-10")),
        }
        Facts { scores, ..someone(n) }
    };
    let mut people: Vec<_> = (1..=20).map(person).collect();
    people.push(Facts { scores: vec![score(999, 9, "2026-01-10")], ..someone(21) });
    let result = in_2026("phq-improvement", &people);
    assert_eq!(numbers(&result), (8.0, 14, 6, 0));
    assert!(near(result.rate(), 0.5714));
    assert!(near(figure(&result, FigureCode::ImprovedOfAll), 0.40));
    assert!(near(figure(&result, FigureCode::FollowedUp), 0.70));
}

#[test]
fn k_13_the_follow_up_lies_120_to_240_days_after_the_baseline() {
    let followed = |on: &str| {
        let scores = vec![score(1, 16, "2026-01-01"), score(2, 3, on)];
        in_2026("phq-improvement", &[Facts { scores, ..someone(1) }]).denominator
    };
    assert_eq!(["2026-04-30", "2026-05-01", "2026-08-29", "2026-08-30"].map(followed), [0, 1, 1, 0]);
}

#[test]
fn tv_k_14_24_of_30_at_risk_have_a_current_plan() {
    let person = |n: u128| {
        let plan = |approved: &str, reviewed: Option<&str>| CrisisPlanFact {
            id: id(n),
            approved_at: noon(approved),
            reviewed_at: reviewed.map(noon),
            ended_at: None,
        };
        let risk = |level, on: &str| RiskFact { id: id(n), kind: FactKind::Assessment, level, at: noon(on) };
        let (risks, crisis_plans) = match n {
            1..=20 => (vec![risk(2, "2026-05-01")], vec![plan("2026-03-01", None)]),
            21..=24 => (vec![risk(3, "2026-05-01")], vec![plan("2025-03-01", Some("2026-05-02"))]),
            25 => (vec![risk(2, "2026-05-01")], vec![plan("2025-12-30", None)]),
            26 => (vec![risk(3, "2026-05-01")], vec![plan("2026-04-30", None)]),
            27..=30 => (vec![risk(2, "2026-05-01")], vec![]),
            31 => (vec![risk(1, "2026-05-01")], vec![]),
            _ => (vec![risk(3, "2025-12-30")], vec![]),
        };
        Facts { risks, crisis_plans, ..someone(n) }
    };
    let result = in_2026("crisis-plan", &(1..=32).map(person).collect::<Vec<_>>());
    assert_eq!((numbers(&result), result.rate()), ((24.0, 30, 0, 0), Some(0.80)));
}

#[test]
fn tv_k_16_5_of_6_ordered_visits_are_done_when_a_week_in_hospital_is_left_out() {
    use AppointmentStatus::{Fulfilled, Noshow};
    let visits = [
        ("2026-03-02", Fulfilled),
        ("2026-03-04", Fulfilled),
        ("2026-03-08", Fulfilled),
        ("2026-03-09", Fulfilled),
        ("2026-03-11", Noshow),
        ("2026-03-13", Fulfilled),
        ("2026-03-16", Noshow),
        ("2026-03-18", Noshow),
    ];
    let appointments = visits.into_iter().zip(1..).map(|((on, status), n)| appointment(n, on, status, None)).collect();
    let facts = Facts { appointments, ..with_stays(1, vec![stay(9, "2026-03-17", "2026-03-21")]) };
    let result = in_2026("visit-adherence", &[facts]);
    assert_eq!(numbers(&result), (5.0, 6, 2, 0));
    assert!(near(result.rate(), 0.8333));
}

#[test]
fn k_16_a_visit_moved_within_its_week_is_done_and_one_moved_out_of_it_says_so() {
    let moved = |n, on, for_day| AppointmentFact {
        ordered_for: Some(noon(for_day)),
        ..appointment(n, on, AppointmentStatus::Fulfilled, None)
    };
    let appointments = vec![moved(1, "2026-03-06", "2026-03-02"), moved(2, "2026-03-10", "2026-03-04")];
    let result = in_2026("visit-adherence", &[Facts { appointments, ..someone(1) }]);
    assert_eq!(numbers(&result), (1.0, 2, 0, 0));
    let asked = |member: &Member| member.proof.iter().any(|step| step.predicate == Predicate::MovedToAnotherWeek);
    assert_eq!(result.members.iter().map(asked).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn tv_k_18_the_value_is_the_mean_of_the_items_and_not_of_the_answers() {
    let answers = |item, top: u128, all: u128| {
        (0..all).map(move |n| AnswerFact {
            id: id(u128::from(item) * 1_000 + n),
            case_id: id(501),
            item,
            top_box: n < top,
            at: noon("2026-03-10"),
        })
    };
    let all = answers(1, 60, 80).chain(answers(2, 72, 80)).collect();
    let result = in_2026("experience", &[Facts { answers: all, ..someone(1) }]);
    assert!(near(result.rate(), 0.825));
    assert!(result.members.iter().all(|one| one.case_id == Some(id(501))), "an answer opens the case that it is about");
    let uneven = answers(1, 60, 80).chain(answers(2, 9, 10)).collect();
    assert!(near(in_2026("experience", &[Facts { answers: uneven, ..someone(1) }]).rate(), 0.825));
}

#[test]
fn tv_k_19_8_of_10_symptoms_are_assessed_again_in_two_days() {
    let symptom = |n: u128, severity, at| SymptomFact {
        id: id(n),
        assessment_id: id(n),
        case_id: id(501),
        symptom: "pain",
        severity,
        at,
    };
    let person = |n: u128| {
        let first = noon("2026-03-12");
        let again = match n {
            1..=5 => symptom(n + 100, 1, noon("2026-03-14")),
            6..=8 => symptom(n + 100, 3, ny("2026-03-14 23:59")),
            _ => symptom(n + 100, 1, ny("2026-03-15 00:00")),
        };
        Facts { symptoms: vec![symptom(n, 2, first), again], ..someone(n) }
    };
    let people: Vec<_> = (1..=10).map(person).collect();
    let only_first = |facts: &Facts| Facts { symptoms: vec![facts.symptoms[0]], ..facts.clone() };
    let result = in_2026("symptom-control", &people);
    let moderate = result.members.iter().filter(|member| member.anchor_at == noon("2026-03-12"));
    let reached = moderate.clone().filter(|member| member.place == Place::Numerator).count();
    assert_eq!((reached, moderate.count()), (8, 10));
    let early = evaluate(find("symptom-control").unwrap(), &[only_first(&people[0])], year(), ny("2026-03-14 23:59"));
    assert_eq!(numbers(&early), (0.0, 0, 0, 1), "the second day is not over");
}

fn referral(n: u128, course: Option<Course>) -> ReferralFact {
    ReferralFact {
        id: id(n),
        case_id: id(501),
        status: ReferralStatus::Accepted,
        mistaken: false,
        sent_at: Some(noon("2026-03-02")),
        accepted_at: None,
        served_on: None,
        closed_at: None,
        due_at: noon("2026-03-09"),
        course,
    }
}

#[test]
fn tv_k_20_22_of_30_applications_are_approved_18_of_them_at_once() {
    use BenefitDecision::{Approved, Denied, Withdrawn};
    let course = |decision: Option<BenefitDecision>, appeal: Option<BenefitDecision>| {
        let on = |what: Option<BenefitDecision>, text: &str| what.map(|_| day(text));
        Course::Benefit(BenefitCourse {
            benefit: Benefit::Snap,
            applied_on: Some(day("2026-03-02")),
            decided_on: on(decision, "2026-03-20"),
            decision,
            appealed_on: on(appeal, "2026-03-25"),
            appeal_decided_on: on(appeal, "2026-05-01"),
            appeal_decision: appeal,
        })
    };
    let groups = [
        (18, Some(Approved), None),
        (4, Some(Denied), Some(Approved)),
        (8, Some(Denied), None),
        (5, None, None),
        (2, Some(Withdrawn), None),
    ];
    let all = groups.into_iter().flat_map(|(count, first, appeal)| std::iter::repeat_n((first, appeal), count));
    let referrals: Vec<_> = all.zip(1..).map(|((first, appeal), n)| referral(n, Some(course(first, appeal)))).collect();
    let facts = [Facts { referrals, ..someone(1) }];
    let result = in_2026("benefit-approval", &facts);
    assert_eq!(numbers(&result), (22.0, 30, 2, 5));
    assert!(near(result.rate(), 0.7333) && near(figure(&result, FigureCode::FirstPass), 0.60));
    let before_appeals = evaluate(find("benefit-approval").unwrap(), &facts, year(), noon("2026-04-30"));
    assert_eq!(numbers(&before_appeals), (18.0, 30, 2, 5));
}

#[test]
fn tv_k_21_the_kaplan_meier_median_of_30_45_60_open_90_120_open_is_90() {
    let ways = [(30, true), (45, true), (60, false), (90, true), (120, false)];
    let of = |(days, moved): (i64, bool)| {
        let applied = day("2026-03-02");
        let end = applied + Duration::days(days);
        let housing =
            HousingCourse { applied_on: Some(applied), moved_in_on: moved.then_some(end), ..Default::default() };
        let closed_at = (!moved).then(|| noon(&end.to_string()));
        ReferralFact { closed_at, ..referral(days as u128, Some(Course::Housing(housing))) }
    };
    let result = in_2026("time-to-housing", &[Facts { referrals: ways.map(of).to_vec(), ..someone(1) }]);
    assert_eq!((result.rate(), numbers(&result)), (Some(90.0), (3.0, 5, 0, 0)));
}

#[test]
fn tv_k_22_31_active_and_7_who_left_with_their_goals_of_50_are_76_percent() {
    let case = |n: u128| {
        let ended = |outcome, on: &str| (Some(noon(on)), Some(outcome));
        let (closed_at, outcome) = match n {
            1..=20 => (None, None),
            21..=31 => ended(CaseOutcome::LostContact, "2026-06-02"),
            32..=38 => ended(CaseOutcome::GoalsMet, "2026-05-01"),
            _ => ended(CaseOutcome::LostContact, "2026-05-31"),
        };
        CaseFact { id: id(n), setting: Setting::SocialServices, enrolled_at: noon("2026-03-02"), closed_at, outcome }
    };
    let facts = [Facts { cases: (1..=50).map(case).collect(), ..someone(1) }];
    let result = in_2026("retention-90", &facts);
    assert_eq!((numbers(&result), result.rate()), ((38.0, 50, 0, 0), Some(0.76)));
    let early = evaluate(find("retention-90").unwrap(), &facts, year(), ny("2026-05-31 23:59"));
    assert_eq!(early.pending, 50, "day 90 is not over");
}

#[test]
fn tv_k_23_7_of_8_milestones_are_on_time_when_one_was_continued_in_time() {
    let milestone = |n: u128| {
        let (continuances, done) = match n {
            1..=7 => (vec![], Some("2026-03-20")),
            8 => (vec![], Some("2026-03-21")),
            _ => (vec![Continuance { ordered_at: noon("2026-03-20"), day: day("2026-05-01"), id: id(900) }], None),
        };
        MilestoneFact { id: id(n), case_id: id(501), due_on: day("2026-03-20"), continuances, done_at: done.map(noon) }
    };
    let facts = [Facts { milestones: (1..=9).map(milestone).collect(), ..someone(1) }];
    let result = evaluate(find("court-milestones").unwrap(), &facts, march(), noon("2026-04-10"));
    assert_eq!((numbers(&result), result.rate()), ((7.0, 8, 0, 0), Some(0.875)));
    let mut late = facts[0].milestones[8].clone();
    late.continuances[0].ordered_at = ny("2026-03-21 00:00");
    let facts = [Facts { milestones: vec![late], ..someone(1) }];
    let result = evaluate(find("court-milestones").unwrap(), &facts, march(), noon("2026-04-10"));
    assert_eq!(numbers(&result), (0.0, 1, 0, 0), "ordered after the day had passed");
}

#[test]
fn the_proof_of_a_day_of_a_court_names_each_continuance_and_the_day_that_it_set() {
    let moved = |number: u128, ordered: &str, to: &str| Continuance {
        ordered_at: noon(ordered),
        day: day(to),
        id: id(900 + number),
    };
    // The second one was ordered when the day that the first had set was over.
    let continuances = vec![moved(2, "2026-04-11", "2026-06-01"), moved(1, "2026-03-19", "2026-04-10")];
    let (due_on, case_id) = (day("2026-03-20"), id(501));
    let milestone = MilestoneFact { id: id(1), case_id, due_on, continuances, done_at: None };
    let facts = [Facts { milestones: vec![milestone], ..someone(1) }];
    let result = evaluate(find("court-milestones").unwrap(), &facts, year(), noon("2026-04-12"));
    let step =
        |step: &Step| (step.predicate, step.holds, step.fact.map(|fact| fact.id), step.fact.and_then(|fact| fact.at));
    let steps: Vec<_> = result.members[0].proof.iter().map(step).collect();
    let start = |text| start_of_day(day(text), New_York);
    let due_at = end_of_day(day("2026-04-10"), New_York);
    let own = Some(id(1));
    assert_eq!(
        steps,
        [
            (Predicate::DaySet, true, own, Some(start("2026-03-20"))),
            (Predicate::ContinuedInTime, true, Some(id(901)), Some(noon("2026-03-19"))),
            (Predicate::DayMoved, true, Some(id(901)), Some(start("2026-04-10"))),
            (Predicate::ContinuedInTime, false, Some(id(902)), Some(noon("2026-04-11"))),
            (Predicate::MilestoneDue, true, own, Some(due_at)),
            (Predicate::ReachedInTime, false, own, None),
        ]
    );
}

#[test]
fn tv_k_24_13_of_20_are_employed_at_90_days() {
    let job = |n: u128| JobFact {
        id: id(n),
        started_on: day("2026-03-02"),
        ended_on: match n {
            1..=10 => None,
            11..=13 => Some(day("2026-05-31")),
            _ => Some(day("2026-05-30")),
        },
    };
    let facts = [Facts { jobs: (1..=20).map(job).collect(), ..someone(1) }];
    let result = in_2026("employment-90", &facts);
    assert_eq!((numbers(&result), result.rate()), ((13.0, 20, 0, 0), Some(0.65)));
    let early = evaluate(find("employment-90").unwrap(), &facts, year(), noon("2026-05-31"));
    assert_eq!(early.pending, 20);
}

#[test]
fn tv_k_26_22_served_6_declined_and_12_open_of_40_are_55_and_70_percent() {
    let of = |n: u128| {
        let status = match n {
            1..=22 => ReferralStatus::Completed,
            23..=28 => ReferralStatus::Declined,
            _ => ReferralStatus::Sent,
        };
        let closed_at = (n <= 28).then(|| noon("2026-03-20"));
        let served_on = (n <= 22).then(|| day("2026-03-12"));
        ReferralFact {
            status,
            closed_at,
            served_on,
            accepted_at: served_on.map(|_| noon("2026-03-04")),
            ..referral(n, None)
        }
    };
    let mut referrals: Vec<_> = (1..=40).map(of).collect();
    referrals.push(ReferralFact { mistaken: true, ..referral(41, None) });
    let result = in_2026("loop-closure", &[Facts { referrals, ..someone(1) }]);
    assert_eq!((numbers(&result), result.rate()), ((22.0, 40, 0, 0), Some(0.55)));
    assert_eq!(figure(&result, FigureCode::Closed), Some(0.70));
    assert_eq!(figure(&result, FigureCode::OpenLate), Some(12.0));
    assert_eq!(figure(&result, FigureCode::MedianDaysToAccept), Some(2.0));
    assert_eq!(figure(&result, FigureCode::MedianDaysToService), Some(10.0));
}

#[test]
fn tv_k_28_150000_saved_for_60000_are_2_5_with_the_range_of_the_estimates() {
    let cost = CostFact {
        id: id(1),
        case_id: id(501),
        at: noon("2026-03-31"),
        expected: [111_000_000, 120_000_000, 129_000_000],
        observed: 105_000_000,
        program: 6_000_000,
    };
    let result = in_2026("cost-effectiveness", &[Facts { costs: vec![cost], ..someone(1) }]);
    assert_eq!(result.rate(), Some(2.5));
    assert_eq!(result.members[0].case_id, Some(id(501)), "a cost opens the case that it is about");
    assert_eq!(figure(&result, FigureCode::Lowest), Some(1.0));
    assert_eq!(figure(&result, FigureCode::Highest), Some(4.0));
}
