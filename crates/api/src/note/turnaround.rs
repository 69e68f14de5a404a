//! How fast workers document: one's own first, then those of colleagues whom one leads.

use actix_web::{get, web};
use chrono::{Days, NaiveDate};
use domain::Rule;
use domain::access::{Role, cap};
use domain::clock::{local_date, start_of_day};
use domain::note::turnaround::{Turnaround, turnaround};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::absence::leads;
use crate::app::State;
use crate::http::code::DocumentTypeCode;
use crate::http::{Allowed, Answer, Problem, Query};
use crate::program::Ref;

/// Days that are looked at when no period is given, and at most. Ours.
const USUAL_DAYS: u64 = 90;
const MOST_DAYS: i64 = 400;

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NoteTurnaroundQuery {
    /// First day on which something began to be owed; 90 days ago when absent.
    first_on: Option<NaiveDate>,
    /// Last day; today when absent.
    last_on: Option<NaiveDate>,
}

/// How fast documents of one type are done.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentTurnaround {
    document: DocumentTypeCode,
    /// Documents that count: done, missed, or overdue now.
    counted: usize,
    /// Those done in time.
    in_time: usize,
    /// Still to do, overdue or not.
    open: usize,
    /// Middle of the minutes from the event to the signature.
    median_minutes: Option<i64>,
}

/// How fast a worker documents.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkerTurnaround {
    staff: Ref,
    documents: Vec<DocumentTurnaround>,
}

/// How fast the reader documents, and the colleagues whom they lead.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteTurnaround {
    first_on: NaiveDate,
    last_on: NaiveDate,
    /// The reader.
    mine: WorkerTurnaround,
    /// Colleagues whom the reader leads and who owed something, by name.
    team: Vec<WorkerTurnaround>,
}

impl From<Turnaround> for DocumentTurnaround {
    fn from(own: Turnaround) -> Self {
        Self {
            document: own.document.into(),
            counted: own.counted,
            in_time: own.in_time,
            open: own.open,
            median_minutes: own.median_minutes,
        }
    }
}

/// How fast documents are done, by type: the middle of the time, and how many were done in time.
#[utoipa::path(tag = "note", operation_id = "note_turnaround", params(NoteTurnaroundQuery), responses((status = 200, body = NoteTurnaround)))]
#[get("/note-turnaround")]
pub async fn note_turnaround(
    access: Allowed<cap::NoteTurnaroundRead>,
    state: web::Data<State>,
    query: Query<NoteTurnaroundQuery>,
) -> Result<Answer<NoteTurnaround>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let zone = tx.directory().main_zone();
        let today = local_date(tx.now(), zone);
        let last_on = query.last_on.unwrap_or(today);
        let first_on = query.first_on.unwrap_or(last_on.checked_sub_days(Days::new(USUAL_DAYS)).unwrap_or(last_on));
        let after = last_on.checked_add_days(Days::new(1));
        let (Some(after), 0..=MOST_DAYS) = (after, (last_on - first_on).num_days()) else {
            let detail = "Choose a first day that is not after the last one, and at most 400 days.";
            return Err(Rule::at("turnaround_period", "/first_on", detail).into());
        };
        let me = tx.actor().id;
        let directory = tx.directory().clone();
        let mut team: Vec<Uuid> = directory
            .staff
            .iter()
            .filter(|(id, card)| **id != me && card.active && card.role != Role::Integrator)
            .map(|(id, _)| *id)
            .filter(|id| leads(tx, *id))
            .collect();
        team.sort_by_key(|id| (directory.name(*id).to_owned(), *id));
        let mut everybody = team.clone();
        everybody.push(me);
        let owed = tx.documents_owed(&everybody, start_of_day(first_on, zone), start_of_day(after, zone)).await?;
        let now = tx.now();
        let worker = |id: Uuid| WorkerTurnaround {
            staff: Ref { id, name: directory.name(id).to_owned() },
            documents: turnaround(&owed, id, now).into_iter().map(Into::into).collect(),
        };
        let team = team.into_iter().map(worker).filter(|own| !own.documents.is_empty()).collect();
        Ok(Answer::ok(NoteTurnaround { first_on, last_on, mine: worker(me), team }))
    });
    Ok(answer.await?)
}
