//! Mentorships: a senior colleague guides another one toward goals. Both of them and those who lead the mentee know of it.

use actix_web::{get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::{Capability, Role, cap};
use domain::mentorship::{
    Mentorship, MentorshipGoal, MentorshipMeeting, MentorshipPlan, MentorshipReader, MentorshipStatus,
};
use persistence::mentorship::MentorshipFilter;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::absence::leads;
use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{MentorshipGoalStatusCode, MentorshipStatusCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::staff::credential::{today_of, zone_of};
use crate::task::Reason;

/// What the mentee shall reach.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentorshipGoalContent {
    /// What.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S", example = "Leads a case conference")]
    text: String,
    /// How far it is.
    status: MentorshipGoalStatusCode,
}

/// A mentorship.
#[derive(Debug, Serialize, ToSchema)]
pub struct MentorshipView {
    id: Uuid,
    version: i32,
    mentor: Ref,
    mentee: Ref,
    /// The mentee's zone, in which days are meant.
    time_zone: String,
    status: MentorshipStatusCode,
    starts_on: NaiveDate,
    /// Last day, as planned; it ends nothing by itself.
    until_on: Option<NaiveDate>,
    goals: Vec<MentorshipGoalContent>,
    next_meeting_on: Option<NaiveDate>,
    /// True from a week before the next meeting until it is written down.
    meets_soon: bool,
    begun_by: Ref,
    begun_at: DateTime<Utc>,
    ended_by: Option<Ref>,
    ended_at: Option<DateTime<Utc>>,
    end_reason: Option<String>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// A meeting of the two.
#[derive(Debug, Serialize, ToSchema)]
pub struct MentorshipMeetingView {
    id: Uuid,
    version: i32,
    held_on: NaiveDate,
    minutes: i32,
    /// What they agreed on.
    agreed: String,
    logged_by: Ref,
    logged_at: DateTime<Utc>,
}

/// Who guides whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentorshipCreate {
    /// A senior care manager, a lead, a supervisor or a director.
    mentor_id: Uuid,
    /// A colleague whom one leads.
    mentee_id: Uuid,
    /// First day.
    starts_on: NaiveDate,
    /// Last day, as planned.
    until_on: Option<NaiveDate>,
    /// What the mentee shall reach.
    #[schema(max_items = 20)]
    #[serde(default)]
    goals: Vec<MentorshipGoalContent>,
    /// The day of the first meeting.
    next_meeting_on: Option<NaiveDate>,
}

/// The plan as it shall be: what is absent is taken away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentorshipUpdate {
    /// Last day, as planned.
    until_on: Option<NaiveDate>,
    /// What the mentee shall reach.
    #[schema(max_items = 20)]
    goals: Vec<MentorshipGoalContent>,
    /// The day of the next meeting.
    next_meeting_on: Option<NaiveDate>,
}

/// A meeting that took place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentorshipMeetingCreate {
    /// When: today or before.
    held_on: NaiveDate,
    /// For how many minutes.
    #[schema(minimum = 1, maximum = 600)]
    minutes: i32,
    /// What they agreed on.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    agreed: String,
    /// The day of the next meeting; none when absent.
    next_meeting_on: Option<NaiveDate>,
}

/// Filter of mentorships.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MentorshipQuery {
    /// With this colleague, on either side; with anybody when absent.
    staff_id: Option<Uuid>,
    /// Only those that last.
    #[serde(default)]
    active: bool,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(mentorship_list)
        .service(mentorship_create)
        .service(mentorship_update)
        .service(mentorship_end)
        .service(mentorship_meeting_list)
        .service(mentorship_meeting_create);
}

fn reader(tx: &Tx, mentee_id: Uuid) -> MentorshipReader {
    MentorshipReader { id: tx.actor().id, leads: leads(tx, mentee_id) }
}

fn view(tx: &Tx, own: Mentorship) -> MentorshipView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    let by = reader(tx, own.mentee_id);
    let writes = tx.actor().may(Capability::MentorshipWrite);
    let steps = [
        (own.may_meet(by), "mentorship_meeting_create"),
        (own.may_change(by), "mentorship_update"),
        (own.may_change(by), "mentorship_end"),
    ];
    MentorshipView {
        meets_soon: own.meets_soon(today_of(tx, own.mentee_id)),
        can: steps.into_iter().filter(|(may, _)| writes && *may).map(|(_, operation)| operation).collect(),
        id: own.id,
        version: own.version,
        mentor: name(own.mentor_id),
        mentee: name(own.mentee_id),
        time_zone: zone_of(tx, own.mentee_id).to_string(),
        status: own.status.into(),
        starts_on: own.starts_on,
        until_on: own.until_on,
        goals: own.goals.into_iter().map(goal_content).collect(),
        next_meeting_on: own.next_meeting_on,
        begun_by: name(own.begun_by),
        begun_at: own.begun_at,
        ended_by: own.ended_by.map(name),
        ended_at: own.ended_at,
        end_reason: own.end_reason,
    }
}

fn goal_content(goal: MentorshipGoal) -> MentorshipGoalContent {
    MentorshipGoalContent { text: goal.text, status: goal.status.into() }
}

fn goals(contents: Vec<MentorshipGoalContent>) -> Vec<MentorshipGoal> {
    contents.into_iter().map(|own| MentorshipGoal { text: own.text, status: own.status.0 }).collect()
}

/// The role of a colleague who is there.
fn role_of(tx: &Tx, id: Uuid, pointer: &'static str) -> Result<Role, Rule> {
    let card = tx.directory().staff.get(&id).filter(|card| card.active);
    card.map(|card| card.role).ok_or_else(|| Rule::at("unknown_staff", pointer, "There is no such colleague."))
}

/// A mentorship that the reader knows of.
async fn known(tx: &mut Tx, id: Uuid) -> persistence::Result<Mentorship> {
    let own = tx.mentorship(id).await?;
    if own.is_known_to(reader(tx, own.mentee_id)) { Ok(own) } else { Err(Error::NotFound) }
}

/// Mentorships that the reader knows of: their own, and those of colleagues whom they lead; newest first.
#[utoipa::path(tag = "staff", operation_id = "mentorship_list", params(MentorshipQuery), responses((status = 200, body = Page<MentorshipView>)))]
#[get("/mentorships")]
pub async fn mentorship_list(
    access: Allowed<cap::MentorshipRead>,
    state: web::Data<State>,
    query: Query<MentorshipQuery>,
) -> Result<Answer<Page<MentorshipView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let page = state
        .store
        .read(&access, async |tx| {
            let led = tx.directory().staff.keys().copied().filter(|id| leads(tx, *id)).collect();
            let filter = MentorshipFilter { mentee_ids: led, staff_id: query.staff_id, active: query.active };
            let rows = tx.mentorship_list(filter, after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |own| own.id, |own| view(tx, own)))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Gives a colleague whom one leads a mentor.
#[utoipa::path(tag = "staff", operation_id = "mentorship_create", request_body = MentorshipCreate, responses((status = 201, body = MentorshipView)))]
#[post("/mentorships")]
pub async fn mentorship_create(
    access: Allowed<cap::MentorshipWrite>,
    state: web::Data<State>,
    body: Valid<MentorshipCreate>,
) -> Result<Answer<MentorshipView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let mentor_role = role_of(tx, body.mentor_id, "/mentor_id")?;
        role_of(tx, body.mentee_id, "/mentee_id")?;
        let own = Mentorship {
            id: Uuid::now_v7(),
            version: 1,
            mentor_id: body.mentor_id,
            mentee_id: body.mentee_id,
            status: MentorshipStatus::Active,
            starts_on: body.starts_on,
            until_on: body.until_on,
            goals: goals(body.goals),
            next_meeting_on: body.next_meeting_on,
            begun_by: tx.actor().id,
            begun_at: tx.now(),
            ended_by: None,
            ended_at: None,
            end_reason: None,
        };
        let (by, today) = (reader(tx, body.mentee_id), today_of(tx, body.mentee_id));
        let own = tx.apply(own.begin(by, mentor_role, today)?)?;
        Ok(Answer::created(own.version, view(tx, own)))
    });
    Ok(answer.await?)
}

/// Changes the goals, the planned last day and the day of the next meeting.
#[utoipa::path(tag = "staff", operation_id = "mentorship_update", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = MentorshipUpdate, responses((status = 200, body = MentorshipView)))]
#[patch("/mentorships/{id}")]
pub async fn mentorship_update(
    access: Allowed<cap::MentorshipWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<MentorshipUpdate>,
) -> Result<Answer<MentorshipView>, Problem> {
    let MentorshipUpdate { until_on, goals: contents, next_meeting_on } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let own = known(tx, *id).await?;
        tx.require_version(own.version, version.0)?;
        let plan = MentorshipPlan { until_on, goals: goals(contents), next_meeting_on };
        let today = today_of(tx, own.mentee_id);
        let own = tx.apply(own.update(plan, today)?)?;
        Ok(Answer::resource(own.version, view(tx, own)))
    });
    Ok(answer.await?)
}

/// Ends a mentorship with a reason; what was written down stays.
#[utoipa::path(tag = "staff", operation_id = "mentorship_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = MentorshipView)))]
#[post("/mentorships/{id}/end")]
pub async fn mentorship_end(
    access: Allowed<cap::MentorshipWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<MentorshipView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let own = known(tx, *id).await?;
        tx.require_version(own.version, version.0)?;
        let own = tx.apply(own.end(tx.actor().id, reason, tx.now())?)?;
        Ok(Answer::resource(own.version, view(tx, own)))
    });
    Ok(answer.await?)
}

/// The meetings of a mentorship, the latest first.
#[utoipa::path(tag = "staff", operation_id = "mentorship_meeting_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<MentorshipMeetingView>)))]
#[get("/mentorships/{id}/meetings")]
pub async fn mentorship_meeting_list(
    access: Allowed<cap::MentorshipRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<MentorshipMeetingView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let own = known(tx, *id).await?;
        let meetings = tx.mentorship_meetings(own.id).await?;
        Ok(Answer::ok(Page::whole(meetings.into_iter().map(|meeting| meeting_view(tx, meeting)).collect())))
    });
    Ok(answer.await?)
}

fn meeting_view(tx: &Tx, meeting: MentorshipMeeting) -> MentorshipMeetingView {
    MentorshipMeetingView {
        id: meeting.id,
        version: meeting.version,
        held_on: meeting.held_on,
        minutes: meeting.minutes,
        agreed: meeting.agreed,
        logged_by: Ref { id: meeting.logged_by, name: tx.directory().name(meeting.logged_by).to_owned() },
        logged_at: meeting.logged_at,
    }
}

/// Writes down a meeting, and the day of the next one. The answer is the mentorship as it is now.
#[utoipa::path(tag = "staff", operation_id = "mentorship_meeting_create", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = MentorshipMeetingCreate, responses((status = 200, body = MentorshipView)))]
#[post("/mentorships/{id}/meetings")]
pub async fn mentorship_meeting_create(
    access: Allowed<cap::MentorshipWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<MentorshipMeetingCreate>,
) -> Result<Answer<MentorshipView>, Problem> {
    let MentorshipMeetingCreate { held_on, minutes, agreed, next_meeting_on } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let own = known(tx, *id).await?;
        tx.require_version(own.version, version.0)?;
        let meeting = MentorshipMeeting {
            id: Uuid::now_v7(),
            version: 1,
            mentorship_id: own.id,
            held_on,
            minutes,
            agreed,
            logged_by: tx.actor().id,
            logged_at: tx.now(),
        };
        let (by, today) = (reader(tx, own.mentee_id), today_of(tx, own.mentee_id));
        let (own, meeting) = own.meet(by, meeting, next_meeting_on, today)?;
        let own = tx.apply(own)?;
        tx.apply(meeting)?;
        Ok(Answer::resource(own.version, view(tx, own)))
    });
    Ok(answer.await?)
}
