//! LACE and HOSPITAL about the last acute stay, as far as the record fills them.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use domain::access::{Capability, cap};
use domain::assessment::AssessmentStatus;
use domain::case::{Case, CaseStatus};
use domain::instrument::{self, Instrument};
use domain::need::Need;
use domain::person::Observation;
use domain::readmission::{self, Prefill, SCORES, Sources};
use domain::stay::Stay;
use persistence::Tx;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::State;
use crate::http::{Allowed, Answer, Page, Problem};
use crate::instrument::{ScoreView, score_view};

/// A risk score about the person's last acute stay.
#[derive(Debug, Serialize, ToSchema)]
pub struct RiskScoreView {
    /// Code of the instrument.
    instrument: &'static str,
    version: &'static str,
    title: &'static str,
    /// What the record answers by itself; null when there is no acute stay.
    prefill: Option<RiskPrefill>,
    /// The last completed assessment.
    last: Option<RiskResult>,
    /// Operations the reader may do on the case now.
    can: Vec<&'static str>,
}

/// The score that the record leaves possible.
#[derive(Debug, Serialize, ToSchema)]
pub struct RiskPrefill {
    stay_id: Uuid,
    facility: String,
    admitted_at: DateTime<Utc>,
    discharged_at: Option<DateTime<Utc>>,
    /// What the filled answers say, with bounds for the rest.
    score: ScoreView,
    /// The items, filled or still to ask.
    items: Vec<RiskItem>,
}

/// An item of a risk score.
#[derive(Debug, Serialize, ToSchema)]
pub struct RiskItem {
    number: u8,
    text: String,
    /// The answer of the record; null when it is to be asked.
    value: Option<i64>,
    /// The same in words: the wording of a choice, or the number with its unit.
    answer: Option<String>,
    /// Where it comes from, in words, with the date.
    because: Option<String>,
}

/// A completed risk score.
#[derive(Debug, Serialize, ToSchema)]
pub struct RiskResult {
    assessment_id: Uuid,
    performed_at: DateTime<Utc>,
    score: ScoreView,
}

/// What the record holds for a risk score.
struct Known {
    stays: Vec<Stay>,
    needs: Vec<Need>,
    observations: Vec<Observation>,
}

impl Known {
    async fn read(tx: &mut Tx, case: &Case) -> persistence::Result<Self> {
        let stays = tx.stays_of(case.person_id).await?;
        let needs = tx.needs_of(case.person_id).await?;
        let observations = match readmission::index_stay(&stays) {
            Some(stay) => {
                let until = stay.discharged_at.unwrap_or(tx.now());
                tx.observations_between(case.person_id, stay.admitted_at, until).await?
            }
            None => Vec::new(),
        };
        Ok(Self { stays, needs, observations })
    }

    fn prefill(&self, tx: &Tx, case: &Case, instrument: &'static Instrument) -> Option<Prefill> {
        let sources = Sources { stays: &self.stays, needs: &self.needs, observations: &self.observations };
        readmission::prefill(instrument, sources, tx.directory().zone(case.program_id))
    }
}

/// What the record fills of a score about the person of a case; none when there is no acute stay, or it fills no such score.
///
/// # Errors
/// Database errors.
pub async fn prefill(
    tx: &mut Tx,
    case: &Case,
    instrument: &'static Instrument,
) -> persistence::Result<Option<Prefill>> {
    Ok(Known::read(tx, case).await?.prefill(tx, case, instrument))
}

/// LACE and HOSPITAL with what the record answers, what is still to ask, and the last results.
#[utoipa::path(tag = "acuity", operation_id = "risk_score_list", params(("id" = Uuid, Path)), responses((status = 200, body = Page<RiskScoreView>)))]
#[get("/cases/{id}/risk-scores")]
pub async fn risk_score_list(
    access: Allowed<cap::AcuityRead>,
    state: web::Data<State>,
    id: web::Path<Uuid>,
) -> Result<Answer<Page<RiskScoreView>>, Problem> {
    let answer = state.store.read(&access, async |tx| {
        let case = tx.case(*id).await?;
        let known = Known::read(tx, &case).await?;
        let mut views = Vec::new();
        let scores: Vec<_> = SCORES.iter().filter_map(|code| tx.directory().usual_version(code)).collect();
        for instrument in scores {
            let prefill = known.prefill(tx, &case, instrument).and_then(|prefill| {
                let stay = known.stays.iter().find(|stay| stay.id == prefill.stay_id)?;
                Some(RiskPrefill {
                    stay_id: stay.id,
                    facility: stay.facility.clone(),
                    admitted_at: stay.admitted_at,
                    discharged_at: stay.discharged_at,
                    items: items(instrument, &prefill),
                    score: score_view(prefill.score),
                })
            });
            let may = case.status == CaseStatus::Active && tx.actor().may(Capability::AssessmentWrite);
            views.push(RiskScoreView {
                instrument: instrument.code,
                version: instrument.version,
                title: instrument.title,
                prefill,
                last: last(tx, &case, instrument).await?,
                can: if may { vec!["assessment_create"] } else { Vec::new() },
            });
        }
        Ok(Answer::ok(Page::whole(views)))
    });
    Ok(answer.await?)
}

fn items(instrument: &Instrument, prefill: &Prefill) -> Vec<RiskItem> {
    let item = |item: &instrument::Item| {
        let filled = prefill.filled.get(&item.number);
        RiskItem {
            number: item.number,
            text: item.text.to_string(),
            value: filled.map(|filled| filled.value),
            answer: filled.map(|filled| in_words(item, filled.value)),
            because: filled.map(|filled| filled.because.clone()),
        }
    };
    instrument.items.iter().map(item).collect()
}

fn in_words(item: &instrument::Item, value: i64) -> String {
    let choice = item.options.iter().find(|choice| choice.value == value);
    match (choice, item.range.and_then(|range| range.unit)) {
        (Some(choice), _) => choice.label.to_string(),
        (None, Some(unit)) => format!("{value} {unit}"),
        (None, None) => value.to_string(),
    }
}

/// The last completed assessment by this instrument.
async fn last(tx: &mut Tx, case: &Case, instrument: &Instrument) -> persistence::Result<Option<RiskResult>> {
    let assessments = tx.assessments_of(case.person_id, Some(instrument.code)).await?;
    let done = assessments.into_iter().find(|assessment| assessment.status == AssessmentStatus::Completed);
    Ok(done.and_then(|assessment| {
        let version = instrument::find_version(&assessment.instrument, &assessment.instrument_version)?;
        let score = instrument::score_in(version, &assessment.answers, &assessment.context).ok()?;
        Some(RiskResult {
            assessment_id: assessment.id,
            performed_at: assessment.performed_at,
            score: score_view(score),
        })
    }))
}
