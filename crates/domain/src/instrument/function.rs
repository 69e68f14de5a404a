//! Scales of independence: Katz (I-7) in our own wording, Lawton (I-8) as a skeleton. More points are better.

use super::make::{asked, bands, blank, sum, unworded};
use super::{Instrument, Item, Licence};

const INDEPENDENT: &[(i64, &str)] = &[(0, "Needs help"), (1, "Manages alone")];

pub(super) fn katz() -> Instrument {
    let functions = [
        ("bathing", "Washes the whole body, with help for at most one hard-to-reach part"),
        ("dressing", "Gets clothes out and puts them on, shoelaces aside"),
        ("toileting", "Gets to the toilet, uses it, cleans up and arranges clothes"),
        ("transfer", "Gets in and out of bed and chair, with an aid if needed"),
        ("continence", "Controls bladder and bowel fully"),
        ("feeding", "Brings food from the plate to the mouth"),
    ];
    let items: Vec<Item> =
        (1..).zip(functions).map(|(number, (name, text))| asked(number, text, INDEPENDENT).named(name)).collect();
    Instrument {
        code: "katz",
        title: "Katz index of independence in activities of daily living",
        parts: sum(&items),
        items,
        bands: bands(6, &[(0, "severe"), (3, "moderate"), (6, "independent")]),
        higher_is_better: true,
        notice: "The scale is by S. Katz and colleagues; the wording here is our own.",
        source: "Katz S, Ford AB, Moskowitz RW, et al. Studies of illness in the aged. JAMA 1963;185:914-919",
        ..blank()
    }
}

/// All eight items for everybody; the historical five for men are obsolete.
pub(super) fn lawton() -> Instrument {
    let items: Vec<Item> = (1..=8).map(|number| unworded(number, &[0, 1])).collect();
    Instrument {
        code: "lawton",
        title: "Lawton instrumental activities of daily living scale",
        parts: sum(&items),
        items,
        higher_is_better: true,
        licence: Licence::Skeleton,
        notice: "Copyright The Gerontological Society of America. Only numbers and scoring are shipped; a licensed site adds the wording.",
        source: "Lawton MP, Brody EM. Assessment of older people. Gerontologist 1969;9:179-186",
        ..blank()
    }
}
