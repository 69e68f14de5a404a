//! What requests, appeals and grievances look like from outside.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, Role};
use domain::authorization::appeal::{Appeal, AppealAction, file_by};
use domain::authorization::{Authorization, AuthorizationAction, DocumentState, GrantedExtension};
use domain::clock::local_date;
use domain::code::Code;
use domain::scope::Activity;
use persistence::{Result, Tx};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

use super::home::{self, Home};
use crate::http::Answer;
use crate::http::code::{
    AppealKindCode, AppealLevelCode, AppealStatusCode, AppealSubjectCode, AuthorizationSideCode,
    AuthorizationStatusCode, CriteriaOutcomeCode, DenialReasonCode, DocumentKindCode, DocumentStateCode,
    ExtensionGroundCode, LineOfBusinessCode, PeerOutcomeCode, RequestUrgencyCode, ReviewKindCode, SensitiveLabelCode,
    ServiceCategoryCode, UnitKindCode, UnitWarningCode, VerdictOfRequestCode,
};
use crate::program::Ref;
use crate::scope::allows;

/// The clock of a request, an appeal or another thing that is asked, and how its end was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunningClockView {
    /// Code of the rule.
    pub(crate) rule: String,
    pub(crate) title: String,
    /// Where the numbers come from.
    pub(crate) source: String,
    pub(crate) due_at: DateTime<Utc>,
    /// The calculation in sentences.
    pub(crate) explanation: Vec<String>,
    /// By how many days the law lets it be extended once; null when it does not.
    pub(crate) extension_days: Option<u32>,
}

/// Approved, used and left units, and what to look at.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationUnitsView {
    #[schema(minimum = 0)]
    authorized: u32,
    #[schema(minimum = 0)]
    used: u32,
    #[schema(minimum = 0)]
    left: u32,
    warnings: Vec<UnitWarningCode>,
}

/// A request in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationSummary {
    id: Uuid,
    version: i32,
    person: Ref,
    case_id: Uuid,
    side: AuthorizationSideCode,
    status: AuthorizationStatusCode,
    line: LineOfBusinessCode,
    urgency: RequestUrgencyCode,
    kind: ReviewKindCode,
    category: ServiceCategoryCode,
    title: String,
    unit: UnitKindCode,
    units: AuthorizationUnitsView,
    /// The clock while it is not decided; null where none applies.
    clock: Option<RunningClockView>,
    received_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    valid_to: Option<NaiveDate>,
    next_review_on: Option<NaiveDate>,
    /// How many documents are missing.
    #[schema(minimum = 0)]
    missing_documents: usize,
    reviewer: Option<Ref>,
    advisor: Option<Ref>,
    /// The portal and the number there.
    portal: Option<String>,
}

/// The next review of a request.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationContinuation {
    id: Uuid,
    status: AuthorizationStatusCode,
}

/// A request as a whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationView {
    id: Uuid,
    version: i32,
    /// What a list shows of it.
    summary: AuthorizationSummary,
    coverage_id: Option<Uuid>,
    /// The approved request of which this one is the next review.
    continues_id: Option<Uuid>,
    /// The request that is the next review of this one, unless it was refused or taken back.
    continued_by: Option<AuthorizationContinuation>,
    code: Option<String>,
    /// How many units were asked for.
    asked_units: u32,
    from: NaiveDate,
    to: NaiveDate,
    provider: Option<String>,
    /// The organization of the directory that would provide it.
    community_organization: Option<Ref>,
    /// False while what is clinical is kept back: the need, the criteria, talks, and the words of steps and decisions. It is shown to
    /// those who read notes, and to who wrote it.
    clinical: bool,
    /// Why the person needs it; null while it is kept back.
    need: Option<String>,
    /// What of the request and its documents is specially protected; empty while it is kept back.
    labels: Vec<SensitiveLabelCode>,
    requested_by: Ref,
    created_at: DateTime<Utc>,
    documents: Vec<AuthorizationDocumentView>,
    criteria: Vec<AuthorizationCriteriaView>,
    peer_to_peer: Vec<AuthorizationTalkView>,
    extension: Option<AuthorizationExtensionView>,
    determinations: Vec<DeterminationView>,
    uses: Vec<AuthorizationUseView>,
    portal_entry: Option<AuthorizationPortalView>,
    history: Vec<AuthorizationTrailView>,
    appeals: Vec<AppealView>,
    /// The last day on which the decision may be appealed; null where no published clock applies.
    appeal_by: Option<NaiveDate>,
    /// Physician advisors, while it can be referred to one.
    advisors: Vec<Ref>,
    /// Operations the reader may do on this request now.
    can: Vec<&'static str>,
}

/// A line of the checklist.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationDocumentView {
    kind: DocumentKindCode,
    state: DocumentStateCode,
    at: Option<DateTime<Utc>>,
    by: Option<Ref>,
}

/// Criteria that were looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationCriteriaView {
    product: String,
    version: String,
    subset: String,
    outcome: CriteriaOutcomeCode,
    reviewer: Ref,
    at: DateTime<Utc>,
}

/// A talk between physicians.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationTalkView {
    held_at: DateTime<Utc>,
    physician: String,
    outcome: PeerOutcomeCode,
    words: String,
    by: Ref,
}

/// More time that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationExtensionView {
    #[schema(minimum = 0)]
    days: u32,
    ground: ExtensionGroundCode,
    words: String,
    by: Ref,
    at: DateTime<Utc>,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeterminationView {
    verdict: VerdictOfRequestCode,
    #[schema(minimum = 0)]
    units: u32,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    reason: Option<DenialReasonCode>,
    words: Option<String>,
    by: Ref,
    at: DateTime<Utc>,
    /// The criteria it rests on, counted from 1 in the list of criteria.
    criteria: Option<u32>,
    on_appeal: bool,
}

/// Used units.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationUseView {
    on: NaiveDate,
    #[schema(minimum = 0)]
    units: u32,
    by: Ref,
}

/// Where it stands in the payer's portal.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationPortalView {
    name: String,
    reference: Option<String>,
    says: Option<String>,
    by: Ref,
    at: DateTime<Utc>,
}

/// A state that was reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationTrailView {
    status: AuthorizationStatusCode,
    at: DateTime<Utc>,
    by: Ref,
    words: Option<String>,
}

/// An appeal or a grievance.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppealView {
    id: Uuid,
    version: i32,
    person: Ref,
    case_id: Uuid,
    authorization_id: Option<Uuid>,
    /// True when we answer it, false when another payer does.
    answered_here: bool,
    kind: AppealKindCode,
    level: AppealLevelCode,
    subject: AppealSubjectCode,
    line: LineOfBusinessCode,
    urgency: RequestUrgencyCode,
    status: AppealStatusCode,
    /// What is appealed or complained about; null for those who neither read notes nor wrote it, as are the answer and why it came
    /// late; the words of an extension are empty for them.
    words: Option<String>,
    noted_by: Ref,
    received_at: DateTime<Utc>,
    late_reason: Option<String>,
    /// The clock while it waits for an answer; null where none applies.
    clock: Option<RunningClockView>,
    reviewer: Option<Ref>,
    decided_at: Option<DateTime<Utc>>,
    answer: Option<String>,
    extension: Option<AuthorizationExtensionView>,
    /// Operations the reader may do on this appeal now.
    can: Vec<&'static str>,
}

fn named(tx: &Tx, id: Uuid) -> Ref {
    Ref { id, name: tx.directory().name(id).to_owned() }
}

fn clock(
    home: &Home,
    code: Option<&str>,
    anchor: DateTime<Utc>,
    more: Option<&GrantedExtension>,
) -> Option<RunningClockView> {
    let (code, place) = (code?, home.place());
    let (rule, due) = (place.judging(code, anchor)?, place.due(code, anchor, more)?);
    Some(RunningClockView {
        rule: code.to_owned(),
        title: rule.title,
        source: rule.source,
        due_at: due.due_at,
        explanation: due.steps().into_iter().map(|step| step.detail).collect(),
        extension_days: rule.extension_days.filter(|_| more.is_none()),
    })
}

fn extension(tx: &Tx, more: GrantedExtension) -> AuthorizationExtensionView {
    let GrantedExtension { days, ground, words, by, at } = more;
    AuthorizationExtensionView { days, ground: ground.into(), words, by: named(tx, by), at }
}

/// The view of a request in a list.
pub fn summary(tx: &Tx, request: Authorization, person: String, homes: &HashMap<Uuid, Home>) -> AuthorizationSummary {
    short(tx, &request, person, homes.get(&request.case_id))
}

fn short(tx: &Tx, request: &Authorization, person: String, home: Option<&Home>) -> AuthorizationSummary {
    let today = local_date(tx.now(), home.map_or(chrono_tz::UTC, |home| home.zone));
    let (balance, course) = (request.balance(), &request.course);
    let runs = request.received_at.filter(|_| request.decided_at.is_none()).zip(home);
    let clock = runs.and_then(|(at, home)| clock(home, request.rule_code.as_deref(), at, course.extension.as_ref()));
    let portal = |entry: &domain::authorization::Portal| match &entry.reference {
        Some(reference) => format!("{} {reference}", entry.name),
        None => entry.name.clone(),
    };
    AuthorizationSummary {
        id: request.id,
        version: request.version,
        person: Ref { id: request.person_id, name: person },
        case_id: request.case_id,
        side: request.side.into(),
        status: request.status_on(today).into(),
        line: request.line.into(),
        urgency: request.urgency.into(),
        kind: request.kind.into(),
        category: request.category.into(),
        title: request.service.title.clone(),
        unit: request.service.unit.into(),
        units: AuthorizationUnitsView {
            authorized: balance.authorized,
            used: balance.used,
            left: balance.left,
            warnings: request.warnings(today).into_iter().map(Into::into).collect(),
        },
        clock: clock.filter(|_| request.status != domain::authorization::AuthorizationStatus::Withdrawn),
        received_at: request.received_at,
        decided_at: request.decided_at,
        valid_to: request.valid_to,
        next_review_on: request.next_review_on,
        missing_documents: course.documents.iter().filter(|line| line.state == DocumentState::Missing).count(),
        reviewer: request.reviewer_id.map(|id| named(tx, id)),
        advisor: request.advisor_id.map(|id| named(tx, id)),
        portal: course.portal.as_ref().map(portal),
    }
}

/// The operation and the capability behind an action.
fn operation(action: AuthorizationAction) -> (&'static str, Capability) {
    use {AuthorizationAction as A, Capability as C};
    match action {
        A::Update => ("authorization_update", C::AuthorizationWrite),
        A::Submit => ("authorization_submit", C::AuthorizationWrite),
        A::Review => ("authorization_review", C::AuthorizationReview),
        A::Pend => ("authorization_pend", C::AuthorizationReview),
        A::Document => ("authorization_document", C::AuthorizationWrite),
        A::Criteria => ("authorization_criteria", C::AuthorizationReview),
        A::Refer => ("authorization_refer", C::AuthorizationReview),
        A::PeerToPeer => ("authorization_peer_to_peer", C::AuthorizationReview),
        A::Extend => ("authorization_extend", C::AuthorizationReview),
        A::Decide => ("authorization_decide", C::AuthorizationReview),
        A::Withdraw => ("authorization_withdraw", C::AuthorizationWrite),
        A::Use => ("authorization_use", C::AuthorizationWrite),
        A::Schedule => ("authorization_schedule", C::AuthorizationReview),
        A::Track => ("authorization_track", C::AuthorizationWrite),
        A::Appeal => ("appeal_create", C::AuthorizationWrite),
    }
}

/// What the reader may do on a request now: nobody judges their own, and one appeal runs at a time.
fn operations(tx: &Tx, request: &Authorization, appealed: bool, next: Option<&Authorization>) -> Vec<&'static str> {
    use AuthorizationAction as A;
    let own = request.is_reviewed_here() && request.wrote(tx.actor().id);
    let judges = |action: &A| matches!(action, A::Review | A::Criteria | A::Decide);
    let physician = tx.actor().role == Role::PhysicianAdvisor;
    let above = request.status == domain::authorization::AuthorizationStatus::SecondLevel && !physician;
    // The reviews to come are those of what was approved in its stead.
    let over = next.is_some_and(Authorization::took_over) && request.review_due_on().is_none();
    let fits = |action: &&A| {
        request.allows(**action)
            && !(over && **action == A::Schedule)
            && !(own && judges(action))
            && !(above && **action == A::Decide)
            && !(appealed && **action == A::Appeal)
    };
    let all = A::ALL.iter().filter(fits).map(|action| operation(*action));
    let licensed = is_reviewer(tx, request);
    let granted =
        |capability| tx.actor().may(capability) && (licensed || capability != Capability::AuthorizationReview);
    let may = all.filter(|(_, capability)| granted(*capability)).map(|(operation, _)| operation);
    // What waits for its next review is continued by another request, by who knows its need and its labels.
    let clinical = is_clinical_reader(tx, request);
    let waits = request.review_due_on().is_some() && next.is_none();
    let continued = waits && tx.actor().may(Capability::AuthorizationWrite) && clinical;
    may.filter(|operation| *operation != "authorization_update" || clinical)
        .chain(continued.then_some("authorization_create"))
        .collect()
}

/// True where the reader's license covers the review of a request, as far as that can be said before the person's state is known.
fn is_reviewer(tx: &Tx, request: &Authorization) -> bool {
    !request.is_reviewed_here() || allows(tx, Activity::UtilizationReview)
}

/// A request as the answer.
pub async fn answer(tx: &mut Tx, request: Authorization) -> Result<Answer<AuthorizationView>> {
    let home = home::of_case(tx, request.case_id, request.person_id).await?;
    Ok(Answer::resource(request.version, whole(tx, request, &home).await?))
}

/// True where what is clinical about a request may be read.
pub fn is_clinical_reader(tx: &Tx, request: &Authorization) -> bool {
    tx.actor().may(Capability::NoteRead) || request.wrote(tx.actor().id)
}

/// A request without what is clinical about it.
fn without_words(mut request: Authorization) -> Authorization {
    let course = &mut request.course;
    course.criteria.clear();
    course.peer_to_peer.clear();
    for words in course.extension.iter_mut().map(|more| &mut more.words) {
        words.clear();
    }
    for found in &mut course.determinations {
        (found.words, found.criteria) = (None, None);
    }
    for step in &mut course.trail {
        step.words = None;
    }
    request
}

/// The view of a request as a whole.
pub async fn whole(tx: &mut Tx, request: Authorization, home: &Home) -> Result<AuthorizationView> {
    let clinical = is_clinical_reader(tx, &request);
    let request = if clinical { request } else { without_words(request) };
    let name = tx.person_name(request.person_id).await?;
    let appeals = tx.appeals_about(&[request.id]).await?;
    let appealed = appeals.iter().any(Appeal::is_open);
    let next = tx.authorizations_continuing(request.id).await?.into_iter().rfind(Authorization::stands);
    let advised = request.allows(AuthorizationAction::Refer)
        && tx.actor().may(Capability::AuthorizationReview)
        && is_reviewer(tx, &request);
    let today = local_date(tx.now(), home.zone);
    let community_organization = organization(tx, request.service.community_organization_id).await?;
    let notice = request.decided_at.filter(|_| request.allows(AuthorizationAction::Appeal));
    Ok(AuthorizationView {
        id: request.id,
        version: request.version,
        summary: short(tx, &request, name.clone(), Some(home)),
        can: operations(tx, &request, appealed, next.as_ref()),
        advisors: if advised { advisors(tx) } else { Vec::new() },
        appeal_by: notice.and_then(|at| file_by(request.line, at, home.place())),
        appeals: appeals.into_iter().map(|one| appeal(tx, one, name.clone(), Some(home))).collect(),
        coverage_id: request.coverage_id,
        continues_id: request.continues_id,
        continued_by: next.map(|next| AuthorizationContinuation { id: next.id, status: next.status_on(today).into() }),
        code: request.service.code,
        asked_units: request.service.units,
        from: request.service.from,
        to: request.service.to,
        provider: request.service.provider,
        community_organization,
        clinical,
        need: clinical.then_some(request.service.need),
        labels: request.service.labels.into_iter().filter(|_| clinical).map(Into::into).collect(),
        requested_by: named(tx, request.requested_by),
        created_at: request.created_at,
        documents: request.course.documents.into_iter().map(|line| document(tx, line)).collect(),
        criteria: request.course.criteria.into_iter().map(|found| criteria(tx, found)).collect(),
        peer_to_peer: request.course.peer_to_peer.into_iter().map(|talk| peer_to_peer(tx, talk)).collect(),
        extension: request.course.extension.map(|more| extension(tx, more)),
        determinations: request.course.determinations.into_iter().map(|found| determination(tx, found)).collect(),
        uses: request.course.uses.into_iter().map(|used| use_view(tx, &used)).collect(),
        portal_entry: request.course.portal.map(|entry| portal(tx, entry)),
        history: request.course.trail.into_iter().map(|step| trail(tx, step)).collect(),
    })
}

/// The organization of the directory that would provide the service.
async fn organization(tx: &mut Tx, id: Option<Uuid>) -> Result<Option<Ref>> {
    let Some(id) = id else { return Ok(None) };
    let found = tx.community_organizations_of(&[id]).await?.remove(&id);
    Ok(found.map(|one| Ref { id, name: one.content.name }))
}

fn advisors(tx: &Tx) -> Vec<Ref> {
    let cards = tx.directory().staff.values().filter(|card| card.active && card.role == Role::PhysicianAdvisor);
    let mut all: Vec<Ref> = cards.map(|card| Ref { id: card.id, name: card.name.clone() }).collect();
    all.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    all
}

fn document(tx: &Tx, line: domain::authorization::Document) -> AuthorizationDocumentView {
    let by = line.by.map(|id| named(tx, id));
    AuthorizationDocumentView { kind: line.kind.into(), state: line.state.into(), at: line.at, by }
}

fn criteria(tx: &Tx, found: domain::authorization::CriteriaReference) -> AuthorizationCriteriaView {
    AuthorizationCriteriaView {
        product: found.product,
        version: found.version,
        subset: found.subset,
        outcome: found.outcome.into(),
        reviewer: named(tx, found.reviewer_id),
        at: found.at,
    }
}

fn peer_to_peer(tx: &Tx, talk: domain::authorization::PeerToPeer) -> AuthorizationTalkView {
    AuthorizationTalkView {
        held_at: talk.held_at,
        physician: talk.physician,
        outcome: talk.outcome.into(),
        words: talk.words,
        by: named(tx, talk.by),
    }
}

fn determination(tx: &Tx, found: domain::authorization::Determination) -> DeterminationView {
    DeterminationView {
        verdict: found.verdict.into(),
        units: found.units,
        from: found.from,
        to: found.to,
        reason: found.reason.map(Into::into),
        words: found.words,
        by: named(tx, found.by),
        at: found.at,
        criteria: found.criteria,
        on_appeal: found.on_appeal,
    }
}

fn use_view(tx: &Tx, used: &domain::authorization::Use) -> AuthorizationUseView {
    AuthorizationUseView { on: used.on, units: used.units, by: named(tx, used.by) }
}

fn portal(tx: &Tx, entry: domain::authorization::Portal) -> AuthorizationPortalView {
    AuthorizationPortalView {
        name: entry.name,
        reference: entry.reference,
        says: entry.says,
        by: named(tx, entry.by),
        at: entry.at,
    }
}

fn trail(tx: &Tx, step: domain::authorization::Trail) -> AuthorizationTrailView {
    AuthorizationTrailView { status: step.status.into(), at: step.at, by: named(tx, step.by), words: step.words }
}

/// The view of an appeal or a grievance.
pub fn appeal(tx: &Tx, mut appeal: Appeal, person: String, home: Option<&Home>) -> AppealView {
    let clinical = tx.actor().may(Capability::NoteRead) || appeal.noted_by == tx.actor().id;
    if !clinical {
        // The clock would repeat the reason.
        appeal.extension.iter_mut().for_each(|more| more.words.clear());
    }
    let open = home.filter(|_| appeal.is_open());
    let clock =
        open.and_then(|home| clock(home, appeal.rule_code.as_deref(), appeal.received_at, appeal.extension.as_ref()));
    let may = tx.actor().may(Capability::AuthorizationReview);
    let operation = |action: &AppealAction| match action {
        AppealAction::Review => "appeal_review",
        AppealAction::Extend => "appeal_extend",
        AppealAction::Decide => "appeal_decide",
        AppealAction::Withdraw => "appeal_withdraw",
    };
    // To take an appeal back is the person's wish, and no review.
    let licensed = !appeal.is_utilization_review() || allows(tx, Activity::UtilizationReview);
    let fits = |action: &&AppealAction| appeal.allows(**action) && (licensed || **action == AppealAction::Withdraw);
    let can = AppealAction::ALL.iter().filter(|action| may && fits(action)).map(operation).collect();
    AppealView {
        id: appeal.id,
        version: appeal.version,
        person: Ref { id: appeal.person_id, name: person },
        case_id: appeal.case_id,
        authorization_id: appeal.authorization_id,
        answered_here: appeal.answered_here,
        kind: appeal.kind.into(),
        level: appeal.level.into(),
        subject: appeal.subject.into(),
        line: appeal.line.into(),
        urgency: appeal.urgency.into(),
        status: appeal.status.into(),
        words: clinical.then_some(appeal.words),
        noted_by: named(tx, appeal.noted_by),
        received_at: appeal.received_at,
        late_reason: appeal.late_reason.filter(|_| clinical),
        clock,
        reviewer: appeal.reviewer_id.map(|id| named(tx, id)),
        decided_at: appeal.decided_at,
        answer: appeal.answer.filter(|_| clinical),
        extension: appeal.extension.map(|more| extension(tx, more)),
        can,
    }
}
