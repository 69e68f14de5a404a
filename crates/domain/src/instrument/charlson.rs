//! Charlson comorbidity index (I-11): the weights of 1987, with points for age, and those of Quan 2011.
//!
//! Of each pair of a milder and a severer form only the severer counts: both are in one part that takes the highest.

use super::make::{blank, part, step, yes_no};
use super::{Combine, Instrument, Part, Step};

/// Per decade from 50.
const AGE: &[Step] = &[step(0, 0), step(50, 1), step(60, 2), step(70, 3), step(80, 4)];

struct Condition {
    name: &'static str,
    text: &'static str,
    points_1987: i64,
    /// None where Quan gives no weight: the answer is taken but not needed.
    points_quan: Option<i64>,
    /// The part: conditions that exclude each other share one.
    part: (&'static str, &'static str),
}

const fn own(name: &'static str, text: &'static str, points_1987: i64, points_quan: Option<i64>) -> Condition {
    Condition { name, text, points_1987, points_quan, part: (name, text) }
}

const LIVER: (&str, &str) = ("liver", "Liver disease");
const DIABETES: (&str, &str) = ("diabetes", "Diabetes");
const CANCER: (&str, &str) = ("cancer", "Cancer");

const CONDITIONS: [Condition; 19] = [
    own("mi", "Myocardial infarction", 1, None),
    own("chf", "Congestive heart failure", 1, Some(2)),
    own("pvd", "Peripheral vascular disease", 1, None),
    own("cerebrovascular", "Cerebrovascular disease", 1, None),
    own("dementia", "Dementia", 1, Some(2)),
    own("copd", "Chronic pulmonary disease", 1, Some(1)),
    own("connective-tissue", "Connective tissue or rheumatic disease", 1, Some(1)),
    own("ulcer", "Peptic ulcer disease", 1, None),
    Condition { part: LIVER, ..own("mild-liver", "Mild liver disease", 1, Some(2)) },
    Condition { part: DIABETES, ..own("diabetes", "Diabetes without end-organ damage", 1, None) },
    Condition { part: DIABETES, ..own("diabetes-damage", "Diabetes with end-organ damage", 2, Some(1)) },
    own("hemiplegia", "Hemiplegia or paraplegia", 2, Some(2)),
    own("renal", "Moderate or severe renal disease", 2, Some(1)),
    Condition { part: CANCER, ..own("tumor", "Solid tumor without metastases", 2, Some(2)) },
    own("leukemia", "Leukemia", 2, Some(2)),
    own("lymphoma", "Lymphoma", 2, Some(2)),
    Condition { part: LIVER, ..own("severe-liver", "Moderate or severe liver disease", 3, Some(4)) },
    Condition { part: CANCER, ..own("metastatic", "Metastatic solid tumor", 6, Some(6)) },
    own("aids", "AIDS", 6, Some(4)),
];

/// The default: the form with points for age that clinicians know.
pub(super) fn charlson_1987() -> Instrument {
    Instrument {
        age_points: AGE,
        differs: "The weights of 1987, and points for age from 50 years on.",
        source: "Charlson ME, Pompei P, Ales KL, MacKenzie CR. J Chronic Dis 1987;40:373-383; age: Charlson M, Szatrowski TP, Peterson J, Gold J. J Clin Epidemiol 1994;47:1245-1251",
        ..charlson("1987", |condition| Some(condition.points_1987), |condition| condition.part)
    }
}

pub(super) fn charlson_quan() -> Instrument {
    // Quan counts malignancy once, leukemia and lymphoma included.
    let part = |condition: &Condition| match condition.name {
        "leukemia" | "lymphoma" => CANCER,
        _ => condition.part,
    };
    Instrument {
        differs: "The weights of 2011, which leave five of the conditions out, without points for age.",
        source: "Quan H, Li B, Couris CM, et al. Updating and validating the Charlson comorbidity index. Am J Epidemiol 2011;173:676-682",
        ..charlson("quan-2011", |condition| condition.points_quan, part)
    }
}

fn charlson(
    version: &'static str,
    points: impl Fn(&Condition) -> Option<i64>,
    part_of: impl Fn(&Condition) -> (&'static str, &'static str),
) -> Instrument {
    let mut items = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    for (number, condition) in (1..).zip(&CONDITIONS) {
        let item = yes_no(number, condition.text).named(condition.name);
        let Some(points) = points(condition) else {
            items.push(item.worth(&[0, 0]).unscored());
            continue;
        };
        items.push(item.worth(&[0, points]));
        let (code, title) = part_of(condition);
        match parts.iter_mut().find(|part| part.code == code) {
            Some(part) => part.items.push(number),
            None => parts.push(part(code, title, [number], Combine::Highest)),
        }
    }
    Instrument {
        code: "charlson",
        version,
        title: "Charlson comorbidity index",
        items,
        parts,
        notice: "A published formula; the wording here is our own.",
        ..blank()
    }
}
