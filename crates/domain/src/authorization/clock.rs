//! Which published clock judges a request, by line of business and urgency, and how far the law lets it be extended.
//!
//! T-6 (CMS-0057-F; 42 CFR 422.568, 422.572, 438.210): Medicare Advantage, Medicaid and CHIP; drugs and issuers of qualified health
//! plans are excluded; before 2026 Medicare Advantage and Medicaid managed care only. T-9 (29 CFR 2560.503-1(f)): plans of employers.
//! Where none applies nothing is due, and the screen says so.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    Authorization, AuthorizationAction, ExtensionGround as G, GrantedExtension, LineOfBusiness as L, RequestUrgency,
    ReviewKind, ServiceCategory,
};
use crate::calendar::Calendar;
use crate::change::{Change, Event, EventKind, Rule};
use crate::clock::{self as time, Due};
use crate::rulebook::{self, catalogue};

/// A clock that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Code of its rule.
    pub rule_code: String,
    /// The last instant in time.
    pub due_at: DateTime<Utc>,
}

/// Where and by which rules a clock runs: those of the program, before what is published.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Time zone of the program.
    pub zone: Tz,
    /// Its calendar.
    pub calendar: &'a Calendar,
    /// Its rules.
    pub rules: &'a [rulebook::Rule],
}

/// The version of a rule that judges an anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judging {
    /// Title.
    pub title: String,
    /// The clock.
    pub clock: time::Clock,
    /// Days of the one extension, where the law allows one.
    pub extension_days: Option<u32>,
    /// Where the numbers come from.
    pub source: String,
}

impl Place<'_> {
    /// The version of a rule in force on the day of `anchor`.
    pub fn judging(&self, code: &str, anchor: DateTime<Utc>) -> Option<Judging> {
        let day = time::local_date(anchor, self.zone);
        let own = self.rules.iter().filter(|rule| rule.code == code && rule.in_force(day));
        if let Some(rule) = own.max_by_key(|rule| rule.valid_from) {
            let (title, source) = (rule.title.clone(), rule.source.clone());
            return Some(Judging { title, clock: rule.clock, extension_days: rule.extension_days, source });
        }
        let rule = catalogue::find(code, day, catalogue::COUNTRY).ok()?;
        let (title, source) = (rule.title.to_owned(), rule.source.to_owned());
        Some(Judging { title, clock: rule.clock, extension_days: rule.extension_days, source })
    }

    /// When a clock that started at `anchor` runs out, with the one extension it was given.
    pub fn due(&self, code: &str, anchor: DateTime<Utc>, extension: Option<&GrantedExtension>) -> Option<Due> {
        let rule = self.judging(code, anchor)?;
        let due = time::due(&rule.clock, anchor, self.zone, self.calendar);
        Some(match extension {
            Some(more) => {
                let days = more.days.min(rule.extension_days.unwrap_or(0));
                time::extended(due, &rule.clock, days, &more.words, self.zone, self.calendar)
            }
            None => due,
        })
    }
}

impl Authorization {
    /// The clock that starts when the payer receives the request; `None` where no published one applies.
    pub fn start(&self, received_at: DateTime<Utc>, place: Place<'_>) -> Option<Started> {
        let care_starts = time::start_of_day(self.service.from, place.zone);
        let code = self.rule_for(received_at, time::local_date(received_at, place.zone), care_starts)?;
        let due_at = place.due(code, received_at, None)?.due_at;
        Some(Started { rule_code: code.to_owned(), due_at })
    }

    fn rule_for(&self, at: DateTime<Utc>, on: NaiveDate, care_starts: DateTime<Utc>) -> Option<&'static str> {
        let expedited = self.urgency == RequestUrgency::Expedited;
        match self.line {
            L::Qhp | L::Other => None,
            L::Erisa => Some(match self.kind {
                ReviewKind::Retrospective => "T-9.post_service",
                ReviewKind::Concurrent if expedited && at + TimeDelta::hours(24) <= care_starts => {
                    "T-9.concurrent_urgent"
                }
                _ if expedited => "T-9.urgent",
                _ => "T-9.pre_service",
            }),
            _ if self.category == ServiceCategory::Drug || self.kind == ReviewKind::Retrospective => None,
            L::MedicaidFfs | L::Chip if on < since_2026() => None,
            _ if expedited => Some("T-6.expedited"),
            _ => Some("T-6.standard"),
        }
    }

    /// What opened the deadline of the request, where we review it and a clock applies.
    pub fn opened(&self) -> Option<Event> {
        let received_at = self.received_at.filter(|_| self.is_reviewed_here())?;
        Some(Event::new(rulebook::opening(self.rule_code.as_deref()?)?, self.id, received_at))
    }

    /// Takes the time that the law allows, once, before the clock has run out.
    ///
    /// # Errors
    /// `authorization_transition`; `extension_not_allowed`; `extension_too_late`; `extension_days` at `/days`; `extension_ground`
    /// at `/ground`.
    pub fn extend(mut self, more: GrantedExtension, place: Place<'_>) -> Result<Change<Self>, Rule> {
        self.require(AuthorizationAction::Extend)?;
        let started = self.rule_code.clone().zip(self.received_at).zip(self.due_at);
        let Some(((code, anchor), due_at)) = started else { return Err(not_allowed()) };
        check_extension(&more, self.line, place.judging(&code, anchor).as_ref(), due_at)?;
        self.due_at = place.due(&code, anchor, Some(&more)).map(|due| due.due_at);
        self.note(more.by, more.at, Some(more.words.clone()));
        self.course.extension = Some(more);
        Ok(self.next())
    }
}

/// Refuses an extension that the law does not allow: 42 CFR 422.568(b), 422.572(b), 438.210(d); 29 CFR 2560.503-1(f)(2)(iii).
pub(super) fn check_extension(
    more: &GrantedExtension,
    line: L,
    rule: Option<&Judging>,
    due_at: DateTime<Utc>,
) -> Result<(), Rule> {
    let Some(allowed) = rule.and_then(|rule| rule.extension_days) else { return Err(not_allowed()) };
    if !time::in_time(more.at, due_at) {
        let detail = "It is overdue: only a running clock can be extended.";
        return Err(Rule::new("extension_too_late", detail));
    }
    if !(1..=allowed).contains(&more.days) {
        return Err(Rule::at("extension_days", "/days", format!("Extend by 1 to {allowed} days.")));
    }
    if (line == L::Erisa) != (more.ground == G::BeyondControl) {
        let detail = "The law of this plan does not know this ground.";
        return Err(Rule::at("extension_ground", "/ground", detail));
    }
    Ok(())
}

fn not_allowed() -> Rule {
    Rule::new("extension_not_allowed", "The law allows no extension of this clock.")
}

fn since_2026() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or(NaiveDate::MAX)
}

/// `change` with the event that meets the deadline, where one was opened. What is said to have come about before it was received
/// settles it all the same.
pub(super) fn settles<T>(change: Change<T>, opened: Option<Event>, kind: EventKind, at: DateTime<Utc>) -> Change<T> {
    match opened {
        Some(event) => change.with(Event::new(kind, event.subject_id, at.max(event.at))),
        None => change,
    }
}
