//! The hospital's feed: HL7 v2 ADT messages, what became of each, and who the unknown people in them are.

mod details;
pub mod frame;
mod link;
mod matching;
pub mod mllp;
mod receive;
mod settle;
mod take;
pub mod tls;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::adt::er7::text_of;
use domain::adt::{AdtMessage, AdtState};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{AdtStateCode, RefusalCode};
use crate::http::envelope::Envelope;
use crate::http::page::Limit;
use crate::http::{Allowed, Answer, Cursor, IfMatch, Page, Problem, Query};

use take::Letter;

pub use receive::{read, receive};

/// Media type of HL7 v2 in its text form.
const HL7: &str = "application/hl7-v2";
/// Longest message in characters, so that none of them is longer than a body may be.
const LONGEST: usize = 262_144;

/// An HL7 v2 message as text: segments end in CR, CR LF or LF.
#[derive(Debug)]
pub struct Hl7Message;

impl PartialSchema for Hl7Message {
    fn schema() -> RefOr<Schema> {
        let example = format!(
            "MSH|^~\\&|EPIC|HARBOR|TEND||20260302100000-0500||ADT^A01^ADT_A01|1001|P|2.5.1\rEVN|A01|20260302100000-0500\r\
             PID|1||4711^^^HARBOR^MR||Okonkwo^Ama||19580412|F\rPV1|1|I|4W^401^2{}V88\r",
            "|".repeat(16)
        );
        let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(LONGEST));
        text.examples([example]).description(Some("An HL7 v2 message; its segments end in CR, CR LF or LF.")).into()
    }
}

impl ToSchema for Hl7Message {}

/// An HL7 v2 acknowledgement: MSA-1 is AA when the message was taken, AE or AR when it was kept as a dead letter, with ERR.
#[derive(Debug)]
pub struct Hl7Ack;

impl PartialSchema for Hl7Ack {
    fn schema() -> RefOr<Schema> {
        let example =
            "MSH|^~\\&|TEND||EPIC|HARBOR|20260302150000+0000||ACK^A01^ACK|7b1c01f2a3d4|P|2.5.1\rMSA|AA|1001\r";
        let about = "MSA-1 is AA when the message was taken, AE or AR when it was kept as a dead letter, with ERR.";
        let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(2000));
        text.examples([example]).description(Some(about)).into()
    }
}

impl ToSchema for Hl7Ack {}

/// A message of the feed and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdtMessageView {
    id: Uuid,
    version: i32,
    state: AdtStateCode,
    /// The event as sent: `A01`; empty when it could not be read.
    event: String,
    /// Sending application and facility.
    sender: String,
    /// Control id; empty when it could not be read.
    control_id: String,
    /// When the hospital recorded it.
    recorded_at: Option<DateTime<Utc>>,
    /// When it came.
    received_at: DateTime<Utc>,
    /// Why it was not taken.
    refusal: Option<RefusalCode>,
    /// Where in the message the reason stands: segment, or segment and field.
    #[schema(max_length = 20, example = "PID-7")]
    place: Option<String>,
    /// How often it was tried.
    #[schema(minimum = 1)]
    attempts: i32,
    /// What it says; for those who may see that, and for one message at a time.
    text: Option<String>,
    /// Operations the reader may do on this message now.
    can: Vec<&'static str>,
}

/// How the feed is doing.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdtSummaryView {
    /// Messages taken within the last 24 hours.
    #[schema(minimum = 0)]
    applied_today: i64,
    /// Messages that wait for somebody to say whom they are about.
    #[schema(minimum = 0)]
    waiting: i64,
    /// Messages that could not be taken.
    #[schema(minimum = 0)]
    dead: i64,
    /// Unknown people.
    #[schema(minimum = 0)]
    open_matches: i64,
    /// When the last message came; null when none ever did.
    last_received_at: Option<DateTime<Utc>>,
}

/// Which messages a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AdtMessageQuery {
    /// In this state only.
    state: Option<AdtStateCode>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(adt_receive)
        .service(adt_summary_get)
        .service(adt_message_list)
        .service(adt_message_get)
        .service(adt_message_replay)
        .configure(matching::routes)
        .configure(link::routes);
}

fn view(tx: &Tx, message: AdtMessage, with_text: bool) -> AdtMessageView {
    let may = tx.actor().may(Capability::AdtWrite);
    let text = (with_text && may).then(|| {
        let text = text_of(&message.raw).unwrap_or_else(|_| String::from_utf8_lossy(&message.raw));
        text.replace("\r\n", "\n").replace('\r', "\n")
    });
    AdtMessageView {
        id: message.id,
        version: message.version,
        state: message.state.into(),
        event: message.event,
        sender: message.sender,
        control_id: message.control_id,
        recorded_at: message.recorded_at,
        received_at: message.received_at,
        refusal: message.refusal.map(Into::into),
        place: message.place,
        attempts: message.attempts,
        text,
        can: if may && message.state == AdtState::Dead { vec!["adt_message_replay"] } else { Vec::new() },
    }
}

/// Receives one HL7 v2 ADT message: A01 to A08, A11 to A13, A28, A31, A40.
///
/// The answer is an HL7 acknowledgement, given when what it says is durable. AA: taken, also when it waits for somebody to say whom it
/// is about, and when it was taken before. AE, AR: it can't be taken as it is; it is kept as a dead letter, and sending it again
/// unchanged changes nothing. A message is told from others by sender, control id (MSH-10) and event time (EVN-2, else MSH-7).
#[utoipa::path(
    tag = "adt", operation_id = "adt_receive",
    request_body(content = Hl7Message, content_type = "application/hl7-v2"),
    responses((status = 200, description = "The acknowledgement", body = Hl7Ack, content_type = "application/hl7-v2"))
)]
#[post("/adt")]
pub async fn adt_receive(
    access: Allowed<cap::AdtReceive>,
    state: web::Data<State>,
    http: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let media = http.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media = media.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case(HL7) {
        let detail = "Send the message as application/hl7-v2.";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "hl7_required", detail));
    }
    let body = Envelope::of(&http)?.body;
    if body.is_empty() || body.contains(&0) {
        return Err(Problem::malformed("There is no message in the body, or a NUL in it."));
    }
    if body.len() > LONGEST && String::from_utf8_lossy(&body).chars().count() > LONGEST {
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "A message has 262,144 characters at most.",
        ));
    }
    let text = match receive(&state.store, &access, &body).await.map_err(Problem::from) {
        Ok(ack) => ack.text,
        Err(Problem::Replay(reply)) => reply.body,
        Err(problem) => return Err(problem),
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).content_type(HL7).body(text))
}

/// How the feed is doing.
#[utoipa::path(tag = "adt", operation_id = "adt_summary_get", responses((status = 200, body = AdtSummaryView)))]
#[get("/adt-summary")]
pub async fn adt_summary_get(
    access: Allowed<cap::AdtRead>,
    state: web::Data<State>,
) -> Result<Answer<AdtSummaryView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let counts = tx.adt_counts(tx.now() - TimeDelta::hours(24)).await?;
        Ok(Answer::ok(AdtSummaryView {
            applied_today: counts.applied,
            waiting: counts.waiting,
            dead: counts.dead,
            open_matches: counts.open_matches,
            last_received_at: counts.last_received_at,
        }))
    });
    Ok(answer.await?)
}

/// Messages of the feed, newest first, without what they say.
#[utoipa::path(tag = "adt", operation_id = "adt_message_list", params(AdtMessageQuery), responses((status = 200, body = Page<AdtMessageView>)))]
#[get("/adt-messages")]
pub async fn adt_message_list(
    access: Allowed<cap::AdtRead>,
    state: web::Data<State>,
    query: Query<AdtMessageQuery>,
) -> Result<Answer<Page<AdtMessageView>>, Problem> {
    let after: Option<Uuid> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        let state = query.state.map(|state| state.0);
        let messages = tx.adt_message_list(state, after, query.limit.probe()).await?;
        Ok(Answer::ok(Page::new(messages, query.limit, |message| message.id, |message| view(tx, message, false))))
    });
    Ok(answer.await?)
}

/// One message, with what it says for those who may see that.
#[utoipa::path(tag = "adt", operation_id = "adt_message_get", params(("id" = Uuid, Path)), responses((status = 200, body = AdtMessageView)))]
#[get("/adt-messages/{id}")]
pub async fn adt_message_get(
    access: Allowed<cap::AdtRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<AdtMessageView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let message = tx.adt_message(*id).await?;
        Ok(Answer::resource(message.version, view(tx, message, true)))
    });
    Ok(answer.await?)
}

/// Tries a dead letter once more, because what refused it was put right: a colliding number, a rule, a defect.
#[utoipa::path(tag = "adt", operation_id = "adt_message_replay", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = AdtMessageView)))]
#[post("/adt-messages/{id}/replay")]
pub async fn adt_message_replay(
    access: Allowed<cap::AdtWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<AdtMessageView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let dead = tx.adt_message(*id).await?;
        tx.require_version(dead.version, version.0)?;
        if dead.state != AdtState::Dead {
            return Err(Rule::new("adt_message_not_dead", "Only messages that were not taken are replayed.").into());
        }
        let (header, read) = receive::read(&dead.raw, tx.directory().main_zone(), tx.now());
        let mut kept = receive::letter(&header, read.as_ref().ok(), &dead.raw, tx.now());
        let outcome = match read {
            Ok(message) => take::take(tx, Letter { message, kept: kept.clone() }).await?,
            Err(flaw) => Err(flaw),
        };
        (kept.id, kept.version, kept.attempts) = (dead.id, dead.version + 1, dead.attempts + 1);
        kept.received_at = dead.received_at;
        match outcome {
            Ok(state) => kept.state = state,
            Err(flaw) => {
                (kept.refusal, kept.place) = (Some(flaw.refusal), Some(flaw.place.to_owned()));
                tx.adt_keep(kept.clone());
            }
        }
        Ok(Answer::resource(kept.version, view(tx, kept, true)))
    });
    Ok(answer.await?)
}
