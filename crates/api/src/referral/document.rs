//! The papers that go with a referral.

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use domain::access::cap;
use domain::referral::document::{Said, Wanted, documents};
use domain::referral::{DocumentMark, PaperState, Referral};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{PaperStateCode, ReferralDocumentCode};
use crate::http::{Allowed, Answer, Page, Problem, Valid};
use crate::program::Ref;

/// A paper that a referral of this kind asks for, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralDocumentView {
    document: ReferralDocumentCode,
    /// Where it is written that it is needed; `practice` where partners ask and no rule does.
    source: &'static str,
    state: PaperStateCode,
    /// What may be said of it next.
    next: Vec<PaperStateCode>,
    note: Option<String>,
    /// Who said so; none while nobody did.
    by: Option<Ref>,
    at: Option<DateTime<Utc>>,
}

/// What became of a paper.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferralDocumentNote {
    /// The paper.
    document: ReferralDocumentCode,
    /// What became of it.
    state: PaperStateCode,
    /// What there is to say; needed when it should not be needed.
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// The papers of a referral in the order in which its kind asks for them. `more` was noted by this very request.
async fn page(
    tx: &mut Tx,
    referral: &Referral,
    more: Option<DocumentMark>,
) -> persistence::Result<Page<ReferralDocumentView>> {
    let mut marks = tx.referral_documents_of(referral.id).await?;
    if let Some(mark) = more {
        marks.retain(|old| old.document != mark.document);
        marks.push(mark);
    }
    let view = |wanted: &Wanted| {
        let mark = marks.iter().find(|mark| mark.document == wanted.document);
        let state = mark.map_or(PaperState::Missing, |mark| mark.state);
        ReferralDocumentView {
            document: wanted.document.into(),
            source: wanted.source,
            state: state.into(),
            next: state.next().iter().map(|next| (*next).into()).collect(),
            note: mark.and_then(|mark| mark.note.clone()),
            by: mark.map(|mark| Ref { id: mark.author_id, name: tx.directory().name(mark.author_id).to_owned() }),
            at: mark.map(|mark| mark.at),
        }
    };
    Ok(Page::whole(documents(referral.kind).iter().map(view).collect()))
}

/// The papers that a referral of this kind asks for, and what became of each.
#[utoipa::path(tag = "referral", operation_id = "referral_document_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<ReferralDocumentView>)))]
#[get("/referrals/{id}/documents")]
pub async fn referral_document_list(
    access: Allowed<cap::ReferralRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<ReferralDocumentView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (referral, _) = tx.referral(*id).await?;
        Ok(Answer::ok(page(tx, &referral, None).await?))
    });
    Ok(answer.await?)
}

/// Notes what became of a paper. Nothing is overwritten: the last word counts, and a step that the state before does not allow is
/// refused.
#[utoipa::path(tag = "referral", operation_id = "referral_document_note", params(("id" = Uuid, Path)), request_body = ReferralDocumentNote, responses((status = 200, body = Page<ReferralDocumentView>)))]
#[post("/referrals/{id}/documents")]
pub async fn referral_document_note(
    access: Allowed<cap::ReferralWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    body: Valid<ReferralDocumentNote>,
) -> Result<Answer<Page<ReferralDocumentView>>, Problem> {
    let ReferralDocumentNote { document, state: next, note } = body.0;
    let answer = state.store.write(&access, async |tx| {
        let (referral, _) = tx.referral(*id).await?;
        let marks = tx.referral_documents_of(referral.id).await?;
        let before = marks.iter().find(|mark| mark.document == document.0);
        let said = Said { document: document.0, state: next.0, note };
        let change = referral.note_document(said, before, (Uuid::now_v7(), tx.actor().id, tx.now()))?;
        let mark = tx.apply(change)?;
        Ok(Answer::ok(page(tx, &referral, Some(mark)).await?))
    });
    Ok(answer.await?)
}
