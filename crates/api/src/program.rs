//! Programs and teams.

use actix_web::{get, web};
use domain::access::cap;
use domain::program::Program;
use persistence::directory::Directory;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::SettingCode;
use crate::http::{Allowed, Answer, Page, Problem};

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

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(program_list).service(program_get).service(team_list);
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

/// Programs by name.
pub fn sorted(directory: &Directory) -> impl Iterator<Item = &Program> {
    let mut programs: Vec<&Program> = directory.programs.values().collect();
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs.into_iter()
}

/// Every program of the organization.
#[utoipa::path(tag = "program", operation_id = "program_list", responses((status = 200, body = Page<ProgramView>)))]
#[get("/programs")]
pub async fn program_list(access: Allowed<cap::DirectoryRead>, state: web::Data<State>) -> Result<Answer<Page<ProgramView>>, Problem> {
    let directory = state.store.read(&access, async |tx| Ok(tx.directory().clone())).await?;
    Ok(Answer::ok(Page::whole(sorted(&directory).map(|program| program_view(&directory, program)).collect())))
}

/// One program.
#[utoipa::path(tag = "program", operation_id = "program_get", params(("id" = Uuid, Path)), responses((status = 200, body = ProgramView)))]
#[get("/programs/{id}")]
pub async fn program_get(access: Allowed<cap::DirectoryRead>, state: web::Data<State>, id: web::Path<Uuid>) -> Result<Answer<ProgramView>, Problem> {
    let directory = state.store.read(&access, async |tx| tx.directory().program(*id).map(|_| tx.directory().clone())).await?;
    let program = directory.program(*id)?;
    Ok(Answer::resource(program.version, program_view(&directory, program)))
}

/// Every team with its lead and members.
#[utoipa::path(tag = "program", operation_id = "team_list", responses((status = 200, body = Page<TeamView>)))]
#[get("/teams")]
pub async fn team_list(access: Allowed<cap::DirectoryRead>, state: web::Data<State>) -> Result<Answer<Page<TeamView>>, Problem> {
    let directory = state.store.read(&access, async |tx| Ok(tx.directory().clone())).await?;
    let reference = |id: Uuid| Ref { id, name: directory.name(id).to_owned() };
    let mut teams: Vec<TeamView> = directory
        .teams
        .values()
        .map(|team| {
            let members = directory.members.iter().filter(|member| member.team_id == team.id);
            TeamView {
                id: team.id,
                version: team.version,
                name: team.name.clone(),
                program: Ref { id: team.program_id, name: directory.programs.get(&team.program_id).map_or_else(String::new, |program| program.name.clone()) },
                lead: members.clone().find(|member| member.function == "lead").map(|member| reference(member.staff_id)),
                members: members.map(|member| reference(member.staff_id)).collect(),
            }
        })
        .collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Answer::ok(Page::whole(teams)))
}
