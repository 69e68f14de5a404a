//! How measures are shown.

use chrono::{DateTime, NaiveDate, Utc};
use domain::measure::strata::told;
use domain::measure::{Definition, Figure, MeasureResult, Member, Step};
use persistence::measure::lacking;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ask::{Ask, Sight};
use crate::http::code::{
    BetterCode, FactKindCode, FigureCodeCode, MeasureKindCode, PlaceCode, PredicateCode, RoleCode, SettingCode,
};
use crate::program::Ref;

/// A measure's result.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureView {
    pub(super) code: String,
    pub(super) title: String,
    /// What counts, in words: numerator, denominator and exclusions together.
    definition: String,
    /// What counts as reached.
    numerator_words: String,
    /// Who is counted.
    denominator_words: String,
    /// Who is left out; empty when nobody is.
    exclusion_words: String,
    /// Number in the catalogue.
    pub(super) source: String,
    /// Where the numbers come from.
    published: String,
    /// The standard it is aligned with.
    aligns_with: Option<String>,
    /// True for a look-alike of a licensed measure: it is not certified by its owner.
    uncertified: bool,
    /// Settings it belongs to; empty for every setting.
    settings: Vec<SettingCode>,
    pub(super) kind: MeasureKindCode,
    better: BetterCode,
    /// The versions of its rule, where it changed.
    versions: Vec<MeasureVersionView>,
    /// Facts that it needs and that are not recorded yet. While there are any, no number is shown.
    lacking: Vec<FactKindCode>,
    /// Value to reach.
    target: Option<f64>,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    /// The instant that counts as now.
    as_of: DateTime<Utc>,
    /// The facts as they were recorded at this instant; as they are recorded now when null.
    known_at: Option<DateTime<Utc>>,
    /// True when the numbers are hidden because they tell of few and the reader may not see the people. Such a reader is told counts in
    /// steps of 5 with their share, and of other kinds than proportions the value to two digits without its sums.
    suppressed: bool,
    /// The upper sum: for proportions the people who reached it. Null when it is hidden.
    pub(super) numerator: Option<f64>,
    /// Members that count. Null when it is hidden.
    pub(super) denominator: Option<u32>,
    /// The lower sum: for proportions the same as the denominator. Null when it is hidden.
    base: Option<f64>,
    /// Left out, with a reason in the proof. Null when it is hidden.
    pub(super) excluded: Option<u32>,
    /// Not due yet, so not counted. Null when it is hidden.
    pub(super) pending: Option<u32>,
    /// The value; null when nothing is counted, or when it is hidden.
    pub(super) rate: Option<f64>,
    /// Figures beside it; none for a reader who may not see the people, whose figures could tell of few.
    figures: Vec<FigureView>,
    /// Roles of staff that may see the people, within their reach.
    seen_by: Vec<RoleCode>,
    /// What the reader may do from here: `measure_members` shows the people.
    can: Vec<&'static str>,
}

/// A version of a measure's rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureVersionView {
    valid_from: Option<NaiveDate>,
    words: String,
}

/// A figure beside a measure's value.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureView {
    code: FigureCodeCode,
    value: Option<f64>,
}

impl From<Figure> for FigureView {
    fn from(Figure { code, value }: Figure) -> Self {
        Self { code: code.into(), value }
    }
}

/// A person's place in a measure, with the proof.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureMember {
    pub(super) id: Uuid,
    pub(super) person: Ref,
    case_id: Option<Uuid>,
    pub(super) place: PlaceCode,
    pub(super) anchor_at: DateTime<Utc>,
    pub(super) due_at: Option<DateTime<Utc>>,
    pub(super) met_at: Option<DateTime<Utc>>,
    /// What it adds to the upper sum.
    top: f64,
    /// What it adds to the lower sum.
    bottom: f64,
    /// The chain of facts and rules that put them here.
    pub(super) proof: Vec<ProofView>,
}

/// One link of a proof.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofView {
    /// In words.
    pub(super) statement: String,
    /// What was asked.
    predicate: PredicateCode,
    /// The answer.
    holds: bool,
    /// What the record itself says about it.
    said: Option<String>,
    /// Kind of the record that was asked about.
    fact_kind: Option<FactKindCode>,
    /// The record.
    fact_id: Option<Uuid>,
    /// When it was true.
    pub(super) at: Option<DateTime<Utc>>,
    /// Code of the rule.
    rule: String,
    /// First day in force of the rule's version, where it has versions.
    version: Option<NaiveDate>,
}

impl From<Step> for ProofView {
    fn from(step: Step) -> Self {
        Self {
            statement: step.statement(),
            predicate: step.predicate.into(),
            holds: step.holds,
            fact_kind: step.fact.map(|fact| fact.kind.into()),
            fact_id: step.fact.map(|fact| fact.id),
            at: step.fact.and_then(|fact| fact.at),
            rule: step.rule.into_owned(),
            version: step.version,
            said: step.said,
        }
    }
}

pub(super) fn view(definition: &Definition, result: &MeasureResult, ask: &Ask) -> MeasureView {
    let lacking = lacking(definition);
    let sees = ask.sight.members_of(definition);
    let told = told(result, sees);
    let version = |version: &domain::measure::Version| MeasureVersionView {
        valid_from: version.first_day(),
        words: version.words.into(),
    };
    MeasureView {
        code: definition.code.into(),
        title: definition.title.into(),
        definition: definition.definition(),
        numerator_words: definition.numerator.into(),
        denominator_words: definition.denominator.into(),
        exclusion_words: definition.exclusions.into(),
        source: definition.source.into(),
        published: definition.published.into(),
        aligns_with: definition.aligns_with.map(Into::into),
        uncertified: definition.uncertified,
        settings: definition.settings.iter().map(|setting| (*setting).into()).collect(),
        kind: definition.kind.into(),
        better: definition.better.into(),
        versions: definition.versions.iter().map(version).collect(),
        target: definition.target,
        from: ask.from,
        to: ask.to,
        as_of: ask.now,
        known_at: ask.known_at(),
        suppressed: told.is_none(),
        numerator: told.and_then(|told| told.numerator),
        denominator: told.map(|told| told.denominator),
        base: told.and_then(|told| told.base),
        excluded: told.and_then(|told| told.excluded),
        pending: told.and_then(|told| told.pending),
        rate: told.and_then(|told| told.value).filter(|_| lacking.is_empty()),
        figures: result.figures.iter().filter(|_| sees).copied().map(Into::into).collect(),
        lacking: lacking.into_iter().map(Into::into).collect(),
        seen_by: Sight::seen_by(definition).into_iter().map(Into::into).collect(),
        can: if sees { vec!["measure_members"] } else { Vec::new() },
    }
}

pub(super) fn member_view(member: Member, names: &HashMap<Uuid, String>) -> MeasureMember {
    MeasureMember {
        person: Ref { id: member.person_id, name: names.get(&member.person_id).cloned().unwrap_or_default() },
        id: member.id,
        case_id: member.case_id,
        place: member.place.into(),
        anchor_at: member.anchor_at,
        due_at: member.due_at,
        met_at: member.met_at,
        top: member.top,
        bottom: member.bottom,
        proof: member.proof.into_iter().map(Into::into).collect(),
    }
}
