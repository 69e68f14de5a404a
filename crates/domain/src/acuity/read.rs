//! The facts of acuity, read from the record.
//!
//! How long an answer counts (ours): a year for function, falls, substances and social needs, as the yearly reassessment of T-3;
//! 180 days for PHQ-9 and GAD-7, the middle of the follow-up window of DRR-E (120 to 240 days); 90 days for C-SSRS, which asks about
//! the past 3 months. An older answer is missing, not zero. Only completed assessments count.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Fact, Facts, Reading};
use crate::alert::{Alert, AlertSeverity, AlertStatus};
use crate::assessment::{Assessment, AssessmentStatus};
use crate::clock::local_date;
use crate::contact::{Contact, ContactOutcome, ContactStatus, ContactWith, Direction};
use crate::deadline::{Deadline, DeadlineStatus};
use crate::instrument::{self, Bounds, Score};
use crate::need::{Need, NeedKind, NeedStatus};
use crate::readmission::{self, Sources, is_acute};
use crate::stay::{Stay, StayClass, StayStatus};

/// Days for which function, falls, substances and social needs count.
const YEAR: i64 = 365;
/// Days for which PHQ-9 and GAD-7 count.
const MOOD: i64 = 180;
/// Days for which C-SSRS counts.
const SUICIDE: i64 = 90;
/// Days of contacts that are looked at.
const CONTACTS: i64 = 60;
/// Days after a discharge in which readmission is a risk of its own (LACE and HOSPITAL are about 30 days).
const READMISSION: i64 = 30;

/// What the record holds about a person and their case, in any order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Assessments.
    pub assessments: Vec<Assessment>,
    /// Alerts.
    pub alerts: Vec<Alert>,
    /// Deadlines of the case.
    pub deadlines: Vec<Deadline>,
    /// Contacts of the last 60 days at least.
    pub contacts: Vec<Contact>,
    /// Stays of the last 13 months at least.
    pub stays: Vec<Stay>,
    /// Needs.
    pub needs: Vec<Need>,
}

/// The facts as of `now`, with dates in `zone`.
pub fn read(record: &Record, zone: Tz, now: DateTime<Utc>) -> Facts {
    let reader = Reader { record, zone, now };
    let mut facts = Facts::default();
    facts.set(Fact::AcuteStays, Some(reader.acute_stays()));
    facts.set(Fact::EmergencyVisits, Some(reader.emergency_visits()));
    facts.set(Fact::Readmission, Some(reader.readmission()));
    facts.set(Fact::ClinicalNeeds, Some(reader.needs("clinical", &[NeedKind::Clinical])));
    facts.set(Fact::DailyLiving, reader.daily_living());
    facts.set(Fact::Falls, reader.worst(&["steadi", "morse"], YEAR, positive));
    facts.set(Fact::Depression, reader.total("phq-9"));
    facts.set(Fact::Anxiety, reader.total("gad-7"));
    facts.set(
        Fact::Substance,
        reader.worst(&["audit-c", "audit", "dast-10"], YEAR, |code, score| match code {
            // DAST-10 is no screen of its own: from 3 it is moderate (I-14).
            "dast-10" => reached(score.bounds, 3),
            _ => positive(code, score),
        }),
    );
    facts.set(Fact::SocialDomains, reader.worst(&["ahc-hrsn"], YEAR, |_, score| domains(score)));
    let social = [NeedKind::Social, NeedKind::Financial, NeedKind::Caregiver, NeedKind::Environment];
    facts.set(Fact::SocialNeeds, Some(reader.needs("social", &social)));
    facts.set(Fact::Unanswered, reader.unanswered());
    facts.set(Fact::Silence, reader.silence());
    facts.set(Fact::SuicideRisk, reader.suicide_risk());
    facts.set(Fact::SafetyAlert, Some(reader.safety_alert()));
    let (overdue, longest) = reader.overdue();
    facts.set(Fact::Overdue, Some(overdue));
    facts.set(Fact::LongestOverdue, Some(longest));
    facts
}

struct Reader<'a> {
    record: &'a Record,
    zone: Tz,
    now: DateTime<Utc>,
}

/// A completed assessment with its score.
struct Scored<'a> {
    assessment: &'a Assessment,
    title: &'static str,
    score: Score,
}

impl Reader<'_> {
    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        local_date(at, self.zone)
    }

    fn months_ago(&self, months: u32) -> NaiveDate {
        self.day(self.now).checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
    }

    fn within(&self, at: DateTime<Utc>, days: i64) -> bool {
        at <= self.now && at >= self.now - TimeDelta::days(days)
    }

    /// The latest completed assessment of an instrument that still counts.
    fn latest(&self, code: &str, days: i64) -> Option<Scored<'_>> {
        let counts = |assessment: &&Assessment| {
            assessment.instrument == code
                && assessment.status == AssessmentStatus::Completed
                && self.within(assessment.performed_at, days)
        };
        let last = |assessment: &&Assessment| (assessment.performed_at, assessment.id);
        let assessment = self.record.assessments.iter().filter(counts).max_by_key(last)?;
        let instrument = instrument::find_version(&assessment.instrument, &assessment.instrument_version)?;
        let score = instrument::score_in(instrument, &assessment.answers, &assessment.context).ok()?;
        Some(Scored { assessment, title: instrument.title, score })
    }

    fn told(&self, scored: &Scored<'_>) -> String {
        let bounds = scored.score.bounds;
        let total =
            if bounds.min == bounds.max { bounds.min.to_string() } else { format!("{} to {}", bounds.min, bounds.max) };
        let band = match scored.score.bands.as_slice() {
            [] => String::new(),
            bands => format!(", {}", bands.join(" or ")),
        };
        format!("{} of {}: {total}{band}.", scored.title, self.day(scored.assessment.performed_at))
    }

    fn total(&self, code: &str) -> Option<Reading> {
        let scored = self.latest(code, MOOD)?;
        Some(Reading::between(scored.score.bounds.min, scored.score.bounds.max, self.told(&scored)))
    }

    /// The worst of what several instruments say, each by its latest assessment; none when there is none of them.
    fn worst(&self, codes: &[&str], days: i64, value: impl Fn(&str, &Score) -> Bounds) -> Option<Reading> {
        let readings = codes.iter().filter_map(|code| {
            let scored = self.latest(code, days)?;
            let Bounds { min, max } = value(code, &scored.score);
            Some(Reading::between(min, max, self.told(&scored)))
        });
        readings.reduce(|a, b| Reading {
            low: a.low.max(b.low),
            high: a.high.max(b.high),
            because: format!("{} {}", a.because, b.because),
        })
    }

    fn daily_living(&self) -> Option<Reading> {
        let scored = self.latest("katz", YEAR)?;
        let Bounds { min, max } = scored.score.bounds;
        Some(Reading::between(6 - max, 6 - min, self.told(&scored)))
    }

    fn acute_stays(&self) -> Reading {
        let since = self.months_ago(12);
        let lasted = |stay: &&Stay| stay.discharged_at.is_none_or(|end| self.day(end) >= since);
        self.counted("acute stay", since, self.record.stays.iter().filter(|stay| is_acute(stay)).filter(lasted))
    }

    fn emergency_visits(&self) -> Reading {
        let since = self.months_ago(6);
        let visits = self.record.stays.iter().filter(|stay| {
            stay.class == StayClass::Emergency
                && stay.status != StayStatus::Cancelled
                && self.day(stay.admitted_at) >= since
        });
        self.counted("emergency visit", since, visits)
    }

    fn counted<'b>(&self, what: &str, since: NaiveDate, stays: impl Iterator<Item = &'b Stay>) -> Reading {
        let mut begins: Vec<(DateTime<Utc>, &str)> =
            stays.filter(|stay| stay.admitted_at <= self.now).map(|stay| (stay.admitted_at, &*stay.facility)).collect();
        begins.sort_unstable();
        let because = match begins.as_slice() {
            [] => format!("No {what} in the record since {since}."),
            [(at, facility)] => format!("1 {what} since {since}: {facility}, {}.", self.day(*at)),
            [.., (at, facility)] => {
                format!("{} {what}s since {since}, the latest: {facility}, {}.", begins.len(), self.day(*at))
            }
        };
        Reading::known(count(begins.len()), because)
    }

    /// The bands of LACE and HOSPITAL about the last discharge; what LACE leaves possible while neither was asked.
    fn readmission(&self) -> Reading {
        let recent = readmission::index_stay(&self.record.stays)
            .and_then(|stay| Some((stay, stay.discharged_at?)))
            .filter(|(_, discharged)| self.within(*discharged, READMISSION));
        let Some((stay, discharged)) = recent else {
            return Reading::known(0, format!("No discharge from an acute stay in the last {READMISSION} days."));
        };
        let days = (self.now - stay.admitted_at).num_days();
        let asked = self.worst(&readmission::SCORES, days, |code, score| risk_band(code, score.bounds));
        asked.unwrap_or_else(|| {
            let sources = Sources { stays: &self.record.stays, needs: &self.record.needs, observations: &[] };
            let lace = instrument::find("lace");
            let filled = lace.and_then(|lace| readmission::prefill(lace, sources, self.zone));
            let open = filled.map_or(Bounds { min: 0, max: 2 }, |filled| risk_band("lace", filled.score.bounds));
            let because = format!(
                "Discharged from {} on {}; LACE is not asked yet, the record leaves this range.",
                stay.facility,
                self.day(discharged)
            );
            Reading::between(open.min, open.max, because)
        })
    }

    /// Needs that somebody confirmed and that are not settled.
    fn needs(&self, what: &str, kinds: &[NeedKind]) -> Reading {
        let open = |need: &&Need| {
            kinds.contains(&need.kind) && matches!(need.status, NeedStatus::Active | NeedStatus::Deferred)
        };
        let mut titles: Vec<&str> = self.record.needs.iter().filter(open).map(|need| need.title.as_str()).collect();
        titles.sort_unstable();
        let because = match titles.len() {
            0 => format!("No confirmed {what} need in the list of needs."),
            1..=3 => format!("In the list of needs: {}.", titles.join("; ")),
            more => {
                format!("In the list of needs: {} and {} more.", titles.get(..2).unwrap_or(&[]).join("; "), more - 2)
            }
        };
        Reading::known(count(titles.len()), because)
    }

    /// Our own contacts with the person or a caregiver, the latest first.
    fn contacts(&self) -> Vec<&Contact> {
        let mut contacts: Vec<&Contact> = self
            .record
            .contacts
            .iter()
            .filter(|contact| contact.case_id.is_some() && contact.status == ContactStatus::Finished)
            .filter(|contact| matches!(contact.with, ContactWith::Person | ContactWith::Caregiver))
            .filter(|contact| self.within(contact.occurred_at, CONTACTS))
            .collect();
        contacts.sort_by_key(|contact| std::cmp::Reverse((contact.occurred_at, contact.id)));
        contacts
    }

    fn unanswered(&self) -> Option<Reading> {
        let contacts = self.contacts();
        let latest = contacts.first()?;
        let tries = contacts
            .iter()
            .take_while(|contact| contact.outcome != ContactOutcome::Reached)
            .filter(|contact| contact.direction == Direction::Outbound)
            .count();
        let because = match tries {
            0 => format!("Reached at the last try, {}.", self.day(latest.occurred_at)),
            1 => format!("1 try without an answer, {}.", self.day(latest.occurred_at)),
            more => format!("{more} tries in a row without an answer, the last {}.", self.day(latest.occurred_at)),
        };
        Some(Reading::known(count(tries), because))
    }

    /// Missing while nobody tried: silence says something only when somebody asked.
    fn silence(&self) -> Option<Reading> {
        let contacts = self.contacts();
        let latest = contacts.first()?;
        Some(match contacts.iter().find(|contact| contact.outcome == ContactOutcome::Reached) {
            Some(reached) => {
                let on = self.day(reached.occurred_at);
                Reading::known((self.day(self.now) - on).num_days(), format!("Last two-way contact {on}."))
            }
            None => Reading::known(
                CONTACTS + 1,
                format!("No two-way contact in {CONTACTS} days; last tried {}.", self.day(latest.occurred_at)),
            ),
        })
    }

    /// C-SSRS; else none where the latest PHQ-9 answers item 9 with "not at all".
    fn suicide_risk(&self) -> Option<Reading> {
        let screen = self.latest("phq-9", MOOD);
        let item_9 = screen.as_ref().and_then(|scored| answer(scored.assessment, 9));
        let triage = self.latest("c-ssrs", SUICIDE);
        match (triage, screen) {
            // A later PHQ-9 with thoughts of death asks for a new C-SSRS.
            (Some(triage), Some(screen))
                if item_9 != Some(0) && screen.assessment.performed_at > triage.assessment.performed_at =>
            {
                (item_9 > Some(0)).then(|| self.thoughts(&screen)).or_else(|| Some(self.triage(&triage)))
            }
            (Some(triage), _) => Some(self.triage(&triage)),
            (None, Some(screen)) => match item_9 {
                Some(0) => {
                    let because =
                        format!("{} of {}: item 9 not at all.", screen.title, self.day(screen.assessment.performed_at));
                    Some(Reading::known(0, because))
                }
                Some(_) => Some(self.thoughts(&screen)),
                None => None,
            },
            (None, None) => None,
        }
    }

    fn triage(&self, scored: &Scored<'_>) -> Reading {
        Reading::between(scored.score.bounds.min, scored.score.bounds.max, self.told(scored))
    }

    /// Thoughts of death are at least low risk; how high it is, C-SSRS tells.
    fn thoughts(&self, screen: &Scored<'_>) -> Reading {
        let on = self.day(screen.assessment.performed_at);
        Reading::between(1, 3, format!("{} of {on}: item 9 positive, and no C-SSRS since.", screen.title))
    }

    fn safety_alert(&self) -> Reading {
        let of_person = self.record.alerts.iter().filter(|alert| !alert.kind.is_about_worker());
        let open = of_person.filter(|alert| alert.status != AlertStatus::Closed);
        let worst = open.max_by_key(|alert| (alert.severity, alert.opened_at));
        match worst {
            None => Reading::known(0, "No open safety alert."),
            Some(alert) => {
                let (value, soon) = match alert.severity {
                    AlertSeverity::High => (1, "act on the same day"),
                    AlertSeverity::Critical => (2, "act at once"),
                };
                Reading::known(value, format!("Safety alert open since {}: {soon}.", self.day(alert.opened_at)))
            }
        }
    }

    fn overdue(&self) -> (Reading, Reading) {
        let late = |deadline: &&Deadline| deadline.status == DeadlineStatus::Open && deadline.due_at < self.now;
        let overdue: Vec<&Deadline> = self.record.deadlines.iter().filter(late).collect();
        let Some(oldest) = overdue.iter().min_by_key(|deadline| (deadline.due_at, deadline.id)) else {
            let none = || Reading::known(0, "No deadline of the case is overdue.");
            return (none(), none());
        };
        let because = format!("{}, due {}.", oldest.rule_title, oldest.due_on);
        let days = (self.day(self.now) - oldest.due_on).num_days().max(0);
        let many = match overdue.len() {
            1 => because.clone(),
            more => format!("{more} overdue, the oldest: {because}"),
        };
        (Reading::known(count(overdue.len()), many), Reading::known(days, because))
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// An answer by number or by name.
fn answer(assessment: &Assessment, number: u8) -> Option<i64> {
    let instrument = instrument::find_version(&assessment.instrument, &assessment.instrument_version)?;
    let answers = &assessment.answers;
    let by_name = || instrument.items.iter().find(|item| item.number == number).and_then(|item| answers.get(item.name));
    answers.get(&number.to_string()).or_else(by_name).copied()
}

/// 0 or 1, or both while it is open.
fn positive(_: &str, score: &Score) -> Bounds {
    Bounds { min: i64::from(score.positive == Some(true)), max: i64::from(score.positive != Some(false)) }
}

fn reached(bounds: Bounds, from: i64) -> Bounds {
    Bounds { min: i64::from(bounds.min >= from), max: i64::from(bounds.max >= from) }
}

/// How many domains of AHC-HRSN are positive.
fn domains(score: &Score) -> Bounds {
    let count = |is: &dyn Fn(Option<bool>) -> bool| count(score.parts.iter().filter(|part| is(part.positive)).count());
    Bounds { min: count(&|positive| positive == Some(true)), max: count(&|positive| positive != Some(false)) }
}

/// 0 low, 1 moderate (intermediate), 2 high: LACE from 5 and 10 (I-9), HOSPITAL from 5 and 7 (I-10).
fn risk_band(code: &str, total: Bounds) -> Bounds {
    let high = if code == "lace" { 10 } else { 7 };
    let band = |total: i64| i64::from(total >= 5) + i64::from(total >= high);
    Bounds { min: band(total.min), max: band(total.max) }
}
