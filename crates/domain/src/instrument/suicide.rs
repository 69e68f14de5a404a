//! Columbia-Suicide Severity Rating Scale, screener with triage (I-3).
//!
//! The triage level is the highest that an answer stands for: 0 none, 1 low, 2 moderate, 3 high. The levels are the
//! points of the answers, so a site's other mapping is another version of the same items. The total is the level; the
//! authors publish no sum.

use super::make::{bands, blank, part, scored, yes_no};
use super::{Combine, Instrument, Item, On, SUICIDE_SCREENER, Trigger, Urgency};

/// Triage levels of items 1 to 7, in that order.
struct Levels([i64; 7]);

pub(super) fn c_ssrs() -> Instrument {
    let differs = "Thoughts of killing oneself without method, intent or plan (question 2) are low risk.";
    screener("1", differs, &Levels([1, 1, 2, 3, 3, 2, 3]))
}

/// The mapping of sites that triage thoughts of killing oneself alone as moderate.
pub(super) fn c_ssrs_q2_moderate() -> Instrument {
    let differs = "Thoughts of killing oneself (question 2) are moderate risk by themselves, as some sites triage.";
    screener("1-q2-moderate", differs, &Levels([1, 2, 2, 3, 3, 2, 3]))
}

fn screener(version: &'static str, differs: &'static str, levels: &Levels) -> Instrument {
    let items: Vec<Item> = questions().into_iter().zip(levels.0).map(|(item, level)| item.worth(&[0, level])).collect();
    Instrument {
        code: SUICIDE_SCREENER,
        version,
        differs,
        title: "Columbia-Suicide Severity Rating Scale, screener (C-SSRS)",
        loinc: Some("93373-9"),
        stem: "Past month, unless the question says otherwise.".into(),
        parts: vec![part("triage", "Triage level", scored(&items), Combine::Highest)],
        items,
        bands: bands(3, &[(0, "none"), (1, "low"), (2, "moderate"), (3, "high")]),
        positive_from: Some(1),
        triggers: vec![
            Trigger {
                code: "c_ssrs_moderate",
                finding: "moderate risk of suicide",
                on: On::Total,
                at_least: 2,
                urgency: Urgency::SameDay,
                action: "Evaluate on the same day and make a safety plan.",
            },
            Trigger {
                code: "c_ssrs_high",
                finding: "high risk of suicide",
                on: On::Total,
                at_least: 3,
                urgency: Urgency::Immediate,
                action: "Evaluate at once, do not leave the person alone, hand over person to person.",
            },
        ],
        notice: "Copyright 2008 The Research Foundation for Mental Hygiene, Inc.; used with permission of Dr. Kelly Posner, first author of the scale. Free for use in care; the wording must not be altered.",
        source: "Posner K, Brown GK, Stanley B, et al. The Columbia-Suicide Severity Rating Scale. Am J Psychiatry 2011;168:1266-1277; screener triage points of The Columbia Lighthouse Project; wording of LOINC 93373-9",
        ..blank()
    }
}

/// The wording is that of the form in LOINC 93373-9, "screener - recent", word for word.
fn questions() -> [Item; 7] {
    [
        yes_no(1, "Have you wished you were dead or wished you could go to sleep and not wake up?").loinc("93246-7"),
        yes_no(2, "Have you actually had any thoughts of killing yourself?").loinc("93247-5"),
        yes_no(3, "Have you been thinking about how you might do this?").loinc("93248-3").only_if(2, 1),
        yes_no(4, "Have you had these thoughts and had some intention of acting on them?").loinc("93249-1").only_if(2, 1),
        yes_no(
            5,
            "Have you started to work out or worked out the details of how to kill yourself? Do you intend to carry out this plan?",
        )
        .loinc("93250-9")
        .only_if(2, 1),
        yes_no(6, "Have you ever done anything, started to do anything, or prepared to do anything to end your life?")
            .loinc("93267-3"),
        yes_no(7, "Was this within the past 3 months?").named("q6-3-months").loinc("93269-9").only_if(6, 1),
    ]
}
