//! Cadences: how often the people of a program are to be reached, by tier and from a day on.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, Reach, Role, cap};
use domain::clock::local_date;
use domain::contact_cadence::{CadenceDays, ContactCadence, STANDARD, in_force};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, Page, Problem, Valid};
use crate::program::Ref;

/// Days within which a person is to be reached again, by tier. Nobody at higher risk is reached more rarely.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactCadenceDays {
    /// Of a low tier.
    #[schema(minimum = 1, maximum = 366, example = 90)]
    low: u32,
    /// Of a rising tier.
    #[schema(minimum = 1, maximum = 366, example = 30)]
    rising: u32,
    /// Of a high tier.
    #[schema(minimum = 1, maximum = 366, example = 14)]
    high: u32,
    /// Of a complex tier.
    #[schema(minimum = 1, maximum = 366, example = 7)]
    complex: u32,
}

impl From<ContactCadenceDays> for CadenceDays {
    fn from(own: ContactCadenceDays) -> Self {
        let ContactCadenceDays { low, rising, high, complex } = own;
        Self { low, rising, high, complex }
    }
}

impl From<CadenceDays> for ContactCadenceDays {
    fn from(own: CadenceDays) -> Self {
        let CadenceDays { low, rising, high, complex } = own;
        Self { low, rising, high, complex }
    }
}

/// A cadence that was set.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactCadenceView {
    id: Uuid,
    version: i32,
    program: Ref,
    valid_from: NaiveDate,
    days: ContactCadenceDays,
    reason: String,
    set_by: Ref,
    set_at: DateTime<Utc>,
}

/// The cadences of a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramCadences {
    program: Ref,
    /// What counts today.
    in_force: ContactCadenceDays,
    /// Since when; null while nothing was set and the platform's own numbers count.
    since: Option<NaiveDate>,
    /// What was set, the newest first; what begins later included.
    set: Vec<ContactCadenceView>,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

/// A cadence to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactCadenceSet {
    /// The program.
    program_id: Uuid,
    /// First day, today or later; the same day is set anew.
    valid_from: NaiveDate,
    /// What counts from then on.
    days: ContactCadenceDays,
    /// Why; colleagues read this.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    reason: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(contact_cadence_list).service(contact_cadence_set);
}

/// True when the reader sets the cadences of a program: one in which they lead a team, or any for who leads or administers everybody.
fn may_set(tx: &Tx, program_id: Uuid) -> bool {
    let actor = tx.actor();
    if !actor.may(Capability::ContactCadenceWrite) {
        return false;
    }
    let teams = &tx.directory().teams;
    let leads_in =
        || actor.led_team_ids.iter().any(|id| teams.get(id).is_some_and(|team| team.program_id == program_id));
    actor.role.reach() == Reach::Organization || actor.role == Role::OrganizationAdmin || leads_in()
}

fn view(tx: &Tx, own: ContactCadence) -> ContactCadenceView {
    let directory = tx.directory();
    let program = directory.programs.get(&own.program_id).map_or_else(String::new, |program| program.name.clone());
    ContactCadenceView {
        id: own.id,
        version: own.version,
        program: Ref { id: own.program_id, name: program },
        valid_from: own.valid_from,
        days: own.days.into(),
        reason: own.reason,
        set_by: Ref { id: own.set_by, name: directory.name(own.set_by).to_owned() },
        set_at: own.set_at,
    }
}

/// How often the people of every program are to be reached, with what was set before and what begins later.
#[utoipa::path(tag = "contact", operation_id = "contact_cadence_list", responses((status = 200, body = Page<ProgramCadences>)))]
#[get("/contact-cadences")]
pub async fn contact_cadence_list(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<ProgramCadences>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = tx.contact_cadences().await?;
        let directory = tx.directory().clone();
        let mut programs: Vec<_> = directory.programs.values().collect();
        programs.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        let of = |program: &domain::program::Program| {
            let current = in_force(&all, program.id, local_date(tx.now(), program.zone()));
            let set = all.iter().filter(|own| own.program_id == program.id).cloned();
            ProgramCadences {
                program: Ref { id: program.id, name: program.name.clone() },
                in_force: current.map_or(STANDARD, |own| own.days).into(),
                since: current.map(|own| own.valid_from),
                set: set.map(|own| view(tx, own)).collect(),
                can: if may_set(tx, program.id) { vec!["contact_cadence_set"] } else { Vec::new() },
            }
        };
        Ok(Answer::ok(Page::whole(programs.into_iter().map(of).collect())))
    });
    Ok(answer.await?)
}

/// Sets how often the people of a program are to be reached from a day on. Due days follow at once; nothing else is stored.
#[utoipa::path(tag = "contact", operation_id = "contact_cadence_set", request_body = ContactCadenceSet, responses((status = 201, body = ContactCadenceView)))]
#[post("/contact-cadences")]
pub async fn contact_cadence_set(
    access: Allowed<cap::ContactCadenceWrite>,
    state: web::Data<State>,
    body: Valid<ContactCadenceSet>,
) -> Result<Answer<ContactCadenceView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let unknown = || domain::Rule::at("unknown_program", "/program_id", "There is no such program.");
        let zone = tx.directory().programs.get(&body.program_id).ok_or_else(unknown)?.zone();
        if !may_set(tx, body.program_id) {
            return Err(Error::Forbidden("contact_cadence_of_program"));
        }
        let known = tx.contact_cadences().await?;
        let own = ContactCadence {
            id: Uuid::now_v7(),
            version: 1,
            program_id: body.program_id,
            valid_from: body.valid_from,
            days: body.days.into(),
            reason: body.reason,
            set_by: tx.actor().id,
            set_at: tx.now(),
        };
        let own = tx.apply(own.set(&known, local_date(tx.now(), zone))?)?;
        Ok(Answer::created(own.version, view(tx, own)))
    });
    Ok(answer.await?)
}
