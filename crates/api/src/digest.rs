//! Digests: the numbers of a board, a measure or the population, told every week or month and kept as they stood.

use std::time::Instant;

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::{Capability, cap};
use domain::code::Code;
use domain::digest::{Basis, Counted, Digest, DigestLine, DigestSubscription, Reader, Told};
use domain::measure::strata::told;
use domain::measure::{self, Definition};
use domain::measure_board::target::{MeasureTarget, in_force};
use domain::measure_board::{MeasureBoard, TargetStanding, reading};
use domain::saved_report::{SavedReportKind, SavedReportScope};
use persistence::measure::{Material, MeasureScope, lacking};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::http::ServiceConfig;
use crate::http::code::{DigestCadenceCode, SavedReportKindCode, SavedReportScopeCode, TargetStandingCode};
use crate::http::{Allowed, Answer, Cursor, IfMatch, Limit, Page, Problem, Query, Valid};
use crate::measure::{Sight, sees_people};
use crate::measure_board::{Frame, material, program_of, programs, whose};
use crate::population::high_risk;
use crate::today::Scope;

/// What the reader is told of.
#[derive(Debug, Serialize, ToSchema)]
pub struct DigestSubscriptionView {
    id: Uuid,
    version: i32,
    name: String,
    kind: SavedReportKindCode,
    /// Code of the board or of the measure; null for the population.
    subject: Option<String>,
    scope: Option<SavedReportScopeCode>,
    program_id: Option<Uuid>,
    /// First day; without days, the numbers move with time.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    cadence: DigestCadenceCode,
    /// When the next one is made: the first one at once, the others at seven by the reader's own clock.
    next_at: DateTime<Utc>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// What to be told of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DigestSubscriptionCreate {
    /// Name.
    #[schema(min_length = 1, max_length = 80, pattern = "\\S", example = "Monday round")]
    name: String,
    /// What it shows.
    kind: SavedReportKindCode,
    /// Code of the board or of the measure; absent for the population.
    #[schema(max_length = 60)]
    subject: Option<String>,
    /// Whose work.
    scope: Option<SavedReportScopeCode>,
    /// Of this program.
    program_id: Option<Uuid>,
    /// First day; without days, the numbers move with time.
    from: Option<NaiveDate>,
    /// Last day.
    to: Option<NaiveDate>,
    /// How often.
    cadence: DigestCadenceCode,
}

/// A digest.
#[derive(Debug, Serialize, ToSchema)]
pub struct DigestView {
    id: Uuid,
    version: i32,
    name: String,
    kind: SavedReportKindCode,
    /// Code of the board or of the measure; null for the population.
    subject: Option<String>,
    cadence: DigestCadenceCode,
    /// Whose work was counted; null when the numbers are withheld.
    scope: Option<SavedReportScopeCode>,
    /// The program that was counted; null for all of them, and when the numbers are withheld.
    program_id: Option<Uuid>,
    /// First day of the numbers.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    made_at: DateTime<Utc>,
    /// True until the reader looks at it.
    unread: bool,
    /// True when the reader may not be told these numbers, or not any more.
    withheld: bool,
    /// The numbers as they stood when it was made; none when they are withheld.
    lines: Vec<DigestLineView>,
    /// Operations the reader may do on it now.
    can: Vec<&'static str>,
}

/// One number of a digest.
#[derive(Debug, Serialize, ToSchema)]
pub struct DigestLineView {
    /// Code of the measure; `high_risk` and `without_contact` of the population.
    code: String,
    /// Title of the measure; null for numbers of the population.
    title: Option<String>,
    /// True for a share from 0 to 1.
    share: bool,
    /// True when the numbers were hidden because they told of few.
    suppressed: bool,
    numerator: Option<f64>,
    denominator: Option<u32>,
    /// The number; null when nothing was counted, or when it was hidden.
    value: Option<f64>,
    /// What was to be reached; null when nobody had said.
    target: Option<f64>,
    standing: TargetStandingCode,
}

/// How many digests wait to be looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct DigestCountsView {
    unread: i64,
}

/// Which digests.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DigestQuery {
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(digest_list)
        .service(digest_counts)
        .service(digest_read)
        .service(digest_subscription_list)
        .service(digest_subscription_create)
        .service(digest_subscription_end);
}

fn subscription_view(tx: &Tx, own: DigestSubscription) -> DigestSubscriptionView {
    let runs = own.ended_at.is_none() && tx.actor().may(Capability::SavedReportWrite);
    DigestSubscriptionView {
        id: own.id,
        version: own.version,
        name: own.name,
        kind: own.kind.into(),
        subject: own.subject,
        scope: own.scope.map(Into::into),
        program_id: own.program_id,
        from: own.first_on,
        to: own.last_on,
        cadence: own.cadence.into(),
        next_at: own.next_at,
        can: if runs { vec!["digest_subscription_end"] } else { Vec::new() },
    }
}

/// A digest as the reader may see it now.
fn view(tx: &Tx, digest: Digest) -> DigestView {
    let actor = tx.actor();
    let program_ids: Vec<Uuid> = programs(tx).iter().map(|program| program.id).collect();
    let reader = Reader {
        reach: actor.role.reach(),
        sees_people: sees_people(tx),
        led_team_ids: &actor.led_team_ids,
        program_ids: &program_ids,
    };
    let lines: Option<Vec<DigestLineView>> =
        digest.lines_for(reader).map(|lines| lines.iter().map(line_view).collect());
    let basis = digest.basis.as_ref().filter(|_| lines.is_some());
    let scope = basis.map(|basis| match basis.counted {
        Counted::Own => SavedReportScope::Mine,
        Counted::Teams(_) | Counted::Everybody => SavedReportScope::Team,
    });
    let unread = digest.read_at.is_none();
    DigestView {
        id: digest.id,
        version: digest.version,
        kind: digest.kind.into(),
        cadence: digest.cadence.into(),
        scope: scope.map(Into::into),
        program_id: basis.and_then(|basis| basis.program_id),
        from: digest.first_on,
        to: digest.last_on,
        made_at: digest.made_at,
        unread,
        withheld: lines.is_none(),
        lines: lines.unwrap_or_default(),
        can: if unread && actor.may(Capability::SavedReportWrite) { vec!["digest_read"] } else { Vec::new() },
        name: digest.name,
        subject: digest.subject,
    }
}

fn line_view(line: &DigestLine) -> DigestLineView {
    let definition = measure::find(&line.code);
    DigestLineView {
        code: line.code.clone(),
        title: definition.map(|definition| definition.title.to_owned()),
        share: definition.is_some_and(|definition| reading(definition).share),
        suppressed: line.suppressed,
        numerator: line.numerator,
        denominator: line.denominator,
        value: line.value,
        target: line.target,
        standing: line.standing.into(),
    }
}

/// The reader's digests, the newest first. Numbers that the reader may not be told any more are withheld.
#[utoipa::path(tag = "measure", operation_id = "digest_list", params(DigestQuery), responses((status = 200, body = Page<DigestView>)))]
#[get("/digests")]
pub async fn digest_list(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
    query: Query<DigestQuery>,
) -> Result<Answer<Page<DigestView>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        let rows = tx.digests(after, query.limit.probe()).await?;
        Ok(Answer::ok(Page::new(rows, query.limit, |row| (row.made_at, row.id), |row| view(tx, row))))
    });
    Ok(answer.await?)
}

/// How many digests the reader has not looked at.
#[utoipa::path(tag = "measure", operation_id = "digest_counts", responses((status = 200, body = DigestCountsView)))]
#[get("/digest-counts")]
pub async fn digest_counts(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
) -> Result<Answer<DigestCountsView>, Problem> {
    let unread = state.store.read(&access, async |tx| tx.digests_unread().await).await?;
    Ok(Answer::ok(DigestCountsView { unread }))
}

/// Notes that the reader looked at a digest.
#[utoipa::path(tag = "measure", operation_id = "digest_read", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = DigestView)))]
#[post("/digests/{id}/read")]
pub async fn digest_read(
    access: Allowed<cap::SavedReportWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<DigestView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let digest = tx.digest(*id).await?;
        tx.require_version(digest.version, version.0)?;
        let digest = tx.apply(digest.read(tx.now())?)?;
        Ok(Answer::resource(digest.version, view(tx, digest)))
    });
    Ok(answer.await?)
}

/// What the reader is told of, by name.
#[utoipa::path(tag = "measure", operation_id = "digest_subscription_list", responses((status = 200, body = Page<DigestSubscriptionView>)))]
#[get("/digest-subscriptions")]
pub async fn digest_subscription_list(
    access: Allowed<cap::MeasureRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<DigestSubscriptionView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let running = tx.digest_subscriptions().await?;
        Ok(Answer::ok(Page::whole(running.into_iter().map(|own| subscription_view(tx, own)).collect())))
    });
    Ok(answer.await?)
}

/// Asks for the numbers of a report every week or month: at seven in the morning by the reader's own clock, on
/// Monday or on the first. The first digest is made at once.
#[utoipa::path(tag = "measure", operation_id = "digest_subscription_create", request_body = DigestSubscriptionCreate, responses((status = 201, body = DigestSubscriptionView)))]
#[post("/digest-subscriptions")]
pub async fn digest_subscription_create(
    access: Allowed<cap::SavedReportWrite>,
    state: web::Data<State>,
    body: Valid<DigestSubscriptionCreate>,
) -> Result<Answer<DigestSubscriptionView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let subscription = DigestSubscription {
            id: Uuid::now_v7(),
            version: 1,
            reader_id: tx.actor().id,
            name: body.name,
            kind: body.kind.0,
            subject: body.subject,
            scope: body.scope.map(|code| code.0),
            program_id: body.program_id,
            first_on: body.from,
            last_on: body.to,
            cadence: body.cadence.0,
            next_at: tx.now(),
            created_at: tx.now(),
            ended_at: None,
        };
        let running = tx.digest_subscriptions().await?;
        let change = subscription.subscribe(&running)?;
        Frame::of(tx, change.record.first_on, change.record.last_on)?;
        if program(tx, &change.record).is_err() {
            let detail = "Of this program you see no numbers. Choose one that you work in.";
            return Err(Rule::at("digest_out_of_reach", "/program_id", detail).into());
        }
        let subscription = tx.apply(change)?;
        Ok(Answer::created(subscription.version, subscription_view(tx, subscription)))
    });
    Ok(answer.await?)
}

/// Ends a digest. Those that were made stay.
#[utoipa::path(tag = "measure", operation_id = "digest_subscription_end", params(("id" = Uuid, Path), ("If-Match" = String, Header)), responses((status = 200, body = DigestSubscriptionView)))]
#[post("/digest-subscriptions/{id}/end")]
pub async fn digest_subscription_end(
    access: Allowed<cap::SavedReportWrite>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    version: IfMatch,
) -> Result<Answer<DigestSubscriptionView>, Problem> {
    let answer = state.store.write(&access, async |tx| {
        let subscription = tx.digest_subscription(*id).await?;
        tx.require_version(subscription.version, version.0)?;
        let subscription = tx.apply(subscription.unsubscribe(tx.now())?)?;
        Ok(Answer::resource(subscription.version, subscription_view(tx, subscription)))
    });
    Ok(answer.await?)
}

/// Makes the digests of an organization that are due, each counted as its reader would see it at that moment; none is begun after
/// `until`. What was not made is due again in the next round.
///
/// # Errors
/// Database errors.
pub async fn make_due(state: &State, org_id: Uuid, now: DateTime<Utc>, until: Instant) -> persistence::Result<()> {
    for subscription in state.store.digests_due(org_id, now).await? {
        if Instant::now() >= until {
            break;
        }
        if let Err(error) = make(state, org_id, &subscription, now).await {
            tracing::warn!(%error, "a digest could not be made, it is tried again");
        }
    }
    Ok(())
}

async fn make(
    state: &State,
    org_id: Uuid,
    subscription: &DigestSubscription,
    now: DateTime<Utc>,
) -> persistence::Result<()> {
    let reader_id = subscription.reader_id;
    let counting = state.store.digest_count(org_id, reader_id, now, async |tx| count(tx, subscription).await).await?;
    state.store.digest_make(org_id, subscription.id, counting, now).await?;
    Ok(())
}

/// The program whose numbers are told; none for all of them.
fn program(tx: &Tx, subscription: &DigestSubscription) -> persistence::Result<Option<Uuid>> {
    let subject = subscription.subject.as_deref();
    match (subject.and_then(MeasureBoard::from_code), subscription.program_id) {
        (Some(board), wanted) if subscription.kind == SavedReportKind::Board => program_of(tx, board, wanted),
        (_, Some(id)) if !programs(tx).iter().any(|program| program.id == id) => Err(Error::NotFound),
        (_, wanted) => Ok(wanted),
    }
}

/// The measures whose numbers are told; none for the population. A measure of which nothing is recorded has no number.
fn definitions(subscription: &DigestSubscription) -> Option<Vec<&'static Definition>> {
    let subject = subscription.subject.as_deref()?;
    let mut all = match MeasureBoard::from_code(subject) {
        Some(board) if subscription.kind == SavedReportKind::Board => board.definitions(),
        _ => measure::find(subject).into_iter().collect(),
    };
    all.retain(|definition| lacking(definition).is_empty());
    Some(all)
}

/// The numbers as the reader would see them now; none when they may be told none of them.
async fn count(tx: &mut Tx, subscription: &DigestSubscription) -> persistence::Result<Option<Told>> {
    let program_id = match program(tx, subscription) {
        Ok(program_id) => program_id,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let wanted = subscription.scope.map(|scope| match scope {
        SavedReportScope::Mine => Scope::Mine,
        SavedReportScope::Team => Scope::Team,
    });
    let (_, whose) = whose(tx, wanted, program_id);
    let frame = Frame::of(tx, subscription.first_on, subscription.last_on)?;
    let (days, lines) = match definitions(subscription) {
        Some(definitions) => {
            let counted = material(tx, &whose, &definitions, frame.period().from).await?;
            let targets = tx.measure_targets(None).await?;
            let of = |definition: &'static Definition| line(tx, definition, &counted, &targets, &frame, program_id);
            ((frame.from, frame.to), definitions.into_iter().map(of).collect())
        }
        None => {
            let (cases, quiet) = high_risk(tx, &whose).await?;
            ((frame.to, frame.to), vec![plain("high_risk", cases), plain("without_contact", quiet)])
        }
    };
    let basis = Basis { counted: counted_of(&whose), program_id, sees_people: sees_people(tx) };
    Ok(Some(Told { basis, days, lines }))
}

fn counted_of(whose: &MeasureScope) -> Counted {
    match (whose.owner, &whose.teams) {
        (Some(_), _) => Counted::Own,
        (None, Some(ids)) => Counted::Teams(ids.clone()),
        (None, None) => Counted::Everybody,
    }
}

fn line(
    tx: &Tx,
    definition: &'static Definition,
    counted: &Material,
    targets: &[MeasureTarget],
    frame: &Frame,
    program_id: Option<Uuid>,
) -> DigestLine {
    let result = counted.count(definition, frame.period(), tx.now());
    let told = told(&result, Sight::of(tx).members_of(definition));
    let value = told.and_then(|told| told.value);
    let set = in_force(targets, definition.code, program_id, frame.to).map(|target| target.value);
    let target = set.or(definition.target);
    DigestLine {
        code: definition.code.into(),
        numerator: told.and_then(|told| told.numerator),
        denominator: told.map(|told| told.denominator),
        value,
        suppressed: told.is_none(),
        target,
        standing: reading(definition).standing(value, target),
    }
}

/// A count of the population.
fn plain(code: &str, count: Option<u32>) -> DigestLine {
    DigestLine {
        code: code.into(),
        numerator: None,
        denominator: None,
        value: count.map(f64::from),
        suppressed: count.is_none(),
        target: None,
        standing: TargetStanding::NoTarget,
    }
}
