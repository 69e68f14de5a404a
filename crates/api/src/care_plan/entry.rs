//! What is written down around a plan: participation, teach-back, reviews, allocation.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::care_plan::CarePlan;
use domain::care_plan::entry::{EntryContent, PlanEntry, Raise, next_review};
use domain::care_plan::review::Cause;
use domain::case::Case;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{EffectCode, MannerCode, MediumCode, ParticipantCode, StanceCode, UnderstandingCode};
use crate::http::{Allowed, Answer, IfMatch, Problem, Valid};
use crate::program::Ref;
use crate::task::Reason;

/// Who took part, and what they said to the plan.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipationContent {
    /// Who.
    who: ParticipantCode,
    /// Their name.
    #[schema(max_length = 200)]
    name: Option<String>,
    /// How.
    manner: MannerCode,
    /// What they say to it.
    stance: StanceCode,
    /// In their own words; needed for a disagreement or a refusal.
    #[schema(max_length = 2000)]
    words: Option<String>,
    /// When a wish and safety pull apart: what was weighed, and by whom.
    #[schema(max_length = 4000)]
    ethics_note: Option<String>,
    /// When that is looked at again; needed with an ethics note.
    review_on: Option<NaiveDate>,
}

/// Who got the plan and could say it in their own words.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeachBackContent {
    /// Who.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    given_to: String,
    /// Language it was explained in, as a BCP 47 tag.
    #[schema(min_length = 2, max_length = 35, pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", example = "es")]
    language: String,
    /// The copy.
    medium: MediumCode,
    /// What came back.
    understanding: UnderstandingCode,
    /// What had to be explained again.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// What the plan did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanReviewContent {
    /// What it did.
    effect: EffectCode,
    /// What was found and what follows.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    finding: String,
    /// When it is reviewed next.
    next_on: Option<NaiveDate>,
}

/// Why something scarce went where it went.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocationContent {
    /// What was given, put off or not given.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S")]
    decision: String,
    /// Why, by which criteria.
    #[schema(min_length = 1, max_length = 4000, pattern = "\\S")]
    rationale: String,
}

/// Something to write down: exactly one of its four kinds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanEntryCreate {
    /// The day it happened; today in the program's zone when absent.
    happened_on: Option<NaiveDate>,
    /// Who took part, and what they said.
    participation: Option<ParticipationContent>,
    /// Who got the plan and could say it in their own words.
    teach_back: Option<TeachBackContent>,
    /// What the plan did.
    review: Option<PlanReviewContent>,
    /// Why something scarce went where it went.
    allocation: Option<AllocationContent>,
}

/// Something written down around a plan. One of its four kinds is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanEntryView {
    id: Uuid,
    version: i32,
    care_plan_id: Uuid,
    /// The revision it is about.
    revision: i32,
    happened_on: NaiveDate,
    participation: Option<ParticipationContent>,
    teach_back: Option<TeachBackContent>,
    review: Option<PlanReviewContent>,
    allocation: Option<AllocationContent>,
    author: Ref,
    created_at: DateTime<Utc>,
    /// When it was taken back as recorded in error.
    retracted_at: Option<DateTime<Utc>>,
    retract_reason: Option<String>,
    /// Operations the reader may do on this entry now.
    can: Vec<&'static str>,
}

/// What is written down around a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanEntryListView {
    /// When the plan is reviewed next.
    next_review_on: Option<NaiveDate>,
    /// True when that day is past in the program's zone.
    review_overdue: bool,
    /// The latest day first. What was taken back is listed.
    items: Vec<PlanEntryView>,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

/// Registers the operations.
pub fn routes(config: &mut ServiceConfig) {
    config.service(plan_entry_list).service(plan_entry_create).service(plan_entry_retract);
}

impl From<ParticipationContent> for EntryContent {
    fn from(content: ParticipationContent) -> Self {
        let ParticipationContent { who, name, manner, stance, words, ethics_note, review_on } = content;
        let (who, manner, stance) = (who.0, manner.0, stance.0);
        Self::Participation { who, name, manner, stance, words, ethics_note, review_on }
    }
}

impl PlanEntryCreate {
    fn content(self) -> Result<EntryContent, Rule> {
        let review = |PlanReviewContent { effect, finding, next_on }| EntryContent::Review {
            effect: effect.0,
            finding,
            next_on,
        };
        let allocation = |AllocationContent { decision, rationale }| EntryContent::Allocation { decision, rationale };
        let teach_back = |content: TeachBackContent| EntryContent::TeachBack {
            given_to: content.given_to,
            language: content.language,
            medium: content.medium.0,
            understanding: content.understanding.0,
            note: content.note,
        };
        let given = [
            self.participation.map(Into::into),
            self.teach_back.map(teach_back),
            self.review.map(review),
            self.allocation.map(allocation),
        ];
        let mut given = given.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(content), None) => Ok(content),
            _ => Err(Rule::new("entry_one_kind", "Write down one thing at a time, and at least one.")),
        }
    }
}

fn view(tx: &Tx, entry: PlanEntry) -> PlanEntryView {
    let (mut participation, mut teach_back, mut review, mut allocation) = (None, None, None, None);
    match entry.content {
        EntryContent::Participation { who, name, manner, stance, words, ethics_note, review_on } => {
            let (who, manner, stance) = (who.into(), manner.into(), stance.into());
            participation = Some(ParticipationContent { who, name, manner, stance, words, ethics_note, review_on });
        }
        EntryContent::TeachBack { given_to, language, medium, understanding, note } => {
            let (medium, understanding) = (medium.into(), understanding.into());
            teach_back = Some(TeachBackContent { given_to, language, medium, understanding, note });
        }
        EntryContent::Review { effect, finding, next_on } => {
            review = Some(PlanReviewContent { effect: effect.into(), finding, next_on });
        }
        EntryContent::Allocation { decision, rationale } => {
            allocation = Some(AllocationContent { decision, rationale });
        }
    }
    let changeable = entry.retracted_at.is_none() && tx.actor().may(Capability::CarePlanWrite);
    PlanEntryView {
        author: Ref { id: entry.author_id, name: tx.directory().name(entry.author_id).to_owned() },
        id: entry.id,
        version: entry.version,
        care_plan_id: entry.care_plan_id,
        revision: entry.revision,
        happened_on: entry.happened_on,
        participation,
        teach_back,
        review,
        allocation,
        created_at: entry.created_at,
        retracted_at: entry.retracted_at,
        retract_reason: entry.retract_reason,
        can: if changeable { vec!["plan_entry_retract"] } else { Vec::new() },
    }
}

/// What was said may move the review of the plan in force. Nothing said around a first draft puts work on a list yet.
async fn follow(
    tx: &mut Tx,
    plan: &CarePlan,
    case: &Case,
    said: &[PlanEntry],
    cause: Cause,
) -> persistence::Result<()> {
    let in_force = tx.plan_in_force(plan).await?.filter(|_| plan.approved_at.is_some());
    tx.follow_review(plan, case, in_force.as_ref(), said, cause).await
}

/// The day of the plan's next review. A revision that is only being written moves nothing.
pub(crate) async fn next_review_on(
    tx: &mut Tx,
    plan: &CarePlan,
    case: &Case,
    entries: &[PlanEntry],
) -> persistence::Result<Option<NaiveDate>> {
    let in_force = tx.plan_in_force(plan).await?;
    let planned = in_force.as_ref().unwrap_or(&plan.content).review_on;
    let raised_at = tx.tier_raised_at(case.id).await?;
    let raise = Raise::of(raised_at, plan.approved_at, tx.directory().zone(case.program_id));
    Ok(next_review(planned, raise, entries))
}

/// Who took part and agreed, who understood the plan, and how it was reviewed.
#[utoipa::path(tag = "care_plan", operation_id = "plan_entry_list", params(("id" = Uuid, Path)), responses((status = 200, body = PlanEntryListView)))]
#[get("/care-plans/{id}/entries")]
pub async fn plan_entry_list(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<PlanEntryListView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        let today = super::progress::today(tx, &case)?;
        let entries = tx.plan_entries_of(plan.id).await?;
        let next_review_on = next_review_on(tx, &plan, &case, &entries).await?;
        Ok(Answer::ok(PlanEntryListView {
            next_review_on,
            review_overdue: next_review_on.is_some_and(|day| day < today),
            can: if super::is_written_on(tx, &case) { vec!["plan_entry_create"] } else { Vec::new() },
            items: entries.into_iter().map(|entry| view(tx, entry)).collect(),
        }))
    });
    Ok(answer.await?)
}

/// Writes down who took part, who understood, how the plan was reviewed, or why something scarce went where it went.
#[utoipa::path(tag = "care_plan", operation_id = "plan_entry_create", params(("id" = Uuid, Path)), request_body = PlanEntryCreate, responses((status = 201, body = PlanEntryView)))]
#[post("/care-plans/{id}/entries")]
pub async fn plan_entry_create(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<PlanEntryCreate>,
) -> Result<Answer<PlanEntryView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        case.require_active()?;
        let today = super::progress::today(tx, &case)?;
        let entry = PlanEntry {
            id: Uuid::now_v7(),
            version: 1,
            care_plan_id: plan.id,
            person_id: plan.person_id,
            revision: plan.revision_spoken_of(),
            happened_on: body.happened_on.unwrap_or(today),
            content: body.content()?,
            author_id: tx.actor().id,
            created_at: tx.now(),
            retracted_at: None,
            retract_reason: None,
        };
        let change = PlanEntry::record(entry, today)?;
        let reviewed = matches!(change.record.content, EntryContent::Review { .. });
        let mut said = tx.plan_entries_of(plan.id).await?;
        let entry = tx.apply(change)?;
        said.push(entry.clone());
        follow(tx, &plan, &case, &said, if reviewed { Cause::Reviewed } else { Cause::Changed }).await?;
        if let Some(evaluated) = case.evaluated().filter(|_| reviewed && plan.approved_at.is_some()) {
            tx.apply(evaluated)?;
        }
        Ok(Answer::created(entry.version, view(tx, entry)))
    });
    Ok(answer.await?)
}

/// Takes an entry back that was recorded in error. It stays readable and counts no more.
#[utoipa::path(tag = "care_plan", operation_id = "plan_entry_retract", params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = Reason, responses((status = 200, body = PlanEntryView)))]
#[post("/plan-entries/{id}/retract")]
pub async fn plan_entry_retract(
    access: Allowed<cap::CarePlanWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
    body: Valid<Reason>,
) -> Result<Answer<PlanEntryView>, Problem> {
    let reason = body.0.reason;
    let answer = state.store.write(&access, async |tx| {
        let (entry, plan, case) = tx.plan_entry(*id).await?;
        tx.require_version(entry.version, version.0)?;
        let mut said = tx.plan_entries_of(plan.id).await?;
        let entry = tx.apply(entry.retract(reason, tx.now())?)?;
        said.retain(|other| other.id != entry.id);
        follow(tx, &plan, &case, &said, Cause::Changed).await?;
        Ok(Answer::resource(entry.version, view(tx, entry)))
    });
    Ok(answer.await?)
}
