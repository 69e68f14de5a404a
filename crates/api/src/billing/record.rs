//! Months from the record: contacts and kept appointments become spans, so that time is entered once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Months, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use domain::billing::claim;
use domain::billing::once::{self, Billers, Sibling};
use domain::billing::support::{BillingProof, Documented, Evidence, Proof, Support, support};
use domain::billing::{
    self, BillingActivity, BillingMonth, BillingRole, Month, Question, Span, activity_of, bounds, of_appointment,
    of_contact, role_of,
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
    /// The spans; those of the person's other cases too, where this one bills them.
    pub spans: Vec<Recorded>,
    /// What it comes to.
    pub result: Month,
    /// The documentation that supports each code.
    pub support: Vec<Support>,
}

/// What a case's month comes to, with what its workers did for other people, so that time recorded twice is found. `written` is what
/// was just written about it: the record does not show it yet.
pub async fn of_case(
    tx: &mut Tx,
    case: Case,
    month: NaiveDate,
    written: Option<BillingMonth>,
) -> persistence::Result<CaseMonth> {
    let all = tx.cases_of(&[case.person_id]).await?;
    let person = Person::of(month, held(tx, all, month, written).await?)?;
    let own = person.held(case.id)?;
    let staff: BTreeSet<Uuid> = person.spans(own).into_iter().map(|one| one.span.staff_id).collect();
    let (from, until) = bounds(month, own.zone);
    let ids: Vec<Uuid> = staff.iter().copied().collect();
    let time = tx.recorded_elsewhere(&ids, case.person_id, from, until).await?;
    let others = spans_of(tx, &time, own.activity).into_iter().map(|one| one.span);
    person.month_of(own, &others.filter(|span| staff.contains(&span.staff_id)).collect::<Vec<_>>())
}

/// What is known of a case's month beside time.
pub async fn known(tx: &mut Tx, case: Case, month: NaiveDate) -> persistence::Result<BillingMonth> {
    let found = held(tx, vec![case], month, None).await?.pop();
    Ok(found.ok_or(persistence::Error::NotFound)?.known)
}

/// What the month of each case comes to, in their order. What serves the same activity is billed in one of a person's cases, with the
/// time of all.
pub async fn of_cases(tx: &mut Tx, cases: Vec<Case>, month: NaiveDate) -> persistence::Result<Vec<CaseMonth>> {
    let people: BTreeSet<Uuid> = cases.iter().map(|case| case.person_id).collect();
    let all = tx.cases_of(&people.into_iter().collect::<Vec<_>>()).await?;
    let mut of_person: BTreeMap<Uuid, Vec<Held>> = BTreeMap::new();
    for held in held(tx, all, month, None).await? {
        of_person.entry(held.case.person_id).or_default().push(held);
    }
    let mut people: BTreeMap<Uuid, Person> = BTreeMap::new();
    for (id, held) in of_person {
        people.insert(id, Person::of(month, held)?);
    }
    let of = |case: &Case| {
        let person = people.get(&case.person_id).ok_or(persistence::Error::NotFound)?;
        person.month_of(person.held(case.id)?, &[])
    };
    cases.iter().map(of).collect()
}

/// A case's month before it is worked out.
struct Held {
    case: Case,
    known: BillingMonth,
    /// What was written about earlier months.
    earlier: Vec<BillingMonth>,
    spans: Vec<Recorded>,
    activity: BillingActivity,
    zone: Tz,
    /// The plan that was approved here before the month was over.
    plan_id: Option<Uuid>,
    /// Days with readings on record.
    device_days: u32,
    /// The signed note about each contact.
    noted: BTreeMap<Uuid, Uuid>,
}

impl Held {
    /// As a case in which the person's month may be billed; none when it is over and nothing is known of the month.
    fn sibling(&self) -> Option<Sibling<'_>> {
        let counts = self.case.status == CaseStatus::Active || !self.spans.is_empty() || self.known.version > 0;
        counts.then(|| Sibling {
            case_id: self.case.id,
            activity: self.activity,
            families: &self.known.families,
            facts: &self.known.facts,
            zone: self.zone,
            spans: self.spans.iter().map(|one| one.span).collect(),
        })
    }
}

fn siblings(cases: &[Held]) -> Vec<Sibling<'_>> {
    cases.iter().filter_map(Held::sibling).collect()
}

/// A person's cases in a month, and where each activity is billed.
struct Person {
    cases: Vec<Held>,
    billers: Billers,
}

impl Person {
    fn of(month: NaiveDate, cases: Vec<Held>) -> persistence::Result<Self> {
        let person_id = cases.first().map_or_else(Uuid::nil, |held| held.case.person_id);
        let billers = once::billers(month, person_id, &siblings(&cases))?;
        Ok(Self { cases, billers })
    }

    fn held(&self, case_id: Uuid) -> persistence::Result<&Held> {
        self.cases.iter().find(|held| held.case.id == case_id).ok_or(persistence::Error::NotFound)
    }

    /// The spans of a case; those of the person's other cases too, where this one bills them.
    fn spans(&self, own: &Held) -> Vec<Recorded> {
        let counts_here = |held: &&Held| *self.billers.get(&held.activity).unwrap_or(&held.case.id) == own.case.id;
        let mut spans: Vec<Recorded> =
            self.cases.iter().filter(counts_here).flat_map(|held| held.spans.iter().copied()).collect();
        spans.sort_by_key(|one| (one.span.starts_at, one.id));
        spans
    }

    /// The discharges whose transitional care is claimed before that of a case. In one month the case that bills this claims alone; where
    /// none does, the others claim as well.
    fn claimed(&self, own: &Held) -> Vec<NaiveDate> {
        let alone = self.billers.contains_key(&BillingActivity::CareManagement);
        let earlier = self.cases.iter().flat_map(|held| &held.earlier);
        claim::before(&own.known, earlier.chain(self.cases.iter().filter(|_| !alone).map(|held| &held.known)))
    }

    /// The month of one of the cases. `others` is what its workers did for other people.
    fn month_of(&self, own: &Held, others: &[Span]) -> persistence::Result<CaseMonth> {
        let spans = self.spans(own);
        let plain: Vec<Span> = spans.iter().map(|one| one.span).chain(others.iter().copied()).collect();
        let siblings = siblings(&self.cases);
        let claimed = self.claimed(own);
        let result = billing::bill(&Question {
            month: own.known.month,
            zone: own.zone,
            person_id: own.case.person_id,
            families: once::asked(own.case.id, &own.known.families, &siblings, &self.billers),
            elsewhere: once::elsewhere(own.case.id, &self.billers),
            spans: &plain,
            worked: &[],
            facts: &own.known.facts,
            claimed: &claimed,
            points: BTreeMap::new(),
        })?;
        let evidence = self.evidence(own, &spans);
        let support = support(&result.lines, own.known.month, &own.known.facts, &evidence);
        Ok(CaseMonth { case: own.case.clone(), known: own.known.clone(), spans, result, support })
    }

    /// What the record holds in support of a case's month.
    fn evidence(&self, own: &Held, spans: &[Recorded]) -> Evidence {
        let note_of = |id: Uuid| self.cases.iter().find_map(|held| held.noted.get(&id).copied());
        let documented = |one: &Recorded| {
            let kind = match one.source {
                BillingSource::Contact => BillingProof::Contact,
                BillingSource::Appointment => BillingProof::Appointment,
            };
            Documented { span: one.span, record: Proof { kind, id: one.id }, note_id: note_of(one.id) }
        };
        let time = spans.iter().map(documented).collect();
        Evidence { plan_id: own.plan_id, device_days: own.device_days, time }
    }
}

/// What is recorded of each case in a month; of one, what was just written about it.
async fn held(
    tx: &mut Tx,
    cases: Vec<Case>,
    month: NaiveDate,
    just: Option<BillingMonth>,
) -> persistence::Result<Vec<Held>> {
    let ids: Vec<Uuid> = cases.iter().map(|case| case.id).collect();
    // Months of programs in other zones begin and end within a day of this one.
    let (from, until) = bounds(month, tx.directory().main_zone());
    let (from, until) = (from - TimeDelta::days(1), until + TimeDelta::days(1));
    let planned = tx.cases_with_plan(&ids, until).await?;
    let time = tx.recorded_time(&ids, from, until).await?;
    let spoken: Vec<Uuid> = time.contacts.iter().map(|one| one.id).collect();
    let notes = tx.signed_notes_about(&ids, &spoken).await?;
    let mut zones: HashMap<Uuid, Tz> = HashMap::with_capacity(cases.len());
    for case in &cases {
        zones.insert(case.person_id, tx.directory().zone(case.program_id));
    }
    let last = month.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(month);
    let sent = tx.device_days_of(&zones, from, until, (month, last)).await?;
    let mut written: BTreeMap<Uuid, BillingMonth> = BTreeMap::new();
    let mut before: BTreeMap<Uuid, Vec<BillingMonth>> = BTreeMap::new();
    for known in tx.billing_months(&ids, month).await? {
        if known.month < month {
            before.entry(known.case_id).or_default().push(known.clone());
        }
        written.entry(known.case_id).or_insert(known);
    }
    if let Some(known) = just {
        written.insert(known.case_id, known);
    }
    let mut found = Vec::with_capacity(cases.len());
    for case in cases {
        let program = tx.directory().program(case.program_id)?.clone();
        let mut known = match written.remove(&case.id) {
            Some(known) if known.month == month => known,
            earlier => BillingMonth::unwritten(Uuid::now_v7(), &case, program.setting, month, earlier.as_ref()),
        };
        let plan_id = planned.get(&case.id).copied();
        known.facts.plan |= plan_id.is_some();
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
        let earlier = before.remove(&case.id).unwrap_or_default();
        let noted = spans.iter().filter_map(|one| Some((one.id, *notes.get(&one.id)?))).collect();
        let (zone, device_days) = (program.zone(), days);
        found.push(Held { case, known, earlier, spans, activity, zone, plan_id, device_days, noted });
    }
    Ok(found)
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
