//! PRAPARE risk tally (I-5), a skeleton: numbers and scoring, no text.
//!
//! Answers follow the order of the paper form, the first being 1, except plain questions, where 0 is no and 1 is yes,
//! and each material need, which is an item of its own. Household size and address are on the person's record and are
//! left out. A refusal scores 0 and is counted apart. There is no validated cut-off: bands are a site's policy.

use super::make::{bands, blank, part, scored, unworded};
use super::{Combine, Instrument, Item, Licence, Part};

/// Name, LOINC code, points by answer from 0 (a yes or no) or from 1 (a list).
struct Question(&'static str, Option<&'static str>, First, &'static [i64]);

#[derive(Clone, Copy)]
enum First {
    Zero,
    One,
}

const YES: &[i64] = &[0, 1];

const QUESTIONS: [Question; 25] = [
    Question("hispanic", None, First::Zero, YES),
    // 1: any other than white only.
    Question("race", None, First::Zero, YES),
    Question("farm-work", None, First::Zero, YES),
    Question("veteran", None, First::Zero, YES),
    Question("language", None, First::One, &[0, 1]),
    Question("housing", Some("71802-3"), First::One, &[0, 1]),
    Question("housing-worry", Some("93033-9"), First::Zero, YES),
    Question("education", None, First::One, &[1, 0, 0]),
    // Unemployed and part-time count; full-time and otherwise occupied do not.
    Question("employment", None, First::One, &[1, 1, 0, 0]),
    Question("insurance", None, First::One, &[1, 0, 0, 0, 0, 0]),
    // 1: below the federal poverty level for the household.
    Question("income", None, First::Zero, YES),
    Question("food", Some("93031-3"), First::Zero, YES),
    Question("clothing", Some("93031-3"), First::Zero, YES),
    Question("utilities", Some("93031-3"), First::Zero, YES),
    Question("child-care", Some("93031-3"), First::Zero, YES),
    Question("medicine", Some("93031-3"), First::Zero, YES),
    Question("phone", Some("93031-3"), First::Zero, YES),
    Question("other-need", Some("93031-3"), First::Zero, YES),
    // Both kinds of lack count once.
    Question("transportation", Some("93030-5"), First::One, &[1, 1, 0]),
    Question("social-contact", Some("93029-7"), First::One, &[1, 1, 0, 0]),
    Question("stress", Some("93038-8"), First::One, &[0, 0, 0, 1, 1]),
    Question("incarceration", Some("93028-9"), First::Zero, YES),
    Question("refugee", Some("93027-1"), First::Zero, YES),
    // 0: feels safe.
    Question("safety", Some("93026-3"), First::Zero, YES),
    Question("partner-fear", Some("76501-6"), First::Zero, YES),
];

const HOUSING: u8 = 6;
const HOUSING_WORRY: u8 = 7;

/// With the bands of NextGen's help (1 to below 5 low, 5 to below 10 medium, from 10 high), for sites whose policy they are.
pub(super) fn prapare_banded() -> Instrument {
    Instrument {
        version: "bands-5-10",
        differs: "Bands: low from 1 point, medium from 5, high from 10. They are no validated cut-offs.",
        bands: bands(24, &[(0, "none"), (1, "low"), (5, "medium"), (10, "high")]),
        ..prapare()
    }
}

pub(super) fn prapare() -> Instrument {
    let items: Vec<Item> = (1..).zip(QUESTIONS).map(|(number, question)| item(number, &question)).collect();
    Instrument {
        code: "prapare",
        differs: "The tally alone, without bands.",
        title: "Protocol for Responding to and Assessing Patients' Assets, Risks, and Experiences (PRAPARE)",
        loinc: Some("93025-5"),
        parts: parts(&items),
        items,
        refusal_scores_zero: true,
        licence: Licence::Skeleton,
        notice: "PRAPARE is a trademark of the National Association of Community Health Centers and partners, who own the text. Only numbers and scoring are shipped; a site that has agreed terms adds the wording.",
        source: "PRAPARE risk tally, one point per risk; refusals score 0 and income below the federal poverty level scores 1",
        ..blank()
    }
}

fn item(number: u8, question: &Question) -> Item {
    let Question(name, loinc, first, points) = question;
    let from = match first {
        First::Zero => 0,
        First::One => 1,
    };
    let values: Vec<i64> = (from..).zip(*points).map(|(value, _)| value).collect();
    let item = Item { loinc: *loinc, ..unworded(number, &values) }.named(name).worth(points).refusable();
    // Who has no housing is not asked about losing it.
    if number == HOUSING_WORRY { item.only_if(HOUSING, 1) } else { item }
}

/// Housing counts once; everything else is a plain sum.
fn parts(items: &[Item]) -> Vec<Part> {
    let others = scored(items).into_iter().filter(|number| ![HOUSING, HOUSING_WORRY].contains(number));
    vec![
        part("housing", "Housing", [HOUSING, HOUSING_WORRY], Combine::Highest),
        part("other", "Other risks", others, Combine::Sum),
    ]
}
