use super::lookup::{AskedService, BenefitFinding, LookupGround, NetworkFinding, benefit, network};
use super::*;
use crate::authorization::{
    Authorization, AuthorizationSide, AuthorizationStatus, Course, LineOfBusiness, RequestUrgency, ReviewKind, Service,
    Use,
};
use crate::person::{Coverage, CoverageKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn who(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn row(category: ServiceCategory, code: Option<&str>) -> PlanBenefit {
    PlanBenefit {
        category,
        code: code.map(Into::into),
        covered: true,
        needs_authorization: false,
        limit: None,
        copay_cents: None,
        notes: None,
        from: day("2026-01-01"),
        to: Some(day("2026-12-31")),
    }
}

fn visits(units: u32, period: BenefitPeriod) -> Option<BenefitLimit> {
    Some(BenefitLimit { units, unit: UnitKind::Visit, period })
}

fn member(service: Option<u128>, status: NetworkStatus) -> NetworkMember {
    NetworkMember {
        community_organization_id: who(7),
        community_service_id: service.map(who),
        status,
        tier: None,
        from: day("2026-01-01"),
        to: None,
        as_of: day("2026-02-01"),
    }
}

fn content(benefits: Vec<PlanBenefit>, network: Vec<NetworkMember>) -> PlanContent {
    PlanContent { payer: "Valley".into(), name: "Gold".into(), status: InsurancePlanStatus::Active, benefits, network }
}

fn made(content: PlanContent) -> Result<InsurancePlan, Rule> {
    let now = DateTime::<Utc>::UNIX_EPOCH;
    InsurancePlan::create(who(1), content, day("2026-03-01"), who(2), now).map(|change| change.record)
}

fn coverage() -> Coverage {
    Coverage {
        id: who(3),
        version: 1,
        person_id: who(4),
        payer: "Valley".into(),
        kind: CoverageKind::MedicareAdvantage,
        member_id: None,
        starts_on: Some(day("2025-06-01")),
        ends_on: Some(day("2026-11-30")),
        line: None,
        priority: None,
        plan_id: Some(who(1)),
        source: None,
    }
}

/// A request of the coverage with units used on a day.
fn used(code: Option<&str>, units: u32, on: &str) -> Authorization {
    let now = DateTime::<Utc>::UNIX_EPOCH;
    let uses = vec![Use { on: day(on), units, by: who(2), at: now }];
    Authorization {
        id: who(90),
        version: 1,
        person_id: who(4),
        case_id: who(92),
        coverage_id: Some(who(3)),
        side: AuthorizationSide::Asked,
        line: LineOfBusiness::MedicareAdvantage,
        urgency: RequestUrgency::Standard,
        kind: ReviewKind::Prospective,
        category: ServiceCategory::HomeHealth,
        status: AuthorizationStatus::Approved,
        service: Service {
            title: "Visits".into(),
            code: code.map(Into::into),
            units: 40,
            unit: UnitKind::Visit,
            from: day("2025-01-01"),
            to: day("2026-12-31"),
            provider: None,
            community_organization_id: None,
            need: "Wound care".into(),
            labels: Vec::new(),
        },
        requested_by: who(2),
        created_at: now,
        received_at: None,
        rule_code: None,
        due_at: None,
        reviewer_id: None,
        advisor_id: None,
        decided_at: None,
        valid_to: None,
        next_review_on: None,
        continues_id: None,
        course: Course { uses, ..Course::default() },
    }
}

fn asked(code: Option<&str>) -> AskedService<'_> {
    AskedService { category: ServiceCategory::HomeHealth, code }
}

#[test]
fn the_row_of_the_code_counts_before_that_of_the_kind_and_units_count_in_its_time() {
    let kind = PlanBenefit {
        needs_authorization: true,
        limit: visits(20, BenefitPeriod::Year),
        ..row(ServiceCategory::HomeHealth, None)
    };
    let one = PlanBenefit { covered: false, ..row(ServiceCategory::HomeHealth, Some("g0299")) };
    let plan = made(content(vec![kind, one], Vec::new())).unwrap();
    let requests = [
        used(Some("G0151"), 4, "2026-01-01"),
        used(None, 2, "2026-03-10"),
        used(None, 5, "2025-12-31"),
        used(Some("G0299"), 9, "2026-03-10"),
        Authorization { coverage_id: Some(who(33)), ..used(None, 8, "2026-03-10") },
    ];
    let told = |code| benefit(&coverage(), Some(&plan), asked(code), &requests, day("2026-03-12"));
    let of_kind = told(Some("G0151"));
    assert_eq!((of_kind.finding, of_kind.ground), (BenefitFinding::AuthorizationNeeded, LookupGround::General));
    assert_eq!((of_kind.row, of_kind.used), (plan.benefits.first(), Some(6)), "what has a row of its own counts there");
    let of_code = told(Some(" G02 99"));
    assert_eq!((of_code.finding, of_code.ground), (BenefitFinding::NotCovered, LookupGround::Exact));
    assert_eq!(told(None).ground, LookupGround::General);

    let monthly =
        PlanBenefit { limit: visits(4, BenefitPeriod::Month), ..row(ServiceCategory::HomeHealth, Some("G0151")) };
    let plan = made(content(vec![monthly], Vec::new())).unwrap();
    let on = |text| benefit(&coverage(), Some(&plan), asked(Some("G0151")), &requests, day(text)).used;
    assert_eq!((on("2026-01-31"), on("2026-02-01")), (Some(4), Some(0)));
}

#[test]
fn what_nobody_wrote_down_is_unknown_and_never_not_covered() {
    let plan = made(content(vec![row(ServiceCategory::HomeHealth, None)], Vec::new())).unwrap();
    let ground = |plan: Option<&InsurancePlan>, category, on: &str| {
        let answer = benefit(&coverage(), plan, AskedService { category, code: None }, &[], day(on));
        assert_eq!(answer.finding == BenefitFinding::Unknown, answer.row.is_none());
        answer.ground
    };
    let at_home = ServiceCategory::HomeHealth;
    assert_eq!(ground(Some(&plan), at_home, "2026-11-30"), LookupGround::General);
    assert_eq!(ground(Some(&plan), at_home, "2026-12-01"), LookupGround::CoverageNotInForce);
    assert_eq!(ground(Some(&plan), at_home, "2025-12-31"), LookupGround::OtherDays);
    assert_eq!(ground(Some(&plan), ServiceCategory::Dme, "2026-03-12"), LookupGround::NoRow);
    assert_eq!(ground(None, at_home, "2026-03-12"), LookupGround::NoPlan);
}

#[test]
fn a_provider_is_in_by_its_service_else_as_a_whole_else_nobody_knows() {
    let rows = vec![member(None, NetworkStatus::In), member(Some(8), NetworkStatus::Out)];
    let plan = made(content(Vec::new(), rows)).unwrap();
    let told = |organization, service: Option<u128>| {
        let answer = network(&coverage(), Some(&plan), who(organization), service.map(who), day("2026-03-12"));
        (answer.finding, answer.ground)
    };
    assert_eq!(told(7, Some(8)), (NetworkFinding::OutOfNetwork, LookupGround::Exact));
    assert_eq!(told(7, Some(9)), (NetworkFinding::InNetwork, LookupGround::General));
    assert_eq!(told(7, None), (NetworkFinding::InNetwork, LookupGround::General));
    assert_eq!(told(6, None), (NetworkFinding::Unknown, LookupGround::NoRow));
}

#[test]
fn a_plan_says_one_thing_about_a_day_and_points_at_the_row_that_says_another() {
    let refused = |benefits: Vec<PlanBenefit>, network: Vec<NetworkMember>| {
        let rule = made(content(benefits, network)).unwrap_err();
        (rule.code, rule.pointer.unwrap())
    };
    let clash = |pointer: &str| ("plan_rows_clash", pointer.to_owned());
    let dme = |code| row(ServiceCategory::Dme, code);
    assert_eq!(refused(vec![dme(Some("E0601")), dme(Some("e0601 "))], Vec::new()), clash("/benefits/1/from"));
    let next = PlanBenefit { from: day("2027-01-01"), to: None, ..dme(None) };
    assert!(made(content(vec![dme(None), next, dme(Some("E0601"))], Vec::new())).is_ok(), "one after the other");
    let twice = vec![member(None, NetworkStatus::In), member(None, NetworkStatus::Out)];
    assert_eq!(refused(Vec::new(), twice), clash("/network/1/from"));

    let never = PlanBenefit { covered: false, copay_cents: Some(500), ..dme(None) };
    assert_eq!(refused(vec![never], Vec::new()), ("plan_benefit_not_covered", "/benefits/0/covered".to_owned()));
    let ends = PlanBenefit { to: Some(day("2025-12-31")), ..dme(None) };
    assert_eq!(refused(vec![ends], Vec::new()), ("plan_row_days", "/benefits/0/to".to_owned()));
    let ahead = NetworkMember { as_of: day("2026-03-02"), ..member(None, NetworkStatus::In) };
    assert_eq!(refused(Vec::new(), vec![ahead]), ("plan_network_as_of", "/network/0/as_of".to_owned()));
}
