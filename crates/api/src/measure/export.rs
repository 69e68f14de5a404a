//! The members of a measure as a file.

use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use domain::measure;

use super::ask::MeasureQuery;
use super::view::{MeasureMember, member_view};
use crate::app::State;
use crate::http::{Allowed, Problem, Query, csv};

const COLUMNS: &str = "member,person_id,person,place,began,due,met,proof\r\n";

fn line(member: &MeasureMember) -> String {
    let at = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
    let proof: Vec<&str> = member.proof.iter().map(|step| step.statement.as_str()).collect();
    let cells = [
        member.id.to_string(),
        member.person.id.to_string(),
        member.person.name.clone(),
        member.place.0.to_string(),
        at(Some(member.anchor_at)),
        at(member.due_at),
        at(member.met_at),
        proof.join(" "),
    ];
    csv::row(cells)
}

/// The people in a measure with their proofs as a CSV file.
#[utoipa::path(tag = "measure", operation_id = "measure_export", params(("code" = String, Path, max_length = 60), MeasureQuery), responses((status = 200, content((String = "text/csv")))))]
#[get("/measures/{code}/export")]
pub async fn measure_export(
    access: Allowed<cap::MeasureExport>,
    state: web::Data<State>,
    code: web::Path<String>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    let definition = measure::find(&code);
    let read = state.store.read(&access, async |tx| {
        let definition = definition.ok_or(persistence::Error::NotFound)?;
        let members = super::proven(tx, definition, &query, |_| ()).await?;
        let names = tx.person_names(members.iter().map(|member| member.person_id).collect()).await?;
        tx.list_people(members.iter().map(|member| member.person_id));
        let lines: String = members.into_iter().map(|member| line(&member_view(member, &names))).collect();
        Ok((definition.code, lines))
    });
    let (code, lines) = read.await?;
    Ok(csv::file(&format!("{code}.csv"), format!("{COLUMNS}{lines}")))
}
