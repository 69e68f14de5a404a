//! Struggles with housing, money, safety, school and courts.

use domain::care_plan::goal::GoalDirection::{Decrease, Increase};
use domain::care_plan::plan::BarrierKind as B;
use domain::need::NeedKind as N;

use super::{Problem, arrange, call, desk, visit};

pub const FOOD: Problem = Problem {
    kind: N::Social,
    need: "Food runs out before the month ends",
    code: Some("Z59.41"),
    goal: "Have enough to eat every day of the month",
    measure: ("Days without enough food in a month", "days"),
    direction: Decrease,
    baseline: (4, 10),
    target: 0.0,
    actions: &[
        call("Ask about food and pantry visits"),
        desk("Complete SNAP recertification"),
        arrange("Arrange delivery from the food pantry"),
    ],
    barrier: (B::Transportation, "The pantry is two bus lines away"),
    progress: &[
        "SNAP card arrived; first full shopping trip done.",
        "Pantry delivery comes every second Thursday now.",
        "Ran short for three days at the end of the month; emergency box arranged.",
    ],
};

pub const HOUSING: Problem = Problem {
    kind: N::Social,
    need: "At risk of losing the apartment",
    code: Some("Z59.811"),
    goal: "Keep a roof over the family's heads",
    measure: ("Rent owed", "USD"),
    direction: Decrease,
    baseline: (900, 3200),
    target: 0.0,
    actions: &[
        call("Go over rent, notices and next steps"),
        desk("File emergency rental assistance application"),
        arrange("Set up meeting with the landlord"),
    ],
    barrier: (B::Financial, "Hours at work were cut"),
    progress: &[
        "Assistance paid one month; landlord agreed to wait for the second.",
        "A notice came in the mail; sent a photo, the legal clinic looks at it tomorrow.",
        "On the waiting list for a two-bedroom in Stonebridge.",
    ],
};

pub const INCOME: Problem = Problem {
    kind: N::Financial,
    need: "Disability benefits application pending",
    code: Some("Z59.6"),
    goal: "Have a steady income to plan with",
    measure: ("Monthly income", "USD"),
    direction: Increase,
    baseline: (180, 620),
    target: 1100.0,
    actions: &[call("Check letters and what they ask for"), desk("Collect medical records for SSI claim")],
    barrier: (B::Literacy, "Letters are hard to understand"),
    progress: &[
        "Interview with the benefits office went well, decision in about six weeks.",
        "Received a request for more records; clinic will send them this week.",
        "First payment arrived. Relief in the voice.",
    ],
};

pub const CHILD_CARE: Problem = Problem {
    kind: N::Caregiver,
    need: "No child care during work hours",
    code: None,
    goal: "Keep the job and know the children are safe",
    measure: ("Care hours covered in a week", "hours"),
    direction: Increase,
    baseline: (5, 15),
    target: 35.0,
    actions: &[call("Review the week's child care plan"), desk("Submit child care subsidy form")],
    barrier: (B::Access, "No openings for infants before spring"),
    progress: &[
        "Subsidy approved; a place opens at the center next month.",
        "Grandmother covers Mondays, a neighbor covers Wednesdays.",
        "Lost one shift this week. Employer was understanding.",
    ],
};

pub const SAFETY_AT_HOME: Problem = Problem {
    kind: N::Environment,
    need: "Does not feel safe at home",
    code: None,
    goal: "Sleep somewhere safe and decide in peace what comes next",
    measure: ("Steps of the safety plan in place", "steps"),
    direction: Increase,
    baseline: (1, 3),
    target: 8.0,
    actions: &[
        call("Call at the agreed safe time"),
        arrange("Confirm advocate appointment"),
        desk("Update safe ways to reach the person"),
    ],
    barrier: (B::Family, "Partner reads text messages"),
    progress: &[
        "Safe to talk. Bag is packed and documents are with a friend.",
        "Met the advocate, filing is planned for next week.",
        "Staying with a sister. Asked to be called in the mornings only.",
    ],
};

pub const COURT_DATES: Problem = Problem {
    kind: N::Social,
    need: "Missed court dates in the past",
    code: Some("Z65.3"),
    goal: "Make every hearing and finish the program",
    measure: ("Hearings attended in a row", "hearings"),
    direction: Increase,
    baseline: (0, 1),
    target: 6.0,
    actions: &[
        call("Confirm next hearing and the way there"),
        desk("Send progress letter to the court"),
        arrange("Speak with defense counsel"),
    ],
    barrier: (B::Transportation, "License is suspended"),
    progress: &[
        "Was in court on time; the judge noticed the progress.",
        "Next hearing is in the calendar with two reminders.",
        "Counsel asked for a letter about treatment; sent the same day.",
    ],
};

pub const WORK: Problem = Problem {
    kind: N::Financial,
    need: "No steady work",
    code: Some("Z56.0"),
    goal: "Earn enough to pay my own way",
    measure: ("Hours worked in a week", "hours"),
    direction: Increase,
    baseline: (0, 12),
    target: 30.0,
    actions: &[
        call("Go over applications and interviews of the week"),
        arrange("Refer to workforce center"),
        desk("Finish resume in plain words"),
    ],
    barrier: (B::Access, "Buses stop before the late shift ends"),
    progress: &[
        "Interview at the bakery on Friday; shirt and shoes are ready.",
        "Worked three days through the agency, wants more hours.",
        "Finished the forklift course and passed.",
    ],
};

pub const SETTLING: Problem = Problem {
    kind: N::Social,
    need: "New in the country, home not set up",
    code: Some("Z60.3"),
    goal: "Have a furnished home, papers and a doctor",
    measure: ("Arrival steps finished", "steps"),
    direction: Increase,
    baseline: (1, 4),
    target: 12.0,
    actions: &[
        visit("Visit at home and go through arrival steps"),
        desk("Apply for Social Security cards"),
        arrange("Book first visit at the family clinic"),
    ],
    barrier: (B::Language, "Nobody at home speaks English yet"),
    progress: &[
        "Beds and kitchen table delivered. Children chose their rooms.",
        "Cards came in the mail; bank account opened with the volunteer.",
        "Practiced the bus route to the school and the market.",
    ],
};

pub const ENGLISH: Problem = Problem {
    kind: N::Social,
    need: "Wants to learn English",
    code: None,
    goal: "Talk with my child's teacher without an interpreter",
    measure: ("English classes attended in a month", "classes"),
    direction: Increase,
    baseline: (0, 2),
    target: 8.0,
    actions: &[call("Ask about class and child care during class"), arrange("Enroll in evening English class")],
    barrier: (B::Family, "No one to watch the children during class"),
    progress: &[
        "Went to six classes and introduced the family in English.",
        "Class moved to mornings, which fits the work schedule better.",
        "Practices with the neighbor while cooking.",
    ],
};

pub const FIRST_SCREENING: Problem = Problem {
    kind: N::Clinical,
    need: "Medical screening after arrival not complete",
    code: Some("Z02.89"),
    goal: "Finish screening and vaccines for everyone",
    measure: ("Screening visits completed", "visits"),
    direction: Increase,
    baseline: (0, 1),
    target: 4.0,
    actions: &[visit("Go along to the screening visit"), desk("Collect vaccine records from abroad")],
    barrier: (B::Language, "The clinic has no interpreter on Mondays"),
    progress: &[
        "Second round of vaccines done; school forms are complete.",
        "Blood test results came back normal.",
        "Glasses were ordered for the oldest son.",
    ],
};

pub const REENTRY_HOUSING: Problem = Problem {
    kind: N::Social,
    need: "No address after release",
    code: Some("Z59.00"),
    goal: "Have my own key and my own door",
    measure: ("Nights in stable housing in a month", "nights"),
    direction: Increase,
    baseline: (0, 8),
    target: 30.0,
    actions: &[
        call("Check in on where the person sleeps this week"),
        arrange("Call transitional house about an opening"),
        desk("Request birth certificate copy"),
    ],
    barrier: (B::Housing, "Landlords refuse because of the record"),
    progress: &[
        "Has a room at the transitional house until spring.",
        "Birth certificate arrived; state ID is next.",
        "Stays with an uncle, parole officer has the address.",
    ],
};

pub const SUPERVISION: Problem = Problem {
    kind: N::Social,
    need: "Conditions of supervision are hard to keep track of",
    code: Some("Z65.2"),
    goal: "Finish supervision without a violation",
    measure: ("Appointments with the officer kept", "appointments"),
    direction: Increase,
    baseline: (1, 3),
    target: 12.0,
    actions: &[call("Go over the week's conditions and appointments"), arrange("Talk with supervising officer")],
    barrier: (B::Transportation, "Report office opens when the shift starts"),
    progress: &[
        "Reported on time; curfew moved to nine because of work.",
        "Officer agreed to phone check-ins twice a month.",
        "Fees are on a payment plan now.",
    ],
};

pub const ATTENDANCE: Problem = Problem {
    kind: N::Social,
    need: "Missing school days",
    code: Some("Z55.3"),
    goal: "Be in school on time and pass the year",
    measure: ("Days present in a month", "days"),
    direction: Increase,
    baseline: (9, 14),
    target: 19.0,
    actions: &[call("Call the family about the week at school"), visit("Meet at school with student and teacher")],
    barrier: (B::Transportation, "The bus comes before the parent's shift ends"),
    progress: &[
        "Present on nine of ten days; proud of the chart.",
        "Alarm clock helps. Late once because of the snow.",
        "Parent and teacher text each other when a day is missed.",
    ],
};

pub const READING: Problem = Problem {
    kind: N::Functional,
    need: "Reading two grades behind",
    code: Some("F81.0"),
    goal: "Read a whole chapter book alone",
    measure: ("Words read aloud in a minute", "words"),
    direction: Increase,
    baseline: (45, 70),
    target: 110.0,
    actions: &[
        visit("Sit in on reading group"),
        desk("Prepare notes for IEP review"),
        arrange("Speak with the reading specialist"),
    ],
    barrier: (B::Other, "Only one reading specialist for three schools"),
    progress: &[
        "Reads to a little brother every night.",
        "Twelve words a minute faster than in the last check.",
        "Asked for the next book in the series.",
    ],
};

pub const SCHOOL_BELONGING: Problem = Problem {
    kind: N::Social,
    need: "New at school and often alone",
    code: None,
    goal: "Have a friend to sit with",
    measure: ("Club afternoons in a month", "afternoons"),
    direction: Increase,
    baseline: (0, 1),
    target: 4.0,
    actions: &[visit("Meet at lunch and plan one club afternoon"), call("Call home about how the week felt")],
    barrier: (B::Language, "Shy to speak English"),
    progress: &[
        "Joined the drawing club and stayed the whole time.",
        "Was invited to a birthday.",
        "Quiet week, but volunteered an answer in class.",
    ],
};
