//! People: search, record, overview, timeline, who looked.

mod coverage;
pub(crate) mod history;
mod overview;
mod received;
mod related;

use actix_web::{get, patch, post, web};
use chrono::{DateTime, NaiveDate};
use domain::access::{Capability, cap};
use domain::case::{Case, CaseStatus};
use domain::clock::local_date;
use domain::person::{Address, Identifier, Person};
use domain::{Change, Event, EventKind};
use persistence::Tx;
use persistence::person::PersonFilter;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{CaseStatusCode, SexCode, TierCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Valid, given};
use crate::program::Ref;
pub use history::{AccessEntry, access_entry};

/// A postal address.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddressView {
    /// Street line.
    #[schema(max_length = 200)]
    line: Option<String>,
    /// City.
    #[schema(max_length = 100)]
    city: Option<String>,
    /// State.
    #[schema(max_length = 100)]
    state: Option<String>,
    /// Postal code.
    #[schema(max_length = 20)]
    postal_code: Option<String>,
}

/// An identifier of some system.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentifierView {
    /// Issuing system.
    #[schema(min_length = 1, max_length = 200)]
    system: String,
    /// Value.
    #[schema(min_length = 1, max_length = 200)]
    value: String,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    id: Uuid,
    version: i32,
    name: String,
    family_name: String,
    given_name: String,
    preferred_name: Option<String>,
    pronouns: Option<String>,
    birth_date: NaiveDate,
    /// Age in years today, where the person is cared for, or at death.
    age: Option<u32>,
    deceased_on: Option<NaiveDate>,
    sex: SexCode,
    language: String,
    interpreter_needed: bool,
    phone: Option<String>,
    email: Option<String>,
    address: AddressView,
    identifiers: Vec<IdentifierView>,
    /// The single point of contact.
    contact_point: Option<Ref>,
    /// Operations the reader may do on this person now.
    can: Vec<&'static str>,
}

/// A person in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonSummary {
    id: Uuid,
    name: String,
    birth_date: NaiveDate,
    /// Age in years today, where the person is cared for, or at death.
    age: Option<u32>,
    sex: SexCode,
    language: String,
    deceased: bool,
    cases: Vec<CaseSummary>,
}

/// A case in a list of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseSummary {
    id: Uuid,
    program: Ref,
    status: CaseStatusCode,
    tier: TierCode,
    owner: Ref,
}

/// What to look for; all given members must match.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "okaf", "birth_date": "1958-04-02", "limit": 20 }))]
pub struct PersonSearch {
    /// Begin of "family given", any case.
    #[schema(max_length = 100, example = "okaf")]
    text: Option<String>,
    /// Date of birth.
    birth_date: Option<NaiveDate>,
    /// An identifier's value.
    #[schema(max_length = 200)]
    identifier: Option<String>,
    /// Enrolled in this program.
    program_id: Option<Uuid>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// A new person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "family_name": "Nguyen", "given_name": "Linh", "preferred_name": "Lily", "pronouns": "she/her", "birth_date": "1958-04-02",
    "sex": "female", "language": "vi", "interpreter_needed": true, "phone": "+1 518 555 0147",
    "address": { "line": "12 Mill Street", "city": "Troy", "state": "NY", "postal_code": "12180" },
    "identifiers": [{ "system": "urn:oid:2.16.840.1.113883.19.5", "value": "MRN-004817" }]
}))]
pub struct PersonCreate {
    /// Family name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Nguyen")]
    family_name: String,
    /// Given names.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Linh")]
    given_name: String,
    /// Name to use.
    #[schema(max_length = 200)]
    preferred_name: Option<String>,
    /// Pronouns.
    #[schema(max_length = 60)]
    pronouns: Option<String>,
    /// Date of birth.
    birth_date: NaiveDate,
    /// Sex as recorded.
    sex: SexCode,
    /// Preferred language (BCP 47).
    #[schema(min_length = 2, max_length = 35, example = "vi")]
    language: String,
    /// True when an interpreter is needed.
    #[serde(default)]
    interpreter_needed: bool,
    /// Phone.
    #[schema(max_length = 60)]
    phone: Option<String>,
    /// E-mail.
    #[schema(max_length = 200)]
    email: Option<String>,
    /// Address.
    #[serde(default)]
    address: AddressView,
    /// Identifiers.
    #[serde(default)]
    #[schema(max_items = 20)]
    identifiers: Vec<IdentifierView>,
}

/// Changes of a person; absent members stay as they are, null clears one that may be empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "phone": "+1 518 555 0147", "preferred_name": "Lily" }))]
pub struct PersonUpdate {
    /// Family name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    family_name: Option<String>,
    /// Given names.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    given_name: Option<String>,
    /// Name to use.
    #[schema(max_length = 200, value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    preferred_name: Option<Option<String>>,
    /// Pronouns.
    #[schema(max_length = 60, value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    pronouns: Option<Option<String>>,
    /// Date of birth.
    birth_date: Option<NaiveDate>,
    /// Date of death.
    #[schema(value_type = Option<NaiveDate>)]
    #[serde(default, deserialize_with = "given")]
    deceased_on: Option<Option<NaiveDate>>,
    /// Sex as recorded.
    sex: Option<SexCode>,
    /// Preferred language.
    #[schema(min_length = 2, max_length = 35)]
    language: Option<String>,
    /// True when an interpreter is needed.
    interpreter_needed: Option<bool>,
    /// Phone.
    #[schema(max_length = 60, value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    phone: Option<Option<String>>,
    /// E-mail.
    #[schema(max_length = 200, value_type = Option<String>)]
    #[serde(default, deserialize_with = "given")]
    email: Option<Option<String>>,
    /// Address.
    address: Option<AddressView>,
    /// Identifiers, all of them.
    #[schema(max_items = 20)]
    identifiers: Option<Vec<IdentifierView>>,
    /// The single point of contact.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default, deserialize_with = "given")]
    contact_point_id: Option<Option<Uuid>>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(person_search)
        .service(person_create)
        .service(person_get)
        .service(person_update)
        .service(overview::person_overview)
        .service(received::person_received)
        .service(history::person_timeline)
        .service(history::person_access_log)
        .service(related::related_person_create)
        .service(related::related_person_update)
        .service(related::related_person_end)
        .service(coverage::coverage_create)
        .service(coverage::coverage_update);
}

/// The day that it is where a person is cared for: in the program of an open case of theirs, or else in most programs.
fn day_of<'a>(tx: &Tx, cases: impl IntoIterator<Item = &'a Case>) -> NaiveDate {
    let open = cases.into_iter().filter(|case| case.status == CaseStatus::Active);
    let zone = open.min_by_key(|case| case.id).map(|case| tx.directory().zone(case.program_id));
    zone.map_or_else(|| tx.main_day(), |zone| local_date(tx.now(), zone))
}

/// The view of a person, as of a day of theirs.
fn person_view(tx: &Tx, person: Person, today: NaiveDate) -> PersonView {
    let all: &[(Capability, &'static str)] = &[
        (Capability::PersonWrite, "person_update"),
        (Capability::PersonWrite, "related_person_create"),
        (Capability::PersonWrite, "coverage_create"),
        (Capability::StayWrite, "stay_create"),
        (Capability::NeedWrite, "need_create"),
        (Capability::CrisisPlanWrite, "crisis_plan_create"),
        (Capability::CaseCreate, "case_create"),
        (Capability::AccessLogRead, "person_access_log"),
    ];
    let refused = |operation: &str| person.deceased_on.is_some() && operation == "crisis_plan_create";
    let may =
        |(capability, operation): &&(Capability, &'static str)| tx.actor().may(*capability) && !refused(operation);
    let can = all.iter().filter(may).map(|(_, operation)| *operation).collect();
    PersonView {
        name: person.display_name(),
        age: person.age(today),
        contact_point: person.contact_point_id.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
        id: person.id,
        version: person.version,
        family_name: person.family_name,
        given_name: person.given_name,
        preferred_name: person.preferred_name,
        pronouns: person.pronouns,
        birth_date: person.birth_date,
        deceased_on: person.deceased_on,
        sex: person.sex.into(),
        language: person.language,
        interpreter_needed: person.interpreter_needed,
        phone: person.phone,
        email: person.email,
        address: AddressView {
            line: person.address.line,
            city: person.address.city,
            state: person.address.state,
            postal_code: person.address.postal_code,
        },
        identifiers: person
            .identifiers
            .into_iter()
            .map(|identifier| IdentifierView { system: identifier.system, value: identifier.value })
            .collect(),
        can,
    }
}

fn address(view: AddressView) -> Address {
    Address { line: view.line, city: view.city, state: view.state, postal_code: view.postal_code }
}

fn identifiers(views: Vec<IdentifierView>) -> Vec<Identifier> {
    views.into_iter().map(|view| Identifier { system: view.system, value: view.value }).collect()
}

/// Finds people within reach. A search is a POST, because names never stand in addresses.
#[utoipa::path(tag = "person", operation_id = "person_search", request_body = PersonSearch, responses((status = 200, body = Page<PersonSummary>)))]
#[post("/people/search")]
pub async fn person_search(
    access: Allowed<cap::PersonSearch>,
    state: web::Data<State>,
    body: Valid<PersonSearch>,
) -> Result<Answer<Page<PersonSummary>>, Problem> {
    let body = body.0;
    let after: Option<(String, Uuid)> = Cursor::key(body.cursor.as_ref())?;
    let filter = PersonFilter {
        name: body.text,
        birth_date: body.birth_date,
        identifier: body.identifier,
        program_id: body.program_id,
    };
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.person_search(&filter, after, body.limit.probe()).await?;
            let ids: Vec<Uuid> = rows.iter().map(|(person, _)| person.id).collect();
            let cases = tx.cases_of(&ids).await?;
            Ok(Page::new(
                rows,
                body.limit,
                |(person, key)| (key.clone(), person.id),
                |(person, _)| summary(tx, &person, &cases),
            ))
        })
        .await?;
    Ok(Answer::ok(page))
}

fn summary(tx: &Tx, person: &Person, cases: &[Case]) -> PersonSummary {
    let directory = tx.directory();
    let own = cases.iter().filter(|case| case.person_id == person.id);
    PersonSummary {
        id: person.id,
        name: person.display_name(),
        birth_date: person.birth_date,
        age: person.age(day_of(tx, own.clone())),
        sex: person.sex.into(),
        language: person.language.clone(),
        deceased: person.deceased_on.is_some(),
        cases: own
            .map(|case| CaseSummary {
                id: case.id,
                program: Ref {
                    id: case.program_id,
                    name: directory
                        .programs
                        .get(&case.program_id)
                        .map_or_else(String::new, |program| program.name.clone()),
                },
                status: case.status.into(),
                tier: case.tier.into(),
                owner: Ref { id: case.owner_id, name: directory.name(case.owner_id).to_owned() },
            })
            .collect(),
    }
}

/// Creates a person. They wait in the intake pool until they are enrolled in a program.
#[utoipa::path(tag = "person", operation_id = "person_create", request_body = PersonCreate, responses((status = 201, body = PersonView)))]
#[post("/people")]
pub async fn person_create(
    access: Allowed<cap::PersonWrite>,
    state: web::Data<State>,
    body: Valid<PersonCreate>,
) -> Result<Answer<PersonView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let person = Person {
            id: Uuid::now_v7(),
            version: 1,
            family_name: body.family_name,
            given_name: body.given_name,
            preferred_name: body.preferred_name,
            pronouns: body.pronouns,
            birth_date: body.birth_date,
            deceased_on: None,
            sex: body.sex.0,
            language: body.language,
            interpreter_needed: body.interpreter_needed,
            phone: body.phone,
            email: body.email,
            address: address(body.address),
            identifiers: identifiers(body.identifiers),
            contact_point_id: None,
            source: None,
            created_at: tx.now(),
        };
        person.check(tx.now().date_naive())?;
        let person = tx.apply(Change::created(person))?;
        Ok(Answer::created(person.version, person_view(tx, person, tx.main_day())))
    });
    Ok(answer.await?)
}

/// One person.
#[utoipa::path(tag = "person", operation_id = "person_get", params(("id" = Uuid, Path)), responses((status = 200, body = PersonView)))]
#[get("/people/{id}")]
pub async fn person_get(
    access: Allowed<cap::PersonRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<PersonView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let person = tx.person(*id).await?;
        let cases = tx.cases_of(&[*id]).await?;
        let today = day_of(tx, &cases);
        Ok(Answer::resource(person.version, person_view(tx, person, today)))
    });
    Ok(answer.await?)
}

/// Changes a person.
#[utoipa::path(tag = "person", operation_id = "person_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = PersonUpdate, responses((status = 200, body = PersonView)))]
#[patch("/people/{id}")]
pub async fn person_update(
    access: Allowed<cap::PersonWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<PersonUpdate>,
) -> Result<Answer<PersonView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let mut person = tx.person(*id).await?;
        tx.require_version(person.version, version.0)?;
        let before = person.deceased_on;
        person.family_name = body.family_name.unwrap_or(person.family_name);
        person.given_name = body.given_name.unwrap_or(person.given_name);
        person.preferred_name = body.preferred_name.unwrap_or(person.preferred_name);
        person.pronouns = body.pronouns.unwrap_or(person.pronouns);
        person.birth_date = body.birth_date.unwrap_or(person.birth_date);
        person.deceased_on = body.deceased_on.unwrap_or(person.deceased_on);
        person.sex = body.sex.map_or(person.sex, |code| code.0);
        person.language = body.language.unwrap_or(person.language);
        person.interpreter_needed = body.interpreter_needed.unwrap_or(person.interpreter_needed);
        person.phone = body.phone.unwrap_or(person.phone);
        person.email = body.email.unwrap_or(person.email);
        person.address = body.address.map_or(person.address, address);
        person.identifiers = body.identifiers.map_or(person.identifiers, identifiers);
        person.contact_point_id = body.contact_point_id.unwrap_or(person.contact_point_id);
        let change = person.change(tx.now().date_naive())?;
        let cases = tx.cases_of(&[*id]).await?;
        let today = day_of(tx, &cases);
        let person = tx.apply(change)?;
        follow_death(tx, &person, before).await?;
        Ok(Answer::resource(person.version, person_view(tx, person, today)))
    });
    Ok(answer.await?)
}

/// The cases of a person hear that they died, on another day than was known, or not at all.
async fn follow_death(tx: &mut Tx, person: &Person, before: Option<NaiveDate>) -> persistence::Result<()> {
    if person.deceased_on == before {
        return Ok(());
    }
    let mut cases = tx.active_cases(person.id, DateTime::UNIX_EPOCH).await?;
    match person.deceased_on {
        Some(day) => tx.announce_death(&mut cases, person.id, day),
        None => tx.announce(&mut cases, &Event::new(EventKind::DeathWithdrawn, person.id, tx.now())),
    }
}
