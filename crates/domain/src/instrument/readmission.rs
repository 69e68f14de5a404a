//! Risk of readmission: LACE (I-9) and HOSPITAL (I-10).

use super::make::{bands, blank, counted, part, step, sum, yes_no};
use super::{Combine, Instrument, Item, NumberRange, Part, Step};

const DAYS: &[Step] = &[step(0, 0), step(1, 1), step(2, 2), step(3, 3), step(4, 4), step(7, 5), step(14, 7)];
const VISITS: &[Step] = &[step(0, 0), step(1, 1), step(2, 2), step(3, 3), step(4, 4)];
/// Up to 3 as it is; 4 and more count 5.
const COMORBIDITY: &[Step] = &[step(0, 0), step(1, 1), step(2, 2), step(3, 3), step(4, 5)];

/// Length of stay: whole days, under one day 0. Emergency visits: in the 6 months before, without the index visit.
/// "Modified" tables with 6 points from 14 days, and Charlson in place of these comorbidity points, are other scores.
pub(super) fn lace() -> Instrument {
    let days = NumberRange { min: 0, max: 3650, unit: Some("d"), steps: DAYS };
    let visits = NumberRange { min: 0, max: 365, unit: None, steps: VISITS };
    let mut items = vec![
        counted(1, "Length of stay in days (L)", days).named("length-of-stay"),
        yes_no(2, "Emergent admission (A)").worth(&[0, 3]).named("acute"),
    ];
    items.extend(comorbidities());
    items.push(
        counted(17, "Emergency department visits in the 6 months before, without the index visit (E)", visits)
            .named("ed-visits"),
    );
    Instrument {
        code: "lace",
        version: "2010",
        title: "LACE index",
        parts: vec![
            part("length_of_stay", "Length of stay", [1], Combine::Sum),
            part("acute", "Acute admission", [2], Combine::Sum),
            Part { steps: COMORBIDITY, ..part("comorbidity", "Comorbidity", 3..=16, Combine::Sum) },
            part("emergency", "Emergency department visits", [17], Combine::Sum),
        ],
        items,
        bands: bands(19, &[(0, "low"), (5, "moderate"), (10, "high")]),
        positive_from: Some(10),
        notice: "A published formula; the wording here is our own.",
        source: "van Walraven C, Dhalla IA, Bell C, et al. Derivation and validation of an index to predict early death or unplanned readmission. CMAJ 2010;182:551-557",
        ..blank()
    }
}

fn comorbidities() -> Vec<Item> {
    let conditions = [
        ("previous-mi", 1, "Previous myocardial infarction"),
        ("cerebrovascular", 1, "Cerebrovascular disease"),
        ("pvd", 1, "Peripheral vascular disease"),
        ("diabetes", 1, "Diabetes without complications"),
        ("chf", 2, "Congestive heart failure"),
        ("diabetes-damage", 2, "Diabetes with end-organ damage"),
        ("chronic-lung", 2, "Chronic lung disease"),
        ("mild-liver-renal", 2, "Mild liver or renal disease"),
        ("tumor", 2, "Any tumor, leukemia or lymphoma"),
        ("dementia", 3, "Dementia"),
        ("connective-tissue", 3, "Connective tissue disease"),
        ("aids", 4, "AIDS"),
    ];
    let severest = [
        ("severe-liver-renal", 4, "Moderate or severe liver or renal disease"),
        ("metastatic", 6, "Metastatic solid tumor"),
    ];
    let item = |(number, (name, points, text))| yes_no(number, text).worth(&[0, points]).named(name);
    (3..).zip(conditions.into_iter().chain(severest)).map(item).collect()
}

/// Admissions in the 12 months before: none 0, up to five 2, more 5.
const ADMISSIONS_2013: &[Step] = &[step(0, 0), step(1, 2), step(6, 5)];
/// Up to one 0, two to five 2, more 5.
const ADMISSIONS_2016: &[Step] = &[step(0, 0), step(2, 2), step(6, 5)];

/// The derivation.
pub(super) fn hospital_2013() -> Instrument {
    let source = "Donze J, Aujesky D, Williams D, Schnipper JL. Potentially avoidable 30-day hospital readmissions in medical patients. JAMA Intern Med 2013;173:632-638";
    let differs = "Admissions in the year before: none 0 points, 1 to 5 give 2, more than 5 give 5.";
    Instrument { differs, ..hospital("2013", ADMISSIONS_2013, source) }
}

/// The international validation, which moved the bands of earlier admissions.
pub(super) fn hospital_2016() -> Instrument {
    let source = "Donze JD, Williams MV, Robinson EJ, et al. International validity of the HOSPITAL score. JAMA Intern Med 2016;176:496-502";
    let differs = "Admissions in the year before: none or 1 gives 0 points, 2 to 5 give 2, more than 5 give 5.";
    Instrument { differs, ..hospital("2016", ADMISSIONS_2016, source) }
}

const LOW_HEMOGLOBIN: &[Step] = &[step(20, 1), step(120, 0)];
const LOW_SODIUM: &[Step] = &[step(100, 1), step(135, 0)];
const LONG_STAY: &[Step] = &[step(0, 0), step(5, 2)];

/// Hemoglobin is taken in g/L, so that 11.2 g/dL is the whole number 112.
fn hospital(version: &'static str, admissions: &'static [Step], source: &'static str) -> Instrument {
    let range = |min, max, unit, steps| NumberRange { min, max, unit, steps };
    let items = vec![
        counted(1, "Hemoglobin at discharge in g/L", range(20, 250, Some("g/L"), LOW_HEMOGLOBIN)).named("hemoglobin"),
        yes_no(2, "Discharge from an oncology service").worth(&[0, 2]).named("oncology"),
        counted(3, "Sodium at discharge in mmol/L", range(100, 200, Some("mmol/L"), LOW_SODIUM)).named("sodium"),
        yes_no(4, "Any procedure during the stay").named("procedure"),
        yes_no(5, "Index admission urgent or emergent").named("urgent"),
        counted(6, "Admissions in the 12 months before", range(0, 365, None, admissions)).named("admissions"),
        counted(7, "Length of stay in days", range(0, 3650, Some("d"), LONG_STAY)).named("length-of-stay"),
    ];
    Instrument {
        code: "hospital",
        version,
        title: "HOSPITAL score",
        parts: sum(&items),
        items,
        bands: bands(13, &[(0, "low"), (5, "intermediate"), (7, "high")]),
        positive_from: Some(7),
        notice: "A published formula; the wording here is our own.",
        source,
        ..blank()
    }
}
