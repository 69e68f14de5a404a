//! Who takes care of a person now, in every organization: colleagues, members outside, family, partners of open referrals, where
//! the person stays and who pays, each with what they may be told and why (R094, R102, R103).

mod gather;

use actix_web::{get, patch, post, web};
use chrono::NaiveDate;
use domain::access::{Capability, cap};
use domain::care_team::ExternalMember;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{
    CareTeamRoleCode, CareTeamSourceCode, DenyReasonCode, DisclosureBasisCode, DisclosurePurposeCode, FamilyLevelCode,
    MemberRoleCode, RecipientClassCode, SensitiveLabelCode,
};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;
use gather::{Asking, colleagues, external, family, partners, places};

domain::codes! {
    /// From where somebody of a care team is known.
    pub enum CareTeamSource {
        /// Owns a case.
        Owner = "owner",
        /// A colleague on the team of a case.
        Colleague = "colleague",
        /// Somebody of another organization.
        External = "external",
        /// Family or a caregiver.
        Family = "family",
        /// The partner of an open referral.
        Partner = "partner",
        /// Where the person stays.
        Facility = "facility",
        /// Who pays.
        Payer = "payer",
    }
}

/// Who takes care of a person now.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareTeamView {
    /// The colleague who is the person's single point of contact.
    contact_point: Option<Ref>,
    members: Vec<CareTeamMember>,
    /// Operations the reader may do on this team now.
    can: Vec<&'static str>,
}

/// Somebody who takes care of the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareTeamMember {
    source: CareTeamSourceCode,
    /// Id of the colleague, the member outside, the related person, the referral, the stay or the coverage.
    id: Uuid,
    name: String,
    organization: Option<String>,
    /// What a member outside does.
    role: Option<CareTeamRoleCode>,
    /// What a colleague does beside the owner.
    member_role: Option<MemberRoleCode>,
    /// What a relative is to the person, in words.
    relationship: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    fax: Option<String>,
    since_on: Option<NaiveDate>,
    /// What they may be told; null for colleagues, who work with the record itself.
    told: Option<CareTeamTold>,
}

/// What somebody may be told, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareTeamTold {
    class: RecipientClassCode,
    /// For what they were asked about: what they are there for.
    purpose: DisclosurePurposeCode,
    permitted: bool,
    /// The ground.
    basis: Option<DisclosureBasisCode>,
    /// Why not.
    reason: Option<DenyReasonCode>,
    /// How much a relative or caregiver may be told, as far as something was agreed.
    level: Option<FamilyLevelCode>,
    /// What is specially protected and may be told as well; null for who may not see consents.
    labels: Option<Vec<SensitiveLabelCode>>,
}

/// Somebody of another organization.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalMemberContent {
    /// Name.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S", example = "Dr. Osei")]
    name: String,
    /// Where they work.
    #[schema(max_length = 200, example = "Valley Family Practice")]
    organization: Option<String>,
    /// What they do.
    role: CareTeamRoleCode,
    /// Phone.
    #[schema(max_length = 40)]
    phone: Option<String>,
    /// E-mail.
    #[schema(max_length = 200)]
    email: Option<String>,
    /// Fax.
    #[schema(max_length = 40)]
    fax: Option<String>,
    /// Since when.
    since_on: NaiveDate,
}

/// The last day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalMemberEnd {
    /// Last day on the team.
    until_on: NaiveDate,
}

/// Somebody of another organization, as kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExternalMemberView {
    id: Uuid,
    version: i32,
    person_id: Uuid,
    name: String,
    organization: Option<String>,
    role: CareTeamRoleCode,
    phone: Option<String>,
    email: Option<String>,
    fax: Option<String>,
    since_on: NaiveDate,
    until_on: Option<NaiveDate>,
    /// Operations the reader may do on this member now.
    can: Vec<&'static str>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(care_team_get)
        .service(external_member_create)
        .service(external_member_get)
        .service(external_member_update)
        .service(external_member_end);
}

fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl ExternalMemberContent {
    fn member(self, id: Uuid, person_id: Uuid) -> ExternalMember {
        ExternalMember {
            id,
            version: 1,
            person_id,
            name: self.name.trim().to_owned(),
            organization: said(self.organization),
            role: self.role.0,
            phone: said(self.phone),
            email: said(self.email),
            fax: said(self.fax),
            since_on: self.since_on,
            until_on: None,
        }
    }
}

fn member_view(tx: &Tx, member: ExternalMember) -> ExternalMemberView {
    let writes = tx.actor().may(Capability::CareTeamWrite) && member.until_on.is_none();
    ExternalMemberView {
        can: if writes { vec!["external_member_update", "external_member_end"] } else { Vec::new() },
        id: member.id,
        version: member.version,
        person_id: member.person_id,
        name: member.name,
        organization: member.organization,
        role: member.role.into(),
        phone: member.phone,
        email: member.email,
        fax: member.fax,
        since_on: member.since_on,
        until_on: member.until_on,
    }
}

/// Who takes care of a person now, in every organization, with what each may be told and why.
#[utoipa::path(tag = "care_team", operation_id = "care_team_get", params(("id" = Uuid, Path)), responses((status = 200, body = CareTeamView)))]
#[get("/people/{id}/care-team")]
pub async fn care_team_get(
    access: Allowed<cap::CareTeamRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<CareTeamView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let known = tx.person_overview(*id).await?;
        let consents = tx.consents_to_decide(*id).await?;
        let outside = tx.external_members_of(*id).await?;
        let knows = tx.actor().may(Capability::ConsentRead);
        let open = known.cases.iter().filter(|case| case.require_active().is_ok());
        let settings = open
            .map(|case| Ok(tx.directory().program(case.program_id)?.setting))
            .collect::<persistence::Result<Vec<_>>>()?;
        let asking = Asking { consents: &consents, today: tx.main_day(), settings: &settings, knows };
        let mut members = colleagues(tx, &known);
        members.extend(known.related.iter().map(|related| family(tx, related, &asking)));
        let current = outside.iter().filter(|member| member.until_on.is_none());
        members.extend(current.map(|member| external(tx, member, &asking)));
        members.extend(partners(tx, *id, &asking).await?);
        members.extend(places(tx, &known, &asking));
        let writes = tx.actor().may(Capability::CareTeamWrite);
        let contact = known.person.contact_point_id;
        Ok(Answer::ok(CareTeamView {
            contact_point: contact.map(|id| Ref { id, name: tx.directory().name(id).to_owned() }),
            members,
            can: if writes { vec!["external_member_create"] } else { Vec::new() },
        }))
    });
    Ok(answer.await?)
}

/// Puts somebody of another organization on the team.
#[utoipa::path(tag = "care_team", operation_id = "external_member_create", params(("id" = Uuid, Path)), request_body = ExternalMemberContent, responses((status = 201, body = ExternalMemberView)))]
#[post("/people/{id}/care-team")]
pub async fn external_member_create(
    access: Allowed<cap::CareTeamWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ExternalMemberContent>,
) -> Result<Answer<ExternalMemberView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(*id).await?;
        let member = body.member(Uuid::now_v7(), *id);
        let member = tx.apply(member.join(tx.main_day())?)?;
        Ok(Answer::created(member.version, member_view(tx, member)))
    });
    Ok(answer.await?)
}

/// Somebody of another organization.
#[utoipa::path(tag = "care_team", operation_id = "external_member_get", params(("id" = Uuid, Path)), responses((status = 200, body = ExternalMemberView)))]
#[get("/external-members/{id}")]
pub async fn external_member_get(
    access: Allowed<cap::CareTeamRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<ExternalMemberView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let member = tx.external_member(*id).await?;
        Ok(Answer::resource(member.version, member_view(tx, member)))
    });
    Ok(answer.await?)
}

/// Changes who they are and how they are reached.
#[utoipa::path(tag = "care_team", operation_id = "external_member_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ExternalMemberContent, responses((status = 200, body = ExternalMemberView)))]
#[patch("/external-members/{id}")]
pub async fn external_member_update(
    access: Allowed<cap::CareTeamWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ExternalMemberContent>,
) -> Result<Answer<ExternalMemberView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let member = tx.external_member(*id).await?;
        tx.require_version(member.version, version.0)?;
        let changed = body.member(member.id, member.person_id);
        let member = tx.apply(member.change(changed, tx.main_day())?)?;
        Ok(Answer::resource(member.version, member_view(tx, member)))
    });
    Ok(answer.await?)
}

/// Takes somebody of another organization off the team.
#[utoipa::path(tag = "care_team", operation_id = "external_member_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = ExternalMemberEnd, responses((status = 200, body = ExternalMemberView)))]
#[post("/external-members/{id}/end")]
pub async fn external_member_end(
    access: Allowed<cap::CareTeamWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<ExternalMemberEnd>,
) -> Result<Answer<ExternalMemberView>, Problem> {
    let until_on = body.0.until_on;
    let answer = state.store.write(&access, async |tx| {
        let member = tx.external_member(*id).await?;
        tx.require_version(member.version, version.0)?;
        let member = tx.apply(member.end(until_on, tx.main_day())?)?;
        Ok(Answer::resource(member.version, member_view(tx, member)))
    });
    Ok(answer.await?)
}
