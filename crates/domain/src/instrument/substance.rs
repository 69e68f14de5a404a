//! Alcohol and drugs: AUDIT-C and AUDIT (I-13), DAST-10 (I-14).

use super::make::{NO_YES, asked, asked_all, bands, blank, sum};
use super::{Instrument, Item};

const FREQUENCY: &[(i64, &str)] =
    &[(0, "Never"), (1, "Less than monthly"), (2, "Monthly"), (3, "Weekly"), (4, "Daily or almost daily")];

/// Positive from 3, men from 4. Points from the first item only, at a positive total, call for a review of the intake.
pub(super) fn audit_c() -> Instrument {
    let items = consumption("7 to 9");
    Instrument {
        code: "audit-c",
        title: "Alcohol Use Disorders Identification Test, consumption (AUDIT-C)",
        loinc: Some("72109-2"),
        loinc_total: Some("75626-2"),
        parts: sum(&items),
        items,
        positive_from: Some(3),
        positive_from_men: Some(4),
        review_item: Some(1),
        notice: "Available in the public domain.",
        source: "Bush K, Kivlahan DR, McDonell MB, Fihn SD, Bradley KA. The AUDIT alcohol consumption questions. Arch Intern Med 1998;158:1789-1795",
        ..blank()
    }
}

/// Who never drinks goes on to questions 9 and 10, and so does who scores 0 on questions 2 and 3 together (box 4 of the manual).
pub(super) fn audit() -> Instrument {
    let whole = audit_whole();
    let asked_when = |item: Item| match item.number {
        2 | 3 => item.only_after_points(&[1]),
        4..=8 => item.only_after_points(&[2, 3]),
        _ => item,
    };
    Instrument {
        version: "2",
        differs: "Questions that cannot give points any more are skipped.",
        items: whole.items.into_iter().map(asked_when).collect(),
        ..whole
    }
}

/// Every question is asked, as it was before the questions that may be skipped were: what was answered then is read as it was.
pub(super) fn audit_whole() -> Instrument {
    // The interview version of the WHO manual, second edition.
    let last_year = [
        (
            "97734-8",
            "How often during the last year have you found that you were not able to stop drinking once you had started?",
        ),
        (
            "97735-5",
            "How often during the last year have you failed to do what was normally expected from you because of drinking?",
        ),
        (
            "97736-3",
            "How often during the last year have you needed a first drink in the morning to get yourself going after a heavy drinking session?",
        ),
        ("97737-1", "How often during the last year have you had a feeling of guilt or remorse after drinking?"),
        (
            "97738-9",
            "How often during the last year have you been unable to remember what happened the night before because you had been drinking?",
        ),
    ];
    let ever = [(0, "No"), (2, "Yes, but not in the last year"), (4, "Yes, during the last year")];
    let mut items = consumption("7, 8, or 9");
    items.extend((4..).zip(last_year).map(|(number, (loinc, text))| asked(number, text, FREQUENCY).loinc(loinc)));
    items.push(asked(9, "Have you or someone else been injured as a result of your drinking?", &ever).loinc("97739-7"));
    items.push(
        asked(
            10,
            "Has a relative or friend or a doctor or another health worker been concerned about your drinking or suggested you cut down?",
            &ever,
        )
        .loinc("97740-5"),
    );
    Instrument {
        code: "audit",
        differs: "Every question is asked.",
        title: "Alcohol Use Disorders Identification Test (AUDIT)",
        loinc: Some("72110-0"),
        loinc_total: Some("75624-7"),
        parts: sum(&items),
        items,
        bands: bands(40, &[(0, "low risk"), (8, "hazardous"), (16, "harmful"), (20, "possible dependence")]),
        positive_from: Some(8),
        non_commercial: true,
        notice: "Copyright World Health Organization. Free for non-commercial use with credit.",
        source: "Babor TF, Higgins-Biddle JC, Saunders JB, Monteiro MG. AUDIT: the Alcohol Use Disorders Identification Test. World Health Organization 2001",
        ..blank()
    }
}

/// The first three questions. The two forms print the answer of 3 points to the second one differently.
fn consumption(seven_to_nine: &'static str) -> Vec<Item> {
    let how_often = [
        (0, "Never"),
        (1, "Monthly or less"),
        (2, "2 to 4 times a month"),
        (3, "2 to 3 times a week"),
        (4, "4 or more times a week"),
    ];
    let how_many = [(0, "1 or 2"), (1, "3 or 4"), (2, "5 or 6"), (3, seven_to_nine), (4, "10 or more")];
    vec![
        asked(1, "How often do you have a drink containing alcohol?", &how_often).loinc("68518-0"),
        asked(2, "How many drinks containing alcohol do you have on a typical day when you are drinking?", &how_many)
            .loinc("68519-8"),
        asked(3, "How often do you have six or more drinks on one occasion?", FREQUENCY).loinc("68520-6"),
    ]
}

const DRUG_USE: &str = "These questions refer to the past 12 months. \"Drug abuse\" refers to (1) the use of prescribed or over-the-counter drugs in excess of the directions, and (2) any nonmedical use of drugs. The questions do not include alcoholic beverages.";

/// Yes is a point, except in item 3, where no is one.
pub(super) fn dast_10() -> Instrument {
    let questions = [
        "Have you used drugs other than those required for medical reasons?",
        "Do you abuse more than one drug at a time?",
        "Are you always able to stop using drugs when you want to?",
        "Have you had \"blackouts\" or \"flashbacks\" as a result of drug use?",
        "Do you ever feel bad or guilty about your drug use?",
        "Does your spouse (or parents) ever complain about your involvement with drugs?",
        "Have you neglected your family because of your use of drugs?",
        "Have you engaged in illegal activities in order to obtain drugs?",
        "Have you ever experienced withdrawal symptoms (felt sick) when you stopped taking drugs?",
        "Have you had medical problems as a result of your drug use (e.g., memory loss, hepatitis, convulsions, bleeding, etc.)?",
    ];
    let reverse = |item: Item| if item.number == 3 { item.worth(&[1, 0]) } else { item };
    let items: Vec<Item> = asked_all(&questions, NO_YES).into_iter().map(reverse).collect();
    Instrument {
        code: "dast-10",
        title: "Drug Abuse Screening Test (DAST-10)",
        loinc: Some("82666-9"),
        loinc_total: Some("82667-7"),
        stem: DRUG_USE.into(),
        parts: sum(&items),
        items,
        bands: bands(10, &[(0, "none"), (1, "low"), (3, "moderate"), (6, "substantial"), (9, "severe")]),
        non_commercial: true,
        notice: "Copyright Harvey A. Skinner and the Centre for Addiction and Mental Health, Toronto, Canada. Free for non-commercial use with credit.",
        source: "Skinner HA. The Drug Abuse Screening Test. Addict Behav 1982;7:363-371",
        ..blank()
    }
}
