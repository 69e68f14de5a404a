//! The performance pack of a worker: their measures beside what surrounds them, never a count alone (R295). Theirs first; who leads them
//! may open it too. It feeds neither pay nor discipline.

use std::collections::{BTreeSet, HashMap, HashSet};

use actix_web::{get, web};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::absence::working_days_off;
use domain::access::cap;
use domain::case::Tier;
use domain::clock::local_date;
use domain::code::Code;
use domain::measure::{Definition, MeasureKind, Period};
use domain::measure_board::target::{MeasureTarget, in_force};
use domain::measure_board::{Middle, Share, middle, months, reading, watched};
use domain::note::turnaround::{Owed, turnaround};
use domain::on_call::OnCallShift;
use domain::performance::{Course, Duty, Known, Surroundings, surroundings};
use domain::population::TierCourse;
use domain::program::{Setting, Team};
use persistence::directory::Directory;
use persistence::measure::{MeasureScope, lacking};
use persistence::{Error, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::caseload::require_reach;
use crate::http::ServiceConfig;
use crate::http::code::{
    DeadlineStatusCode, DocumentTypeCode, LoadStandingCode, RoleCode, TargetStandingCode, TierCode,
};
use crate::http::{Allowed, Answer, Cursor, Limit, Page, Problem, Query};
use crate::measure::{Ask, MeasureQuery};
use crate::measure_board::{by_owner, material};
use crate::note::DocumentTurnaround;
use crate::program::Ref;

/// Days before a period over which leave and shifts on call of its first month count.
const BEFORE: Days = Days::new(28);

/// One worker's work in a period, with what surrounded it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformancePackView {
    staff: Ref,
    title: String,
    role: RoleCode,
    teams: Vec<Ref>,
    from: NaiveDate,
    to: NaiveDate,
    /// Measures of the settings that the worker works in, of the cases that they own. Each is as long as the list that the measure has
    /// with the same `staff_id` and days.
    measures: Vec<PerformanceMeasure>,
    /// Acuity and caseload against the range, at the end of each month and of the period, the earliest first. At most 12 months.
    months: Vec<PerformanceMonth>,
    /// How fast the worker documents. Each number is as long as its list.
    documents: Vec<DocumentTurnaround>,
    /// Working days of the period on which they were off.
    #[schema(minimum = 0)]
    days_off: u32,
}

/// A measure of the worker's own cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformanceMeasure {
    /// Code of the measure.
    measure: String,
    title: String,
    /// What counts, in words.
    definition: String,
    /// Number in the catalogue of public definitions.
    source: String,
    /// True for a share from 0 to 1; false for a value in the measure's own unit.
    share: bool,
    /// True when a smaller number is the better one.
    lower_is_better: bool,
    numerator: f64,
    denominator: u32,
    /// Left out, with a reason in the proof.
    excluded: u32,
    /// Not due yet, so not counted.
    pending: u32,
    /// The number of the period; null when nothing is counted.
    value: Option<f64>,
    /// What is to be reached; null when nobody has said.
    target: Option<f64>,
    standing: TargetStandingCode,
    /// What the colleagues of the worker's teams reach; null for other numbers than shares, and while too few are counted.
    median: Option<PerformanceMedian>,
}

/// The middle of what colleagues reach, each for themself.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformanceMedian {
    value: f64,
    /// How many colleagues, without the worker.
    #[schema(minimum = 5)]
    colleagues: u32,
}

/// What surrounded the numbers at the end of a day: cases that the worker owns now, as they were then.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformanceMonth {
    on: NaiveDate,
    tiers: Vec<PerformanceTier>,
    /// All of them.
    #[schema(minimum = 0)]
    cases: u32,
    /// Those cases weighted: low 1, rising 1.75, high 3, complex 5.
    points: f64,
    /// Programs that have a range; one whose range counts the people of a house has none on a past day.
    programs: Vec<PerformanceRange>,
    /// Where they stood toward the range; null without one.
    standing: Option<LoadStandingCode>,
    /// Hours a week that were left by contract; null when nobody recorded them, and a full week is assumed.
    weekly_hours: Option<f64>,
    /// Working days off of the four weeks before; they make the range smaller.
    #[schema(minimum = 0)]
    days_off: u32,
    /// Hours on call of the four weeks before, beside those of the office; they make the range smaller.
    #[schema(minimum = 0)]
    on_call_hours: f64,
}

/// Cases of a tier.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformanceTier {
    tier: TierCode,
    #[schema(minimum = 0)]
    cases: u32,
}

/// Cases of a program against the range that was the worker's.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformanceRange {
    program: Ref,
    #[schema(minimum = 0)]
    cases: u32,
    low: f64,
    high: f64,
}

/// A document that the worker owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct PerformanceDocument {
    /// The deadline that waits for it.
    id: Uuid,
    /// Null for a person whom the reader does not see any more.
    person: Option<Ref>,
    /// Null with the person.
    case_id: Option<Uuid>,
    status: DeadlineStatusCode,
    /// When the clock started.
    began_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    met_at: Option<DateTime<Utc>>,
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PerformanceQuery {
    /// First day; 90 days before `to` when absent.
    from: Option<NaiveDate>,
    /// Last day; today when absent.
    to: Option<NaiveDate>,
}

/// Which documents.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PerformanceDocumentQuery {
    /// Of this type.
    #[param(inline)]
    document: DocumentTypeCode,
    /// First day on which something began to be owed; 90 days before `to` when absent.
    from: Option<NaiveDate>,
    /// Last day; today when absent.
    to: Option<NaiveDate>,
    /// Items in a page.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    cursor: Option<Cursor>,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(performance_pack_get).service(performance_document_list);
}

/// The question about a worker's own cases in these days.
fn ask(tx: &Tx, staff_id: Uuid, from: Option<NaiveDate>, to: Option<NaiveDate>) -> persistence::Result<Ask> {
    Ask::new(tx, &MeasureQuery { from, to, staff_id: Some(staff_id), ..MeasureQuery::default() })
}

/// The performance pack of a worker: for themself, and for whom leads them. A number never stands alone.
#[utoipa::path(tag = "measure", operation_id = "performance_pack_get", params(("id" = Uuid, Path), PerformanceQuery), responses((status = 200, body = PerformancePackView)))]
#[get("/staff/{id}/performance-pack")]
pub async fn performance_pack_get(
    access: Allowed<cap::CaseloadRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<PerformanceQuery>,
) -> Result<Answer<PerformancePackView>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        require_reach(tx, *id)?;
        let ask = ask(tx, *id, query.from, query.to)?;
        Ok(Answer::ok(pack(tx, *id, &ask).await?))
    });
    Ok(answer.await?)
}

async fn pack(tx: &mut Tx, staff_id: Uuid, ask: &Ask) -> persistence::Result<PerformancePackView> {
    let directory = tx.directory().clone();
    let staff = tx.colleagues(&HashSet::from([staff_id])).await?.into_iter().next().ok_or(Error::NotFound)?;
    let teams = teams_of(&directory, staff_id);
    let measures = measures(tx, ask, staff_id, &teams).await?;
    let (months, days_off) = context(tx, ask, staff_id).await?;
    let owed = tx.documents_owed(&[staff_id], ask.period.from, ask.period.to).await?;
    Ok(PerformancePackView {
        staff: Ref { id: staff.id, name: staff.name },
        title: staff.title,
        role: staff.role.into(),
        teams: teams.into_iter().map(|team| Ref { id: team.id, name: team.name }).collect(),
        from: ask.from,
        to: ask.to,
        measures,
        months,
        documents: turnaround(&owed, staff_id, ask.now).into_iter().map(Into::into).collect(),
        days_off,
    })
}

/// The teams of a worker, by name.
fn teams_of(directory: &Directory, staff_id: Uuid) -> Vec<Team> {
    let own = directory.members.iter().filter(|member| member.staff_id == staff_id);
    let mut teams: Vec<Team> = own.filter_map(|member| directory.teams.get(&member.team_id).cloned()).collect();
    teams.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    teams
}

async fn measures(
    tx: &mut Tx,
    ask: &Ask,
    staff_id: Uuid,
    teams: &[Team],
) -> persistence::Result<Vec<PerformanceMeasure>> {
    let programs: BTreeSet<Uuid> = teams.iter().map(|team| team.program_id).collect();
    let directory = tx.directory().clone();
    let settings = programs.iter().filter_map(|id| directory.programs.get(id)).map(|program| program.setting);
    let mut definitions = watched(&settings.collect::<Vec<Setting>>());
    definitions.retain(|definition| lacking(definition).is_empty());
    let own = ask.material(tx, &definitions).await?;
    let colleagues = colleagues(tx, ask, &definitions, teams).await?;
    let targets = tx.measure_targets(None).await?;
    // Who works in several programs is held to what holds for all of them.
    let program_id = programs.first().copied().filter(|_| programs.len() == 1);
    let view = |definition: &'static Definition| {
        let result = own.count(definition, ask.period, ask.now);
        let shares = colleagues.get(definition.code).map_or(&[][..], Vec::as_slice);
        let target = target_of(definition, &targets, program_id, ask.to);
        let reading = reading(definition);
        let value = result.rate();
        PerformanceMeasure {
            measure: definition.code.into(),
            title: definition.title.into(),
            definition: definition.definition(),
            source: definition.source.into(),
            share: reading.share,
            lower_is_better: reading.lower_is_better,
            numerator: result.numerator,
            denominator: result.denominator,
            excluded: result.excluded,
            pending: result.pending,
            value,
            target,
            standing: reading.standing(value, target).into(),
            median: middle(shares, staff_id).map(median),
        }
    };
    Ok(definitions.into_iter().map(view).collect())
}

fn target_of(
    definition: &Definition,
    targets: &[MeasureTarget],
    program_id: Option<Uuid>,
    on: NaiveDate,
) -> Option<f64> {
    in_force(targets, definition.code, program_id, on).map(|target| target.value).or(definition.target)
}

fn median(own: Middle) -> PerformanceMedian {
    PerformanceMedian { value: own.value, colleagues: own.colleagues }
}

/// What the cases of each owner of these teams are worth, by code of the measure. Only shares have a middle that means something.
async fn colleagues(
    tx: &mut Tx,
    ask: &Ask,
    definitions: &[&'static Definition],
    teams: &[Team],
) -> persistence::Result<HashMap<&'static str, Vec<(Uuid, Share)>>> {
    let shares = definitions.iter().copied().filter(|definition| definition.kind == MeasureKind::Proportion);
    let shares: Vec<&'static Definition> = shares.collect();
    let scope = MeasureScope { teams: Some(teams.iter().map(|team| team.id).collect()), ..MeasureScope::default() };
    let counted = material(tx, &scope, &shares, ask.period.from).await?;
    let cases = tx.cases_in(&scope, DateTime::<Utc>::UNIX_EPOCH).await?;
    let owners: HashMap<Uuid, Uuid> = cases.into_iter().map(|case| (case.id, case.owner_id)).collect();
    let of = |definition: &'static Definition| {
        (definition.code, by_owner(counted.members(definition, ask.period, ask.now), &owners))
    };
    Ok(shares.into_iter().map(of).collect())
}

/// What surrounded the numbers, month by month, and the working days off of the whole period.
async fn context(tx: &mut Tx, ask: &Ask, staff_id: Uuid) -> persistence::Result<(Vec<PerformanceMonth>, u32)> {
    let directory = tx.directory().clone();
    let last = local_date(ask.now, ask.zone).min(ask.to);
    let ends: Vec<NaiveDate> =
        months(last).iter().map(|month| month.last.min(last)).filter(|on| *on >= ask.from).collect();
    let at = |on: NaiveDate| Period::of_days(on, on, ask.zone).to.min(ask.now);
    let since = ends.first().map_or(ask.now, |on| at(*on));
    let cases = tx.cases_in(&MeasureScope { owner: Some(staff_id), ..MeasureScope::default() }, since).await?;
    let mut changes = tx.tier_changes(&cases).await?;
    let course = |case: domain::case::Case| Course {
        program_id: case.program_id,
        tiers: TierCourse {
            enrolled_at: case.enrolled_at,
            closed_at: case.closed_at,
            tier: case.tier,
            changes: changes.remove(&case.id).unwrap_or_default(),
        },
    };
    let courses: Vec<Course> = cases.into_iter().map(course).collect();
    let policies = tx.caseload_policies().await?;
    let capacities = tx.staff_capacities(vec![staff_id]).await?;
    let absences = tx.absences_beside(vec![staff_id], ask.from - BEFORE, ask.to).await?;
    let settings: HashMap<Uuid, Setting> = directory.programs.values().map(|own| (own.id, own.setting)).collect();
    let shifts = tx.on_call_shifts_of(&[staff_id], since - BEFORE, ask.now).await?;
    let on_call: Vec<Duty<'_>> = shifts.iter().map(|shift| duty(&directory, shift)).collect();
    let known = Known {
        staff_id,
        settings: &settings,
        policies: &policies,
        capacities: &capacities,
        absences: &absences,
        on_call: &on_call,
    };
    let months = ends.into_iter().map(|on| month(&directory, surroundings(&courses, &known, on, at(on))));
    Ok((months.collect(), working_days_off(&absences, staff_id, ask.from, ask.to)))
}

fn duty<'a>(directory: &'a Directory, shift: &'a OnCallShift) -> Duty<'a> {
    let program_id = directory.teams.get(&shift.team_id).map(|team| team.program_id).unwrap_or_default();
    Duty { shift, zone: directory.zone(program_id), calendar: directory.calendar_of(program_id) }
}

fn month(directory: &Directory, own: Surroundings) -> PerformanceMonth {
    let tier = |tier: &Tier| PerformanceTier { tier: (*tier).into(), cases: own.counts.of(*tier) };
    let name = |id: &Uuid| directory.programs.get(id).map_or_else(String::new, |program| program.name.clone());
    let ranges = own.programs.iter().map(|program| PerformanceRange {
        program: Ref { id: program.program_id, name: name(&program.program_id) },
        cases: program.cases,
        low: program.low,
        high: program.high,
    });
    PerformanceMonth {
        on: own.on,
        tiers: Tier::ALL.iter().map(tier).collect(),
        cases: own.counts.total(),
        points: own.counts.points(),
        programs: ranges.collect(),
        standing: own.standing.map(Into::into),
        weekly_hours: own.weekly_hours,
        days_off: own.days_off,
        on_call_hours: own.on_call_hours,
    }
}

/// The documents behind a worker's turnaround, the earliest first: those that count, and those still to do.
#[utoipa::path(tag = "measure", operation_id = "performance_document_list", params(("id" = Uuid, Path), PerformanceDocumentQuery), responses((status = 200, body = Page<PerformanceDocument>)))]
#[get("/staff/{id}/performance-documents")]
pub async fn performance_document_list(
    access: Allowed<cap::CaseloadRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<PerformanceDocumentQuery>,
) -> Result<Answer<Page<PerformanceDocument>>, Problem> {
    let after: Option<(DateTime<Utc>, Uuid)> = Cursor::key(query.cursor.as_ref())?;
    let answer = state.store.read(&access, async |tx| {
        require_reach(tx, *id)?;
        let ask = ask(tx, *id, query.from, query.to)?;
        let mut owed = tx.documents_owed(&[*id], ask.period.from, ask.period.to).await?;
        owed.retain(|own| own.document == query.document.0 && own.is_told());
        owed.sort_by_key(|own| (own.from, own.id));
        owed.retain(|own| after.is_none_or(|key| (own.from, own.id) > key));
        owed.truncate(usize::try_from(query.limit.probe()).unwrap_or(0));
        let people: Vec<Uuid> = owed.iter().map(|own| own.person_id).collect();
        let names = tx.names_within_reach(&people).await?;
        let document = |own: Owed| document_view(own, &names);
        Ok(Answer::ok(Page::new(owed, query.limit, |own| (own.from, own.id), document)))
    });
    Ok(answer.await?)
}

fn document_view(own: Owed, names: &HashMap<Uuid, String>) -> PerformanceDocument {
    let person = names.get(&own.person_id).map(|name| Ref { id: own.person_id, name: name.clone() });
    PerformanceDocument {
        id: own.id,
        case_id: person.is_some().then_some(own.case_id),
        person,
        status: own.status.into(),
        began_at: own.from,
        due_at: own.due_at,
        met_at: own.met_at,
    }
}
