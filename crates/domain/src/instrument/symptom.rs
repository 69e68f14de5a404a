//! Symptom scales (I-16): pain, ESAS-r, and the symptom impact of HOPE.

use super::make::{asked, bands, blank, part, scored, sum};
use super::{Choice, Combine, Instrument, Item, On, SYMPTOM_FOLLOW_UP, Trigger, Urgency};

const NOT_AT_ALL_TO_SEVERE: &[(i64, &str)] =
    &[(0, "Not at all"), (1, "Slight"), (2, "Moderate"), (3, "Severe"), (9, "Not applicable")];

/// Numbers from 0 to 10 with words for both ends.
fn zero_to_ten(number: u8, text: &'static str, none: &'static str, worst: &'static str) -> Item {
    let label = |value: i64| match value {
        0 => format!("0 - {none}"),
        10 => format!("10 - {worst}"),
        _ => value.to_string(),
    };
    let choice = |value| Choice { value, points: value, label: label(value).into(), refused: false };
    Item { options: (0..=10).map(choice).collect(), ..asked(number, text, &[]) }
}

pub(super) fn pain_nrs() -> Instrument {
    let items = vec![zero_to_ten(1, "How strong is the pain now?", "no pain", "worst pain possible").named("pain")];
    Instrument {
        code: "pain-nrs",
        title: "Pain, numeric rating scale",
        loinc_total: Some("72514-3"),
        parts: sum(&items),
        items,
        bands: bands(10, &[(0, "none"), (1, "mild"), (4, "moderate"), (7, "severe")]),
        meaningful_change: Some(2),
        notice: "A generic scale; the wording here is our own.",
        source: "Farrar JT, Young JP, LaMoreaux L, et al. Clinical importance of changes in chronic pain intensity. Pain 2001;94:149-158",
        ..blank()
    }
}

/// The total is the sum of the nine named symptoms; one more may be named by the person and is not counted.
pub(super) fn esas_r() -> Instrument {
    let symptoms = [
        ("pain", "Pain"),
        ("tiredness", "Tiredness"),
        ("drowsiness", "Drowsiness"),
        ("nausea", "Nausea"),
        ("appetite", "Lack of appetite"),
        ("breath", "Shortness of breath"),
        ("depression", "Depression"),
        ("anxiety", "Anxiety"),
        ("wellbeing", "Lack of wellbeing"),
    ];
    let symptom = |(number, (name, text))| zero_to_ten(number, text, "none", "worst possible").named(name);
    let mut items: Vec<Item> = (1..).zip(symptoms).map(symptom).collect();
    items.push(zero_to_ten(10, "Another symptom", "none", "worst possible").named("other").unscored());
    Instrument {
        code: "esas-r",
        title: "Edmonton Symptom Assessment System, revised (ESAS-r)",
        stem: "How is it now?".into(),
        parts: sum(&items),
        items,
        notice: "The system is by Alberta Health Services; the short labels here are our own.",
        source: "Watanabe SM, Nekolaichuk C, Beaumont C, et al. A multicenter study comparing two numerical versions of the Edmonton Symptom Assessment System. J Pain Symptom Manage 2011;41:456-468",
        ..blank()
    }
}

/// The worst impact counts; from moderate on, a follow-up visit is due.
pub(super) fn hope() -> Instrument {
    let symptoms = [
        ("pain", "Pain"),
        ("breath", "Shortness of breath"),
        ("anxiety", "Anxiety"),
        ("nausea", "Nausea"),
        ("vomiting", "Vomiting"),
        ("diarrhea", "Diarrhea"),
        ("constipation", "Constipation"),
        ("agitation", "Agitation"),
    ];
    let symptom =
        |(number, (name, text))| asked(number, text, NOT_AT_ALL_TO_SEVERE).worth(&[0, 1, 2, 3, 0]).named(name);
    let items: Vec<Item> = (1..).zip(symptoms).map(symptom).collect();
    Instrument {
        code: "hope",
        version: "2025",
        title: "HOPE symptom impact",
        stem: "How much has the symptom affected the person in the past two days?".into(),
        parts: vec![part("impact", "Worst impact", scored(&items), Combine::Highest)],
        items,
        bands: bands(3, &[(0, "not at all"), (1, "slight"), (2, "moderate"), (3, "severe")]),
        positive_from: Some(2),
        triggers: vec![Trigger {
            code: SYMPTOM_FOLLOW_UP,
            finding: "moderate or severe impact of a symptom",
            on: On::Total,
            at_least: 2,
            urgency: Urgency::FollowUp,
            action: "Make a symptom follow-up visit within 2 calendar days.",
        }],
        notice: "Centers for Medicare & Medicaid Services, work of the US government; the short labels here are our own.",
        source: "Centers for Medicare & Medicaid Services. Hospice Outcomes and Patient Evaluation (HOPE), symptom impact, from 2025-10-01",
        ..blank()
    }
}
