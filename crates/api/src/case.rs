//! Cases: enrolment, care team, closing.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, cap};
use domain::alert::Alert;
use domain::appointment::CancelledBy;
use domain::care_plan::occurrence::EndReason;
use domain::case::{Case, CaseMember, CaseStatus, Stage};
use domain::conference::ConferenceStatus;
use domain::{Change, rank};
use persistence::Tx;
use persistence::case::{CaseScope, CaseWork};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::appointment::hearing;
use crate::http::ServiceConfig;
use crate::http::code::{CaseOutcomeCode, CaseStatusCode, MemberRoleCode, SettingCode, StageCode, TierCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::program::Ref;
use crate::scope::require_owner;
use crate::today::{Scope, ScopeCode};

/// A case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseView {
    id: Uuid,
    version: i32,
    person: Ref,
    program: Ref,
    setting: Option<SettingCode>,
    /// What the program calls the person.
    person_label: String,
    /// The program's time zone.
    time_zone: String,
    status: CaseStatusCode,
    stage: StageCode,
    tier: TierCode,
    /// The accountable owner.
    owner: Ref,
    team: Ref,
    members: Vec<MemberView>,
    enrolled_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    outcome: Option<CaseOutcomeCode>,
    close_reason: Option<String>,
    /// Operations the reader may do on this case now.
    can: Vec<&'static str>,
}

/// A colleague on the care team.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    id: Uuid,
    staff: Ref,
    role: MemberRoleCode,
    version: i32,
}

/// An enrolment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "person_id": "0198d3a1-0000-7000-8000-000000000001", "program_id": "0198d3a1-0000-7000-8000-000000000002", "tier": "high", "enrolled_at": "2026-03-02T09:30:00-05:00"
}))]
pub struct CaseCreate {
    /// The person.
    person_id: Uuid,
    /// The program.
    program_id: Uuid,
    /// The accountable owner; the actor when absent.
    owner_id: Option<Uuid>,
    /// The team; the owner's team in the program when absent.
    team_id: Option<Uuid>,
    /// Tier to begin with; later ones are decided with `tier_decide`.
    tier: TierCode,
    /// When the person was enrolled; now when absent.
    enrolled_at: Option<DateTime<Utc>>,
}

/// How a case ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "outcome": "goals_met", "reason": "Walks to the shop again and keeps her own appointments." }))]
pub struct CaseClose {
    /// Outcome.
    outcome: CaseOutcomeCode,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000, pattern = "\\S")]
    reason: String,
    /// Day of death: for the outcome `deceased`, unless the person's record has it.
    died_on: Option<NaiveDate>,
}

/// A new member of a care team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseMemberCreate {
    /// The colleague.
    staff_id: Uuid,
    /// What they do.
    role: MemberRoleCode,
}

/// Filter of the list of cases.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CaseQuery {
    /// Whose cases; `mine` when absent.
    scope: Option<ScopeCode>,
    /// State.
    status: Option<CaseStatusCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// True for those who give work to others: they may also correct what a colleague entered.
pub fn assigns(tx: &Tx) -> bool {
    tx.actor().may(Capability::CaseAssign)
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(case_create)
        .service(case_get)
        .service(case_list)
        .service(case_close)
        .service(case_member_create)
        .service(case_member_end);
}

/// The view of a case.
pub fn case_view(tx: &Tx, case: Case, person_name: String, members: Vec<CaseMember>) -> CaseView {
    let directory = tx.directory();
    let name = |id: Uuid| Ref { id, name: directory.name(id).to_owned() };
    let program = directory.programs.get(&case.program_id);
    let active = case.status == CaseStatus::Active;
    let offers = case.owner_id == tx.actor().id || assigns(tx);
    let all: &[(Capability, &'static str)] = &[
        (Capability::TierWrite, "tier_decide"),
        (Capability::CaseWrite, "case_close"),
        (Capability::CaseWrite, "case_member_create"),
        (Capability::CaseWrite, "case_member_end"),
        (Capability::HandOffWrite, "hand_off_create"),
        (Capability::TaskWrite, "task_create"),
        (Capability::ContactWrite, "contact_create"),
        (Capability::AppointmentWrite, "appointment_create"),
        (Capability::AppointmentWrite, "visit_plan_create"),
        (Capability::NoteWrite, "note_create"),
        (Capability::TeachingWrite, "teaching_create"),
        (Capability::AdvocacyWrite, "advocacy_create"),
        (Capability::CareGapWrite, "care_gap_create"),
        (Capability::SurveyAnswerWrite, "survey_answer_create"),
        (Capability::CostWrite, "cost_create"),
        (Capability::MilestoneWrite, "milestone_create"),
        (Capability::ConcernWrite, "concern_create"),
        (Capability::AssessmentWrite, "assessment_create"),
        (Capability::AssessmentWrite, "comprehensive_assessment_create"),
        (Capability::CarePlanWrite, "care_plan_create"),
        (Capability::ReferralWrite, "referral_create"),
        (Capability::AuthorizationWrite, "authorization_create"),
        (Capability::AuthorizationWrite, "appeal_create"),
    ];
    CaseView {
        can: all
            .iter()
            // What is owed after the end of a case is recorded then.
            .filter(|(capability, operation)| {
                (active || *operation == "milestone_create")
                    && (offers || *operation != "hand_off_create")
                    && tx.actor().may(*capability)
            })
            .map(|(_, operation)| *operation)
            .collect(),
        person: Ref { id: case.person_id, name: person_name },
        program: Ref { id: case.program_id, name: program.map_or_else(String::new, |program| program.name.clone()) },
        setting: program.map(|program| program.setting.into()),
        person_label: program.map_or_else(|| "person".into(), |program| program.person_label.clone()),
        time_zone: program.map_or_else(|| "UTC".into(), |program| program.time_zone.clone()),
        owner: name(case.owner_id),
        team: Ref {
            id: case.team_id,
            name: directory.teams.get(&case.team_id).map_or_else(String::new, |team| team.name.clone()),
        },
        members: members
            .into_iter()
            .map(|member| MemberView {
                id: member.id,
                staff: name(member.staff_id),
                role: member.role.into(),
                version: member.version,
            })
            .collect(),
        id: case.id,
        version: case.version,
        status: case.status.into(),
        stage: case.stage.into(),
        tier: case.tier.into(),
        enrolled_at: case.enrolled_at,
        closed_at: case.closed_at,
        outcome: case.outcome.map(Into::into),
        close_reason: case.close_reason,
    }
}

/// Enrols a person in a program. Recent discharges anchor their outreach deadlines at once.
#[utoipa::path(tag = "case", operation_id = "case_create", request_body = CaseCreate, responses((status = 201, body = CaseView)))]
#[post("/cases")]
pub async fn case_create(
    access: Allowed<cap::CaseCreate>,
    state: web::Data<State>,
    body: Valid<CaseCreate>,
) -> Result<Answer<CaseView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        tx.require_person(body.person_id).await?;
        let owner_id = body.owner_id.unwrap_or(tx.actor().id);
        let team_id = team_for(tx, body.program_id, owner_id, body.team_id)?;
        let case = Case {
            id: Uuid::now_v7(),
            version: 1,
            person_id: body.person_id,
            program_id: body.program_id,
            status: CaseStatus::Active,
            stage: Stage::Assess,
            tier: body.tier.0,
            owner_id,
            team_id,
            enrolled_at: body.enrolled_at.unwrap_or(tx.now()),
            closed_at: None,
            outcome: None,
            close_reason: None,
        };
        require_owner(tx, owner_id, &case, Some("/owner_id")).await?;
        let change = Case::open(case, tx.now())?;
        let mut work = [CaseWork::new(change.record.clone())];
        let case = tx.apply_in(&mut work, change)?;
        let zone = tx.directory().zone(case.program_id);
        if let Some(event) = case.of_school_age(tx.birth_date(case.person_id).await?, zone) {
            tx.announce(&mut work, &event)?;
        }
        tx.anchor_recent_stays(&mut work).await?;
        let name = tx.person_name(case.person_id).await?;
        Ok(Answer::created(case.version, case_view(tx, case, name, Vec::new())))
    });
    Ok(answer.await?)
}

/// The owner's team in the program, or the one asked for.
fn team_for(tx: &Tx, program_id: Uuid, owner_id: Uuid, asked: Option<Uuid>) -> persistence::Result<Uuid> {
    let directory = tx.directory();
    if !directory.staff.get(&owner_id).is_some_and(|card| card.active) {
        return Err(domain::Rule::at("unknown_staff", "/owner_id", "There is no such colleague.").into());
    }
    let mut teams: Vec<_> = directory.teams.values().filter(|team| team.program_id == program_id).collect();
    teams.sort_by_key(|team| (!directory.in_team(owner_id, team.id), team.id));
    match asked {
        Some(id) if teams.iter().any(|team| team.id == id) => Ok(id),
        Some(_) => Err(domain::Rule::at("unknown_team", "/team_id", "The program has no such team.").into()),
        None => teams.first().map(|team| team.id).ok_or_else(|| {
            domain::Rule::at("unknown_program", "/program_id", "There is no such program, or it has no team yet.")
                .into()
        }),
    }
}

async fn whole(tx: &mut Tx, case: Case) -> persistence::Result<CaseView> {
    let name = tx.person_name(case.person_id).await?;
    let members = tx.case_members(case.id).await?;
    Ok(case_view(tx, case, name, members))
}

/// One case.
#[utoipa::path(tag = "case", operation_id = "case_get", params(("id" = Uuid, Path)), responses((status = 200, body = CaseView)))]
#[get("/cases/{id}")]
pub async fn case_get(
    access: Allowed<cap::CaseRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<CaseView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        Ok(Answer::resource(case.version, whole(tx, case).await?))
    });
    Ok(answer.await?)
}

/// Cases within reach.
#[utoipa::path(tag = "case", operation_id = "case_list", params(CaseQuery), responses((status = 200, body = Page<CaseView>)))]
#[get("/cases")]
pub async fn case_list(
    access: Allowed<cap::CaseRead>,
    state: web::Data<State>,
    query: Query<CaseQuery>,
) -> Result<Answer<Page<CaseView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let scope = if query.scope.is_some_and(|code| code.0 == Scope::Team) { CaseScope::Team } else { CaseScope::Mine };
    let page = state
        .store
        .read(&access, async |tx| {
            let rows = tx.case_list(scope, query.status.map(|code| code.0), after, query.limit.probe()).await?;
            Ok(Page::new(rows, query.limit, |(case, _)| case.id, |(case, name)| case_view(tx, case, name, Vec::new())))
        })
        .await?;
    Ok(Answer::ok(page))
}

/// Open deadlines, tasks and alerts follow the tier of their case.
pub async fn rerank_open_work(tx: &mut Tx, case: &Case, work: CaseWork) -> persistence::Result<()> {
    for deadline in work.deadlines {
        if let Some(change) = deadline.rerank(case.tier, Some(case.owner_id), Some(case.team_id)) {
            tx.apply(change)?;
        }
    }
    for task in tx.open_tasks_of(case.id).await? {
        tx.apply(task.update(case)?)?;
    }
    for alert in tx.open_alerts_of(case.id).await? {
        let version = alert.version + 1;
        let rank_at = rank::rank_at(alert.due_at, rank::alert_points(case.tier));
        // What is about a worker stays with the worker.
        let owner_id = if alert.kind.is_about_worker() { alert.owner_id } else { case.owner_id };
        tx.apply(Change::updated(Alert { owner_id, version, rank_at, ..alert }))?;
    }
    Ok(())
}

/// Closes a case with an outcome. Its open deadlines are cancelled, except what is owed afterwards, and so is what is under way: tasks, appointments, referrals, planned
/// conferences, questions and offers.
#[utoipa::path(tag = "case", operation_id = "case_close", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = CaseClose, responses((status = 200, body = CaseView)))]
#[post("/cases/{id}/close")]
pub async fn case_close(
    access: Allowed<cap::CaseWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<CaseClose>,
) -> Result<Answer<CaseView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        // Whole: a hearing that is cancelled with the case takes its day back.
        let mut work = [tx.case_work_whole(*id).await?];
        let case = work[0].case.clone();
        tx.require_version(case.version, version.0)?;
        if !tx.open_alerts_of(*id).await?.is_empty() {
            return Err(domain::Rule::new(
                "case_has_open_alert",
                "A safety alert is open. Close it with an outcome before you close the case.",
            )
            .into());
        }
        let known = tx.deceased_on(case.person_id).await?;
        if let Some(day) = Case::death_to_record(body.outcome.0, known, body.died_on)? {
            work = [record_death(tx, &case, day).await?];
        }
        end_arrangements(tx, &mut work).await?;
        // Before the tasks: a plan that is being followed elsewhere at this moment has put its task somewhere when it lets go.
        let crisis_plans = tx.open_crisis_plans_of(case.person_id).await?;
        let occurrences = tx.planned_occurrences_of(*id).await?;
        let mut cancelled = Vec::new();
        for task in tx.open_tasks_of(*id).await? {
            cancelled.push(tx.apply(task.cancel(EndReason::CaseClosed.sentence().into())?)?.id);
        }
        crate::crisis_plan::leave(tx, &case, crisis_plans, &cancelled).await?;
        for occurrence in occurrences {
            let now = tx.now();
            tx.apply(occurrence.end(EndReason::CaseClosed, now))?;
        }
        crate::care_plan::complete_all(tx, case.id).await?;
        let change = case.close(body.outcome.0, body.reason, tx.now())?;
        let case = tx.apply_in(&mut work, change)?;
        Ok(Answer::resource(case.version, whole(tx, case).await?))
    });
    Ok(answer.await?)
}

/// Notes the day of death of the person of a case that ends with it: all their cases hear of it. The case with all that is known.
async fn record_death(tx: &mut Tx, case: &Case, day: NaiveDate) -> persistence::Result<CaseWork> {
    let mut person = tx.person(case.person_id).await?;
    person.deceased_on = Some(day);
    let at_day = |rule: domain::Rule| domain::Rule { pointer: Some("/died_on".into()), ..rule };
    let change = person.change(tx.now().date_naive()).map_err(at_day)?;
    tx.apply(change)?;
    let mut cases = tx.active_cases(case.person_id, DateTime::UNIX_EPOCH).await?;
    tx.announce_death(&mut cases, case.person_id, day)?;
    cases.into_iter().find(|work| work.case.id == case.id).ok_or(persistence::Error::NotFound)
}

/// Ends what is arranged with others in a case that closes.
async fn end_arrangements(tx: &mut Tx, work: &mut [CaseWork; 1]) -> persistence::Result<()> {
    let case = work[0].case.clone();
    let (me, now, why) = (tx.actor().id, tx.now(), EndReason::CaseClosed.sentence());
    if tx.is_being_visited(case.id).await? {
        let detail = "A colleague is on a visit in this case. Close it when they are back.";
        return Err(domain::Rule::new("case_has_visit", detail).into());
    }
    let mut cancelled = Vec::new();
    for appointment in tx.open_appointments_of(case.id).await? {
        if appointment.starts_at <= now {
            let detail =
                "An appointment that has begun has no outcome yet. Say what came of it before you close the case.";
            return Err(domain::Rule::new("case_has_open_appointment", detail).into());
        }
        let off = tx.apply(appointment.cancel(CancelledBy::Provider, why.into(), me, now)?)?;
        let starts_at = off.starts_at;
        cancelled.push((off, starts_at));
    }
    hearing::follow_in(tx, work, &cancelled).await?;
    crate::referral::end_all(tx, &case, why).await?;
    for conference in tx.conferences_of(case.id).await? {
        if conference.status == ConferenceStatus::Planned {
            tx.apply(conference.cancel(why.into())?)?;
        }
    }
    for consultation in tx.open_consultations_of(&case).await? {
        tx.apply(consultation.lapse(me, now)?)?;
    }
    for offer in tx.open_hand_offs_of(case.id).await? {
        tx.apply_in(work, offer.lapse(now)?)?;
    }
    Ok(())
}

/// Adds a colleague to the care team; they see the person from now on. Nobody adds themselves through being on call.
#[utoipa::path(tag = "case", operation_id = "case_member_create", params(("id" = Uuid, Path)), request_body = CaseMemberCreate, responses((status = 201, body = CaseView)))]
#[post("/cases/{id}/members")]
pub async fn case_member_create(
    access: Allowed<cap::CaseWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<CaseMemberCreate>,
) -> Result<Answer<CaseView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let case = tx.case(*id).await?;
        case.require_active()?;
        if body.staff_id == tx.actor().id && tx.reaches_by_shift_only(case.person_id).await? {
            let detail = "You see this person because you are on call. Ask who owns the case to bring you in.";
            return Err(domain::Rule::at("on_call_joins_nobody", "/staff_id", detail).into());
        }
        let (role, mut members) = (body.role.0, tx.case_members(case.id).await?);
        let place = members.iter().position(|own| own.staff_id == body.staff_id && own.only_reviews(role));
        let change = match place {
            // The end of the review takes nothing away from who is wanted for more.
            Some(index) => tx.case_member(members.remove(index).id).await?.take_role(role)?,
            None => Change::created(CaseMember {
                id: Uuid::now_v7(),
                version: 1,
                case_id: case.id,
                person_id: case.person_id,
                staff_id: body.staff_id,
                role,
                starts_at: tx.now(),
                ends_at: None,
            }),
        };
        members.push(tx.apply(change)?);
        let name = tx.person_name(case.person_id).await?;
        Ok(Answer::created(case.version, case_view(tx, case, name, members)))
    });
    Ok(answer.await?)
}

/// Takes a colleague off the care team: unless something else gives them access, they do not see the person from now on.
#[utoipa::path(tag = "case", operation_id = "case_member_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = CaseView)))]
#[post("/case-members/{id}/end")]
pub async fn case_member_end(
    access: Allowed<cap::CaseWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<CaseView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let member = tx.case_member(*id).await?;
        tx.require_version(member.version, version.0)?;
        let case = tx.case(member.case_id).await?;
        if tx.open_tasks_of(case.id).await?.iter().any(|task| task.owner_id == member.staff_id) {
            let detail = "This colleague still has open tasks in the case. Give them to somebody else first.";
            return Err(domain::Rule::new("member_has_work", detail).into());
        }
        let ended = tx.apply(member.end(tx.now())?)?;
        let mut members = tx.case_members(case.id).await?;
        members.retain(|member| member.id != ended.id);
        let name = tx.person_name(case.person_id).await?;
        Ok(Answer::resource(case.version, case_view(tx, case, name, members)))
    });
    Ok(answer.await?)
}
