//! Generalized Anxiety Disorder scale (I-2): GAD-7 and its first two items, GAD-2.

use super::make::{asked, bands, blank, sum};
use super::{Instrument, Item};

/// The notice of PHQ and GAD.
pub(super) const PERMISSION: &str = "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.";

/// The stem of PHQ and GAD.
pub(super) const STEM: &str =
    "Over the last 2 weeks, how often have you been bothered by any of the following problems?";

const FREQUENCY: &[(i64, &str)] =
    &[(0, "Not at all"), (1, "Several days"), (2, "More than half the days"), (3, "Nearly every day")];

/// A scored question answered with how often.
pub(super) fn how_often(number: u8, loinc: &'static str, text: &'static str) -> Item {
    asked(number, text, FREQUENCY).loinc(loinc)
}

/// Positive from 10.
pub(super) fn gad_7() -> Instrument {
    gad_7_with("1", "Positive from 10 points.", 10)
}

/// Positive from 8, as other sites have it.
pub(super) fn gad_7_from_8() -> Instrument {
    gad_7_with("8", "Positive from 8 points.", 8)
}

fn gad_7_with(version: &'static str, differs: &'static str, positive: i64) -> Instrument {
    let mut items = first_two();
    items.extend([
        how_often(3, "69733-4", "Worrying too much about different things"),
        how_often(4, "69734-2", "Trouble relaxing"),
        how_often(5, "69735-9", "Being so restless that it is hard to sit still"),
        how_often(6, "69689-8", "Becoming easily annoyed or irritable"),
        how_often(7, "69736-7", "Feeling afraid as if something awful might happen"),
    ]);
    Instrument {
        code: "gad-7",
        version,
        differs,
        title: "Generalized Anxiety Disorder scale (GAD-7)",
        loinc: Some("69737-5"),
        loinc_total: Some("70274-6"),
        stem: STEM.into(),
        parts: sum(&items),
        items,
        bands: bands(21, &[(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")]),
        positive_from: Some(positive),
        responds: true,
        meaningful_change: Some(4),
        notice: PERMISSION,
        source: "Spitzer RL, Kroenke K, Williams JBW, Loewe B. The GAD-7. Arch Intern Med 2006;166:1092-1097",
        ..blank()
    }
}

pub(super) fn gad_2() -> Instrument {
    let items = first_two();
    Instrument {
        code: "gad-2",
        title: "Generalized Anxiety Disorder scale, first two items (GAD-2)",
        stem: STEM.into(),
        parts: sum(&items),
        items,
        bands: bands(6, &[(0, "negative"), (3, "positive")]),
        positive_from: Some(3),
        notice: PERMISSION,
        source: "Kroenke K, Spitzer RL, Williams JBW, Monahan PO, Loewe B. Anxiety disorders in primary care. Ann Intern Med 2007;146:317-325",
        ..blank()
    }
}

fn first_two() -> Vec<Item> {
    vec![
        how_often(1, "69725-0", "Feeling nervous, anxious, or on edge"),
        how_often(2, "68509-9", "Not being able to stop or control worrying"),
    ]
}
