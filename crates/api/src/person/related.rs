//! Family, caregivers and others close to a person.

use actix_web::{post, put, web};
use domain::Change;
use domain::access::{Capability, cap};
use domain::person::RelatedPerson;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};

/// Somebody close to the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelatedPersonView {
    id: Uuid,
    version: i32,
    name: String,
    relationship: String,
    phone: Option<String>,
    is_caregiver: bool,
    may_discuss: bool,
    /// Operations the reader may do on this record now.
    can: Vec<&'static str>,
}

/// Somebody close to the person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Lena Nguyen", "relationship": "daughter", "phone": "+1 518 555 0133", "is_caregiver": true, "may_discuss": true
}))]
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

/// The view of somebody close to a person.
pub fn related_view(tx: &Tx, related: RelatedPerson) -> RelatedPersonView {
    let may = tx.actor().may(Capability::PersonWrite) && related.ended_on.is_none();
    RelatedPersonView {
        id: related.id,
        version: related.version,
        name: related.name,
        relationship: related.relationship,
        phone: related.phone,
        is_caregiver: related.is_caregiver,
        may_discuss: related.may_discuss,
        can: if may { vec!["related_person_update", "related_person_end"] } else { Vec::new() },
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
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        let related = tx.apply(Change::created(body.0.related(Uuid::now_v7(), 1, *id)))?;
        Ok(Answer::created(1, related_view(tx, related)))
    });
    Ok(answer.await?)
}

/// Changes what is known of somebody close to the person, and whether care may be discussed with them.
#[utoipa::path(tag = "person", operation_id = "related_person_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = RelatedPersonCreate, responses((status = 200, body = RelatedPersonView)))]
#[put("/related-people/{id}")]
pub async fn related_person_update(
    access: Allowed<cap::PersonWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<RelatedPersonCreate>,
) -> Result<Answer<RelatedPersonView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let known = tx.related_person(*id).await?;
        tx.require_version(known.version, version.0)?;
        let changed =
            RelatedPerson { ended_on: known.ended_on, ..body.0.related(known.id, known.version, known.person_id) };
        let related = tx.apply(changed.change()?)?;
        Ok(Answer::resource(related.version, related_view(tx, related)))
    });
    Ok(answer.await?)
}

/// Notes that somebody is not close to the person any more: they are neither shown nor told anything from now on.
#[utoipa::path(tag = "person", operation_id = "related_person_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = RelatedPersonView)))]
#[post("/related-people/{id}/end")]
pub async fn related_person_end(
    access: Allowed<cap::PersonWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<RelatedPersonView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let known = tx.related_person(*id).await?;
        tx.require_version(known.version, version.0)?;
        let related = tx.apply(known.end(tx.main_day())?)?;
        Ok(Answer::resource(related.version, related_view(tx, related)))
    });
    Ok(answer.await?)
}

impl RelatedPersonCreate {
    fn related(self, id: Uuid, version: i32, person_id: Uuid) -> RelatedPerson {
        RelatedPerson {
            id,
            version,
            person_id,
            name: self.name,
            relationship: self.relationship,
            phone: self.phone,
            is_caregiver: self.is_caregiver,
            may_discuss: self.may_discuss,
            ended_on: None,
        }
    }
}
