use super::*;

fn request(anchor: &str, by: By) -> Request {
    Request {
        anchor: Anchor::parse(anchor).unwrap(),
        zone: time_zone("America/New_York").unwrap(),
        calendar: Calendar::default(),
        jurisdiction: "US".into(),
        by,
    }
}

fn by_rule(anchor: &str, code: &str) -> Result<Preview, (&'static str, Option<String>)> {
    preview(&request(anchor, By::Rule(code.into()))).map_err(|rule| (rule.code, rule.pointer))
}

fn due_on(anchor: &str, code: &str) -> String {
    by_rule(anchor, code).unwrap().due.due_on.to_string()
}

#[test]
fn a_rule_is_applied_to_a_date_or_a_time_and_names_its_version_and_source() {
    let found = by_rule("2026-03-06", "T-5.contact").unwrap();
    assert_eq!(found.due.due_on.to_string(), "2026-03-10");
    assert_eq!(found.steps[0].detail, "Starts on 2026-03-06.");
    let rule = found.rule.unwrap();
    assert_eq!((rule.code, rule.version().as_str()), ("T-5.contact", "2000-01-01"));
    assert!(rule.source.starts_with("CMS"));
    assert_eq!(due_on("2026-03-06T14:00:00-05:00", "T-5.contact"), "2026-03-10");
}

#[test]
fn tv_0_the_version_in_force_on_the_anchors_local_date_judges() {
    assert_eq!(due_on("2025-12-30", "T-6.standard"), "2026-01-13");
    assert_eq!(due_on("2026-01-02", "T-6.standard"), "2026-01-09");
    // Still 31 December in New York.
    assert_eq!(due_on("2026-01-01T03:00:00Z", "T-6.standard"), "2026-01-14");
}

#[test]
fn tv_0_24_hours_over_the_spring_change_end_at_13_on_the_wall() {
    let found = preview(&request("2026-03-07T12:00:00-05:00", By::Clock(Clock::elapsed_hours(24)))).unwrap();
    assert_eq!(found.due.due_at.to_rfc3339(), "2026-03-08T17:00:00+00:00");
    assert_eq!(found.rule, None);
}

#[test]
fn a_window_says_when_it_opens() {
    let due = by_rule("2026-06-30", "T-18.prerelease").unwrap().due;
    assert_eq!(due.opens_at.unwrap().to_rfc3339(), "2026-04-01T04:00:00+00:00");
    assert_eq!(due.due_on.to_string(), "2026-06-30");
}

#[test]
fn day_zero_never_moves_the_due_date() {
    for clock in [Clock::calendar_days(30), Clock::calendar_days(30).without_day0()] {
        let due = preview(&request("2026-03-02", By::Clock(clock))).unwrap().due;
        assert_eq!(due.due_on.to_string(), "2026-04-01");
        assert_eq!(due.opens_at.is_some(), !clock.include_day0);
    }
}

#[test]
fn hours_from_a_date_are_refused_instead_of_guessed() {
    assert_eq!(by_rule("2026-03-02", "T-1.assessment"), Err(("anchor_needs_time", Some("/anchor".into()))));
}

#[test]
fn what_cannot_be_answered_is_refused_with_a_pointer() {
    let pointer = |result: Result<_, Rule>| result.map(|_: ()| ()).unwrap_err();
    assert_eq!(by_rule("2026-03-02", "T-5.nothing"), Err(("rule_unknown", Some("/rule".into()))));
    assert_eq!(by_rule("1999-03-02", "T-5.contact"), Err(("rule_not_in_force", Some("/anchor".into()))));
    assert_eq!(pointer(Anchor::parse("2026-03-02T09:00:00").map(|_| ())).code, "anchor_malformed");
    assert_eq!(pointer(Anchor::parse("yesterday").map(|_| ())).pointer.as_deref(), Some("/anchor"));
    assert_eq!(pointer(time_zone("Mars/Olympus").map(|_| ())).pointer.as_deref(), Some("/time_zone"));
    assert_eq!(pointer(By::one_of(None, None).map(|_| ())).code, "rule_or_clock");
    let both = By::one_of(Some("T-2.plan".into()), Some(Clock::calendar_days(3)));
    assert_eq!(pointer(both.map(|_| ())).code, "rule_or_clock");
    for anchor in ["1879-12-31", "2200-01-01", "9999-12-31T12:00:00Z"] {
        let far = preview(&request(anchor, By::Clock(Clock::calendar_days(1)))).unwrap_err();
        assert_eq!((far.code, far.pointer.as_deref()), ("anchor_out_of_range", Some("/anchor")), "{anchor}");
    }
    let endless = request("2026-03-02", By::Clock(Clock::calendar_days(u32::MAX)));
    assert_eq!(preview(&endless).unwrap_err().code, "clock_too_long");
}

#[test]
fn the_end_of_time_is_refused_and_from_the_last_day_before_it_the_longest_clock_is_answered() {
    let of = |anchor, clock| Request { anchor: Anchor::On(anchor), ..request("2026-03-02", By::Clock(clock)) };
    for anchor in [NaiveDate::MIN, NaiveDate::MAX] {
        assert_eq!(preview(&of(anchor, Clock::business_days(9))).unwrap_err().code, "anchor_out_of_range");
    }
    for clock in [Clock::business_days(36_525), Clock::court_days(36_525), Clock::school_days(36_525)] {
        let due = preview(&of("2199-12-31".parse().unwrap(), clock)).unwrap().due;
        assert!((2200..10_000).contains(&due.due_on.year()), "{}", due.due_on);
    }
}
