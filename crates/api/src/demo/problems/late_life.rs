//! Struggles of old age and of the last weeks, and of those who give care.

use domain::care_plan::goal::GoalDirection::Increase;
use domain::care_plan::plan::BarrierKind as B;
use domain::need::NeedKind as N;

use super::{Problem, arrange, call, desk, visit};

pub const ISOLATION: Problem = Problem {
    kind: N::Social,
    need: "Lives alone and sees few people",
    code: Some("Z60.2"),
    goal: "See somebody I like at least twice a week",
    measure: ("Social visits in a week", "visits"),
    direction: Increase,
    baseline: (0, 1),
    target: 2.0,
    actions: &[call("Friendly check-in and plan for the week"), arrange("Introduce to the senior center")],
    barrier: (B::Transportation, "Does not drive after dark"),
    progress: &[
        "Went to the Wednesday lunch and met an old colleague.",
        "A volunteer visits on Fridays; they play cards.",
        "Low week, but glad about the call.",
    ],
};

pub const MEALS: Problem = Problem {
    kind: N::Functional,
    need: "Cooking has become too hard",
    code: Some("Z74.1"),
    goal: "Eat a warm meal every day",
    measure: ("Warm meals in a week", "meals"),
    direction: Increase,
    baseline: (2, 4),
    target: 7.0,
    actions: &[
        call("Ask how the meals work out"),
        arrange("Start home-delivered meals"),
        desk("Renew meal program eligibility"),
    ],
    barrier: (B::Financial, "Copay for meals"),
    progress: &[
        "Meals arrive before noon; likes the fish.",
        "Freezer is stocked for the weekend.",
        "A niece cooks on Sundays now.",
    ],
};

pub const CAREGIVER_STRAIN: Problem = Problem {
    kind: N::Caregiver,
    need: "Caregiver is exhausted",
    code: Some("Z63.6"),
    goal: "Give the caregiver one free afternoon a week",
    measure: ("Respite hours in a week", "hours"),
    direction: Increase,
    baseline: (0, 1),
    target: 4.0,
    actions: &[call("Ask the caregiver how the week was"), arrange("Arrange respite care")],
    barrier: (B::Family, "Caregiver feels guilty about leaving"),
    progress: &[
        "Caregiver slept through two nights with the aide in the house.",
        "Respite starts Tuesday afternoons.",
        "Talked about what is hardest; support group number given.",
    ],
};

pub const LAST_WISHES: Problem = Problem {
    kind: N::Social,
    need: "Wishes for the last weeks are not written down",
    code: Some("Z71.89"),
    goal: "Have my wishes known and followed",
    measure: ("Wishes documented and shared", "wishes"),
    direction: Increase,
    baseline: (0, 2),
    target: 5.0,
    actions: &[visit("Talk about what matters most now"), desk("File health care proxy and MOLST")],
    barrier: (B::Family, "Two sons disagree"),
    progress: &[
        "Proxy signed; copy is at the bedside and with the physician.",
        "Wants to hear the old records and to see the harbor once more.",
        "Both sons were present and listened.",
    ],
};

pub const RESIDENT_DAYS: Problem = Problem {
    kind: N::Social,
    need: "Few activities that fit",
    code: None,
    goal: "Do something I enjoy every day",
    measure: ("Activities joined in a week", "activities"),
    direction: Increase,
    baseline: (0, 2),
    target: 5.0,
    actions: &[visit("Ask what was good this week and plan the next"), arrange("Talk with activities staff")],
    barrier: (B::Other, "Hearing aid is broken"),
    progress: &[
        "Joined the garden group and planted herbs.",
        "Sings along on Thursdays; staff noticed better sleep.",
        "New batteries for the hearing aid, follows talk at the table.",
    ],
};
