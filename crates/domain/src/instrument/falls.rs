//! Risk of falls (I-12): Morse as a skeleton, STEADI "Stay Independent" as the free default.

use super::make::{NO_YES, asked_all, bands, blank, sum, unworded};
use super::{Band, Instrument, Item, Licence};

/// Names and points of the six items; the points are the answers, so a total that is no multiple of 5 cannot be given.
const MORSE: [(&str, &[i64]); 6] = [
    ("history", &[0, 25]),
    ("secondary-diagnosis", &[0, 15]),
    ("aid", &[0, 15, 30]),
    ("intravenous", &[0, 20]),
    ("gait", &[0, 10, 20]),
    ("mental-status", &[0, 15]),
];

/// High from 45.
pub(super) fn morse() -> Instrument {
    let differs = "High risk from 45 points.";
    Instrument { differs, ..morse_with("45", bands(125, &[(0, "low"), (25, "moderate"), (45, "high")]), 45) }
}

/// High from 51, as other sites have it.
pub(super) fn morse_51() -> Instrument {
    let differs = "High risk from 51 points.";
    Instrument { differs, ..morse_with("51", bands(125, &[(0, "low"), (25, "moderate"), (51, "high")]), 51) }
}

fn morse_with(version: &'static str, bands: Vec<Band>, high: i64) -> Instrument {
    let items: Vec<Item> =
        (1..).zip(MORSE).map(|(number, (name, points))| unworded(number, points).named(name)).collect();
    Instrument {
        code: "morse",
        version,
        title: "Morse Fall Scale",
        loinc_total: Some("59460-6"),
        parts: sum(&items),
        items,
        bands,
        positive_from: Some(high),
        licence: Licence::Skeleton,
        notice: "Copyright Janice Morse and publisher. Only numbers and scoring are shipped; a licensed site adds the wording.",
        source: "Morse JM, Morse RM, Tylko SJ. Development of a scale to identify the fall-prone patient. Can J Aging 1989;8:366-377; the cut-offs are policy",
        ..blank()
    }
}

pub(super) fn steadi() -> Instrument {
    let statements = [
        "I have fallen in the past year.",
        "I use or have been advised to use a cane or walker to get around safely.",
        "Sometimes I feel unsteady when I am walking.",
        "I steady myself by holding onto furniture when walking at home.",
        "I am worried about falling.",
        "I need to push with my hands to stand up from a chair.",
        "I have some trouble stepping up onto a curb.",
        "I often have to rush to the toilet.",
        "I have lost some feeling in my feet.",
        "I take medicine that sometimes makes me feel light-headed or more tired than usual.",
        "I take medicine to help me sleep or improve my mood.",
        "I often feel sad or depressed.",
    ];
    let weigh = |item: Item| if item.number <= 2 { item.worth(&[0, 2]) } else { item };
    let items: Vec<Item> = asked_all(&statements, NO_YES).into_iter().map(weigh).collect();
    Instrument {
        code: "steadi",
        title: "STEADI Stay Independent",
        parts: sum(&items),
        items,
        bands: bands(14, &[(0, "low"), (4, "at risk")]),
        positive_from: Some(4),
        notice: "Centers for Disease Control and Prevention, work of the US government, developed by the Greater Los Angeles VA Geriatric Research Education Clinical Center and affiliates.",
        source: "Rubenstein LZ, Vivrette R, Harker JO, Stevens JA, Kramer BJ. Validating an evidence-based, self-rated fall risk questionnaire for older adults. J Safety Res 2011;42:493-499",
        ..blank()
    }
}
