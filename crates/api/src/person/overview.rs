//! Everything about a person in one answer: what the person screen shows.

use std::collections::HashMap;

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::access::{Capability, cap};
use domain::engagement::Touch;
use persistence::Tx;
use persistence::overview::PersonOverview;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::coverage::{CoverageView, coverage_view};
use super::related::{RelatedPersonView, related_view};
use super::{PersonView, day_of, person_view};
use crate::alert::AlertView;
use crate::app::State;
use crate::assessment::AssessmentView;
use crate::care_plan::CarePlanView;
use crate::case::{CaseView, case_view};
use crate::contact::ContactView;
use crate::crisis_plan::CrisisPlanView;
use crate::deadline::DeadlineView;
use crate::hand_off::HandOffView;
use crate::http::{Allowed, Answer, Problem};
use crate::need::NeedView;
use crate::note::NoteView;
use crate::stay::StayView;
use crate::task::TaskView;

/// A value received from another system.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObservationView {
    id: Uuid,
    code: String,
    title: String,
    value: Option<f64>,
    value_text: Option<String>,
    unit: Option<String>,
    observed_at: DateTime<Utc>,
}

/// A medication received from another system.
#[derive(Debug, Serialize, ToSchema)]
pub struct MedicationView {
    id: Uuid,
    title: String,
    status: String,
    ordered_at: DateTime<Utc>,
}

/// Everything the person screen shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonOverviewView {
    person: PersonView,
    related: Vec<RelatedPersonView>,
    coverages: Vec<CoverageView>,
    cases: Vec<CaseView>,
    alerts: Vec<AlertView>,
    needs: Vec<NeedView>,
    care_plans: Vec<CarePlanView>,
    /// The crisis plan that is in force or being written, if there is one.
    crisis_plans: Vec<CrisisPlanView>,
    assessments: Vec<AssessmentView>,
    stays: Vec<StayView>,
    contacts: Vec<ContactView>,
    tasks: Vec<TaskView>,
    deadlines: Vec<DeadlineView>,
    notes: Vec<NoteView>,
    hand_offs: Vec<HandOffView>,
    observations: Vec<ObservationView>,
    medications: Vec<MedicationView>,
}

/// Everything about a person in one answer.
#[utoipa::path(tag = "person", operation_id = "person_overview", params(("id" = Uuid, Path)), responses((status = 200, body = PersonOverviewView)))]
#[get("/people/{id}/overview")]
pub async fn person_overview(
    access: Allowed<cap::PersonRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<PersonOverviewView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let overview = tx.person_overview(*id).await?;
        let version = overview.person.version;
        Ok(Answer::resource(version, overview_view(tx, overview).await?))
    });
    Ok(answer.await?)
}

/// A coordinator sees logistics, not clinical narrative: parts the role may not read stay empty.
async fn overview_view(tx: &mut Tx, mut overview: PersonOverview) -> persistence::Result<PersonOverviewView> {
    fn part<D, V>(tx: &Tx, capability: Capability, records: Vec<D>, view: impl Fn(&Tx, D) -> V) -> Vec<V> {
        if tx.actor().may(capability) {
            records.into_iter().map(|record| view(tx, record)).collect()
        } else {
            Vec::new()
        }
    }
    let name = overview.person.display_name();
    let today = day_of(tx, &overview.cases);
    let members = std::mem::take(&mut overview.members);
    let care_plans = match tx.actor().may(Capability::CarePlanRead) {
        true => crate::care_plan::views(tx, std::mem::take(&mut overview.care_plans), &overview.cases).await?,
        false => Vec::new(),
    };
    let crisis_plans = match tx.actor().may(Capability::CrisisPlanRead) {
        true => crate::crisis_plan::views(tx, std::mem::take(&mut overview.crisis_plans)).await?,
        false => Vec::new(),
    };
    let stays = overview.stays.clone();
    let touches: Vec<Touch> = overview.contacts.iter().filter(|one| one.counts()).map(Touch::from).collect();
    let directory = tx.directory();
    let zones: HashMap<Uuid, Tz> =
        overview.cases.iter().map(|case| (case.id, directory.zone(case.program_id))).collect();
    let programs: HashMap<Uuid, Uuid> = overview.cases.iter().map(|case| (case.id, case.program_id)).collect();
    Ok(PersonOverviewView {
        cases: part(tx, Capability::CaseRead, overview.cases, |tx, case| {
            let own = members.iter().filter(|member| member.case_id == case.id).cloned().collect();
            case_view(tx, case, name.clone(), own)
        }),
        related: overview.related.into_iter().map(|related| related_view(tx, related)).collect(),
        coverages: overview.coverages.into_iter().map(|coverage| coverage_view(tx, coverage)).collect(),
        alerts: part(tx, Capability::AlertRead, overview.alerts, crate::alert::view),
        needs: part(tx, Capability::NeedRead, overview.needs, crate::need::view),
        care_plans,
        crisis_plans,
        assessments: part(tx, Capability::AssessmentRead, overview.assessments, crate::assessment::view),
        stays: part(tx, Capability::StayRead, overview.stays, |tx, stay| crate::stay::view(tx, stay, &stays)),
        contacts: part(tx, Capability::ContactRead, overview.contacts, |tx, contact| {
            let zone = contact.case_id.and_then(|id| zones.get(&id).copied());
            crate::contact::listed(tx, contact, &touches, zone.unwrap_or_else(|| tx.directory().main_zone()))
        }),
        tasks: part(tx, Capability::TaskRead, overview.tasks, crate::task::view),
        deadlines: part(tx, Capability::DeadlineRead, overview.deadlines, |tx, deadline| {
            let program_id = programs.get(&deadline.case_id).copied();
            crate::deadline::view(tx, deadline, program_id)
        }),
        notes: part(tx, Capability::NoteRead, overview.notes, crate::note::view),
        hand_offs: part(tx, Capability::HandOffRead, overview.hand_offs, |tx, hand_off| {
            crate::hand_off::view(tx, hand_off, name.clone())
        }),
        observations: part(tx, Capability::AssessmentRead, overview.observations, |_, row| ObservationView {
            id: row.id,
            code: row.code,
            title: row.title,
            value: row.value,
            value_text: row.value_text,
            unit: row.unit,
            observed_at: row.observed_at,
        }),
        medications: part(tx, Capability::AssessmentRead, overview.medications, |_, row| MedicationView {
            id: row.id,
            title: row.title,
            status: row.status,
            ordered_at: row.ordered_at,
        }),
        person: person_view(tx, overview.person, today),
    })
}
