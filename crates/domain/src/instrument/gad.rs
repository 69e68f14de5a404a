//! Generalized Anxiety Disorder scale: GAD-7 and its first two items, GAD-2.

use super::{Instrument, Item, PERMISSION, STEM, bands, how_often};

pub(super) fn gad_7() -> Instrument {
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
        version: "1",
        title: "Generalized Anxiety Disorder scale (GAD-7)",
        loinc: Some("69737-5"),
        loinc_total: Some("70274-6"),
        stem: STEM,
        items,
        bands: bands(21, &[(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")]),
        positive_from: 10,
        triggers: Vec::new(),
        meaningful_change: Some(4),
        remission_below: None,
        licence: PERMISSION,
        source: "Spitzer RL, Kroenke K, Williams JBW, Loewe B. The GAD-7. Arch Intern Med 2006;166:1092-1097",
    }
}

pub(super) fn gad_2() -> Instrument {
    Instrument {
        code: "gad-2",
        version: "1",
        title: "Generalized Anxiety Disorder scale, first two items (GAD-2)",
        loinc: None,
        loinc_total: None,
        stem: STEM,
        items: first_two(),
        bands: bands(6, &[(0, "negative"), (3, "positive")]),
        positive_from: 3,
        triggers: Vec::new(),
        meaningful_change: None,
        remission_below: None,
        licence: PERMISSION,
        source: "Kroenke K, Spitzer RL, Williams JBW, Monahan PO, Loewe B. Anxiety disorders in primary care. Ann Intern Med 2007;146:317-325",
    }
}

fn first_two() -> Vec<Item> {
    vec![
        how_often(1, "69725-0", "Feeling nervous, anxious, or on edge"),
        how_often(2, "68509-9", "Not being able to stop or control worrying"),
    ]
}
