//! What a crisis plan looks like from outside.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Capability;
use domain::crisis_plan::content::LIFELINE;
use domain::crisis_plan::{
    CrisisChange, CrisisContact, CrisisContent, CrisisPlan, CrisisPlanRevision, CrisisPlanStatus,
};
use domain::scope::Activity;
use persistence::{Result, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::work::today;
use crate::http::code::{CrisisChangeKindCode, CrisisPlanStatusCode, CrisisSectionCode};
use crate::program::Ref;

/// A line in the person's own words.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, min_length = 1, max_length = 500, pattern = "\\S")]
pub struct CrisisLine(String);

/// Somebody to call, or a place to go to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CrisisContactContent {
    /// Who or where.
    #[schema(min_length = 1, max_length = 200, pattern = "\\S")]
    name: String,
    /// Phone number, as people write it.
    #[schema(max_length = 40)]
    phone: Option<String>,
    /// When they can be reached.
    #[schema(max_length = 100)]
    hours: Option<String>,
}

/// What a crisis plan says, in the person's own words. The 988 Lifeline is part of every plan and is not written here.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CrisisPlanContent {
    /// How I notice that a crisis is coming.
    #[schema(max_items = 20)]
    warning_signs: Vec<CrisisLine>,
    /// What I can do by myself.
    #[schema(max_items = 20)]
    coping: Vec<CrisisLine>,
    /// People and places that take my mind off it.
    #[schema(max_items = 20)]
    distractions: Vec<CrisisContactContent>,
    /// People I can ask for help.
    #[schema(max_items = 20)]
    helpers: Vec<CrisisContactContent>,
    /// Professionals and agencies to call.
    #[schema(max_items = 20)]
    professionals: Vec<CrisisContactContent>,
    /// What makes my surroundings safe.
    #[schema(max_items = 20)]
    means_safety: Vec<CrisisLine>,
    /// What I live for.
    #[schema(max_items = 20)]
    reasons_for_living: Vec<CrisisLine>,
    /// Who has a copy.
    #[schema(max_items = 20)]
    copies: Vec<CrisisLine>,
}

/// A revision being written.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrisisDraftView {
    content: CrisisPlanContent,
    /// Why the plan is revised; none for the first revision.
    reason: Option<String>,
    /// Who wrote last.
    author: Ref,
    /// When it was begun.
    begun_at: Option<DateTime<Utc>>,
    /// Who asked for it to be signed off.
    submitted_by: Option<Ref>,
    submitted_at: Option<DateTime<Utc>>,
}

/// A crisis plan: what is in force, and the revision being written.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrisisPlanView {
    id: Uuid,
    version: i32,
    person_id: Uuid,
    status: CrisisPlanStatusCode,
    /// Number of the revision in force; 0 while there is none.
    revision: i32,
    /// What is in force; none while nothing is.
    content: Option<CrisisPlanContent>,
    draft: Option<CrisisDraftView>,
    /// Phone number of the 988 Suicide & Crisis Lifeline, first among the professionals of every plan.
    lifeline: &'static str,
    approved_by: Option<Ref>,
    approved_at: Option<DateTime<Utc>>,
    /// Who went through it last and found it current.
    reviewed_by: Option<Ref>,
    reviewed_at: Option<DateTime<Utc>>,
    /// Day on which it must be gone through again.
    review_on: Option<NaiveDate>,
    ended_reason: Option<String>,
    ended_by: Option<Ref>,
    ended_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// Operations the reader may do on this plan now.
    can: Vec<&'static str>,
}

/// A revision that was signed off.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrisisRevisionView {
    revision: i32,
    content: CrisisPlanContent,
    reason: Option<String>,
    author: Ref,
    approved_by: Ref,
    approved_at: DateTime<Utc>,
}

/// One difference between two revisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrisisChangeView {
    section: CrisisSectionCode,
    kind: CrisisChangeKindCode,
    /// The line.
    item: String,
    /// How to reach whom it names, before; where that changed.
    was: Option<String>,
    /// How to reach whom it names, after; where that changed.
    is: Option<String>,
}

impl From<CrisisContactContent> for CrisisContact {
    fn from(contact: CrisisContactContent) -> Self {
        Self { name: contact.name, phone: contact.phone, hours: contact.hours }
    }
}

impl From<CrisisContact> for CrisisContactContent {
    fn from(contact: CrisisContact) -> Self {
        Self { name: contact.name, phone: contact.phone, hours: contact.hours }
    }
}

impl From<CrisisLine> for String {
    fn from(line: CrisisLine) -> Self {
        line.0
    }
}

impl From<String> for CrisisLine {
    fn from(line: String) -> Self {
        Self(line)
    }
}

fn all<A, B: From<A>>(items: Vec<A>) -> Vec<B> {
    items.into_iter().map(Into::into).collect()
}

impl From<CrisisPlanContent> for CrisisContent {
    fn from(content: CrisisPlanContent) -> Self {
        Self {
            warning_signs: all(content.warning_signs),
            coping: all(content.coping),
            distractions: all(content.distractions),
            helpers: all(content.helpers),
            professionals: all(content.professionals),
            means_safety: all(content.means_safety),
            reasons_for_living: all(content.reasons_for_living),
            copies: all(content.copies),
        }
    }
}

impl From<CrisisContent> for CrisisPlanContent {
    fn from(content: CrisisContent) -> Self {
        Self {
            warning_signs: all(content.warning_signs),
            coping: all(content.coping),
            distractions: all(content.distractions),
            helpers: all(content.helpers),
            professionals: all(content.professionals),
            means_safety: all(content.means_safety),
            reasons_for_living: all(content.reasons_for_living),
            copies: all(content.copies),
        }
    }
}

/// How the reader stands to the crisis plans of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    /// The person has died.
    deceased: bool,
    /// The reader's scope of practice covers the person.
    signs: bool,
}

async fn standing(tx: &mut Tx, person_id: Uuid) -> Result<Standing> {
    let deceased = tx.deceased_on(person_id).await?.is_some();
    if !tx.actor().may(Capability::CrisisPlanApprove) {
        return Ok(Standing { deceased, signs: false });
    }
    let today = today(tx, person_id).await?;
    let verdict = tx.verdict_of_person(Activity::SignCrisisPlan, tx.actor().id, person_id, today).await?;
    Ok(Standing { deceased, signs: verdict.is_allowed() })
}

/// What the reader may do on a plan now.
fn operations(tx: &Tx, plan: &CrisisPlan, standing: Standing) -> Vec<&'static str> {
    let Standing { deceased, signs } = standing;
    let writes = tx.actor().may(Capability::CrisisPlanWrite);
    let in_force = plan.status == CrisisPlanStatus::InForce;
    let submitted = plan.draft.as_ref().is_some_and(|draft| draft.submitted.is_some());
    let possible = [
        ("crisis_plan_update", !deceased && writes && plan.draft.is_some()),
        ("crisis_plan_submit", !deceased && writes && plan.draft.is_some() && !submitted),
        ("crisis_plan_discard", writes && plan.draft.is_some()),
        ("crisis_plan_approve", !deceased && signs && plan.draft.is_some()),
        ("crisis_plan_revise", !deceased && writes && in_force && plan.draft.is_none()),
        ("crisis_plan_review", !deceased && signs && in_force),
        ("crisis_plan_end", signs && in_force),
    ];
    possible.into_iter().filter_map(|(operation, may)| may.then_some(operation)).collect()
}

/// The view of a plan.
pub async fn view(tx: &mut Tx, plan: CrisisPlan) -> Result<CrisisPlanView> {
    let standing = standing(tx, plan.person_id).await?;
    Ok(shown(tx, plan, standing))
}

/// The views of plans of one person.
pub async fn views(tx: &mut Tx, plans: Vec<CrisisPlan>) -> Result<Vec<CrisisPlanView>> {
    let Some(person_id) = plans.first().map(|plan| plan.person_id) else { return Ok(Vec::new()) };
    let standing = standing(tx, person_id).await?;
    Ok(plans.into_iter().map(|plan| shown(tx, plan, standing)).collect())
}

fn shown(tx: &Tx, plan: CrisisPlan, standing: Standing) -> CrisisPlanView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    CrisisPlanView {
        can: operations(tx, &plan, standing),
        id: plan.id,
        version: plan.version,
        person_id: plan.person_id,
        status: plan.status.into(),
        revision: plan.revision,
        content: (plan.revision > 0).then(|| plan.content.into()),
        draft: plan.draft.map(|draft| CrisisDraftView {
            content: draft.content.into(),
            reason: draft.reason,
            author: name(draft.author_id),
            begun_at: draft.begun_at,
            submitted_by: draft.submitted.map(|(by, _)| name(by)),
            submitted_at: draft.submitted.map(|(_, at)| at),
        }),
        lifeline: LIFELINE,
        approved_by: plan.approved_by.map(name),
        approved_at: plan.approved_at,
        reviewed_by: plan.reviewed_by.map(name),
        reviewed_at: plan.reviewed_at,
        review_on: plan.review_on,
        ended_reason: plan.ended_reason,
        ended_by: plan.ended_by.map(name),
        ended_at: plan.ended_at,
        created_at: plan.created_at,
    }
}

/// The view of a revision.
pub fn revision_view(tx: &Tx, revision: CrisisPlanRevision) -> CrisisRevisionView {
    let name = |id: Uuid| Ref { id, name: tx.directory().name(id).to_owned() };
    CrisisRevisionView {
        revision: revision.revision,
        content: revision.content.into(),
        reason: revision.reason,
        author: name(revision.author_id),
        approved_by: name(revision.approved_by),
        approved_at: revision.approved_at,
    }
}

/// The view of a difference.
pub fn change_view(change: CrisisChange) -> CrisisChangeView {
    CrisisChangeView {
        section: change.section.into(),
        kind: change.kind.into(),
        item: change.item,
        was: change.was,
        is: change.is,
    }
}
