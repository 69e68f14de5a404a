//! Titles of rules: the amount they name is the one of the clock in force, also after an organization changed it.

use super::Rule;
use super::catalogue::Published;
use crate::clock::{Clock, ClockKind, Span};

/// The title of a version of `rule` with `clock`. It is made from the published title, in which the amount of the published
/// clock gives way to the new one; a title that names no amount stays as it is.
pub(super) fn retitled(rule: &Rule, published: Option<&Published>, clock: &Clock) -> String {
    let (title, so_far) =
        published.map_or((rule.title.as_str(), &rule.clock), |published| (published.title, &published.clock));
    title.replacen(&within(so_far), &within(clock), 1)
}

/// How a title says how long something may take: "within 2 business days".
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
        ClockKind::CourtDays => "court day",
        ClockKind::CalendarDays | ClockKind::Window => "day",
    };
    let amount = clock.amount().unwrap_or_default();
    format!("within {amount} {unit}{}", if amount == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Setting;
    use crate::rulebook::standard;

    #[test]
    fn every_amount_in_the_title_of_a_standard_rule_is_the_one_of_its_clock() {
        let settings = [Setting::Hospital, Setting::Clinic, Setting::BehavioralHealth];
        for rule in settings.into_iter().flat_map(standard) {
            let rest = rule.title.replacen(&within(&rule.clock), "", 1);
            assert_ne!(rest, rule.title, "{}", rule.code);
            assert!(!rest.contains(|c: char| c.is_ascii_digit()), "{}: {rest}", rule.code);
        }
    }

    #[test]
    fn a_window_and_a_single_day_are_named_as_such() {
        assert_eq!(within(&Clock::window(1, 7)), "within days 1 to 7");
        assert_eq!(within(&Clock::window(-2, 0)), "in the 2 days before");
        assert_eq!(within(&Clock::business_days(1)), "within 1 business day");
        assert_eq!(within(&Clock::elapsed_hours(36)), "within 36 hours");
    }
}
