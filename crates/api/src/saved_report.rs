//! Saved reports: boards, measures and the population with their filters, kept under a name.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::{Capability, Reach, cap};
use domain::saved_report::SavedReport;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{SavedReportKindCode, SavedReportScopeCode};
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::program::Ref;

/// A saved report.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedReportView {
    id: Uuid,
    version: i32,
    name: String,
    kind: SavedReportKindCode,
    /// Code of the board or of the measure; null for the population.
    subject: Option<String>,
    scope: Option<SavedReportScopeCode>,
    program_id: Option<Uuid>,
    /// First day; without days, the report moves with time.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    owner: Ref,
    /// The team that sees it too.
    team: Option<Ref>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this report now.
    can: Vec<&'static str>,
}

/// A report to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedReportCreate {
    /// Name; the reader keeps it once.
    #[schema(min_length = 1, max_length = 80, pattern = "\\S", example = "Monday round")]
    name: String,
    /// What it shows.
    kind: SavedReportKindCode,
    /// Code of the board or of the measure; absent for the population.
    #[schema(max_length = 60)]
    subject: Option<String>,
    /// Whose work.
    scope: Option<SavedReportScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// First day; without days, the report moves with time.
    from: Option<NaiveDate>,
    /// Last day.
    to: Option<NaiveDate>,
    /// A team of the reader's that sees it too.
    team_id: Option<Uuid>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(saved_report_list).service(saved_report_create).service(saved_report_remove);
}

/// The teams that the reader shares with.
fn teams(tx: &Tx) -> Vec<Uuid> {
    let (actor, directory) = (tx.actor(), tx.directory());
    match actor.role.reach() {
        Reach::Organization | Reach::Nobody => directory.teams.keys().copied().collect(),
        Reach::Own | Reach::Teams => actor.team_ids.iter().chain(&actor.led_team_ids).copied().collect(),
    }
}

fn view(tx: &Tx, report: SavedReport) -> SavedReportView {
    let own = report.owner_id == tx.actor().id && report.removed_at.is_none();
    let team = report.team_id.and_then(|id| tx.directory().teams.get(&id));
    let keeps = tx.actor().may(Capability::SavedReportWrite);
    let all =
        [(own && keeps, "saved_report_remove"), (keeps && report.removed_at.is_none(), "digest_subscription_create")];
    let can = all.into_iter().filter(|(may, _)| *may).map(|(_, operation)| operation).collect();
    SavedReportView {
        id: report.id,
        version: report.version,
        name: report.name,
        kind: report.kind.into(),
        subject: report.subject,
        scope: report.scope.map(Into::into),
        program_id: report.program_id,
        from: report.first_on,
        to: report.last_on,
        owner: Ref { id: report.owner_id, name: tx.directory().name(report.owner_id).to_owned() },
        team: team.map(|team| Ref { id: team.id, name: team.name.clone() }),
        created_at: report.created_at,
        can,
    }
}

/// Reports that the reader keeps, and those that colleagues share with their teams, by name.
#[utoipa::path(tag = "measure", operation_id = "saved_report_list", responses((status = 200, body = Page<SavedReportView>)))]
#[get("/saved-reports")]
pub async fn saved_report_list(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<SavedReportView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let reports = tx.saved_reports(teams(tx)).await?;
        Ok(Answer::ok(Page::whole(reports.into_iter().map(|report| view(tx, report)).collect())))
    });
    Ok(answer.await?)
}

/// Keeps a report under a name, for oneself or for a team. It holds filters, and nobody's data.
#[utoipa::path(tag = "measure", operation_id = "saved_report_create", request_body = SavedReportCreate, responses((status = 201, body = SavedReportView)))]
#[post("/saved-reports")]
pub async fn saved_report_create(
    access: Allowed<cap::SavedReportWrite>,
    state: web::Data<State>,
    body: Valid<SavedReportCreate>,
) -> Result<Answer<SavedReportView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        if body.team_id.is_some_and(|id| !teams(tx).contains(&id)) {
            let detail = "A report is shared with a team of yours.";
            return Err(Rule::at("saved_report_team", "/team_id", detail).into());
        }
        let report = SavedReport {
            id: Uuid::now_v7(),
            version: 1,
            owner_id: tx.actor().id,
            team_id: body.team_id,
            name: body.name,
            kind: body.kind.0,
            subject: body.subject,
            scope: body.scope.map(|code| code.0),
            program_id: body.program_id,
            first_on: body.from,
            last_on: body.to,
            created_at: tx.now(),
            removed_at: None,
        };
        let kept = tx.saved_reports(Vec::new()).await?;
        let report = tx.apply(report.save(&kept)?)?;
        Ok(Answer::created(report.version, view(tx, report)))
    });
    Ok(answer.await?)
}

/// Removes a report that one keeps.
#[utoipa::path(tag = "measure", operation_id = "saved_report_remove", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = SavedReportView)))]
#[post("/saved-reports/{id}/remove")]
pub async fn saved_report_remove(
    access: Allowed<cap::SavedReportWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<SavedReportView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let report = tx.saved_report(*id).await?;
        tx.require_version(report.version, version.0)?;
        let report = tx.apply(report.remove(tx.now())?)?;
        Ok(Answer::resource(report.version, view(tx, report)))
    });
    Ok(answer.await?)
}
