//! What the contract shows of visits.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::Code;
use domain::access::Capability;
use domain::person::Address;
use domain::visit::day::StopStatus;
use domain::visit::mileage::{DistanceTotal, Mileage};
use domain::visit::safety::{CompanionDecision, SafetyAnswers, SafetyCheck};
use domain::visit::{Visit, VisitAction};
use persistence::Tx;
use persistence::visit::{LastCheck, Stop};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::appointment::view::{AppointmentView, view as appointment_view};
use crate::http::code::{
    AnimalRiskCode, CompanionAnswerCode, DistanceUnitCode, InfectionRiskCode, PhoneReceptionCode, SafetyResultCode,
    StopStatusCode, SurroundingsRiskCode, ViolenceRiskCode, VisitActionCode, VisitStatusCode,
};
use crate::program::Ref;

/// Answers of a safety check.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SafetyAnswersContent {
    /// Known violence or weapons.
    violence: ViolenceRiskCode,
    /// Animals.
    animals: AnimalRiskCode,
    /// Infection.
    infection: InfectionRiskCode,
    /// Neighbourhood and light at that hour.
    surroundings: SurroundingsRiskCode,
    /// Whether the phone works there.
    reception: PhoneReceptionCode,
    /// True when the worker goes without a colleague.
    alone: bool,
}

impl From<SafetyAnswers> for SafetyAnswersContent {
    fn from(answers: SafetyAnswers) -> Self {
        Self {
            violence: answers.violence.into(),
            animals: answers.animals.into(),
            infection: answers.infection.into(),
            surroundings: answers.surroundings.into(),
            reception: answers.reception.into(),
            alone: answers.alone,
        }
    }
}

impl From<SafetyAnswersContent> for SafetyAnswers {
    fn from(content: SafetyAnswersContent) -> Self {
        Self {
            violence: content.violence.0,
            animals: content.animals.0,
            infection: content.infection.0,
            surroundings: content.surroundings.0,
            reception: content.reception.0,
            alone: content.alone,
        }
    }
}

/// A safety check.
#[derive(Debug, Serialize, ToSchema)]
pub struct SafetyView {
    answers: SafetyAnswersContent,
    result: SafetyResultCode,
    at: DateTime<Utc>,
    by: Ref,
}

/// What somebody answered who was asked whether a worker may go.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanionView {
    answer: CompanionAnswerCode,
    /// Who goes along.
    companion: Option<Ref>,
    /// Why the worker goes alone, or what else to mind.
    reason: Option<String>,
    by: Ref,
    at: DateTime<Utc>,
}

/// That a time was entered afterwards.
#[derive(Debug, Serialize, ToSchema)]
pub struct LateEntryView {
    of: VisitActionCode,
    reason: String,
    entered_at: DateTime<Utc>,
}

/// How far a visit was.
#[derive(Debug, Serialize, ToSchema)]
pub struct MileageView {
    unit: DistanceUnitCode,
    /// In tenths of the unit.
    tenths: i32,
    odometer_start: Option<i32>,
    odometer_end: Option<i32>,
}

/// A sum of distances in one unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct DistanceView {
    unit: DistanceUnitCode,
    /// In tenths of the unit.
    tenths: i64,
}

/// A visit: one worker's way to one appointment.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitView {
    id: Uuid,
    version: i32,
    appointment_id: Uuid,
    case_id: Uuid,
    person: Ref,
    staff: Ref,
    status: VisitStatusCode,
    safety: SafetyView,
    /// Who is asked whether the worker may go.
    asked: Option<Ref>,
    /// What they said.
    decision: Option<CompanionView>,
    set_out_at: Option<DateTime<Utc>>,
    arrived_at: Option<DateTime<Utc>>,
    /// When the worker expects to leave.
    expected_end_at: Option<DateTime<Utc>>,
    /// From when on they count as overdue, and an alert opens.
    overdue_at: Option<DateTime<Utc>>,
    /// True while they are overdue.
    is_overdue: bool,
    departed_at: Option<DateTime<Utc>>,
    /// What was entered afterwards.
    late: Vec<LateEntryView>,
    mileage: Option<MileageView>,
    /// The alert about the overdue worker.
    alarm_id: Option<Uuid>,
    /// Operations the reader may do on this visit now.
    can: Vec<&'static str>,
}

/// A stop of a day: an appointment outside the office, with what to know before one goes there.
#[derive(Debug, Serialize, ToSchema)]
pub struct StopView {
    appointment: AppointmentView,
    status: StopStatusCode,
    /// Where: the place of the appointment, else the person's address.
    address: Option<String>,
    phone: Option<String>,
    /// Preferred language (BCP 47).
    language: String,
    interpreter_needed: bool,
    /// The last safety check about this person, whoever answered it.
    last_check: Option<SafetyView>,
    /// The visit; null before its safety check.
    visit: Option<VisitView>,
    /// True when the reader may answer the safety check now.
    can_check: bool,
}

/// A worker's day outside the office.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitDayView {
    on: NaiveDate,
    staff: Ref,
    /// IANA zone in which the day begins and ends.
    time_zone: String,
    /// In the order that was set, else by time.
    stops: Vec<StopView>,
    /// How far, in each unit.
    totals: Vec<DistanceView>,
    /// Operations the reader may do on this day now.
    can: Vec<&'static str>,
}

/// The way of one visit, for reimbursement. It names nobody in care: those who pay for the way need no names.
#[derive(Debug, Serialize, ToSchema)]
pub struct MileageRow {
    visit_id: Uuid,
    on: NaiveDate,
    /// What kind of visit.
    kind: crate::http::code::AppointmentKindCode,
    set_out_at: Option<DateTime<Utc>>,
    arrived_at: Option<DateTime<Utc>>,
    departed_at: Option<DateTime<Utc>>,
    mileage: MileageView,
}

/// The ways of a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct MileageMonth {
    /// First day of the month.
    month: NaiveDate,
    staff: Ref,
    time_zone: String,
    rows: Vec<MileageRow>,
    totals: Vec<DistanceView>,
}

fn name(tx: &Tx, id: Uuid) -> Ref {
    Ref { id, name: tx.directory().name(id).to_owned() }
}

fn safety(tx: &Tx, check: SafetyCheck, at: DateTime<Utc>, by: Uuid) -> SafetyView {
    SafetyView { answers: check.answers.into(), result: check.result.into(), at, by: name(tx, by) }
}

fn companion(tx: &Tx, decision: CompanionDecision) -> CompanionView {
    CompanionView {
        answer: decision.answer.into(),
        companion: decision.companion_id.map(|id| name(tx, id)),
        reason: decision.reason,
        by: name(tx, decision.by),
        at: decision.at,
    }
}

/// The view of a distance.
pub fn mileage(way: Mileage) -> MileageView {
    MileageView {
        unit: way.unit.into(),
        tenths: way.tenths,
        odometer_start: way.odometer_start,
        odometer_end: way.odometer_end,
    }
}

/// The view of sums.
pub fn totals(sums: Vec<DistanceTotal>) -> Vec<DistanceView> {
    sums.into_iter().map(|sum| DistanceView { unit: sum.unit.into(), tenths: sum.tenths }).collect()
}

/// True when the actor may answer about a visit: who is asked, and those who lead.
pub fn may_decide(tx: &Tx, visit: &Visit) -> bool {
    let asked = visit.asked_id == Some(tx.actor().id) || tx.actor().may(Capability::CaseAssign);
    asked && tx.actor().may(Capability::VisitDecide)
}

/// The view of a visit to a person of this name.
pub fn view(tx: &Tx, visit: Visit, person_name: String) -> VisitView {
    let may = |action: &VisitAction| match action {
        VisitAction::Decide => may_decide(tx, &visit),
        _ => tx.actor().may(Capability::VisitWrite),
    };
    let can = visit.actions(tx.actor().id).filter(may).map(Code::as_str).collect();
    let late = visit.late.iter().map(|entry| LateEntryView {
        of: entry.of.into(),
        reason: entry.reason.clone(),
        entered_at: entry.entered_at,
    });
    VisitView {
        id: visit.id,
        version: visit.version,
        appointment_id: visit.appointment_id,
        case_id: visit.case_id,
        staff: name(tx, visit.staff_id),
        status: visit.status.into(),
        safety: safety(tx, visit.safety, visit.checked_at, visit.staff_id),
        asked: visit.asked_id.map(|id| name(tx, id)),
        set_out_at: visit.set_out_at,
        arrived_at: visit.arrived_at,
        expected_end_at: visit.expected_end_at,
        overdue_at: visit.overdue_at(),
        is_overdue: visit.is_overdue(tx.now()),
        departed_at: visit.departed_at,
        late: late.collect(),
        mileage: visit.mileage.map(mileage),
        alarm_id: visit.alarm_id,
        can,
        person: Ref { id: visit.person_id, name: person_name },
        decision: visit.decision.map(|decision| companion(tx, decision)),
    }
}

fn line(address: &Address) -> Option<String> {
    let parts = [&address.line, &address.city, &address.state, &address.postal_code];
    let known: Vec<&str> = parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

/// The view of a stop of `staff_id`, with the last check about its person; `away` are those who are in a hospital.
pub fn stop(tx: &Tx, stop: Stop, staff_id: Uuid, checks: &[LastCheck], away: &HashSet<Uuid>) -> StopView {
    let Stop { appointment, person, visit } = stop;
    let status = StopStatus::of(appointment.status, visit.as_ref().map(|visit| visit.status));
    let own = staff_id == tx.actor().id && tx.actor().may(Capability::VisitWrite);
    let checks_again = visit.as_ref().is_none_or(|visit| visit.status.after(VisitAction::Check).is_some());
    let last = checks.iter().find(|check| check.person_id == person.id);
    let person_name = format!("{} {}", person.given_name, person.family_name);
    StopView {
        status: status.into(),
        address: appointment.place.clone().or_else(|| line(&person.address)),
        phone: appointment.phone.clone().or(person.phone),
        language: person.language,
        interpreter_needed: person.interpreter_needed,
        last_check: last.map(|check| safety(tx, check.safety, check.checked_at, check.staff_id)),
        can_check: own
            && checks_again
            && matches!(status, StopStatus::Planned | StopStatus::OnTheWay | StopStatus::Arrived),
        visit: visit.map(|visit| view(tx, visit, person_name.clone())),
        appointment: appointment_view(tx, appointment, person_name, away),
    }
}

/// The view of a day.
pub fn day(
    tx: &Tx,
    on: NaiveDate,
    (staff_id, zone): (Uuid, chrono_tz::Tz),
    stops: Vec<Stop>,
    checks: &[LastCheck],
    away: &HashSet<Uuid>,
) -> VisitDayView {
    let ways: Vec<Mileage> = stops.iter().filter_map(|stop| stop.visit.as_ref()?.mileage).collect();
    let own = staff_id == tx.actor().id && tx.actor().may(Capability::VisitWrite);
    VisitDayView {
        on,
        staff: name(tx, staff_id),
        time_zone: zone.name().to_owned(),
        totals: totals(domain::visit::mileage::totals(&ways)),
        can: if own && stops.len() > 1 { vec!["visit_day_order"] } else { Vec::new() },
        stops: stops.into_iter().map(|one| stop(tx, one, staff_id, checks, away)).collect(),
    }
}

/// The view of a month of ways.
pub fn month(tx: &Tx, month: NaiveDate, (staff_id, zone): (Uuid, chrono_tz::Tz), stops: Vec<Stop>) -> MileageMonth {
    let mut ways = Vec::new();
    let mut rows = Vec::new();
    for stop in stops {
        let Some(visit) = stop.visit else { continue };
        let Some(way) = visit.mileage else { continue };
        ways.push(way);
        rows.push(MileageRow {
            visit_id: visit.id,
            on: domain::clock::local_date(stop.appointment.starts_at, zone),
            kind: stop.appointment.kind.into(),
            set_out_at: visit.set_out_at,
            arrived_at: visit.arrived_at,
            departed_at: visit.departed_at,
            mileage: mileage(way),
        });
    }
    MileageMonth {
        month,
        staff: name(tx, staff_id),
        time_zone: zone.name().to_owned(),
        rows,
        totals: totals(domain::visit::mileage::totals(&ways)),
    }
}
