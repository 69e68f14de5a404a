//! Sentences for notes, hand-offs and outcomes.

use domain::alert::AlertOutcome;
use domain::case::CaseOutcome;
use domain::contact::{ContactMode, ContactOutcome, ContactPurpose, ContactWith, Direction};

use super::random::Random;

/// The first sentence of a text, for the summary of a contact.
pub fn first_sentence(body: &str) -> String {
    body.split_inclusive(". ").next().unwrap_or(body).trim().to_owned()
}

/// What is noted when nobody was reached.
pub fn attempt(outcome: ContactOutcome) -> &'static str {
    match outcome {
        ContactOutcome::LeftMessage => "Left a message with name and number, without details.",
        ContactOutcome::WrongNumber => "Number is not in service; will ask the clinic for a new one.",
        ContactOutcome::Refused => "Did not want to talk today; asked to be called another day.",
        ContactOutcome::NoAnswer | ContactOutcome::Reached => "No answer.",
    }
}

/// How a note begins.
pub fn opening(
    random: &mut Random,
    mode: ContactMode,
    direction: Direction,
    with: ContactWith,
    first: &str,
    caregiver: Option<(String, String)>,
    interpreter: Option<String>,
) -> String {
    if with == ContactWith::Provider {
        return (*random.pick(&[
            "Spoke with the clinic's front desk and the nurse.",
            "Called the agency's intake line.",
            "Reached the office of the primary care physician.",
            "Spoke with the supplier's service desk.",
        ]))
        .to_owned();
    }
    let whom = match (with, caregiver) {
        (ContactWith::Caregiver, Some((name, relationship))) => format!("{name} ({relationship})"),
        _ => first.to_owned(),
    };
    let with_interpreter =
        interpreter.map_or_else(String::new, |language| format!(" with a {} interpreter", language_name(&language)));
    match (mode, direction) {
        (ContactMode::InPerson, _) => {
            let verb = *random.pick(&["Met with", "Visited", "Sat down with"]);
            format!("{verb} {whom}{with_interpreter}.")
        }
        (ContactMode::Video, _) => format!("Video visit with {whom}{with_interpreter}."),
        (ContactMode::Text | ContactMode::Portal | ContactMode::Letter, Direction::Inbound) => {
            format!("{whom} wrote with a question; answered the same day.")
        }
        (ContactMode::Text | ContactMode::Portal | ContactMode::Letter, _) => {
            format!("Exchanged messages with {whom}.")
        }
        (ContactMode::Phone, Direction::Inbound) => format!("{whom} called{with_interpreter}."),
        (ContactMode::Phone, _) => {
            let verb = *random.pick(&["Spoke with", "Reached", "Talked with"]);
            format!("{verb} {whom} by phone{with_interpreter}.")
        }
    }
}

/// How a note ends.
pub fn closing(random: &mut Random, purpose: ContactPurpose, next: &str) -> String {
    let steps: &[&str] = match purpose {
        ContactPurpose::Outreach => &[
            "Went through the discharge instructions; medicines are at home and the follow-up visit is booked.",
            "Discharge papers were read together. One new tablet was unclear; pharmacy was called.",
            "Knows whom to call at night. Follow-up visit is on the calendar.",
        ],
        ContactPurpose::Assessment => &[
            "Explained the program and how we work together; agreed to take part.",
            "Went through history, home, supports and worries. Strengths: keeps appointments and asks good questions.",
            "Talked about what matters most and what a good month would look like.",
        ],
        ContactPurpose::Coordination => &[
            "Appointment confirmed; records will be sent today.",
            "Order received, delivery within three business days.",
            "They will call back with a date; set a reminder.",
        ],
        ContactPurpose::Crisis => &[
            "Stayed on the line until support was present. Safety plan was gone through step by step.",
            "Asked directly about safety, means and supports; person is not alone tonight.",
        ],
        ContactPurpose::FollowUp | ContactPurpose::Education => &[
            "Teach-back was good.",
            "Agreed on one small step until the next talk.",
            "No new barriers. Questions were answered.",
            "Asked for something in writing; will be sent.",
        ],
    };
    let step = random.pick(steps);
    if next.is_empty() || random.chance(0.4) {
        (*step).to_owned()
    } else {
        format!("{step} Next: {}.", lower_first(next))
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn language_name(code: &str) -> &'static str {
    match code {
        "es" => "Spanish",
        "zh" => "Mandarin",
        "vi" => "Vietnamese",
        "ar" => "Arabic",
        "so" => "Somali",
        "ht" => "Haitian Creole",
        "uk" => "Ukrainian",
        "pt" => "Portuguese",
        "ne" => "Nepali",
        "sw" => "Swahili",
        "fa" => "Dari",
        "hi" => "Hindi",
        "pl" => "Polish",
        _ => "telephone",
    }
}

/// Why a plan is revised.
pub const REVISION_REASONS: &[&str] = &[
    "Review after two months: first steps worked, next ones agreed.",
    "The situation at home changed.",
    "The person asked to slow down and focus on one goal.",
    "A barrier was removed; the plan can go on.",
    "New advice from the specialist.",
];

/// How a barrier was removed.
pub const RESOLUTIONS: &[&str] = &[
    "Ride benefit approved; first trips went well.",
    "Family and program found a schedule together.",
    "Covered by a community fund.",
    "Written in plain words and gone through together.",
];

/// Why a case was closed.
pub fn close_reason(random: &mut Random, outcome: CaseOutcome) -> String {
    let reasons: &[&str] = match outcome {
        CaseOutcome::GoalsMet => &[
            "Goals of the plan are reached; the person knows how to come back.",
            "Stable for two months and connected with services.",
            "Plan is complete; primary care takes over.",
        ],
        CaseOutcome::Transferred => &["Moved to a program closer to home.", "Now cared for by the specialty program."],
        CaseOutcome::Declined => &["The person feels able to go on alone and declined further calls."],
        CaseOutcome::LostContact => &["No contact after repeated attempts by phone, letter and through the clinic."],
        CaseOutcome::Ineligible => &["Coverage changed; no longer eligible for the program."],
        CaseOutcome::Deceased => &["The person died; family was offered bereavement support."],
    };
    (*random.pick(reasons)).to_owned()
}

/// What was done about a safety alert.
pub fn alert_detail(outcome: AlertOutcome) -> &'static str {
    match outcome {
        AlertOutcome::SafetyPlanCompleted => {
            "Safety plan made together by phone; sister will stay tonight, therapist informed, call agreed for tomorrow."
        }
        AlertOutcome::EvaluatedNoImminentRisk => {
            "Asked about thoughts, plan, means and supports. No plan, no intent; therapy visit moved forward to this week."
        }
        AlertOutcome::EmergencyServicesCalled => {
            "Person could not keep themselves safe. Called 911 and stayed on the line until help arrived."
        }
        AlertOutcome::Admitted => "Evaluated in the emergency department and admitted to the behavioral health unit.",
        AlertOutcome::WarmHandoff => "Connected by phone, person to person, with the crisis clinician, who took over.",
        AlertOutcome::WorkerSafe => "Spoke by phone: the visit took longer, all is well.",
        AlertOutcome::WorkerSafeAfterIncident => {
            "A neighbor's dog was loose. Got away unhurt and is back at the office."
        }
        AlertOutcome::WorkerHurt => "Slipped on the stairs and is being treated; a colleague is there.",
        AlertOutcome::FalsePositiveConfirmed => {
            "Asked again: the answer was meant for another question. No thoughts of death or self-harm."
        }
    }
}

/// What a colleague must know of a case: where it stands, risks, promises.
pub const HAND_OFFS: &[(&str, &str, &str)] = &[
    (
        "Plan is approved and running. Calls go best before noon.",
        "Ran out of medicine twice; refill dates are on the plan.",
        "I promised to call about the ride benefit this week.",
    ),
    (
        "Recently home from the hospital, first visits are booked.",
        "Lives alone, second floor, weak on the stairs.",
        "Daughter was promised a call after the cardiology visit.",
    ),
    (
        "Good trust, slow steps. One goal reached, one to go.",
        "Mood drops when appointments are moved.",
        "Letter to the employer is due by the end of the month.",
    ),
    (
        "New in the program; assessment done, plan in the works.",
        "Rent is two weeks late, a notice may follow.",
        "We agreed to go to the benefits office together.",
    ),
];

/// Why a hand-off was declined.
pub const DECLINES: &[&str] = &[
    "My panel is full this month; please ask the lead.",
    "I know the family privately.",
    "I am on leave from Monday.",
];

/// Why outreach is set aside.
pub const GIVEN_UP: &str =
    "Attempts by phone and letter without answer; the clinic was told and will try at the next visit.";

/// Why a goal asks for more than is usual.
pub const LARGE_CHANGE: &str = "The treatment changes this month; agreed with the treating physician.";

/// What people say about what they want, whatever the goal is called.
pub const OWN_WORDS: &[&str] = &[
    "I want to stay in my own home.",
    "I don't want to go back to the hospital.",
    "I want to be there when my grandchildren come.",
    "I want to do things by myself again.",
    "Just let me sleep through the night.",
    "I want to go back to work.",
];

/// The same, as people say it in Spanish.
pub const OWN_WORDS_SPANISH: &[&str] = &[
    "Quiero quedarme en mi casa.",
    "No quiero volver al hospital.",
    "Quiero estar ahí cuando lleguen mis nietos.",
    "Quiero volver a hacer mis cosas sin ayuda.",
    "Nomás quiero dormir toda la noche.",
    "Quiero volver a trabajar.",
];
