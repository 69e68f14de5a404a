//! The vectors of rules.md section 5, and what holds for every caseload.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::policy::AdjustmentKind;
use super::shift::{
    CaseloadMove, Move, MoveMode, MoveStatus, Moved, Moving, Receiver, Seen, Slot, Taken, Weighed, attendees_after,
    follow, require_movable, spread,
};
use super::strain::{Exposure, after_hours, of_team};
use super::*;
use crate::Rule;
use crate::case::{Case, CaseStatus, Stage, Tier};
use crate::code::Code;
use crate::program::Setting;
use crate::scope::Verdict;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, number).unwrap()
}

fn counts(low: u32, rising: u32, high: u32, complex: u32) -> Counts {
    let all = [(Tier::Low, low), (Tier::Rising, rising), (Tier::High, high), (Tier::Complex, complex)];
    all.into_iter().fold(Counts::default(), |sum, (tier, count)| sum.with(tier, count))
}

fn full_time() -> Capacity {
    Capacity::assumed(40.0)
}

fn policy(model: LoadModel) -> Policy {
    let tiers = match model {
        LoadModel::Hours => standard(Setting::ManagedCare).tiers,
        LoadModel::Points | LoadModel::Workload => TIER_POINTS,
        LoadModel::Mixed => PerTier { low: 400.0, rising: 200.0, high: 150.0, complex: 25.0 },
    };
    let full = matches!(model, LoadModel::Points | LoadModel::Workload).then_some(120.0);
    Policy { model, tiers, full, ..standard(Setting::ManagedCare) }
}

fn carried(policy: &Policy, own: Counts, capacity: Option<&Capacity>, days_off: u32) -> Caseload {
    let program = ProgramFacts {
        program_id: Uuid::nil(),
        policy,
        own,
        cover: Counts::default(),
        visits: 0,
        reports: 0,
        unassessed: 0,
    };
    let ahead = Ahead { days_off, on_call_hours: 0.0, today: day(1) };
    carry(&Facts { programs: vec![program], capacity, ahead })
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 0.005, "{a} is not {b}");
}

#[test]
fn tv_5_1_the_ranges_of_the_source_documents_are_those_of_their_setting() {
    let range = |setting| (standard(setting).low, standard(setting).high, standard(setting).external);
    assert_eq!(range(Setting::Hospital), (12, 22, false));
    assert_eq!(standard(Setting::Hospital).basis, CaseloadBasis::DailyCensus);
    assert_eq!(range(Setting::ManagedCare), (75, 150, false));
    assert_eq!(range(Setting::BehavioralHealth), (25, 45, false));
    assert_eq!([range(Setting::HomeHealth), range(Setting::Hospice)], [(15, 25, false); 2]);
    assert_eq!(range(Setting::SocialServices), (20, 40, false));
    assert_eq!(range(Setting::Clinic), (25, 75, false));
}

#[test]
fn tv_5_5_what_the_source_documents_leave_empty_is_marked_external() {
    let external: Vec<Setting> = Setting::ALL.iter().copied().filter(|setting| standard(*setting).external).collect();
    assert_eq!(external, [Setting::Legal, Setting::Refugee, Setting::Corrections, Setting::School]);
}

#[test]
fn tv_5_3_the_capacity_of_hmpps_is_2070_and_of_thirty_hours_1658_and_1854_of_2070_are_89_6_percent() {
    let reduction = Reduction { kind: ReductionKind::Training, hours: 1.8, starts_on: day(1), ends_on: Some(day(1)) };
    let worker = |hours| Capacity {
        weekly_hours: hours,
        grade_points: Some(2176.0),
        reductions: vec![reduction.clone()],
        ..full_time()
    };
    let policy = Policy {
        full_time_hours: 37.0,
        tiers: PerTier { low: 1.0, rising: 10.0, high: 100.0, complex: 927.0 },
        ..policy(LoadModel::Workload)
    };
    let whole = carried(&policy, counts(0, 0, 0, 2), Some(&worker(37.0)), 0);
    assert_eq!((whole.programs[0].full, whole.programs[0].load), (2070.0, 1854.0));
    assert_eq!(whole.utilisation, Some(89.6));
    assert_eq!(carried(&policy, counts(0, 0, 0, 2), Some(&worker(30.0)), 0).programs[0].full, 1658.0);
    let ahead = Ahead { days_off: 0, on_call_hours: 0.0, today: day(2) };
    let later = Facts { ahead, capacity: Some(&worker(37.0)), ..facts(&policy, Counts::default()) };
    assert_eq!(carry(&later).programs[0].full, 2176.0, "the reduction is over");
}

fn facts(policy: &Policy, own: Counts) -> Facts<'_> {
    let program_id = Uuid::nil();
    let cover = Counts::default();
    let program = ProgramFacts { program_id, policy, own, cover, visits: 0, reports: 0, unassessed: 0 };
    let ahead = Ahead { days_off: 0, on_call_hours: 0.0, today: day(1) };
    Facts { programs: vec![program], capacity: None, ahead }
}

#[test]
fn tv_5_4_seventy_five_of_150_and_two_hundred_of_400_are_full() {
    let full = carried(&policy(LoadModel::Mixed), counts(200, 0, 75, 0), Some(&full_time()), 0);
    assert_eq!((full.programs[0].load, full.utilisation), (1.0, Some(100.0)));
}

#[test]
fn tv_5_6_the_hours_model_needs_50_83_of_112_58_hours_which_is_45_2_percent() {
    let own = counts(40, 20, 10, 3);
    let load = carried(&policy(LoadModel::Hours), own, Some(&full_time()), 0);
    near(load.programs[0].load, 50.83);
    near(load.programs[0].full, 112.58);
    assert_eq!(load.utilisation, Some(45.2));
}

#[test]
fn tv_5_7_forty_twenty_ten_and_three_cases_are_120_points() {
    let own = counts(40, 20, 10, 3);
    assert_eq!((own.total(), own.points(), own.hard()), (73, 120.0, 13));
    let weighed = Tier::ALL.iter().fold(Weighted::default(), |sum, tier| sum.with(*tier, own.of(*tier)));
    assert_eq!((weighed.cases, weighed.points()), (73, 120.0));
    assert_eq!(carried(&policy(LoadModel::Points), own, Some(&full_time()), 0).utilisation, Some(100.0));
}

#[test]
fn hours_on_call_take_off_what_fits_by_the_policy_and_once() {
    let on_call = |policy: &Policy, capacity: &Capacity, on_call_hours: f64| {
        let ahead = Ahead { days_off: 0, on_call_hours, today: day(1) };
        let facts = Facts { capacity: Some(capacity), ahead, ..facts(policy, counts(10, 0, 0, 0)) };
        carry(&facts).programs[0].clone()
    };
    let hours = policy(LoadModel::Hours);
    let (free, busy) = (on_call(&hours, &full_time(), 0.0), on_call(&hours, &full_time(), 123.0));
    assert_eq!(free.on_call, 0.0);
    near(busy.on_call, 3.075);
    near(busy.full, free.full * (40.0 - 3.075) / 40.0);
    let recorded = Reduction { kind: ReductionKind::OnCall, hours: 2.0, starts_on: day(1), ends_on: None };
    let agreed = Capacity { reductions: vec![recorded], ..full_time() };
    let told = on_call(&hours, &agreed, 123.0);
    assert_eq!(told.on_call, 0.0, "what is recorded for it takes its place");
    near(told.full, free.full * 38.0 / 40.0);
    let nothing = Policy { on_call_percent: 0, ..hours };
    assert_eq!(on_call(&nothing, &full_time(), 123.0), free);
    for model in LoadModel::ALL {
        let model = policy(*model);
        let (free, busy) = (on_call(&model, &full_time(), 0.0), on_call(&model, &full_time(), 123.0));
        assert!(busy.full < free.full && busy.high < free.high && busy.load <= free.load, "{model:?}");
    }
}

#[test]
fn tv_5_8_equal_loads_are_fair_and_sixty_twenty_ten_are_0_659() {
    assert_eq!(jain(&[30.0, 30.0, 30.0]), Some(1.0));
    near((jain(&[60.0, 20.0, 10.0]).unwrap() * 1000.0).round() / 1000.0, 0.659);
    assert_eq!((jain(&[]), jain(&[0.0, 0.0])), (None, None));
}

#[test]
fn a_range_counts_its_last_case_and_half_a_week_has_half_a_range() {
    let standing = |count, capacity: &Capacity| {
        carried(&policy(LoadModel::Hours), counts(count, 0, 0, 0), Some(capacity), 0).standing
    };
    let whole = full_time();
    let seen = [74, 75, 150, 151].map(|count| standing(count, &whole));
    assert_eq!(seen, [LoadStanding::Below, LoadStanding::Within, LoadStanding::Within, LoadStanding::Above]);
    let half = Capacity { weekly_hours: 20.0, ..full_time() };
    assert_eq!([37, 38, 75, 76].map(|count| standing(count, &half)), seen);
}

#[test]
fn travel_and_duties_are_hours_of_the_load_and_take_from_points() {
    let out = Capacity { travel_percent: 25, duty_hours: 10.0, direct_percent: 65, ..full_time() };
    let hours = carried(&policy(LoadModel::Hours), counts(3, 0, 0, 0), Some(&out), 0);
    let parts: Vec<_> = hours.programs[0].parts.iter().map(|part| (part.kind, part.amount)).collect();
    let expected = [(LoadPartKind::Cases, 1.0), (LoadPartKind::Travel, 43.3), (LoadPartKind::Duties, 10.0)];
    assert_eq!(parts.len(), expected.len());
    for (part, wanted) in parts.iter().zip(expected) {
        assert_eq!(part.0, wanted.0);
        near(part.1, wanted.1);
    }
    let points = carried(&policy(LoadModel::Points), counts(3, 0, 0, 0), Some(&out), 0);
    near(points.programs[0].full, 120.0 * (173.2 - 43.3 - 10.0) / 173.2);
}

#[test]
fn leave_takes_its_days_and_who_is_off_for_weeks_has_no_utilisation() {
    let model = policy(LoadModel::Points);
    near(carried(&model, counts(1, 0, 0, 0), Some(&full_time()), 5).programs[0].full, 90.0);
    let off = carried(&model, counts(1, 0, 0, 0), Some(&full_time()), 20);
    assert_eq!((off.utilisation, off.standing), (None, LoadStanding::Above));
    assert_eq!(carried(&model, Counts::default(), Some(&full_time()), 20).utilisation, Some(0.0));
}

#[test]
fn several_programs_add_up_like_shares() {
    let (one, two) = (policy(LoadModel::Points), policy(LoadModel::Mixed));
    let mut both = facts(&one, counts(60, 0, 0, 0));
    both.programs.extend(facts(&two, counts(0, 100, 0, 0)).programs);
    let load = carry(&both);
    assert_eq!((load.utilisation, load.cases), (Some(100.0), 160));
}

#[test]
fn what_is_covered_visited_and_reported_is_load_with_its_own_part() {
    let model = Policy { per_visit: 0.5, per_report: 2.0, ..policy(LoadModel::Points) };
    let mut one = facts(&model, counts(10, 0, 0, 0));
    (one.programs[0].cover, one.programs[0].visits, one.programs[0].reports) = (counts(0, 0, 1, 0), 4, 1);
    let load = carry(&one);
    let kinds: Vec<_> = load.programs[0].parts.iter().map(|part| (part.kind, part.count, part.amount)).collect();
    let expected = [
        (LoadPartKind::Cases, 10.0, 10.0),
        (LoadPartKind::Cover, 1.0, 3.0),
        (LoadPartKind::Visits, 4.0, 2.0),
        (LoadPartKind::Reports, 1.0, 2.0),
    ];
    assert_eq!(kinds, expected);
    assert_eq!((load.cases, load.covered, load.points), (10, 1, 10.0));
}

#[test]
fn numbers_are_provisional_without_recorded_hours_or_with_cases_that_are_not_assessed() {
    let model = policy(LoadModel::Hours);
    let mut one = facts(&model, counts(1, 0, 0, 0));
    one.programs[0].unassessed = 1;
    assert_eq!(carry(&one).missing, [LoadMissing::Capacity, LoadMissing::Assessment]);
    assert_eq!(carried(&model, counts(1, 0, 0, 0), Some(&full_time()), 0).missing, []);
}

#[test]
fn a_daily_census_counts_who_is_in_the_house() {
    let hospital = standard(Setting::Hospital);
    assert_eq!([true, false].map(|in_house| hospital.counts(in_house)), [true, false]);
    assert!(standard(Setting::ManagedCare).counts(false));
}

fn set_policy(content: Policy, valid_from: NaiveDate) -> Result<CaseloadPolicy, Rule> {
    let (id, set_by) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let reason = "Agreed".to_owned();
    let set_at = DateTime::<Utc>::MIN_UTC;
    let policy =
        CaseloadPolicy { id, version: 1, program_id: Uuid::nil(), valid_from, content, reason, set_by, set_at };
    policy.set(&[], day(10)).map(|change| change.record)
}

#[test]
fn a_policy_that_makes_no_sense_is_refused_at_its_place() {
    let refused = |content| {
        let rule = set_policy(content, day(10)).unwrap_err();
        (rule.code, rule.pointer.unwrap_or_default())
    };
    let hours = || policy(LoadModel::Hours);
    assert_eq!(refused(Policy { low: 151, ..hours() }), ("policy_range_reversed", "/high".into()));
    assert_eq!(refused(Policy { full: Some(1.0), ..hours() }), ("policy_full_not_used", "/full".into()));
    let pointless = Policy { full: None, ..policy(LoadModel::Points) };
    assert_eq!(refused(pointless), ("policy_full_missing", "/full".into()));
    let unlimited = Policy { tiers: PerTier { high: 0.0, ..TIER_POINTS }, ..policy(LoadModel::Mixed) };
    assert_eq!(refused(unlimited), ("policy_tier_without_limit", "/tiers/high".into()));
    let twice = Adjustment { kind: AdjustmentKind::Travel, percent: -10, reason: "Far".into() };
    let twice = Policy { adjustments: vec![twice.clone(), twice], ..hours() };
    assert_eq!(refused(twice), ("adjustment_twice", "/adjustments/1/kind".into()));
    assert_eq!(set_policy(hours(), day(9)).unwrap_err().code, "policy_in_past");
    let same = set_policy(hours(), day(10)).unwrap();
    let again = same.clone().set(std::slice::from_ref(&same), day(10)).unwrap();
    assert_eq!((again.record.version, again.created), (2, false), "the same day is set anew");
}

pub fn case(id: u128, owner: u128) -> Case {
    Case {
        id: Uuid::from_u128(id),
        version: 1,
        person_id: Uuid::from_u128(id),
        program_id: Uuid::nil(),
        status: CaseStatus::Active,
        stage: Stage::Monitor,
        tier: Tier::High,
        owner_id: Uuid::from_u128(owner),
        team_id: Uuid::nil(),
        enrolled_at: DateTime::<Utc>::MIN_UTC,
        closed_at: None,
        outcome: None,
        close_reason: None,
    }
}

#[test]
fn a_case_moves_to_whom_it_may_and_every_refusal_says_why() {
    let (case, to_id) = (case(1, 7), Uuid::from_u128(8));
    let seen = Seen { from_id: Some(case.owner_id), version: Some(case.version) };
    let moving =
        Moving { case: &case, to_id, receives: true, verdict: &Verdict::Allowed, offered: false, locked: false, seen };
    let code = |moving: &Moving<'_>| require_movable(moving).err().map(|rule| rule.code);
    assert_eq!(code(&moving), None);
    assert_eq!(code(&Moving { to_id: case.owner_id, ..moving }), Some("case_move_to_owner"));
    assert_eq!(code(&Moving { receives: false, ..moving }), Some("case_move_role"));
    assert_eq!(code(&Moving { offered: true, ..moving }), Some("case_move_offered"));
    assert_eq!(code(&Moving { locked: true, ..moving }), Some("case_move_locked"));
    let other_owner = Seen { from_id: Some(to_id), ..seen };
    assert_eq!(code(&Moving { seen: other_owner, ..moving }), Some("case_move_owner_changed"));
    let older = Seen { version: Some(0), ..seen };
    assert_eq!(code(&Moving { seen: older, ..moving }), Some("case_move_changed"));
    assert_eq!(code(&Moving { seen: Seen::default(), ..moving }), None, "what was not seen is not compared");
    let refused = Verdict::Refused(Rule::new("licence_required", "A licence is needed."));
    assert_eq!(code(&Moving { verdict: &refused, ..moving }), Some("licence_required"));
    let overseen = Verdict::WithCosignature(Rule::new("cosignature_required", "Together."));
    assert_eq!(code(&Moving { verdict: &overseen, ..moving }), None);
    let closed = Case { status: CaseStatus::Closed, ..case.clone() };
    assert_eq!(code(&Moving { case: &closed, ..moving }), Some("case_closed"));
}

#[test]
fn a_move_is_undone_once_and_only_while_nothing_has_changed() {
    let moved = Moved {
        case_id: Uuid::from_u128(1),
        person_id: Uuid::from_u128(1),
        from_id: Uuid::from_u128(7),
        to_id: Uuid::from_u128(8),
        task_ids: Vec::new(),
        appointment_ids: Vec::new(),
    };
    let made = CaseloadMove {
        id: Uuid::from_u128(9),
        version: 1,
        mode: MoveMode::Immediate,
        status: MoveStatus::Made,
        reason: "Balance".into(),
        moved: vec![moved],
        made_by: Uuid::from_u128(2),
        made_at: DateTime::<Utc>::MIN_UTC,
        undone_by: None,
        undone_at: None,
    };
    let undo = |made: &CaseloadMove, cases: &[Case]| {
        made.clone().undo(cases, Uuid::from_u128(2), DateTime::<Utc>::MAX_UTC).map(|change| change.record)
    };
    let code = |made: &CaseloadMove, cases: &[Case]| undo(made, cases).unwrap_err().code;
    let undone = undo(&made, &[case(1, 8)]).unwrap();
    assert_eq!((undone.status, undone.version), (MoveStatus::Undone, 2));
    assert_eq!(code(&undone, &[case(1, 8)]), "caseload_move_undone");
    assert_eq!(code(&made, &[case(1, 5)]), "caseload_move_changed");
    assert_eq!(code(&made, &[Case { status: CaseStatus::Closed, ..case(1, 8) }]), "caseload_move_changed");
    assert_eq!(code(&made, &[]), "caseload_move_changed");
    assert_eq!(code(&CaseloadMove { mode: MoveMode::Offer, ..made }, &[case(1, 8)]), "caseload_move_offered");
}

#[test]
fn who_takes_part_changes_in_place_and_nobody_takes_part_twice() {
    let [a, b, c] = [1, 2, 3].map(Uuid::from_u128);
    assert_eq!(attendees_after(&[a, c], a, b), [b, c]);
    assert_eq!(attendees_after(&[a, b], a, b), [b]);
}

#[test]
fn evenings_nights_and_weekends_are_after_hours_on_the_wall_of_the_worker() {
    let at = |text: &str| after_hours(text.parse().unwrap(), chrono_tz::America::New_York);
    // Thursday 2 July 2026: 7:59, 8:00, 17:59 and 18:00 in New York; Saturday noon.
    let instants = ["2026-07-02T11:59:00Z", "2026-07-02T12:00:00Z", "2026-07-02T21:59:00Z", "2026-07-02T22:00:00Z"];
    assert_eq!(instants.map(at), [true, false, false, true]);
    assert!(at("2026-07-04T16:00:00Z"));
}

#[test]
fn a_team_is_told_of_in_aggregate_of_five_and_never_of_four() {
    let one =
        Exposure { crises: 2, deaths: 1, contacts: 10, late_contacts: 3, overdue: 5, overdue_before: 2, points: 9.0 };
    assert_eq!(of_team(&[one; 4]), None);
    let team = of_team(&[one; 5]).unwrap();
    assert_eq!((team.workers, team.crises_each, team.deaths_each, team.growth), (5, 2.0, 1.0, 15));
    assert_eq!((team.after_hours_share, team.fairness), (Some(0.3), Some(1.0)));
    assert_eq!((one.after_hours_share(), one.growth()), (Some(0.3), 3));
    assert_eq!(Exposure::default().after_hours_share(), None);
}

fn a_tier() -> impl Strategy<Value = Tier> {
    prop::sample::select(Tier::ALL)
}

fn a_model() -> impl Strategy<Value = LoadModel> {
    prop::sample::select(LoadModel::ALL)
}

proptest! {
    #[test]
    fn the_parts_sum_to_the_load_and_a_case_more_never_makes_it_less(
        model in a_model(), own in prop::array::uniform4(0..80u32), more in a_tier(), days_off in 0..20u32,
    ) {
        let (model, own) = (policy(model), counts(own[0], own[1], own[2], own[3]));
        let before = carried(&model, own, Some(&full_time()), days_off);
        let after = carried(&model, own.with(more, 1), Some(&full_time()), days_off);
        let sum: f64 = before.programs[0].parts.iter().map(|part| part.amount).sum();
        prop_assert!((sum - before.programs[0].load).abs() < 1e-9);
        prop_assert!(after.utilisation.unwrap() >= before.utilisation.unwrap());
        prop_assert!(after.standing >= before.standing);
        prop_assert!(after.points > before.points);
    }

    #[test]
    fn fairness_lies_between_one_share_and_one_and_does_not_depend_on_order_or_unit(
        loads in prop::collection::vec(0.1..100.0f64, 1..12), unit in 0.1..10.0f64,
    ) {
        let index = jain(&loads).unwrap();
        #[allow(clippy::cast_precision_loss)]
        let least = 1.0 / loads.len() as f64;
        prop_assert!(index >= least - 1e-9 && index <= 1.0 + 1e-9);
        let mut other: Vec<f64> = loads.iter().map(|load| load * unit).collect();
        other.reverse();
        prop_assert!((jain(&other).unwrap() - index).abs() < 1e-9);
    }

    #[test]
    fn a_caseload_is_spread_whole_to_those_who_may_whatever_the_order(
        weights in prop::collection::vec(1..6u32, 0..30), barred in prop::collection::vec(0..30u128, 0..10),
    ) {
        let mut cases: Vec<Weighed> =
            weights.iter().enumerate().map(|(id, weight)| Weighed { case_id: Uuid::from_u128(id as u128), weight: f64::from(*weight) }).collect();
        let mut receivers: Vec<Receiver> = (1..4).map(|id| Receiver { id: Uuid::from_u128(id), load: 0.0, full: 100.0 }).collect();
        let may = |case: Uuid, to: Uuid| to == Uuid::from_u128(3) || !barred.contains(&case.as_u128());
        let moves = spread(&cases, &receivers, may);
        prop_assert_eq!(moves.len(), cases.len());
        prop_assert!(moves.iter().all(|one| may(one.case_id, one.to_id)));
        cases.reverse();
        receivers.reverse();
        prop_assert_eq!(spread(&cases, &receivers, may), moves);
        prop_assert_eq!(spread(&cases, &receivers, |_, _| false), Vec::<Move>::new());
    }

    #[test]
    fn what_is_spread_differs_by_no_more_than_one_case(weights in prop::collection::vec(1..6u32, 1..40)) {
        let cases: Vec<Weighed> =
            weights.iter().enumerate().map(|(id, weight)| Weighed { case_id: Uuid::from_u128(id as u128), weight: f64::from(*weight) }).collect();
        let receivers: Vec<Receiver> = (1..4).map(|id| Receiver { id: Uuid::from_u128(id), load: 0.0, full: 100.0 }).collect();
        let moves = spread(&cases, &receivers, |_, _| true);
        let got = |id| -> f64 { cases.iter().filter(|case| moves.iter().any(|one| one.case_id == case.case_id && one.to_id == id)).map(|case| case.weight).sum() };
        let loads: Vec<f64> = receivers.iter().map(|receiver| got(receiver.id)).collect();
        let (least, most) = (loads.iter().copied().fold(f64::MAX, f64::min), loads.iter().copied().fold(0.0, f64::max));
        prop_assert!(most - least <= 5.0);
    }

    #[test]
    fn who_is_not_there_receives_nothing_however_little_they_carry(weights in prop::collection::vec(1..6u32, 1..40)) {
        let cases: Vec<Weighed> =
            weights.iter().enumerate().map(|(id, weight)| Weighed { case_id: Uuid::from_u128(id as u128), weight: f64::from(*weight) }).collect();
        let (off, there) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let receivers = [Receiver { id: off, load: 0.0, full: 0.0 }, Receiver { id: there, load: 900.0, full: 10.0 }];
        let moves = spread(&cases, &receivers, |_, _| true);
        prop_assert_eq!(moves.len(), cases.len());
        prop_assert!(moves.iter().all(|one| one.to_id == there));
        prop_assert_eq!(spread(&cases, &receivers[..1], |_, _| true), Vec::<Move>::new());
    }

    #[test]
    fn appointments_that_follow_never_overlap_and_each_one_follows_or_stays(
        slots in prop::collection::vec((0..200i64, 1..40i64, 1..3u128), 0..20), busy in prop::collection::vec((0..200i64, 1..40i64, 1..3u128), 0..10),
    ) {
        let at = |minutes| DateTime::<Utc>::UNIX_EPOCH + Duration::minutes(minutes);
        let slots: Vec<Slot> = slots.iter().enumerate().map(|(id, (start, length, to))| Slot {
            id: Uuid::from_u128(100 + id as u128), to_id: Uuid::from_u128(*to), starts_at: at(*start), ends_at: at(start + length),
        }).collect();
        let taken: Vec<Taken> = busy.iter().enumerate().map(|(id, (start, length, staff))| Taken {
            appointment_id: Uuid::from_u128(900 + id as u128), staff_id: Uuid::from_u128(*staff), starts_at: at(*start), ends_at: at(start + length),
        }).collect();
        let (follows, stays) = follow(&slots, &taken);
        prop_assert_eq!(follows.len() + stays.len(), slots.len());
        let moved: Vec<&Slot> = slots.iter().filter(|slot| follows.contains(&slot.id)).collect();
        for (place, one) in moved.iter().enumerate() {
            let free = |start, end| one.ends_at <= start || end <= one.starts_at;
            prop_assert!(taken.iter().filter(|own| own.staff_id == one.to_id).all(|own| free(own.starts_at, own.ends_at)));
            prop_assert!(moved[..place].iter().filter(|own| own.to_id == one.to_id).all(|own| free(own.starts_at, own.ends_at)));
        }
    }
}
