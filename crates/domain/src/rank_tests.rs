use super::*;
use crate::code::Code;
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let seconds = prop_oneof![1_700_000_000i64..1_900_000_000, (500_000i64..500_100).prop_map(|hour| hour * 3_600)];
    let nanos = prop_oneof![Just(0), 0u32..3, 999_999_997u32..1_000_000_000];
    (seconds, nanos).prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap())
}

fn tier() -> impl Strategy<Value = Tier> {
    prop::sample::select(Tier::ALL)
}

fn work() -> impl Strategy<Value = Work<'static>> {
    prop_oneof![
        (0i32..200).prop_map(|weight| Work::Deadline {
            weight,
            rule: "T-1.assessment",
            title: "Initial assessment",
            anchor: "admitted"
        }),
        prop::sample::select(TaskPriority::ALL).prop_map(Work::Task),
        Just(Work::Alert),
    ]
}

fn facts() -> impl Strategy<Value = Facts<'static>> {
    (instant(), tier(), work()).prop_map(|(due_at, tier, work)| Facts { due_at, tier, work })
}

fn key(facts: &Facts<'_>) -> DateTime<Utc> {
    rank_at(facts.due_at, fixed_points(facts.tier, facts.work))
}

#[test]
fn an_overdue_assessment_of_a_complex_case_says_why_it_stands_where_it_stands() {
    let work = Work::Deadline {
        weight: 24,
        rule: "T-1.assessment",
        title: "Initial assessment",
        anchor: "Admitted 2026-03-02",
    };
    let facts = Facts { due_at: at("2026-03-03T22:10:00Z"), tier: Tier::Complex, work };
    let (score, reasons) = explain(&facts, at("2026-03-05T01:40:00Z"));
    let parts: Vec<_> = reasons.iter().map(|r| (r.code, r.label.as_str(), r.points)).collect();
    assert_eq!(score, 27 + 48 + 24);
    assert_eq!(
        parts,
        [("overdue", "Overdue by 1 day 3 h", 27), ("tier", "Complex tier", 48), ("rule", "Initial assessment", 24)]
    );
    assert_eq!(reasons[2].rule.as_deref(), Some("T-1.assessment"));
    assert_eq!(reasons[2].anchor.as_deref(), Some("Admitted 2026-03-02"));
}

#[test]
fn parts_without_points_are_left_out_but_the_time_is_always_said() {
    let due_at = at("2026-03-03T22:10:00Z");
    let facts = Facts { due_at, tier: Tier::Low, work: Work::Task(TaskPriority::Routine) };
    let (score, reasons) = explain(&facts, due_at);
    assert_eq!((score, reasons.len(), reasons[0].code), (0, 1, "due_later"));
    let (score, reasons) = explain(&facts, at("2026-03-03T19:40:00Z"));
    assert_eq!((score, reasons[0].label.as_str()), (-3, "Due in 2 h 30 min"));
}

#[test]
fn whole_hours_are_counted_down_to_the_instant() {
    let due_at = at("2026-03-03T22:10:00Z");
    let facts = Facts { due_at, tier: Tier::Low, work: Work::Task(TaskPriority::Routine) };
    let score = |past: Duration| explain(&facts, due_at + past).0;
    let instant = Duration::nanoseconds(1);
    assert_eq!((score(Duration::hours(5_000) - instant), score(Duration::hours(5_000))), (4_999, 5_000));
    assert_eq!((score(-instant), score(Duration::zero()), score(-Duration::hours(1))), (-1, 0, -1));
}

#[test]
fn an_alert_stands_above_everything_within_a_year() {
    let alert = Facts { due_at: at("2026-03-03T00:00:00Z"), tier: Tier::Low, work: Work::Alert };
    let task = Facts { due_at: at("2025-03-03T00:00:00Z"), tier: Tier::Complex, work: Work::Task(TaskPriority::Asap) };
    assert!(key(&alert) < key(&task));
}

#[test]
fn points_beyond_the_calendar_give_its_ends() {
    assert_eq!(rank_at(at("2026-03-03T00:00:00Z"), i64::MAX), DateTime::<Utc>::MIN_UTC);
    assert_eq!(rank_at(at("2026-03-03T00:00:00Z"), i64::MIN), DateTime::<Utc>::MAX_UTC);
}

proptest! {
    #[test]
    fn the_parts_always_sum_to_the_score(facts in facts(), now in instant()) {
        let (score, reasons) = explain(&facts, now);
        prop_assert_eq!(score, reasons.iter().map(|reason| reason.points).sum::<i64>());
    }

    #[test]
    fn the_score_never_falls_when_one_factor_rises(facts in facts(), now in instant(), higher in tier(), later in 0i64..10_000_000) {
        let score = |due_at, tier, work, now| explain(&Facts { due_at, tier, work }, now).0;
        let Facts { due_at, tier, work } = facts;
        let base = score(due_at, tier, work, now);
        if higher >= tier {
            prop_assert!(score(due_at, higher, work, now) >= base);
        }
        prop_assert!(score(due_at, tier, work, now + Duration::seconds(later)) >= base);
        prop_assert!(score(due_at - Duration::seconds(later), tier, work, now) >= base);
        match work {
            Work::Deadline { weight, rule, title, anchor } => {
                let heavier = Work::Deadline { weight: weight + 1, rule, title, anchor };
                prop_assert!(score(due_at, tier, heavier, now) > base);
            }
            Work::Task(priority) => for more in TaskPriority::ALL.iter().filter(|more| **more > priority) {
                prop_assert!(score(due_at, tier, Work::Task(*more), now) > base);
            },
            Work::Alert => {}
        }
    }

    #[test]
    fn the_stored_order_is_the_order_by_score_at_any_time(a in facts(), b in facts(), now in instant()) {
        let (first, second) = if key(&a) <= key(&b) { (a, b) } else { (b, a) };
        prop_assert!(explain(&first, now).0 >= explain(&second, now).0);
    }

    #[test]
    fn ranked_items_have_one_total_order_with_ties_broken_by_id(mut items in prop::collection::vec((facts(), any::<u128>()), 2..20), seed in any::<usize>()) {
        let order = |items: &mut Vec<(Facts<'static>, u128)>| items.sort_by_key(|(facts, id)| (key(facts), *id));
        let mut turned = items.clone();
        turned.rotate_left(seed % items.len());
        order(&mut items);
        order(&mut turned);
        prop_assert_eq!(items, turned);
    }
}
