//! What the record says of the fields with which a note begins, so that nobody types what is known.

use chrono::{DateTime, Utc};
use domain::assessment::{Assessment, AssessmentStatus};
use domain::clock::local_date;
use domain::need::{Need, NeedStatus};
use domain::note::template::{NoteAnswerValue, RecordFact, TemplateContent};
use domain::person::Medication;
use domain::readability::ReadingLanguage;
use domain::stay::{Stay, StayStatus};
use persistence::Tx;
use uuid::Uuid;

use super::template::asks_record;

/// Names in one field; what is beyond them is counted. The number is ours.
const NAMED: usize = 100;

/// What was read of a person, as far as it is asked.
struct Record {
    needs: Vec<Need>,
    medications: Vec<Medication>,
    stay: Option<Stay>,
    assessments: Vec<Assessment>,
}

/// What the record says of a person, as far as a template asks it; `minutes` are those of the contact that the note documents.
pub async fn known(
    tx: &mut Tx,
    content: &TemplateContent,
    person_id: Uuid,
    program_id: Uuid,
    minutes: Option<(Uuid, i32)>,
    language: ReadingLanguage,
) -> persistence::Result<Vec<(RecordFact, NoteAnswerValue)>> {
    use RecordFact as F;
    use domain::Code;
    let asks = |facts: &[F]| facts.iter().any(|fact| asks_record(content, *fact));
    let stays =
        if asks(&[F::StayPlace, F::AdmittedOn, F::DischargedOn]) { tx.stays_of(person_id).await? } else { Vec::new() };
    let record = Record {
        needs: if asks(&[F::ActiveNeeds]) { tx.needs_of(person_id).await? } else { Vec::new() },
        medications: if asks(&[F::Medications]) { tx.active_medications(person_id).await? } else { Vec::new() },
        stay: stays.into_iter().find(|stay| stay.status != StayStatus::Cancelled),
        assessments: if asks(&[F::LatestScores]) { tx.assessments_of(person_id, None).await? } else { Vec::new() },
    };
    let zone = tx.directory().zone(program_id);
    let asked = F::ALL.iter().copied().filter(|fact| asks(&[*fact]));
    Ok(asked.filter_map(|fact| Some((fact, value(fact, &record, zone, minutes, language)?))).collect())
}

/// Names one after the other; how many more there are where they are too many to be read.
fn listed<'a>(names: impl Iterator<Item = &'a str>, language: ReadingLanguage) -> String {
    let all: Vec<&str> = names.collect();
    let said = all.iter().take(NAMED).copied().collect::<Vec<_>>().join("; ");
    match (all.len().saturating_sub(NAMED), language) {
        (0, _) => said,
        (more, ReadingLanguage::English) => format!("{said}; and {more} more"),
        (more, ReadingLanguage::Spanish) => format!("{said}; y {more} más"),
    }
}

fn value(
    fact: RecordFact,
    record: &Record,
    zone: chrono_tz::Tz,
    minutes: Option<(Uuid, i32)>,
    language: ReadingLanguage,
) -> Option<NoteAnswerValue> {
    let said = |value: String, record_id: Option<Uuid>, at: Option<DateTime<Utc>>| {
        (!value.is_empty()).then_some(NoteAnswerValue { value, record_id, at })
    };
    let stay = record.stay.as_ref();
    let day = |at: DateTime<Utc>| local_date(at, zone).to_string();
    match fact {
        RecordFact::ActiveNeeds => {
            let open = record.needs.iter().filter(|need| need.status == NeedStatus::Active);
            said(listed(open.map(|need| need.title.as_str()), language), None, None)
        }
        RecordFact::Medications => {
            let newest = record.medications.iter().map(|own| own.ordered_at).max();
            said(listed(record.medications.iter().map(|own| own.title.as_str()), language), None, newest)
        }
        RecordFact::StayPlace => said(stay?.facility.clone(), Some(stay?.id), Some(stay?.admitted_at)),
        RecordFact::AdmittedOn => said(day(stay?.admitted_at), Some(stay?.id), Some(stay?.admitted_at)),
        RecordFact::DischargedOn => said(day(stay?.discharged_at?), Some(stay?.id), stay?.discharged_at),
        RecordFact::ContactMinutes => said(minutes?.1.to_string(), Some(minutes?.0), None),
        RecordFact::LatestScores => {
            let mut seen = std::collections::BTreeSet::new();
            let counts = record.assessments.iter().filter(|own| own.status == AssessmentStatus::Completed);
            let score = |own: &Assessment| {
                let total = own.total?;
                let first = seen.insert(own.instrument.clone());
                first.then(|| format!("{} {total} ({})", own.instrument.to_uppercase(), day(own.performed_at)))
            };
            said(counts.filter_map(score).collect::<Vec<_>>().join("; "), None, None)
        }
    }
}
