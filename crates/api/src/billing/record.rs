//! Months from the record: contacts and kept appointments become spans, so that time is entered once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Months, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use domain::billing::once::{self, Sibling};
use domain::billing::{
    self, BillingActivity, BillingFamily, BillingMonth, BillingRole, Month, Question, Span, activity_of, bounds,
    of_appointment, of_contact, role_of,
};
use domain::case::{Case, CaseStatus};
use persistence::Tx;
use persistence::billing::RecordedTime;
use uuid::Uuid;

domain::codes! {
    /// What a span was recorded as.
    pub enum BillingSource {
        /// A contact.
        Contact = "contact",
        /// A kept appointment without a contact.
        Appointment = "appointment",
    }
}

/// A span with the record that it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Recorded {
    /// What it was recorded as.
    pub source: BillingSource,
    /// The id of that.
    pub id: Uuid,
    /// The span.
    pub span: Span,
}

/// A case's month as the record has it.
#[derive(Debug)]
pub struct CaseMonth {
    /// The case.
    pub case: Case,
    /// What is known beside time.
    pub known: BillingMonth,
    /// Families that another case of the person bills this month.
    pub elsewhere: BTreeSet<BillingFamily>,
    /// The spans; those of the person's other cases too, where this one bills them.
    pub spans: Vec<Recorded>,
    /// What it comes to.
    pub result: Month,
}

/// What a case's month comes to, with what its workers did for other people, so that time recorded twice is found.
pub async fn of_case(tx: &mut Tx, case: Case, month: NaiveDate) -> persistence::Result<CaseMonth> {
    let mut found = of_cases(tx, vec![case], month).await?;
    let found = found.pop().ok_or(persistence::Error::NotFound)?;
    beside(tx, found).await
}

/// The same with facts that were just written.
pub async fn with(tx: &mut Tx, case: Case, mut known: BillingMonth) -> persistence::Result<CaseMonth> {
    let found = of_case(tx, case, known.month).await?;
    known.facts.plan |= found.known.facts.plan;
    known.facts.device_days = known.facts.device_days.max(found.known.facts.device_days);
    beside(tx, CaseMonth { known, ..found }).await
}

async fn beside(tx: &mut Tx, found: CaseMonth) -> persistence::Result<CaseMonth> {
    let program = tx.directory().program(found.case.program_id)?.clone();
    let staff: BTreeSet<Uuid> = found.spans.iter().map(|one| one.span.staff_id).collect();
    let (from, until) = bounds(found.known.month, program.zone());
    let ids: Vec<Uuid> = staff.iter().copied().collect();
    let elsewhere = tx.recorded_elsewhere(&ids, found.case.person_id, from, until).await?;
    let others = spans_of(tx, &elsewhere, activity_of(program.setting)).into_iter().map(|one| one.span);
    let mut spans: Vec<Span> = found.spans.iter().map(|one| one.span).collect();
    spans.extend(others.filter(|span| staff.contains(&span.staff_id)));
    let result = asked(&found.known, &found.elsewhere, &spans, program.zone())?;
    Ok(CaseMonth { result, ..found })
}

/// A case's month before it is worked out.
struct Held {
    case: Case,
    known: BillingMonth,
    spans: Vec<Recorded>,
    activity: BillingActivity,
    zone: Tz,
}

impl Held {
    fn sibling(&self) -> Sibling {
        let seconds = self.spans.iter().map(|one| (one.span.ends_at - one.span.starts_at).num_seconds()).sum();
        Sibling {
            case_id: self.case.id,
            activity: self.activity,
            families: self.known.families.clone(),
            consented: self.known.facts.consent_at.is_some(),
            seconds,
        }
    }
}

/// What the month of each case comes to, in their order. What serves the same activity is billed in one of a person's cases, with the
/// time of all.
pub async fn of_cases(tx: &mut Tx, cases: Vec<Case>, month: NaiveDate) -> persistence::Result<Vec<CaseMonth>> {
    let people: BTreeSet<Uuid> = cases.iter().map(|case| case.person_id).collect();
    let all = tx.cases_of(&people.into_iter().collect::<Vec<_>>()).await?;
    let mut of_person: BTreeMap<Uuid, Vec<Held>> = BTreeMap::new();
    for held in held(tx, all, month).await? {
        if held.case.status == CaseStatus::Active || !held.spans.is_empty() || held.known.version > 0 {
            of_person.entry(held.case.person_id).or_default().push(held);
        }
    }
    let mut found = Vec::with_capacity(cases.len());
    for case in cases {
        let known = of_person.get(&case.person_id).map_or(&[][..], Vec::as_slice);
        found.push(match known.iter().position(|held| held.case.id == case.id) {
            Some(place) => month_of(known, place)?,
            None => month_of(&held(tx, vec![case], month).await?, 0)?,
        });
    }
    Ok(found)
}

/// The month of one of a person's cases.
fn month_of(known: &[Held], place: usize) -> persistence::Result<CaseMonth> {
    let own = &known[place];
    let siblings: Vec<Sibling> = known.iter().map(Held::sibling).collect();
    let counts_here = |held: &Held| once::biller(held.activity, &siblings).unwrap_or(held.case.id) == own.case.id;
    let mut spans: Vec<Recorded> =
        known.iter().filter(|held| counts_here(held)).flat_map(|held| held.spans.clone()).collect();
    spans.sort_by_key(|one| (one.span.starts_at, one.id));
    let plain: Vec<Span> = spans.iter().map(|one| one.span).collect();
    let elsewhere = once::elsewhere(own.case.id, &siblings);
    let result = asked(&own.known, &elsewhere, &plain, own.zone)?;
    Ok(CaseMonth { case: own.case.clone(), known: own.known.clone(), elsewhere, spans, result })
}

/// What is recorded of each case in a month.
async fn held(tx: &mut Tx, cases: Vec<Case>, month: NaiveDate) -> persistence::Result<Vec<Held>> {
    let ids: Vec<Uuid> = cases.iter().map(|case| case.id).collect();
    // Months of programs in other zones begin and end within a day of this one.
    let (from, until) = bounds(month, tx.directory().main_zone());
    let (from, until) = (from - TimeDelta::days(1), until + TimeDelta::days(1));
    let planned = tx.cases_with_plan(&ids, until).await?;
    let time = tx.recorded_time(&ids, from, until).await?;
    let mut zones: HashMap<Uuid, Tz> = HashMap::with_capacity(cases.len());
    for case in &cases {
        zones.insert(case.person_id, tx.directory().zone(case.program_id));
    }
    let last = month.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(month);
    let sent = tx.device_days_of(&zones, from, until, (month, last)).await?;
    let mut written: BTreeMap<Uuid, BillingMonth> = BTreeMap::new();
    for known in tx.billing_months(&ids, month).await? {
        written.entry(known.case_id).or_insert(known);
    }
    let mut found = Vec::with_capacity(cases.len());
    for case in cases {
        let program = tx.directory().program(case.program_id)?.clone();
        let mut known = match written.remove(&case.id) {
            Some(known) if known.month == month => known,
            earlier => BillingMonth::unwritten(Uuid::now_v7(), &case, program.setting, month, earlier.as_ref()),
        };
        known.facts.plan |= planned.contains(&case.id);
        // Days with readings on record count by themselves; what was written beside them never makes them fewer.
        let days = sent.get(&case.person_id).map_or(0, |days| u32::try_from(*days).unwrap_or(u32::MAX));
        known.facts.device_days = known.facts.device_days.max(days);
        let own = RecordedTime {
            contacts: time.contacts.iter().filter(|one| one.case_id == Some(case.id)).cloned().collect(),
            appointments: time.appointments.iter().filter(|one| one.case_id == case.id).cloned().collect(),
        };
        let (from, until) = bounds(month, program.zone());
        let activity = activity_of(program.setting);
        let mut spans = spans_of(tx, &own, activity);
        spans.retain(|one| one.span.starts_at < until && one.span.ends_at > from);
        found.push(Held { case, known, spans, activity, zone: program.zone() });
    }
    Ok(found)
}

fn asked(
    known: &BillingMonth,
    elsewhere: &BTreeSet<BillingFamily>,
    spans: &[Span],
    zone: Tz,
) -> persistence::Result<Month> {
    Ok(billing::bill(&Question {
        month: known.month,
        zone,
        person_id: known.person_id,
        families: known.families.clone(),
        elsewhere: elsewhere.clone(),
        spans,
        worked: &[],
        facts: &known.facts,
        points: BTreeMap::new(),
    })?)
}

fn spans_of(tx: &Tx, time: &RecordedTime, activity: billing::BillingActivity) -> Vec<Recorded> {
    let role = |id: Uuid| tx.directory().staff.get(&id).map_or(BillingRole::Auxiliary, |card| role_of(card.role));
    let contacts = time.contacts.iter().filter_map(|one| {
        let span = of_contact(one, activity, role)?;
        Some(Recorded { source: BillingSource::Contact, id: one.id, span })
    });
    let appointments = time.appointments.iter().flat_map(|one| {
        let spans = of_appointment(one, activity, role).into_iter();
        spans.map(|span| Recorded { source: BillingSource::Appointment, id: one.id, span })
    });
    let mut spans: Vec<Recorded> = contacts.chain(appointments).collect();
    spans.sort_by_key(|one| (one.span.starts_at, one.id));
    spans
}
