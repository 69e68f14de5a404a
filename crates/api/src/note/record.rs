//! What the record says of the fields with which a note begins, so that nobody types what is known.

use chrono::{DateTime, Utc};
use domain::clock::local_date;
use domain::need::NeedStatus;
use domain::note::template::{NoteAnswerValue, RecordFact, TemplateContent};
use domain::stay::StayStatus;
use persistence::Tx;
use persistence::overview::PersonOverview;
use uuid::Uuid;

use super::template::asks_record;

/// Scores and medicines named in one field.
const NAMED: usize = 12;

/// What the record says of a person, as far as a template asks it; `minutes` are those of the contact that the note documents.
pub async fn known(
    tx: &mut Tx,
    content: &TemplateContent,
    person_id: Uuid,
    program_id: Uuid,
    minutes: Option<(Uuid, i32)>,
) -> persistence::Result<Vec<(RecordFact, NoteAnswerValue)>> {
    use domain::Code;
    let asked: Vec<RecordFact> = RecordFact::ALL.iter().copied().filter(|fact| asks_record(content, *fact)).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let zone = tx.directory().zone(program_id);
    let overview = tx.person_overview(person_id).await?;
    let fact = |fact: RecordFact| Some((fact, value(fact, &overview, zone, minutes)?));
    Ok(asked.into_iter().filter_map(fact).collect())
}

fn value(
    fact: RecordFact,
    record: &PersonOverview,
    zone: chrono_tz::Tz,
    minutes: Option<(Uuid, i32)>,
) -> Option<NoteAnswerValue> {
    let said = |value: String, record_id: Option<Uuid>, at: Option<DateTime<Utc>>| {
        (!value.is_empty()).then_some(NoteAnswerValue { value, record_id, at })
    };
    let stay = record.stays.iter().find(|stay| stay.status != StayStatus::Cancelled);
    let day = |at: DateTime<Utc>| local_date(at, zone).to_string();
    match fact {
        RecordFact::ActiveNeeds => {
            let open = record.needs.iter().filter(|need| need.status == NeedStatus::Active);
            said(open.map(|need| need.title.as_str()).take(NAMED).collect::<Vec<_>>().join("; "), None, None)
        }
        RecordFact::Medications => {
            let used = record.medications.iter().filter(|own| own.status == "active");
            let newest = used.clone().map(|own| own.ordered_at).max();
            said(used.map(|own| own.title.as_str()).take(NAMED).collect::<Vec<_>>().join("; "), None, newest)
        }
        RecordFact::StayPlace => said(stay?.facility.clone(), Some(stay?.id), Some(stay?.admitted_at)),
        RecordFact::AdmittedOn => said(day(stay?.admitted_at), Some(stay?.id), Some(stay?.admitted_at)),
        RecordFact::DischargedOn => said(day(stay?.discharged_at?), Some(stay?.id), stay?.discharged_at),
        RecordFact::ContactMinutes => said(minutes?.1.to_string(), Some(minutes?.0), None),
        RecordFact::LatestScores => {
            let mut seen = std::collections::BTreeSet::new();
            let newest = record.assessments.iter().filter(|own| own.completed_at.is_some());
            let scores: Vec<String> = newest
                .filter(|own| own.total.is_some() && seen.insert(own.instrument.clone()))
                .map(|own| {
                    let total = own.total.unwrap_or_default();
                    format!("{} {total} ({})", own.instrument.to_uppercase(), day(own.performed_at))
                })
                .take(NAMED)
                .collect();
            said(scores.join("; "), None, None)
        }
    }
}
