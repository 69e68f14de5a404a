//! Titles of rules: the amount they name is the one of the clock in force, also after an organization changed it.

use super::catalogue::Published;
use super::{Rule, edit};
use crate::change::EventKind;
use crate::clock::{Clock, ClockKind, Direction, Span};

/// The title of a version of `rule` with `clock`, which `trigger` starts. It is made from the published title, in which the amount of the published
/// clock gives way to the new one; a title that says its amount in other words gets the new one behind it.
pub(super) fn retitled(rule: &Rule, published: Option<&Published>, clock: &Clock, trigger: EventKind) -> String {
    let (title, so_far) =
        published.map_or((rule.title.as_str(), &rule.clock), |published| (published.title, &published.clock));
    let title = match edit::anchors(&rule.code) {
        [first, ..] => title.replacen(since(*first), since(trigger), 1),
        [] => title.to_owned(),
    };
    let (before, now) = (within(so_far), within(clock));
    if before != now && !title.contains(&before) {
        // A title may count the days of a window from 1; a clock counts them from 0.
        let counting =
            if matches!(clock.span, Span::Window { to: 1.., .. }) { ", day 0 being the day it starts" } else { "" };
        return format!("{title} (now {now}{counting})");
    }
    title.replacen(&before, &now, 1)
}

/// How a title says what starts a clock, of the events that may be chosen for that.
fn since(trigger: EventKind) -> &'static str {
    match trigger {
        EventKind::ComprehensiveBegun => "of the start of the comprehensive assessment",
        EventKind::ComprehensiveCompleted => "of the comprehensive assessment",
        _ => "of enrolment",
    }
}

/// How a title says how long something may take: "within 2 business days", "at least 14 days before".
fn within(clock: &Clock) -> String {
    if let Span::Window { from: from @ ..0, to: 0 } = clock.span {
        return format!("in the {} days before", from.unsigned_abs());
    }
    if let Span::Window { from, to } = clock.span {
        return format!("within days {from} to {to}");
    }
    let unit = match clock.kind() {
        ClockKind::ElapsedHours => "hour",
        ClockKind::CalendarMonths => "month",
        ClockKind::BusinessDays => "business day",
        ClockKind::SchoolDays => "school day",
        ClockKind::CalendarDays | ClockKind::CourtDays | ClockKind::Window => "day",
    };
    let amount = clock.amount().unwrap_or_default();
    let plural = if amount == 1 { "" } else { "s" };
    match clock.direction {
        Direction::Forward => format!("within {amount} {unit}{plural}"),
        Direction::Back => format!("at least {amount} {unit}{plural} before"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::program::Setting;
    use crate::rulebook::{catalogue, standard};

    #[test]
    fn every_amount_in_the_title_of_a_standard_rule_is_the_one_of_its_clock() {
        let settings = [Setting::Hospital, Setting::Clinic, Setting::BehavioralHealth];
        for rule in settings.into_iter().flat_map(standard) {
            let rest = rule.title.replacen(&within(&rule.clock), "", 1);
            assert_ne!(rest, rule.title, "{}", rule.code);
            assert!(!rest.contains(|c: char| c.is_ascii_digit()), "{}: {rest}", rule.code);
        }
    }

    /// The same clock with one more.
    fn longer(clock: &Clock) -> Clock {
        let span = match clock.span {
            Span::ElapsedHours(amount) => Span::ElapsedHours(amount + 1),
            Span::CalendarDays(amount, roll) => Span::CalendarDays(amount + 1, roll),
            Span::CalendarMonths(amount, roll) => Span::CalendarMonths(amount + 1, roll),
            Span::BusinessDays(amount) => Span::BusinessDays(amount + 1),
            Span::SchoolDays(amount) => Span::SchoolDays(amount + 1),
            Span::CourtDays(amount) => Span::CourtDays(amount + 1),
            Span::Window { from, to } => Span::Window { from: from - 1, to },
        };
        Clock { span, ..*clock }
    }

    #[test]
    fn the_title_of_every_changed_rule_names_its_new_amount_and_the_published_one_when_it_is_back() {
        for rule in Setting::ALL.iter().flat_map(|setting| standard(*setting)) {
            let published = catalogue::find(&rule.code, rule.valid_from, &rule.jurisdiction).ok();
            let changed = longer(&rule.clock);
            let title = retitled(&rule, published, &changed, rule.trigger);
            assert!(title.contains(&within(&changed)), "{}: {title}", rule.code);
            let again = Rule { title, clock: changed, ..rule.clone() };
            let further = longer(&changed);
            let title = retitled(&again, published, &further, rule.trigger);
            assert!(title.contains(&within(&further)) && title.matches("(now ").count() <= 1, "{}: {title}", rule.code);
            assert_eq!(retitled(&again, published, &rule.clock, rule.trigger), rule.title, "{}", rule.code);
        }
    }

    #[test]
    fn a_title_says_what_starts_the_clock_and_the_published_event_when_that_is_back() {
        let rules = standard(Setting::Clinic);
        let rule = rules.iter().find(|rule| rule.code == crate::rulebook::PLAN).unwrap();
        let published = catalogue::find(&rule.code, rule.valid_from, &rule.jurisdiction).ok();
        let titled = |trigger| retitled(rule, published, &Clock::calendar_days(20), trigger);
        let after = |what: &str| format!("Approved care plan within 20 days of {what}");
        assert_eq!(titled(EventKind::ComprehensiveBegun), after("the start of the comprehensive assessment"));
        assert_eq!(titled(EventKind::ComprehensiveCompleted), after("the comprehensive assessment"));
        let moved = Rule { title: titled(EventKind::ComprehensiveCompleted), ..rule.clone() };
        assert_eq!(retitled(&moved, published, &rule.clock, rule.trigger), rule.title);
    }

    #[test]
    fn a_changed_window_says_from_which_day_it_counts() {
        let published = catalogue::find("T-11.recertification", "2026-03-02".parse().unwrap(), "US").ok();
        let rules = standard(Setting::HomeHealth);
        let rule = rules.iter().find(|rule| rule.code == "T-11.recertification").unwrap();
        let title = retitled(rule, published, &Clock::window(56, 58), rule.trigger);
        let days = "Recertification assessment on days 56 to 60 of the 60-day period";
        assert_eq!(title, format!("{days} (now within days 56 to 58, day 0 being the day it starts)"));
    }

    #[test]
    fn a_window_and_a_single_day_are_named_as_such() {
        assert_eq!(within(&Clock::window(1, 7)), "within days 1 to 7");
        assert_eq!(within(&Clock::window(-2, 0)), "in the 2 days before");
        assert_eq!(within(&Clock::business_days(1)), "within 1 business day");
        assert_eq!(within(&Clock::elapsed_hours(36)), "within 36 hours");
        assert_eq!(within(&Clock::court_days(14).back()), "at least 14 days before");
    }
}
