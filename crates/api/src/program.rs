//! Programs and teams.

use actix_web::{get, post, web};
use domain::access::cap;
use domain::program::{Program, Team};
use persistence::directory::Directory;
use persistence::organization::Membership;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{SettingCode, TeamFunctionCode};
use crate::http::{Allowed, Answer, Page, Problem, Valid};

/// Something referred to by id and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ref {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
}

/// A program.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramView {
    id: Uuid,
    version: i32,
    name: String,
    setting: SettingCode,
    /// What a person is called here.
    person_label: String,
    /// IANA time zone in which its deadlines fall due.
    time_zone: String,
    /// Name of the rulebook.
    rulebook: String,
    site: Ref,
}

/// A team.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamView {
    id: Uuid,
    version: i32,
    name: String,
    program: Ref,
    lead: Option<Ref>,
    members: Vec<Ref>,
}

/// A membership in a team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamMemberCreate {
    /// The worker.
    staff_id: Uuid,
    /// What they do in it; leads and supervisors see the whole team's work.
    function: TeamFunctionCode,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(program_list).service(program_get).service(team_list).service(team_member_create);
}

/// The view of a program.
pub fn program_view(directory: &Directory, program: &Program) -> ProgramView {
    ProgramView {
        id: program.id,
        version: program.version,
        name: program.name.clone(),
        setting: program.setting.into(),
        person_label: program.person_label.clone(),
        time_zone: program.time_zone.clone(),
        rulebook: program.rulebook.clone(),
        site: Ref { id: program.site_id, name: directory.sites.get(&program.site_id).cloned().unwrap_or_default() },
    }
}

fn team_view(directory: &Directory, team: &Team) -> TeamView {
    let reference = |id: Uuid| Ref { id, name: directory.name(id).to_owned() };
    let members = directory.members.iter().filter(|member| member.team_id == team.id);
    TeamView {
        id: team.id,
        version: team.version,
        name: team.name.clone(),
        program: Ref {
            id: team.program_id,
            name: directory.programs.get(&team.program_id).map_or_else(String::new, |program| program.name.clone()),
        },
        lead: members.clone().find(|member| member.function == "lead").map(|member| reference(member.staff_id)),
        members: members.map(|member| reference(member.staff_id)).collect(),
    }
}

/// Programs by name.
pub fn sorted(directory: &Directory) -> impl Iterator<Item = &Program> {
    let mut programs: Vec<&Program> = directory.programs.values().collect();
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs.into_iter()
}

/// Every program of the organization.
#[utoipa::path(tag = "program", operation_id = "program_list", responses((status = 200, body = Page<ProgramView>)))]
#[get("/programs")]
pub async fn program_list(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<ProgramView>>, Problem> {
    let directory = state.store.read(&access, async |tx| Ok(tx.directory().clone())).await?;
    Ok(Answer::ok(Page::whole(sorted(&directory).map(|program| program_view(&directory, program)).collect())))
}

/// One program.
#[utoipa::path(tag = "program", operation_id = "program_get", params(("id" = Uuid, Path)), responses((status = 200, body = ProgramView)))]
#[get("/programs/{id}")]
pub async fn program_get(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ProgramView>, Problem> {
    let directory =
        state.store.read(&access, async |tx| tx.directory().program(*id).map(|_| tx.directory().clone())).await?;
    let program = directory.program(*id)?;
    Ok(Answer::resource(program.version, program_view(&directory, program)))
}

/// Every team with its lead and members.
#[utoipa::path(tag = "program", operation_id = "team_list", responses((status = 200, body = Page<TeamView>)))]
#[get("/teams")]
pub async fn team_list(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<TeamView>>, Problem> {
    let directory = state.store.read(&access, async |tx| Ok(tx.directory().clone())).await?;
    let mut teams: Vec<TeamView> = directory.teams.values().map(|team| team_view(&directory, team)).collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Answer::ok(Page::whole(teams)))
}

/// Adds a worker to a team. Their sessions see the change at once.
#[utoipa::path(tag = "program", operation_id = "team_member_create", params(("id" = Uuid, Path)), request_body = TeamMemberCreate, responses((status = 201, body = TeamView)))]
#[post("/teams/{id}/members")]
pub async fn team_member_create(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<TeamMemberCreate>,
) -> Result<Answer<TeamView>, Problem> {
    let body = body.0;
    let answer = state
        .store
        .write(&access, async |tx| {
            let directory = tx.directory().clone();
            let team = directory.teams.get(&id).ok_or(persistence::Error::NotFound)?;
            if !directory.staff.contains_key(&body.staff_id) {
                return Err(domain::Rule::at("unknown_staff", "/staff_id", "There is no such colleague.").into());
            }
            tx.team_member_add(Membership { team_id: team.id, staff_id: body.staff_id, function: body.function.0 });
            let mut view = team_view(&directory, team);
            view.members.push(Ref { id: body.staff_id, name: directory.name(body.staff_id).to_owned() });
            Ok(Answer::created(team.version, view))
        })
        .await?;
    state.store.directory_changed(access.actor().org_id);
    state.gate.forget();
    Ok(answer)
}
