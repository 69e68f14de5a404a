//! Struggles of the body.

use domain::care_plan::goal::GoalDirection::{Decrease, Increase};
use domain::care_plan::plan::BarrierKind as B;
use domain::need::NeedKind as N;

use super::{Problem, arrange, call, desk, visit};

pub const DIABETES: Problem = Problem {
    kind: N::Clinical,
    need: "Type 2 diabetes with high blood sugar",
    code: Some("E11.65"),
    goal: "Bring A1c down and feel less tired after meals",
    measure: ("Hemoglobin A1c", "%"),
    direction: Decrease,
    baseline: (9, 11),
    target: 7.5,
    actions: &[
        call("Review glucose log and meals by phone"),
        arrange("Arrange diabetes education class"),
        desk("Renew order for glucose test strips"),
    ],
    barrier: (B::Financial, "Test strips run out before the end of the month"),
    progress: &[
        "Fasting readings were between 140 and 180 this week, down from over 200.",
        "Checked glucose twice a day on five of seven days and brought the log.",
        "Skipped two evening doses while staying with family; knows how to catch up safely.",
        "Swapped soda for water at lunch and noticed steadier readings.",
    ],
};

pub const HEART_FAILURE: Problem = Problem {
    kind: N::Clinical,
    need: "Heart failure with recent weight gain",
    code: Some("I50.22"),
    goal: "Stay out of the hospital and walk to the corner store again",
    measure: ("Unplanned hospital days in 90 days", "days"),
    direction: Decrease,
    baseline: (3, 9),
    target: 0.0,
    actions: &[
        call("Check daily weights and swelling by phone"),
        arrange("Book cardiology follow-up"),
        desk("Send low-sodium meal guide in preferred language"),
    ],
    barrier: (B::Transportation, "No ride to the cardiology clinic across the river"),
    progress: &[
        "Weight steady within two pounds; no swelling in the ankles this week.",
        "Up three pounds since Monday; called the clinic, diuretic was adjusted for three days.",
        "Sleeping on two pillows instead of three and climbing the stairs without a stop.",
        "Reads labels for sodium now and cooks without the salt shaker.",
    ],
};

pub const COPD: Problem = Problem {
    kind: N::Clinical,
    need: "COPD with repeated flare-ups",
    code: Some("J44.1"),
    goal: "Manage breathing at home without a trip to the emergency room",
    measure: ("Emergency visits in 6 months", "visits"),
    direction: Decrease,
    baseline: (2, 5),
    target: 0.0,
    actions: &[
        call("Go through COPD action plan and inhaler use by phone"),
        arrange("Arrange pulmonary rehabilitation intake"),
        desk("Check refill dates of rescue and controller inhaler"),
    ],
    barrier: (B::Access, "Pulmonary rehabilitation has a waiting list"),
    progress: &[
        "Used the rescue inhaler twice this week, less than last month.",
        "Showed inhaler technique over video; holds the breath longer now.",
        "Green zone all week. Smoke from the neighbor's grill is the main trigger.",
        "Coughing more at night; knows to start the yellow-zone steps and call.",
    ],
};

pub const HYPERTENSION: Problem = Problem {
    kind: N::Clinical,
    need: "High blood pressure not yet controlled",
    code: Some("I10"),
    goal: "Keep blood pressure where the doctor wants it",
    measure: ("Systolic blood pressure", "mmHg"),
    direction: Decrease,
    baseline: (152, 178),
    target: 130.0,
    actions: &[
        call("Go over home blood pressure readings"),
        desk("Order home blood pressure cuff"),
        arrange("Schedule pharmacist visit for medication timing"),
    ],
    barrier: (B::Literacy, "Unsure which pills are for blood pressure"),
    progress: &[
        "Home readings averaged 138 over 84 this week.",
        "Takes the morning pill with coffee and has not missed a day.",
        "Readings climb on work days; will measure after a rest of five minutes.",
    ],
};

pub const KIDNEY: Problem = Problem {
    kind: N::Clinical,
    need: "Chronic kidney disease, stage 3b",
    code: Some("N18.32"),
    goal: "Keep kidneys working and avoid dialysis",
    measure: ("Nephrology visits kept", "visits"),
    direction: Increase,
    baseline: (0, 1),
    target: 3.0,
    actions: &[
        call("Review fluid, diet and medication questions"),
        arrange("Confirm nephrology appointment and lab order"),
    ],
    barrier: (B::Transportation, "Nephrology clinic is an hour away by bus"),
    progress: &[
        "Had labs drawn on time; creatinine unchanged.",
        "Stopped taking ibuprofen and uses acetaminophen for the knee.",
        "Asked about dialysis for the first time and would like to meet the educator.",
    ],
};

pub const MEDICATIONS: Problem = Problem {
    kind: N::Clinical,
    need: "Many medications, doses missed",
    code: Some("Z91.148"),
    goal: "Take every medicine as agreed without the evening muddle",
    measure: ("Doses taken as prescribed", "%"),
    direction: Increase,
    baseline: (55, 75),
    target: 90.0,
    actions: &[call("Count pill organizer together"), arrange("Ask pharmacy for blister packs")],
    barrier: (B::Literacy, "Labels are in English only"),
    progress: &[
        "Pill organizer was filled correctly; one evening dose left over.",
        "Pharmacy now packs by time of day, which helps.",
        "Worried about dizziness in the morning; pharmacist will review the timing.",
    ],
};

pub const JOINT_REPLACEMENT: Problem = Problem {
    kind: N::Functional,
    need: "Recovery after hip replacement",
    code: Some("Z96.641"),
    goal: "Walk to the mailbox without the walker",
    measure: ("Distance walked without a rest", "feet"),
    direction: Increase,
    baseline: (20, 60),
    target: 300.0,
    actions: &[
        visit("Review exercises, pain and stairs on a visit"),
        arrange("Order raised toilet seat and shower chair"),
    ],
    barrier: (B::Other, "Bedroom is on the second floor"),
    progress: &[
        "Walks the length of the hallway twice with the walker.",
        "Pain 4 of 10 in the evening; ice and timing of tablets reviewed.",
        "Managed three steps with a rail today.",
    ],
};

pub const WOUND: Problem = Problem {
    kind: N::Clinical,
    need: "Wound that heals slowly",
    code: Some("L97.521"),
    goal: "Close the wound and wear normal shoes again",
    measure: ("Wound area", "cm2"),
    direction: Decrease,
    baseline: (5, 14),
    target: 1.0,
    actions: &[
        visit("Check dressing and signs of infection"),
        arrange("Confirm wound clinic visit"),
        desk("Order dressing supplies"),
    ],
    barrier: (B::Financial, "Supplies need a new authorization every month"),
    progress: &[
        "Edges clean, less drainage than last week. Dressing changed as taught.",
        "Slight redness around the edge, no fever. Wound clinic moved the visit forward.",
        "Area smaller; daughter now does the dressing with confidence.",
    ],
};

pub const STROKE: Problem = Problem {
    kind: N::Functional,
    need: "Weakness of the right side after a stroke",
    code: Some("I69.351"),
    goal: "Button a shirt and cook breakfast again",
    measure: ("Tasks of daily living done alone", "tasks"),
    direction: Increase,
    baseline: (2, 5),
    target: 9.0,
    actions: &[visit("Review therapy exercises and home safety"), arrange("Arrange speech therapy intake")],
    barrier: (B::Family, "Spouse works nights and is worn out"),
    progress: &[
        "Opened jars with the right hand for the first time.",
        "Speech is clearer in the morning than in the evening.",
        "Needs a hand on the stairs; rail will be fitted on Thursday.",
    ],
};

pub const DISCHARGE_HOME: Problem = Problem {
    kind: N::Environment,
    need: "Home is not ready for discharge",
    code: Some("Z74.2"),
    goal: "Go home safely and not come back in the first month",
    measure: ("Services in place at discharge", "services"),
    direction: Increase,
    baseline: (0, 1),
    target: 4.0,
    actions: &[
        visit("Round at the bedside on barriers to discharge"),
        arrange("Confirm home health start of care"),
        desk("Complete discharge packet with medication list"),
    ],
    barrier: (B::Family, "Family can help in the evenings only"),
    progress: &[
        "Oxygen delivered, home health starts the day after discharge.",
        "Teach-back on the new tablets went well.",
        "Family agreed on who stays the first two nights.",
    ],
};

pub const FALLS: Problem = Problem {
    kind: N::Functional,
    need: "Two falls in the last half year",
    code: Some("Z91.81"),
    goal: "Move around the house without falling",
    measure: ("Falls in 90 days", "falls"),
    direction: Decrease,
    baseline: (1, 3),
    target: 0.0,
    actions: &[
        visit("Walk through the rooms and review fall risks"),
        arrange("Arrange physical therapy for balance"),
        desk("Request grab bars for the bathroom"),
    ],
    barrier: (B::Financial, "Grab bars are not covered"),
    progress: &[
        "No falls since the last visit. Rugs are gone, night light is on.",
        "Stumbled on the porch step, no injury. Rail has been requested.",
        "Balance class twice a week; gets up from the chair without hands.",
    ],
};

pub const WEIGHT_LOSS: Problem = Problem {
    kind: N::Clinical,
    need: "Weight loss without wanting it",
    code: Some("R63.4"),
    goal: "Enjoy meals again and stop losing weight",
    measure: ("Body weight", "lb"),
    direction: Increase,
    baseline: (98, 124),
    target: 130.0,
    actions: &[
        visit("Sit with the resident at lunch and review intake"),
        arrange("Ask dietitian for fortified snacks"),
    ],
    barrier: (B::Other, "Dentures do not fit"),
    progress: &[
        "Ate about two thirds of lunch, likes the soup days.",
        "Weight unchanged this week after four weeks of loss.",
        "Dentist comes on Friday; soft diet until then.",
    ],
};

pub const PAIN: Problem = Problem {
    kind: N::Clinical,
    need: "Pain that is not yet under control",
    code: Some("G89.3"),
    goal: "Sit in the garden for an hour without pain",
    measure: ("Worst pain of the day", "0-10"),
    direction: Decrease,
    baseline: (6, 9),
    target: 3.0,
    actions: &[visit("Review pain, sleep and side effects"), arrange("Ask for medication review")],
    barrier: (B::Family, "Family is afraid of opioids"),
    progress: &[
        "Worst pain 4 of 10 since the dose was changed; sleeps five hours in a row.",
        "Pain 7 of 10 on turning. Nurse called the physician from the bedside.",
        "Sat by the window for an hour and enjoyed it.",
    ],
};

pub const BREATHLESSNESS: Problem = Problem {
    kind: N::Clinical,
    need: "Breathlessness that frightens",
    code: Some("R06.02"),
    goal: "Rest at home without fear of suffocating",
    measure: ("Episodes of breathlessness in a week", "episodes"),
    direction: Decrease,
    baseline: (5, 11),
    target: 2.0,
    actions: &[visit("Review breathing, positioning and comfort kit"), desk("Check that the comfort kit is complete")],
    barrier: (B::Family, "Spouse calls the ambulance when alone at night"),
    progress: &[
        "Fan and positioning helped; one episode since Sunday.",
        "Spouse used the comfort kit and called the hospice line instead of the ambulance.",
        "More tired, sleeping most of the afternoon, no distress.",
    ],
};

pub const PREGNANCY: Problem = Problem {
    kind: N::Clinical,
    need: "Pregnancy with high blood pressure",
    code: Some("O13.2"),
    goal: "Carry to term and know when to call",
    measure: ("Prenatal visits kept", "visits"),
    direction: Increase,
    baseline: (1, 3),
    target: 10.0,
    actions: &[call("Ask about warning signs and readings"), arrange("Confirm prenatal visit and ultrasound")],
    barrier: (B::Transportation, "No car on weekdays"),
    progress: &[
        "Readings below 140 over 90, no headaches. Baby moves well.",
        "Knows the warning signs and repeated them back.",
        "Kept the ultrasound appointment; everything on track.",
    ],
};

pub const ASTHMA: Problem = Problem {
    kind: N::Clinical,
    need: "Asthma with missed school and work",
    code: Some("J45.40"),
    goal: "Sleep without coughing and miss no more days",
    measure: ("Days missed in a month", "days"),
    direction: Decrease,
    baseline: (3, 7),
    target: 1.0,
    actions: &[call("Go through asthma action plan"), desk("Send home trigger checklist")],
    barrier: (B::Housing, "Mold in the bathroom, landlord does not answer"),
    progress: &[
        "No night cough for ten days; spacer is used every time.",
        "Mold was cleaned, a letter to the landlord is on its way.",
        "Missed one day this month, four the month before.",
    ],
};
