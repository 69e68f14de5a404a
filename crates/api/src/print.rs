//! What is printed: a plan for the clinician, and a copy in plain language for the person. Each is a read of its own, because a
//! printed sheet leaves the building: the audit trail says who printed whose plan, and for whom.

use actix_web::{get, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Rule;
use domain::access::cap;
use domain::care_plan::PlanContent;
use domain::care_plan::goal::{Goal, GoalStatus};
use domain::care_plan::plan::{CarePlanStatus, Intervention, InterventionStatus, Preference};
use domain::crisis_plan::content::{CrisisSection, LIFELINE};
use domain::crisis_plan::{CrisisContent, CrisisPlanStatus};
use domain::person::Person;
use domain::readability::{self, ReadingLanguage, TARGET_GRADE};
use persistence::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::State;
use crate::care_plan::entry::next_review_on;
use crate::care_plan::progress::today;
use crate::http::ServiceConfig;
use crate::http::code::{CrisisSectionCode, FrequencyCode, PreferenceKindCode, PrintAudienceCode, ReadingLanguageCode};
use crate::http::{Allowed, Answer, Problem, Query};
use crate::program::Ref;

/// How many of the hardest sentences are named.
const HARDEST: usize = 5;

domain::codes! {
    /// For whom a plan is printed.
    pub enum PrintAudience {
        /// A colleague: everything of the revision in force.
        Clinician = "clinician",
        /// The person: what they want and what happens, in plain language.
        Person = "person",
    }
}

/// For whom, and in which language the labels are.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PrintQuery {
    /// For whom.
    audience: PrintAudienceCode,
    /// Language of the copy; the person's own when empty, English when it is neither.
    language: Option<ReadingLanguageCode>,
}

/// What stands on every sheet, whatever is printed: no more identity than a name and a date of birth.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetView {
    audience: PrintAudienceCode,
    language: ReadingLanguageCode,
    person_name: String,
    birth_date: NaiveDate,
    /// Number of the revision in force.
    revision: i32,
    approved_by: Ref,
    approved_at: DateTime<Utc>,
    /// How hard the lines of the person's copy are to read, those that are in its language.
    reading: ReadingView,
}

/// How hard a text is to read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingView {
    /// School grade, with one decimal; none when there are no words in the language.
    grade: Option<f64>,
    /// The grade that should not be exceeded.
    target: f64,
    /// The sentences above the target, the hardest first.
    hardest: Vec<HardSentenceView>,
}

/// A sentence that is harder than the target.
#[derive(Debug, Serialize, ToSchema)]
pub struct HardSentenceView {
    text: String,
    grade: f64,
}

/// A crisis plan in force, to print: the same lines for both readers.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrisisPlanPrint {
    sheet: SheetView,
    /// Phone number of the 988 Suicide & Crisis Lifeline.
    lifeline: &'static str,
    sections: Vec<CrisisPrintSection>,
    /// Day of the next review; for the clinician only.
    review_on: Option<NaiveDate>,
    /// Why this revision was made; for the clinician only.
    reason: Option<String>,
}

/// A section of a printed crisis plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrisisPrintSection {
    section: CrisisSectionCode,
    lines: Vec<CrisisPrintLine>,
}

/// A line of a printed crisis plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrisisPrintLine {
    text: String,
    /// Phone and hours of whom it names.
    reach: Option<String>,
}

/// A care plan in force, to print.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarePlanPrint {
    sheet: SheetView,
    /// What the person wants, as the lines of `goals` say it.
    wants: Vec<String>,
    /// What the person wants, with their own words.
    goals: Vec<PrintGoal>,
    /// What is done, by whom and when.
    steps: Vec<PrintStep>,
    /// What matters to the person, as they said it; advance care wishes too.
    wishes: Vec<PrintWish>,
    /// Day of the next review; none when it has passed or the plan is over.
    review_on: Option<NaiveDate>,
    /// Who is accountable for the plan, and for every step that names nobody else.
    owner: Ref,
    /// Whom the person calls with questions.
    call: Ref,
    /// Number at which the team of the case answers; null where nobody wrote it down.
    call_phone: Option<String>,
    /// The program in which the plan is followed.
    program: String,
    /// Everything of the revision; for the clinician only.
    content: Option<crate::care_plan::CarePlanContent>,
    /// Why this revision was made; for the clinician only.
    reason: Option<String>,
}

/// Something the person wants.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrintGoal {
    /// Id of the goal.
    id: Uuid,
    /// What the person said, in their own words and language; never graded.
    own_words: Option<String>,
    /// How the team says it: its plain words in the language of the copy, else the text as it was written.
    text: String,
    /// False when the text is in another language than the copy.
    in_language: bool,
}

/// Something somebody does.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrintStep {
    /// Id of the intervention.
    id: Uuid,
    /// Its plain words in the language of the copy, else the text as it was written.
    text: String,
    /// False when the text is in another language than the copy.
    in_language: bool,
    /// Who does it.
    who: String,
    /// When it is (first) due.
    due_on: Option<NaiveDate>,
    frequency: FrequencyCode,
}

/// Something that matters to the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrintWish {
    /// Id of the preference.
    id: Uuid,
    kind: PreferenceKindCode,
    /// What the person said; never graded.
    text: String,
}

/// Registers the slice.
pub fn routes(config: &mut ServiceConfig) {
    config.service(care_plan_print).service(crisis_plan_print);
}

fn not_in_force() -> Rule {
    Rule::new("plan_not_in_force", "Only a plan in force is printed. Approve it first.")
}

fn reading(lines: &[&str], language: ReadingLanguage) -> ReadingView {
    let text = lines.join("\n");
    let hardest = readability::hardest(&text, language, HARDEST);
    ReadingView {
        grade: readability::grade(&text, language),
        target: TARGET_GRADE,
        hardest: hardest
            .into_iter()
            .map(|sentence| HardSentenceView { text: sentence.text, grade: sentence.grade })
            .collect(),
    }
}

/// The language of a copy: the one asked for, else the person's.
fn language(query: &PrintQuery, person: &Person) -> ReadingLanguage {
    query.language.map_or_else(|| ReadingLanguage::of(&person.language), |language| language.0)
}

fn name(tx: &Tx, id: Uuid) -> Ref {
    Ref { id, name: tx.directory().name(id).to_owned() }
}

/// What the person wants: goals that are neither over nor given up.
fn goals(content: &PlanContent, language: ReadingLanguage) -> Vec<PrintGoal> {
    let live =
        |goal: &&Goal| !matches!(goal.status, GoalStatus::Completed | GoalStatus::Cancelled | GoalStatus::Rejected);
    let print = |goal: &Goal| {
        let line = goal.plain.line(&goal.text, language);
        PrintGoal {
            id: goal.id,
            own_words: goal.own_words.clone(),
            text: line.text.to_owned(),
            in_language: line.in_language,
        }
    };
    content.goals.iter().filter(live).map(print).collect()
}

fn steps(tx: &Tx, content: &PlanContent, owner_id: Uuid, language: ReadingLanguage) -> Vec<PrintStep> {
    let active = content.interventions.iter().filter(|item| item.status == InterventionStatus::Active);
    let step = |item: &Intervention| {
        let line = item.plain.line(&item.text, language);
        PrintStep {
            id: item.id,
            text: line.text.to_owned(),
            in_language: line.in_language,
            who: tx.directory().name(item.owner_id.unwrap_or(owner_id)).to_owned(),
            due_on: item.due_on,
            frequency: item.frequency.into(),
        }
    };
    active.map(step).collect()
}

fn wishes(content: &PlanContent) -> Vec<PrintWish> {
    let wish = |wish: &Preference| PrintWish { id: wish.id, kind: wish.kind.into(), text: wish.text.clone() };
    content.preferences.iter().map(wish).collect()
}

/// How hard a plan is to read, by its lines in the language: a line in another one has no grade in this.
fn plan_reading(goals: &[PrintGoal], steps: &[PrintStep], language: ReadingLanguage) -> ReadingView {
    let goals = goals.iter().filter(|goal| goal.in_language).map(|goal| goal.text.as_str());
    let steps = steps.iter().filter(|step| step.in_language).map(|step| step.text.as_str());
    reading(&goals.chain(steps).collect::<Vec<_>>(), language)
}

/// A care plan in force, to print for a clinician or for the person. Each printing is in the audit trail.
#[utoipa::path(tag = "care_plan", operation_id = "care_plan_print", params(("id" = Uuid, Path), PrintQuery), responses((status = 200, body = CarePlanPrint)))]
#[get("/care-plans/{id}/print")]
pub async fn care_plan_print(
    access: Allowed<cap::CarePlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<PrintQuery>,
) -> Result<Answer<CarePlanPrint>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let (plan, case) = tx.care_plan(*id).await?;
        let revision = tx.revision_in_force(&plan).await?.ok_or_else(not_in_force)?;
        let person = tx.person(plan.person_id).await?;
        let language = language(&query, &person);
        let entries = tx.plan_entries_of(plan.id).await?;
        let today = today(tx, &case)?;
        let lies_ahead = |day: &NaiveDate| plan.status != CarePlanStatus::Completed && *day >= today;
        let review_on = next_review_on(tx, &plan, &case, &entries).await?.filter(lies_ahead);
        let content = &revision.content;
        let (goals, steps) = (goals(content, language), steps(tx, content, case.owner_id, language));
        let clinician = query.audience.0 == PrintAudience::Clinician;
        let print = CarePlanPrint {
            sheet: SheetView {
                audience: query.audience,
                language: language.into(),
                person_name: person.display_name(),
                birth_date: person.birth_date,
                revision: revision.revision,
                approved_by: name(tx, revision.approved_by),
                approved_at: revision.approved_at,
                reading: plan_reading(&goals, &steps, language),
            },
            wants: goals.iter().map(|goal| goal.text.clone()).collect(),
            goals,
            steps,
            wishes: wishes(content),
            review_on,
            owner: name(tx, case.owner_id),
            call: name(tx, person.contact_point_id.unwrap_or(case.owner_id)),
            call_phone: tx.directory().teams.get(&case.team_id).and_then(|team| team.phone.clone()),
            program: tx.directory().program(case.program_id)?.name.clone(),
            reason: revision.reason.filter(|_| clinician),
            content: clinician.then(|| revision.content.into()),
        };
        Ok(Answer::ok(print))
    });
    Ok(answer.await?)
}

/// How hard a crisis plan is to read. It has no plain words in other languages and counts as English, so that only an English copy
/// is graded.
fn crisis_reading(sections: &[CrisisPrintSection], language: ReadingLanguage) -> ReadingView {
    let lines = sections.iter().flat_map(|section| &section.lines).map(|line| line.text.as_str());
    let lines = lines.filter(|_| language == ReadingLanguage::English);
    reading(&lines.collect::<Vec<_>>(), language)
}

fn sections(content: &CrisisContent) -> Vec<CrisisPrintSection> {
    use domain::Code;
    let section = |section: &CrisisSection| CrisisPrintSection {
        section: (*section).into(),
        lines: content
            .lines(*section)
            .into_iter()
            .map(|(text, reach)| CrisisPrintLine { text: text.to_owned(), reach })
            .collect(),
    };
    CrisisSection::ALL.iter().map(section).collect()
}

/// A crisis plan in force, to print for a clinician or for the person. Each printing is in the audit trail.
#[utoipa::path(tag = "crisis_plan", operation_id = "crisis_plan_print", params(("id" = Uuid, Path), PrintQuery), responses((status = 200, body = CrisisPlanPrint)))]
#[get("/crisis-plans/{id}/print")]
pub async fn crisis_plan_print(
    access: Allowed<cap::CrisisPlanRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
    query: Query<PrintQuery>,
) -> Result<Answer<CrisisPlanPrint>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let plan = tx.crisis_plan(*id).await?;
        let revision = tx.crisis_plan_revisions(plan.id).await?.into_iter().next_back();
        let revision = revision.filter(|_| plan.status == CrisisPlanStatus::InForce).ok_or_else(not_in_force)?;
        let person = tx.person(plan.person_id).await?;
        let language = language(&query, &person);
        let sections = sections(&revision.content);
        let clinician = query.audience.0 == PrintAudience::Clinician;
        let print = CrisisPlanPrint {
            sheet: SheetView {
                audience: query.audience,
                language: language.into(),
                person_name: person.display_name(),
                birth_date: person.birth_date,
                revision: revision.revision,
                approved_by: name(tx, revision.approved_by),
                approved_at: revision.approved_at,
                reading: crisis_reading(&sections, language),
            },
            lifeline: LIFELINE,
            sections,
            review_on: plan.review_on.filter(|_| clinician),
            reason: revision.reason.filter(|_| clinician),
        };
        Ok(Answer::ok(print))
    });
    Ok(answer.await?)
}
