//! Geriatric Depression Scale, short form (GDS-15).

use super::make::{NO_YES, asked_all, bands, blank, sum};
use super::{Instrument, Item};

/// The items in which "no" is the point.
const REVERSED: [u8; 5] = [1, 5, 7, 11, 13];

pub(super) fn gds_15() -> Instrument {
    let questions = [
        "Are you basically satisfied with your life?",
        "Have you dropped many of your activities and interests?",
        "Do you feel that your life is empty?",
        "Do you often get bored?",
        "Are you in good spirits most of the time?",
        "Are you afraid that something bad is going to happen to you?",
        "Do you feel happy most of the time?",
        "Do you often feel helpless?",
        "Do you prefer to stay at home, rather than going out and doing new things?",
        "Do you feel you have more problems with memory than most?",
        "Do you think it is wonderful to be alive now?",
        "Do you feel pretty worthless the way you are now?",
        "Do you feel full of energy?",
        "Do you feel that your situation is hopeless?",
        "Do you think that most people are better off than you are?",
    ];
    let reverse = |item: Item| if REVERSED.contains(&item.number) { item.worth(&[1, 0]) } else { item };
    let items: Vec<Item> = asked_all(&questions, NO_YES).into_iter().map(reverse).collect();
    Instrument {
        code: "gds-15",
        title: "Geriatric Depression Scale, short form (GDS-15)",
        stem: "Choose the best answer for how you have felt over the past week:".into(),
        parts: sum(&items),
        items,
        bands: bands(15, &[(0, "normal"), (5, "mild"), (9, "moderate"), (12, "severe")]),
        positive_from: Some(5),
        notice: "Public domain.",
        source: "Sheikh JI, Yesavage JA. Geriatric Depression Scale: recent evidence and development of a shorter version. Clin Gerontol 1986;5:165-173",
        ..blank()
    }
}
