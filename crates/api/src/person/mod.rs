//! People: search, record, overview, timeline, who looked.

mod coverage;
pub(crate) mod history;
mod overview;

use actix_web::{get, patch, post, web};
use chrono::{DateTime, NaiveDate};
use domain::access::{Capability, cap};
use domain::person::{Address, Identifier, Person, RelatedPerson};
use domain::{Change, Event, EventKind};
use persistence::Tx;
use persistence::person::PersonFilter;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{CaseStatusCode, SexCode, TierCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Valid};
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
    /// Age in years today, or at death.
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

/// Somebody close to the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelatedPersonView {
    id: Uuid,
    name: String,
    relationship: String,
    phone: Option<String>,
    is_caregiver: bool,
    may_discuss: bool,
}

/// What to look for; all given members must match.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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

/// Tells a member that was sent as null, to clear it, from one that was not sent.
fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Changes of a person; absent members stay as they are, null clears one that may be empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
    /// The single point of contact.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default, deserialize_with = "given")]
    contact_point_id: Option<Option<Uuid>>,
}

/// Somebody close to the person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelatedPersonCreate {
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    name: String,
    /// Relationship in words.
    #[schema(min_length = 1, max_length = 100, example = "daughter")]
    relationship: String,
    /// Phone.
    #[schema(max_length = 60)]
    phone: Option<String>,
    /// True for someone who gives care.
    is_caregiver: bool,
    /// True when the person agreed that care may be discussed with them.
    may_discuss: bool,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(person_search)
        .service(person_create)
        .service(person_get)
        .service(person_update)
        .service(overview::person_overview)
        .service(history::person_timeline)
        .service(history::person_access_log)
        .service(related_person_create)
        .service(coverage::coverage_create)
        .service(coverage::coverage_update);
}

/// The view of a person.
pub fn person_view(tx: &Tx, person: Person) -> PersonView {
    let today = tx.now().date_naive();
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
        age: domain::age::age_on(person.birth_date, person.deceased_on.unwrap_or(today)),
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

fn related_view(related: RelatedPerson) -> RelatedPersonView {
    RelatedPersonView {
        id: related.id,
        name: related.name,
        relationship: related.relationship,
        phone: related.phone,
        is_caregiver: related.is_caregiver,
        may_discuss: related.may_discuss,
    }
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

fn summary(tx: &Tx, person: &Person, cases: &[domain::case::Case]) -> PersonSummary {
    let directory = tx.directory();
    PersonSummary {
        id: person.id,
        name: person.display_name(),
        birth_date: person.birth_date,
        sex: person.sex.into(),
        language: person.language.clone(),
        deceased: person.deceased_on.is_some(),
        cases: cases
            .iter()
            .filter(|case| case.person_id == person.id)
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
            identifiers: body
                .identifiers
                .into_iter()
                .map(|identifier| Identifier { system: identifier.system, value: identifier.value })
                .collect(),
            contact_point_id: None,
            source: None,
            created_at: tx.now(),
        };
        person.check(tx.now().date_naive())?;
        let person = tx.apply(Change::created(person))?;
        Ok(Answer::created(person.version, person_view(tx, person)))
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
        Ok(Answer::resource(person.version, person_view(tx, person)))
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
        person.contact_point_id = body.contact_point_id.unwrap_or(person.contact_point_id);
        let change = person.change(tx.now().date_naive())?;
        let person = tx.apply(change)?;
        follow_death(tx, &person, before).await?;
        Ok(Answer::resource(person.version, person_view(tx, person)))
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

/// Records a caregiver, relative or other person close to the person in care.
#[utoipa::path(tag = "person", operation_id = "related_person_create", params(("id" = Uuid, Path)), request_body = RelatedPersonCreate, responses((status = 201, body = RelatedPersonView)))]
#[post("/people/{id}/related")]
pub async fn related_person_create(
    access: Allowed<cap::PersonWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<RelatedPersonCreate>,
) -> Result<Answer<RelatedPersonView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        let related = RelatedPerson {
            id: Uuid::now_v7(),
            version: 1,
            person_id: *id,
            name: body.name,
            relationship: body.relationship,
            phone: body.phone,
            is_caregiver: body.is_caregiver,
            may_discuss: body.may_discuss,
        };
        Ok(Answer::created(1, related_view(tx.apply(Change::created(related))?)))
    });
    Ok(answer.await?)
}
