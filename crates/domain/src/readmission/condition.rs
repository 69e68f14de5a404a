//! Comorbidities of LACE from coded conditions.
//!
//! ICD-10: the code groups of Quan H, Sundararajan V, Halfon P, et al. Coding algorithms for defining comorbidities in ICD-9-CM and
//! ICD-10 administrative data. Med Care 2005;43:1130-1139. LACE tells mild from moderate kidney disease, which that list does not:
//! stages 1 and 2 are mild, 3 and above moderate or severe (KDIGO), and a code without a stage is asked for.
//! SNOMED CT: single concepts that say the same; what is not listed is asked for.

use super::Filled;
use crate::need::{Need, NeedStatus};

struct Comorbidity {
    /// Name of the item.
    item: &'static str,
    /// Beginnings of ICD-10 codes, without the dot.
    icd: &'static [&'static str],
    /// SNOMED CT codes.
    snomed: &'static [&'static str],
    /// True when it counts for good, also after it was resolved.
    past: bool,
}

const COMORBIDITIES: &[Comorbidity] = &[
    Comorbidity { item: "previous-mi", icd: &["I21", "I22", "I252"], snomed: &["22298006", "399211009"], past: true },
    Comorbidity {
        item: "cerebrovascular",
        icd: &["G45", "G46", "H340", "I60", "I61", "I62", "I63", "I64", "I65", "I66", "I67", "I68", "I69"],
        snomed: &["230690007"],
        past: true,
    },
    Comorbidity {
        item: "pvd",
        icd: &["I70", "I71", "I731", "I738", "I739", "I771", "I790", "I792", "K551", "K558", "K559"],
        snomed: &["400047006", "399957001"],
        past: false,
    },
    Comorbidity {
        item: "diabetes",
        icd: &[
            "E100", "E101", "E106", "E108", "E109", "E110", "E111", "E116", "E118", "E119", "E130", "E131", "E136",
            "E138", "E139",
        ],
        snomed: &["44054006", "46635009", "73211009"],
        past: false,
    },
    Comorbidity {
        item: "chf",
        icd: &["I099", "I110", "I130", "I132", "I255", "I420", "I425", "I426", "I427", "I428", "I429", "I43", "I50"],
        snomed: &["84114007", "42343007", "88805009"],
        past: false,
    },
    Comorbidity {
        item: "diabetes-damage",
        icd: &[
            "E102", "E103", "E104", "E105", "E107", "E112", "E113", "E114", "E115", "E117", "E132", "E133", "E134",
            "E135", "E137",
        ],
        snomed: &["127013003", "368581000119106", "422034002", "1551000119108", "1501000119109"],
        past: false,
    },
    Comorbidity {
        item: "chronic-lung",
        icd: &[
            "I278", "I279", "J40", "J41", "J42", "J43", "J44", "J45", "J46", "J47", "J60", "J61", "J62", "J63", "J64",
            "J65", "J66", "J67", "J684", "J701", "J703",
        ],
        snomed: &["13645005", "185086009", "87433001", "195967001"],
        past: false,
    },
    Comorbidity {
        item: "mild-liver-renal",
        icd: &[
            "B18", "K700", "K701", "K702", "K703", "K709", "K713", "K714", "K715", "K717", "K73", "K74", "K760",
            "K762", "K763", "K764", "N181", "N182",
        ],
        snomed: &["431855005", "431856006"],
        past: false,
    },
    Comorbidity {
        item: "tumor",
        icd: &[
            "C0", "C1", "C20", "C21", "C22", "C23", "C24", "C25", "C26", "C3", "C40", "C41", "C43", "C45", "C46",
            "C47", "C48", "C49", "C5", "C6", "C70", "C71", "C72", "C73", "C74", "C75", "C76", "C81", "C82", "C83",
            "C84", "C85", "C88", "C9",
        ],
        snomed: &["363406005", "254837009", "399068003", "109838007", "254637007"],
        past: false,
    },
    Comorbidity {
        item: "dementia",
        icd: &["F00", "F01", "F02", "F03", "F051", "G30", "G311"],
        snomed: &["52448006", "26929004", "230265002"],
        past: false,
    },
    Comorbidity {
        item: "connective-tissue",
        icd: &["M05", "M06", "M315", "M32", "M33", "M34", "M351", "M353", "M360"],
        snomed: &["69896004", "55464009"],
        past: false,
    },
    Comorbidity { item: "aids", icd: &["B20", "B21", "B22", "B24"], snomed: &["62479008"], past: false },
    Comorbidity {
        item: "severe-liver-renal",
        icd: &[
            "I850", "I859", "I864", "I982", "K704", "K711", "K721", "K729", "K765", "K766", "K767", "N183", "N184",
            "N185", "N186", "Z992",
        ],
        snomed: &["433144002", "431857002", "433146000", "46177005"],
        past: false,
    },
    Comorbidity { item: "metastatic", icd: &["C77", "C78", "C79", "C80"], snomed: &[], past: false },
];

/// Yes for each comorbidity that a coded condition shows; of several the one that was listed first is named. Never a no, but one:
/// diabetes with damage is not diabetes without.
pub(super) fn comorbidities(needs: &[Need]) -> Vec<(&'static str, Filled)> {
    let found = |comorbidity: &Comorbidity| {
        let need =
            needs.iter().filter(|need| comorbidity.shown_by(need)).min_by_key(|need| (need.created_at, need.id))?;
        let code = need.code.as_deref().unwrap_or_default();
        Some((comorbidity.item, Filled { value: 1, because: format!("{} ({code}) in the list of needs.", need.title) }))
    };
    let mut answers: Vec<(&'static str, Filled)> = COMORBIDITIES.iter().filter_map(found).collect();
    let damage = answers.iter().find(|(item, _)| *item == "diabetes-damage").map(|(_, filled)| filled.because.clone());
    if let Some(because) = damage {
        answers.retain(|(item, _)| *item != "diabetes");
        answers.push(("diabetes", Filled { value: 0, because }));
    }
    answers
}

impl Comorbidity {
    fn shown_by(&self, need: &Need) -> bool {
        let counts = match need.status {
            NeedStatus::Candidate | NeedStatus::Active | NeedStatus::Deferred => true,
            NeedStatus::Resolved => self.past,
            NeedStatus::Declined => false,
        };
        let (Some(code), Some(system)) = (need.code.as_deref(), need.code_system.as_deref()) else { return false };
        counts
            && match system {
                "http://snomed.info/sct" => self.snomed.contains(&code),
                "http://hl7.org/fhir/sid/icd-10-cm" | "http://hl7.org/fhir/sid/icd-10" => {
                    let code: String = code.chars().filter(|letter| *letter != '.').collect();
                    self.icd.iter().any(|beginning| code.starts_with(beginning))
                }
                _ => false,
            }
    }
}
