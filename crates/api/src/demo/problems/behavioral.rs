//! Struggles of the mind.

use domain::care_plan::goal::GoalDirection::{Decrease, Increase};
use domain::care_plan::plan::BarrierKind as B;
use domain::need::NeedKind as N;

use super::{Problem, arrange, call, desk, visit};

pub const DEPRESSION: Problem = Problem {
    kind: N::Behavioral,
    need: "Depression that makes days hard to start",
    code: Some("F33.1"),
    goal: "Have more good days than bad ones and get back to choir",
    measure: ("PHQ-9 total", "points"),
    direction: Decrease,
    baseline: (12, 21),
    target: 8.0,
    actions: &[
        call("Check in on mood, sleep and one planned activity"),
        arrange("Confirm therapy appointment is kept"),
        desk("Write down early warning signs with the person"),
    ],
    barrier: (B::Behavioral, "Mornings feel impossible when sleep was bad"),
    progress: &[
        "Mood better than last week; went out for groceries twice.",
        "Sleep is broken, up at four most nights. Agreed to try the wind-down steps again.",
        "Kept the therapy appointment and found it useful.",
        "Low energy, but managed a short walk with a neighbor.",
    ],
};

pub const ANXIETY: Problem = Problem {
    kind: N::Behavioral,
    need: "Anxiety with panic in crowded places",
    code: Some("F41.1"),
    goal: "Ride the bus to work without getting off early",
    measure: ("GAD-7 total", "points"),
    direction: Decrease,
    baseline: (11, 18),
    target: 7.0,
    actions: &[
        call("Practice grounding exercise and plan the next bus ride"),
        arrange("Arrange cognitive behavioral therapy intake"),
    ],
    barrier: (B::Transportation, "The only bus line is the crowded one"),
    progress: &[
        "Rode four stops with headphones and stayed calm.",
        "One panic attack at the pharmacy; used the breathing exercise and stayed in line.",
        "Sleeps better since cutting coffee after noon.",
    ],
};

pub const PTSD: Problem = Problem {
    kind: N::Behavioral,
    need: "Post-traumatic stress",
    code: Some("F43.10"),
    goal: "Sleep through the night in my own bed",
    measure: ("Nights slept through in a week", "nights"),
    direction: Increase,
    baseline: (1, 3),
    target: 5.0,
    actions: &[call("Review sleep and triggers, at the person's pace"), arrange("Confirm trauma therapy referral")],
    barrier: (B::Access, "Few therapists take the plan"),
    progress: &[
        "Three nights without waking from dreams. Prefers not to talk about details by phone.",
        "Fireworks set things back for two days; stayed with a cousin and felt safe.",
        "Started the therapy group and wants to go again.",
    ],
};

pub const SUBSTANCE_USE: Problem = Problem {
    kind: N::Behavioral,
    need: "Opioid use disorder, in treatment",
    code: Some("F11.20"),
    goal: "Stay in treatment and see the kids every weekend",
    measure: ("Weeks without use", "weeks"),
    direction: Increase,
    baseline: (1, 5),
    target: 24.0,
    actions: &[
        call("Check in on cravings, dosing and meetings"),
        arrange("Confirm dosing schedule with the clinic"),
        desk("Update naloxone and safety contacts"),
    ],
    barrier: (B::Housing, "Roommate still uses"),
    progress: &[
        "Picked up every dose this week and went to two meetings.",
        "Strong cravings after payday; called the sponsor and rode it out.",
        "Missed one dose because of the bus strike; the clinic arranged a take-home.",
        "Carries naloxone and showed a friend how it works.",
    ],
};

pub const ANXIETY_AT_SCHOOL: Problem = Problem {
    kind: N::Behavioral,
    need: "Anxiety before tests and in the cafeteria",
    code: Some("F93.8"),
    goal: "Stay in class for a whole test and eat lunch with friends",
    measure: ("Lunches with classmates in a week", "lunches"),
    direction: Increase,
    baseline: (0, 1),
    target: 4.0,
    actions: &[visit("Meet at school and practice calming steps"), arrange("Talk with the school counselor")],
    barrier: (B::Other, "The cafeteria is loud"),
    progress: &[
        "Ate lunch with two classmates on Tuesday.",
        "Used the quiet pass once and came back to finish the test.",
        "Teacher reports a calmer start to the day.",
    ],
};
