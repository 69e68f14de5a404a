//! Teams and who is on them.

use actix_web::{get, patch, post, web};
use domain::access::cap;
use domain::program::Team;
use domain::{Change, Rule};
use persistence::directory::Directory;
use persistence::organization::Membership;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::TeamFunctionCode;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid, given};
use crate::program::Ref;

/// A team.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamView {
    id: Uuid,
    version: i32,
    name: String,
    /// Number at which it answers people and their families.
    phone: Option<String>,
    program: Ref,
    lead: Option<Ref>,
    members: Vec<Ref>,
}

/// A new team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamCreate {
    /// The program it works in.
    program_id: Uuid,
    /// Name, unique in the program.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "North")]
    name: String,
    /// Number at which it answers people and their families.
    #[schema(min_length = 3, max_length = 60, pattern = "\\S", example = "+1 518 555 0140")]
    phone: Option<String>,
}

/// Changes of a team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamUpdate {
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    name: String,
    /// Number at which it answers people and their families; what it was when absent, none when null.
    #[schema(min_length = 3, max_length = 60, pattern = "\\S", value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    phone: Option<Option<String>>,
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

/// The end of a membership in a team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamMemberEnd {
    /// The worker.
    staff_id: Uuid,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(team_list)
        .service(team_create)
        .service(team_update)
        .service(team_member_create)
        .service(team_member_end);
}

fn view(directory: &Directory, team: &Team) -> TeamView {
    let reference = |id: Uuid| Ref { id, name: directory.name(id).to_owned() };
    let members = directory.members.iter().filter(|member| member.team_id == team.id);
    TeamView {
        id: team.id,
        version: team.version,
        name: team.name.clone(),
        phone: team.phone.clone(),
        program: Ref {
            id: team.program_id,
            name: directory.programs.get(&team.program_id).map_or_else(String::new, |program| program.name.clone()),
        },
        lead: members.clone().find(|member| member.function == "lead").map(|member| reference(member.staff_id)),
        members: members.map(|member| reference(member.staff_id)).collect(),
    }
}

/// Every team with its lead and members.
#[utoipa::path(tag = "program", operation_id = "team_list", responses((status = 200, body = Page<TeamView>)))]
#[get("/teams")]
pub async fn team_list(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<TeamView>>, Problem> {
    let directory = state.store.read(&access, async |tx| Ok(tx.directory().clone())).await?;
    let mut teams: Vec<TeamView> = directory.teams.values().map(|team| view(&directory, team)).collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Answer::ok(Page::whole(teams)))
}

/// Adds a team to a program.
#[utoipa::path(tag = "program", operation_id = "team_create", request_body = TeamCreate, responses((status = 201, body = TeamView)))]
#[post("/teams")]
pub async fn team_create(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    body: Valid<TeamCreate>,
) -> Result<Answer<TeamView>, Problem> {
    let body = body.0;
    let name = body.name.trim().to_owned();
    let phone = body.phone.map(|phone| phone.trim().to_owned());
    let team = Team { id: Uuid::now_v7(), version: 1, program_id: body.program_id, name, phone };
    let answer = state.store.write(&access, async |tx| {
        let team = tx.apply(Change::created(team))?;
        Ok(Answer::created(team.version, view(tx.directory(), &team)))
    });
    Ok(answer.await?)
}

/// Gives a team another name or number.
#[utoipa::path(tag = "program", operation_id = "team_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TeamUpdate, responses((status = 200, body = TeamView)))]
#[patch("/teams/{id}")]
pub async fn team_update(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<TeamUpdate>,
) -> Result<Answer<TeamView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let mut team = tx.team(*id).await?;
        tx.require_version(team.version, version.0)?;
        team.version += 1;
        team.name = body.name.trim().to_owned();
        if let Some(phone) = body.phone {
            team.phone = phone.map(|phone| phone.trim().to_owned());
        }
        let team = tx.apply(Change::updated(team))?;
        Ok(Answer::resource(team.version, view(tx.directory(), &team)))
    });
    Ok(answer.await?)
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
            let team = tx.team(*id).await?;
            let directory = tx.directory().clone();
            if !directory.staff.contains_key(&body.staff_id) {
                return Err(Rule::at("unknown_staff", "/staff_id", "There is no such colleague.").into());
            }
            tx.team_member_add(Membership { team_id: team.id, staff_id: body.staff_id, function: body.function.0 });
            let team = tx.apply(members_changed(team))?;
            let mut shown = view(&directory, &team);
            shown.members.push(Ref { id: body.staff_id, name: directory.name(body.staff_id).to_owned() });
            Ok(Answer::created(team.version, shown))
        })
        .await?;
    state.gate.forget();
    Ok(answer)
}

/// Takes a worker out of a team. Their cases stay theirs; what they saw as its lead they do not see from now on.
#[utoipa::path(tag = "program", operation_id = "team_member_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = TeamMemberEnd, responses((status = 200, body = TeamView)))]
#[post("/teams/{id}/members/end")]
pub async fn team_member_end(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<TeamMemberEnd>,
) -> Result<Answer<TeamView>, Problem> {
    let staff_id = body.staff_id;
    let answer = state
        .store
        .write(&access, async |tx| {
            let team = tx.team(*id).await?;
            tx.require_version(team.version, version.0)?;
            if !tx.is_team_member(team.id, staff_id).await? {
                return Err(Rule::at("team_member_none", "/staff_id", "This colleague is not on the team.").into());
            }
            tx.team_member_remove(team.id, staff_id);
            let team = tx.apply(members_changed(team))?;
            let mut shown = view(tx.directory(), &team);
            shown.members.retain(|member| member.id != staff_id);
            shown.lead = shown.lead.filter(|lead| lead.id != staff_id);
            Ok(Answer::resource(team.version, shown))
        })
        .await?;
    state.gate.forget();
    Ok(answer)
}

/// The team with others on it: a new version, so that it is announced.
fn members_changed(team: Team) -> Change<Team> {
    Change::updated(Team { version: team.version + 1, ..team })
}
