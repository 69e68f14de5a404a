//! Which version of an instrument the organization uses, where there are several.

use actix_web::{get, put, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::instrument::{self, Instrument};
use domain::instrument_policy::InstrumentPolicy;
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::{Allowed, Answer, IfMatch, Page, Problem, Valid};
use crate::instrument::{EditionView, editions};
use crate::program::Ref;

/// An instrument that has several versions, and the one that the organization uses.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstrumentPolicyView {
    /// Code of the instrument.
    instrument: &'static str,
    /// 0 while nothing was set. It is sent back as `If-Match`.
    version: i32,
    /// Title of the instrument.
    title: &'static str,
    /// Its versions; the usual one is what the organization uses.
    editions: Vec<EditionView>,
    /// Who set it last; null while the published version is used.
    set_by: Option<Ref>,
    set_at: Option<DateTime<Utc>>,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

/// The version to be used from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstrumentPolicySet {
    /// Version of the instrument.
    #[schema(min_length = 1, max_length = 40, example = "2013")]
    instrument_version: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(instrument_policy_list).service(instrument_policy_set);
}

/// Instruments about which there is something to set.
fn with_versions() -> impl Iterator<Item = &'static Instrument> {
    instrument::all().iter().filter(|one| instrument::versions(one.code).count() > 1)
}

fn view(tx: &Tx, instrument: &'static Instrument, own: Option<&InstrumentPolicy>) -> InstrumentPolicyView {
    let used = own.map_or(instrument.version, |own| own.instrument_version.as_str());
    InstrumentPolicyView {
        instrument: instrument.code,
        version: own.map_or(0, |own| own.version),
        title: instrument.title,
        editions: editions(instrument.code, used),
        set_by: own.map(|own| Ref { id: own.set_by, name: tx.directory().name(own.set_by).to_owned() }),
        set_at: own.map(|own| own.set_at),
        can: if tx.actor().may(Capability::InstrumentPolicyWrite) { vec!["instrument_policy_set"] } else { Vec::new() },
    }
}

/// Instruments that have several versions, each with the one that the organization uses.
#[utoipa::path(tag = "instrument", operation_id = "instrument_policy_list", responses((status = 200, body = Page<InstrumentPolicyView>)))]
#[get("/instrument-policies")]
pub async fn instrument_policy_list(
    access: Allowed<cap::InstrumentRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<InstrumentPolicyView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let set = tx.instrument_policies().await?;
        let own = |instrument: &Instrument| set.iter().find(|own| own.instrument == instrument.code);
        let views = with_versions().map(|instrument| view(tx, instrument, own(instrument)));
        Ok(Answer::ok(Page::whole(views.collect())))
    });
    Ok(answer.await?)
}

/// Sets the version of an instrument that the organization uses: assessments are begun with it unless somebody says why another one is
/// asked. What was begun keeps its version, and scores that are asked for without a case keep the published one.
#[utoipa::path(tag = "instrument", operation_id = "instrument_policy_set", params(("code" = String, Path, max_length = 40), ("If-Match" = String, Header)), request_body = InstrumentPolicySet, responses((status = 200, body = InstrumentPolicyView)))]
#[put("/instrument-policies/{code}")]
pub async fn instrument_policy_set(
    access: Allowed<cap::InstrumentPolicyWrite>,
    state: web::Data<State>,
    code: web::Path<String>,
    version: IfMatch,
    body: Valid<InstrumentPolicySet>,
) -> Result<Answer<InstrumentPolicyView>, Problem> {
    let wanted = body.0.instrument_version;
    let answer = state.store.write(&access, async |tx| {
        let instrument = with_versions().find(|one| one.code == code.as_str()).ok_or(persistence::Error::NotFound)?;
        let set = tx.instrument_policies().await?;
        let known = set.iter().find(|own| own.instrument == instrument.code);
        tx.require_version(known.map_or(0, |own| own.version), version.0)?;
        let policy = InstrumentPolicy {
            id: Uuid::now_v7(),
            version: 1,
            instrument: instrument.code.into(),
            instrument_version: wanted,
            set_by: tx.actor().id,
            set_at: tx.now(),
        };
        let policy = tx.apply(policy.set(known)?)?;
        Ok(Answer::resource(policy.version, view(tx, instrument, Some(&policy))))
    });
    Ok(answer.await?)
}
