//! Programs.

use actix_web::{get, patch, post, web};
use domain::Change;
use domain::access::cap;
use domain::program::{Program, require_zone};
use persistence::directory::Directory;
use persistence::organization::rulebook_name;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::SettingCode;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};

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

/// A new program.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgramCreate {
    /// The site it runs at.
    site_id: Uuid,
    /// Name, unique in the organization.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Complex care")]
    name: String,
    /// Setting: it decides the rulebook, and stays as it is.
    setting: SettingCode,
    /// What a person is called here; what the setting calls them when absent.
    #[schema(min_length = 1, max_length = 40, pattern = "\\S", example = "member")]
    person_label: Option<String>,
    /// IANA time zone in which its deadlines fall due.
    #[schema(max_length = 60, example = "America/New_York")]
    time_zone: String,
}

/// Changes of a program; absent members stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgramUpdate {
    /// The site it runs at.
    site_id: Option<Uuid>,
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    name: Option<String>,
    /// What a person is called here.
    #[schema(min_length = 1, max_length = 40, pattern = "\\S")]
    person_label: Option<String>,
    /// IANA time zone; deadlines that open from now on fall due in it.
    #[schema(max_length = 60)]
    time_zone: Option<String>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(program_list).service(program_get).service(program_create).service(program_update);
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

/// Adds a program. It works by the standard rulebook of its setting.
#[utoipa::path(tag = "program", operation_id = "program_create", request_body = ProgramCreate, responses((status = 201, body = ProgramView)))]
#[post("/programs")]
pub async fn program_create(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    body: Valid<ProgramCreate>,
) -> Result<Answer<ProgramView>, Problem> {
    let body = body.0;
    require_zone(&body.time_zone)?;
    let setting = body.setting.0;
    let program = Program {
        id: Uuid::now_v7(),
        version: 1,
        site_id: body.site_id,
        name: body.name.trim().to_owned(),
        setting,
        person_label: label(body.person_label.as_deref().unwrap_or(setting.person_label())),
        time_zone: body.time_zone,
        rulebook: rulebook_name(setting),
    };
    let answer = state.store.write(&access, async |tx| {
        let program = tx.program_add(program).await?;
        Ok(Answer::created(program.version, program_view(tx.directory(), &program)))
    });
    Ok(answer.await?)
}

/// Changes a program.
#[utoipa::path(tag = "program", operation_id = "program_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ProgramUpdate, responses((status = 200, body = ProgramView)))]
#[patch("/programs/{id}")]
pub async fn program_update(
    access: Allowed<cap::StaffWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ProgramUpdate>,
) -> Result<Answer<ProgramView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let mut program = tx.program(*id).await?;
        tx.require_version(program.version, version.0)?;
        program.version += 1;
        program.site_id = body.site_id.unwrap_or(program.site_id);
        program.name = body.name.map_or(program.name, |name| name.trim().to_owned());
        program.person_label = body.person_label.map_or(program.person_label, |words| label(&words));
        if let Some(zone) = body.time_zone {
            require_zone(&zone)?;
            program.time_zone = zone;
        }
        let program = tx.apply(Change::updated(program))?;
        Ok(Answer::resource(program.version, program_view(tx.directory(), &program)))
    });
    Ok(answer.await?)
}

/// A word for people, as it stands in a sentence.
fn label(words: &str) -> String {
    words.trim().to_lowercase()
}
