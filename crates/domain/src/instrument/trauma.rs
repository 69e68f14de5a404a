//! PTSD Checklist for DSM-5 (PCL-5).

use super::make::{asked_all, blank, part};
use super::{Combine, Instrument};

const HOW_MUCH: &[(i64, &str)] =
    &[(0, "Not at all"), (1, "A little bit"), (2, "Moderately"), (3, "Quite a bit"), (4, "Extremely")];

/// The parts are the symptom clusters. The authors give 31 to 33 as the cut-point; the lowest is used.
pub(super) fn pcl_5() -> Instrument {
    let problems = [
        "Repeated, disturbing, and unwanted memories of the stressful experience?",
        "Repeated, disturbing dreams of the stressful experience?",
        "Suddenly feeling or acting as if the stressful experience were actually happening again (as if you were actually back there reliving it)?",
        "Feeling very upset when something reminded you of the stressful experience?",
        "Having strong physical reactions when something reminded you of the stressful experience (for example, heart pounding, trouble breathing, sweating)?",
        "Avoiding memories, thoughts, or feelings related to the stressful experience?",
        "Avoiding external reminders of the stressful experience (for example, people, places, conversations, activities, objects, or situations)?",
        "Trouble remembering important parts of the stressful experience?",
        "Having strong negative beliefs about yourself, other people, or the world (for example, having thoughts such as: I am bad, there is something seriously wrong with me, no one can be trusted, the world is completely dangerous)?",
        "Blaming yourself or someone else for the stressful experience or what happened after it?",
        "Having strong negative feelings such as fear, horror, anger, guilt, or shame?",
        "Loss of interest in activities that you used to enjoy?",
        "Feeling distant or cut off from other people?",
        "Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving feelings for people close to you)?",
        "Irritable behavior, angry outbursts, or acting aggressively?",
        "Taking too many risks or doing things that could cause you harm?",
        "Being \"superalert\" or watchful or on guard?",
        "Feeling jumpy or easily startled?",
        "Having difficulty concentrating?",
        "Trouble falling or staying asleep?",
    ];
    Instrument {
        code: "pcl-5",
        title: "PTSD Checklist for DSM-5 (PCL-5)",
        loinc: Some("101697-1"),
        loinc_total: Some("101698-9"),
        stem: "In the past month, how much were you bothered by:".into(),
        items: asked_all(&problems, HOW_MUCH),
        parts: vec![
            part("intrusion", "Intrusion", 1..=5, Combine::Sum),
            part("avoidance", "Avoidance", 6..=7, Combine::Sum),
            part("cognition_mood", "Negative alterations in cognitions and mood", 8..=14, Combine::Sum),
            part("arousal", "Alterations in arousal and reactivity", 15..=20, Combine::Sum),
        ],
        positive_from: Some(31),
        meaningful_change: Some(10),
        notice: "Work of the US government, National Center for PTSD; not copyrighted.",
        source: "Weathers FW, Litz BT, Keane TM, Palmieri PA, Marx BP, Schnurr PP. The PTSD Checklist for DSM-5 (PCL-5). National Center for PTSD 2013",
        ..blank()
    }
}
