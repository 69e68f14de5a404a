//! Policies: what a program takes for a full caseload.

use actix_web::{get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capability, Reach, Role, cap};
use domain::caseload::{Adjustment, CaseloadPolicy, ON_CALL_PERCENT, PerTier, Policy, standard};
use domain::clock::local_date;
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::code::{AdjustmentKindCode, CaseloadBasisCode, LoadModelCode, SettingCode};
use crate::http::{Allowed, Answer, Page, Problem, Valid};
use crate::program::Ref;

/// A number for each tier.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierNumbers {
    /// Of a low tier.
    #[schema(minimum = 0, maximum = 10000)]
    low: f64,
    /// Of a rising tier.
    #[schema(minimum = 0, maximum = 10000)]
    rising: f64,
    /// Of a high tier.
    #[schema(minimum = 0, maximum = 10000)]
    high: f64,
    /// Of a complex tier.
    #[schema(minimum = 0, maximum = 10000)]
    complex: f64,
}

/// By how much more or less fits, and why.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadAdjustment {
    /// What it is about.
    kind: AdjustmentKindCode,
    /// Percent that fits more; negative for less.
    #[schema(minimum = -90, maximum = 100)]
    percent: i32,
    /// Why.
    #[schema(min_length = 1, max_length = 300, pattern = "\\S")]
    reason: String,
}

impl From<LoadAdjustment> for Adjustment {
    fn from(own: LoadAdjustment) -> Self {
        Self { kind: own.kind.0, percent: own.percent, reason: own.reason }
    }
}

impl From<Adjustment> for LoadAdjustment {
    fn from(own: Adjustment) -> Self {
        Self { kind: own.kind.into(), percent: own.percent, reason: own.reason }
    }
}

/// What a policy says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyContent {
    /// Which cases the range counts.
    basis: CaseloadBasisCode,
    /// Fewest cases of a full-time worker.
    #[schema(minimum = 0, maximum = 1000)]
    low: u32,
    /// Most cases of a full-time worker.
    #[schema(minimum = 1, maximum = 1000)]
    high: u32,
    /// How load is weighed.
    model: LoadModelCode,
    /// By tier: minutes a month (`hours`), points (`points`, `workload`) or the most cases (`mixed`).
    tiers: TierNumbers,
    /// Points that a full-time worker carries; for `points` and `workload` only.
    #[schema(minimum = 1, maximum = 100000)]
    full: Option<f64>,
    /// Hours of a full week.
    #[schema(minimum = 1, maximum = 80)]
    full_time_hours: f64,
    /// Minutes or points of each visit booked in the next 30 days, beyond those of its case.
    #[schema(minimum = 0, maximum = 10000)]
    per_visit: f64,
    /// Minutes or points of each report to a court or hearing in the next 30 days.
    #[schema(minimum = 0, maximum = 10000)]
    per_report: f64,
    /// How much of an hour on call beside the office's hours is taken off the week, in percent; 10 when absent.
    #[serde(default = "usual_on_call")]
    #[schema(minimum = 0, maximum = 100)]
    on_call_percent: u32,
    /// What makes more or less fit in this program.
    #[schema(max_items = 8)]
    adjustments: Vec<LoadAdjustment>,
    /// Where the range comes from.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    source: String,
    /// True when the range comes from outside the platform's source documents.
    external: bool,
}

fn usual_on_call() -> u32 {
    ON_CALL_PERCENT
}

impl From<PolicyContent> for Policy {
    fn from(own: PolicyContent) -> Self {
        let TierNumbers { low, rising, high, complex } = own.tiers;
        Self {
            basis: own.basis.0,
            low: own.low,
            high: own.high,
            model: own.model.0,
            tiers: PerTier { low, rising, high, complex },
            full: own.full,
            full_time_hours: own.full_time_hours,
            per_visit: own.per_visit,
            per_report: own.per_report,
            on_call_percent: own.on_call_percent,
            adjustments: own.adjustments.into_iter().map(Into::into).collect(),
            source: own.source,
            external: own.external,
        }
    }
}

impl From<Policy> for PolicyContent {
    fn from(own: Policy) -> Self {
        let PerTier { low, rising, high, complex } = own.tiers;
        Self {
            basis: own.basis.into(),
            low: own.low,
            high: own.high,
            model: own.model.into(),
            tiers: TierNumbers { low, rising, high, complex },
            full: own.full,
            full_time_hours: own.full_time_hours,
            per_visit: own.per_visit,
            per_report: own.per_report,
            on_call_percent: own.on_call_percent,
            adjustments: own.adjustments.into_iter().map(Into::into).collect(),
            source: own.source,
            external: own.external,
        }
    }
}

/// A policy that was set.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseloadPolicyView {
    id: Uuid,
    version: i32,
    program: Ref,
    valid_from: NaiveDate,
    content: PolicyContent,
    reason: String,
    set_by: Ref,
    set_at: DateTime<Utc>,
}

/// The policies of a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramPolicies {
    program: Ref,
    setting: SettingCode,
    /// What counts today.
    in_force: PolicyContent,
    /// Since when; null while nothing was set and the standard of the setting counts.
    since: Option<NaiveDate>,
    /// What was set, the newest first; what begins later included.
    set: Vec<CaseloadPolicyView>,
    /// Operations the reader may do here now.
    can: Vec<&'static str>,
}

/// A policy to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseloadPolicySet {
    /// The program.
    program_id: Uuid,
    /// First day, today or later; the same day is set anew.
    valid_from: NaiveDate,
    /// What counts from then on.
    content: PolicyContent,
    /// Why; colleagues read this.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    reason: String,
}

/// True when the reader sets the policies of a program: one in which they lead a team, or any for who leads or administers everybody.
fn may_set(tx: &Tx, program_id: Uuid) -> bool {
    let actor = tx.actor();
    if !actor.may(Capability::CaseloadPolicyWrite) {
        return false;
    }
    let teams = &tx.directory().teams;
    let leads_in =
        || actor.led_team_ids.iter().any(|id| teams.get(id).is_some_and(|team| team.program_id == program_id));
    actor.role.reach() == Reach::Organization || actor.role == Role::OrganizationAdmin || leads_in()
}

fn view(tx: &Tx, policy: CaseloadPolicy) -> CaseloadPolicyView {
    let directory = tx.directory();
    let program = directory.programs.get(&policy.program_id).map_or_else(String::new, |program| program.name.clone());
    CaseloadPolicyView {
        id: policy.id,
        version: policy.version,
        program: Ref { id: policy.program_id, name: program },
        valid_from: policy.valid_from,
        content: policy.content.into(),
        reason: policy.reason,
        set_by: Ref { id: policy.set_by, name: directory.name(policy.set_by).to_owned() },
        set_at: policy.set_at,
    }
}

/// What every program takes for a full caseload, with what was set before and what begins later.
#[utoipa::path(tag = "caseload", operation_id = "caseload_policy_list", responses((status = 200, body = Page<ProgramPolicies>)))]
#[get("/caseload-policies")]
pub async fn caseload_policy_list(
    access: Allowed<cap::DirectoryRead>,
    state: web::Data<State>,
) -> Result<Answer<Page<ProgramPolicies>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let all = tx.caseload_policies().await?;
        let directory = tx.directory().clone();
        let mut programs: Vec<_> = directory.programs.values().collect();
        programs.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        let of = |program: &domain::program::Program| {
            let today = local_date(tx.now(), program.zone());
            let set: Vec<CaseloadPolicy> =
                all.iter().filter(|policy| policy.program_id == program.id).cloned().collect();
            let current = set.iter().find(|policy| policy.valid_from <= today);
            ProgramPolicies {
                program: Ref { id: program.id, name: program.name.clone() },
                setting: program.setting.into(),
                in_force: current.map_or_else(|| standard(program.setting), |policy| policy.content.clone()).into(),
                since: current.map(|policy| policy.valid_from),
                set: set.into_iter().map(|policy| view(tx, policy)).collect(),
                can: if may_set(tx, program.id) { vec!["caseload_policy_set"] } else { Vec::new() },
            }
        };
        Ok(Answer::ok(Page::whole(programs.into_iter().map(of).collect())))
    });
    Ok(answer.await?)
}

/// Sets what a program takes for a full caseload from a day on. It is a word on a board, and stops nobody.
#[utoipa::path(tag = "caseload", operation_id = "caseload_policy_set", request_body = CaseloadPolicySet, responses((status = 201, body = CaseloadPolicyView)))]
#[post("/caseload-policies")]
pub async fn caseload_policy_set(
    access: Allowed<cap::CaseloadPolicyWrite>,
    state: web::Data<State>,
    body: Valid<CaseloadPolicySet>,
) -> Result<Answer<CaseloadPolicyView>, Problem> {
    let body = body.0;
    let answer = state.store.write(&access, async |tx| {
        let unknown = || domain::Rule::at("unknown_program", "/program_id", "There is no such program.");
        let zone = tx.directory().programs.get(&body.program_id).ok_or_else(unknown)?.zone();
        if !may_set(tx, body.program_id) {
            return Err(Error::Forbidden("caseload_policy_of_program"));
        }
        let known = tx.caseload_policies().await?;
        let policy = CaseloadPolicy {
            id: Uuid::now_v7(),
            version: 1,
            program_id: body.program_id,
            valid_from: body.valid_from,
            content: body.content.into(),
            reason: body.reason,
            set_by: tx.actor().id,
            set_at: tx.now(),
        };
        let change = policy.set(&known, local_date(tx.now(), zone)).map_err(in_content)?;
        let policy = tx.apply(change)?;
        Ok(Answer::created(policy.version, view(tx, policy)))
    });
    Ok(answer.await?)
}

/// The domain points at a member of the policy; in the request the policy is `content`.
fn in_content(rule: domain::Rule) -> domain::Rule {
    let pointer = rule.pointer.map(|own| if own == "/valid_from" { own } else { format!("/content{own}") });
    domain::Rule { pointer, ..rule }
}
