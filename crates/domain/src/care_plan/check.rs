//! What deserves a second look before a plan is approved. Nothing here stops anybody: a person decides.
//!
//! The rules compare words, so they are ours and deliberately simple:
//! - a **need** that is active and that no goal of any plan in force serves is not addressed (R075);
//! - two active interventions whose telling words are the same are the **same service twice** (R085);
//! - two active interventions that share a telling word, one asking for more of it and the other for less, **contradict**;
//! - an active intervention that is about what a wish of the person leaves out, or that contradicts it, is **against a wish** (R061);
//! - two goals on the same measure, one up and the other down, **contradict**.

use std::collections::BTreeSet;

use super::goal::{Goal, GoalDirection, GoalMeasure, GoalStatus};
use super::plan::{Intervention, InterventionStatus, PlanContent, Preference};
use crate::need::{Need, NeedStatus};

crate::codes! {
    /// What was found.
    pub enum Finding {
        /// A need is neither addressed nor deferred nor declined.
        NeedUnaddressed = "need_unaddressed",
        /// The same service is planned twice.
        ServiceTwice = "service_twice",
        /// Two instructions contradict each other.
        InstructionsConflict = "instructions_conflict",
        /// An intervention does not keep to what the person wishes.
        AgainstWish = "against_wish",
        /// Two goals pull the same measure apart.
        GoalsConflict = "goals_conflict",
    }
}

/// Something that deserves a second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What was found.
    pub finding: Finding,
    /// What it is about, by name: one need, or both that don't go together.
    pub items: Vec<String>,
}

/// Words that say nothing about what is done, in English and in Spanish.
const EMPTY: &[&str] = &[
    "the",
    "and",
    "for",
    "with",
    "about",
    "each",
    "every",
    "day",
    "daily",
    "week",
    "weekly",
    "month",
    "monthly",
    "once",
    "her",
    "his",
    "their",
    "from",
    "into",
    "per",
    "los",
    "las",
    "del",
    "con",
    "por",
    "para",
    "una",
    "uno",
    "unos",
    "unas",
    "cada",
    "todo",
    "toda",
    "dia",
    "diario",
    "diariamente",
    "semana",
    "semanal",
    "semanalmente",
    "mes",
    "mensual",
    "mensualmente",
    "vez",
    "veces",
    "sobre",
    "desde",
    "hasta",
    "sus",
    "que",
    "como",
];
/// Words that ask for more of something. Spanish ones as the infinitive, as "he or she does" and as a request.
const MORE: &[&str] = &[
    "increase",
    "encourage",
    "more",
    "start",
    "begin",
    "resume",
    "take",
    "allow",
    "add",
    "continue",
    "aumentar",
    "aumenta",
    "aumente",
    "animar",
    "anima",
    "anime",
    "fomentar",
    "fomenta",
    "fomente",
    "mas",
    "iniciar",
    "inicia",
    "inicie",
    "comenzar",
    "comienza",
    "comience",
    "empezar",
    "empieza",
    "empiece",
    "reanudar",
    "reanuda",
    "reanude",
    "tomar",
    "toma",
    "tome",
    "permitir",
    "permite",
    "permita",
    "agregar",
    "agrega",
    "agregue",
    "anadir",
    "anade",
    "anada",
    "continuar",
    "continua",
    "continue",
    "seguir",
    "sigue",
    "siga",
];
/// Words that ask for less of it.
const LESS: &[&str] = &[
    "decrease",
    "reduce",
    "restrict",
    "limit",
    "avoid",
    "stop",
    "hold",
    "less",
    "without",
    "not",
    "disminuir",
    "disminuye",
    "disminuya",
    "reducir",
    "reduzca",
    "restringir",
    "restringe",
    "restrinja",
    "limitar",
    "limita",
    "limite",
    "evitar",
    "evita",
    "evite",
    "suspender",
    "suspende",
    "suspenda",
    "dejar",
    "deja",
    "deje",
    "parar",
    "menos",
    "sin",
    "nunca",
];

/// A letter without its accent: people type Spanish with and without.
fn plain_letter(letter: char) -> char {
    match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let lower: String = text.to_lowercase().chars().map(plain_letter).collect();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    let known = |word: &str| MORE.contains(&word) || LESS.contains(&word);
    let plain = |word: &str| match word.strip_suffix('s') {
        Some(stem) if stem.chars().count() > 3 && !stem.ends_with('s') && !known(word) => stem.to_owned(),
        _ => word.to_owned(),
    };
    words.filter(|word| !EMPTY.contains(word)).map(plain).collect()
}

/// Spanish says no with a word of two letters, which [`words`] leaves out.
fn is_denied(text: &str) -> bool {
    text.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "no")
}

/// Which way an instruction points, and at what.
fn instruction(text: &str) -> (bool, bool, BTreeSet<String>) {
    let mut telling = words(text);
    let found = |list: &[&str]| list.iter().any(|word| telling.contains(*word));
    let (more, less) = (found(MORE), found(LESS) || is_denied(text));
    telling.retain(|word| !MORE.contains(&word.as_str()) && !LESS.contains(&word.as_str()));
    (more, less, telling)
}

fn contradict(one: &str, other: &str) -> bool {
    let ((more, less, about), (other_more, other_less, other_about)) = (instruction(one), instruction(other));
    let opposed = (more && !less && other_less && !other_more) || (less && !more && other_more && !other_less);
    opposed && about.intersection(&other_about).next().is_some()
}

/// True where a wish leaves out what an intervention is about, or the two contradict each other.
fn is_against(intervention: &str, wish: &str) -> bool {
    let ((_, omits, about), (more, leaves_out, wished)) = (instruction(intervention), instruction(wish));
    let unwanted = leaves_out && !more && !omits && about.intersection(&wished).next().is_some();
    unwanted || contradict(intervention, wish)
}

/// What follows from a wish for the plan, and what the person said.
fn said(wish: &Preference) -> impl Iterator<Item = &String> {
    wish.constraint.iter().chain([&wish.text])
}

fn is_same_service(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    !one.is_empty() && one == other
}

fn pulls_apart(one: &Goal, other: &Goal) -> bool {
    use GoalDirection::{Decrease, Increase};
    let in_words = match (&one.measure, &other.measure) {
        (Some(one), Some(other)) => is_same_service(one, other),
        _ => false,
    };
    let coded = |goal: &Goal| goal.coded_measure().filter(|measure| *measure != GoalMeasure::Other);
    let same = in_words || coded(one).is_some_and(|measure| coded(other) == Some(measure));
    same && matches!((one.direction, other.direction), (Increase, Decrease) | (Decrease, Increase))
}

/// Goals that are still pursued.
fn pursued(content: &PlanContent) -> impl Iterator<Item = &Goal> {
    let over =
        |goal: &&Goal| !matches!(goal.status, GoalStatus::Cancelled | GoalStatus::Rejected | GoalStatus::Completed);
    content.goals.iter().filter(over)
}

fn active(content: &PlanContent) -> impl Iterator<Item = &Intervention> {
    content.interventions.iter().filter(|item| item.status == InterventionStatus::Active)
}

/// Everything about `plan` that deserves a second look, beside the person's `others` in force and their `needs`.
/// Each pair is named once, and pairs of other plans are theirs to show.
pub fn check(plan: &PlanContent, others: &[PlanContent], needs: &[Need]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let is_served = |need: &Need| {
        let plans = std::iter::once(plan).chain(others);
        // What was reached was addressed too.
        plans.flat_map(|content| &content.goals).any(|goal| {
            goal.need_id == Some(need.id) && !matches!(goal.status, GoalStatus::Cancelled | GoalStatus::Rejected)
        })
    };
    for need in needs.iter().filter(|need| need.status == NeedStatus::Active && !is_served(need)) {
        warnings.push(Warning { finding: Finding::NeedUnaddressed, items: vec![need.title.clone()] });
    }
    let own: Vec<&Intervention> = active(plan).collect();
    for (place, one) in own.iter().enumerate() {
        for other in own.iter().skip(place + 1).copied().chain(others.iter().flat_map(active)) {
            let items = || vec![one.text.clone(), other.text.clone()];
            if is_same_service(&one.text, &other.text) {
                warnings.push(Warning { finding: Finding::ServiceTwice, items: items() });
            } else if contradict(&one.text, &other.text) {
                warnings.push(Warning { finding: Finding::InstructionsConflict, items: items() });
            }
        }
    }
    let wishes = || std::iter::once(plan).chain(others).flat_map(|content| &content.preferences);
    for one in &own {
        let against = wishes().filter_map(|wish| said(wish).find(|words| is_against(&one.text, words)));
        let found =
            |words: &String| Warning { finding: Finding::AgainstWish, items: vec![one.text.clone(), words.clone()] };
        warnings.extend(against.map(found));
    }
    let goals: Vec<&Goal> = pursued(plan).collect();
    for (place, one) in goals.iter().enumerate() {
        for other in goals.iter().skip(place + 1).copied().chain(others.iter().flat_map(pursued)) {
            if pulls_apart(one, other) {
                let items = vec![one.text.clone(), other.text.clone()];
                warnings.push(Warning { finding: Finding::GoalsConflict, items });
            }
        }
    }
    warnings
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::need::NeedKind;
    use serde_json::json;
    use uuid::Uuid;

    fn plan(texts: &[(&str, &str)]) -> PlanContent {
        let item = |(place, (text, status)): (usize, &(&str, &str))| json!({ "id": Uuid::from_u128(place as u128), "text": text, "frequency": "weekly", "status": status });
        serde_json::from_value(json!({ "interventions": texts.iter().enumerate().map(item).collect::<Vec<_>>() }))
            .unwrap()
    }

    fn goal(measure: &str, direction: &str, status: &str, need: u128) -> PlanContent {
        let goal = json!({
            "id": Uuid::from_u128(5), "need_id": Uuid::from_u128(need), "text": format!("{direction} it"), "measure": measure,
            "direction": direction, "status": status
        });
        serde_json::from_value(json!({ "goals": [goal] })).unwrap()
    }

    fn need(status: NeedStatus) -> Need {
        Need {
            id: Uuid::from_u128(7),
            version: 1,
            person_id: Uuid::from_u128(8),
            kind: NeedKind::Social,
            title: "No ride to dialysis".into(),
            code: None,
            code_system: None,
            status,
            reason: None,
            onset_on: None,
            created_at: chrono::DateTime::UNIX_EPOCH,
            source: None,
        }
    }

    fn found(plan: &PlanContent, others: &[PlanContent]) -> Vec<Finding> {
        check(plan, others, &[]).into_iter().map(|warning| warning.finding).collect()
    }

    #[test]
    fn the_same_service_in_two_plans_is_named_with_both() {
        let warnings = check(
            &plan(&[("Call the pharmacy about refills", "active")]),
            &[plan(&[("call pharmacy, about the refill each week", "active")])],
            &[],
        );
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].finding, Finding::ServiceTwice);
        assert_eq!(warnings[0].items, ["Call the pharmacy about refills", "call pharmacy, about the refill each week"]);
    }

    #[test]
    fn more_and_less_of_the_same_thing_contradict() {
        let both = plan(&[("Encourage fluids at every meal", "active"), ("Restrict fluids to 1.5 liters", "active")]);
        assert_eq!(found(&both, &[]), [Finding::InstructionsConflict]);
        let apart = plan(&[("Encourage fluids at meals", "active"), ("Restrict salt", "active")]);
        assert_eq!(found(&apart, &[]), []);
        let over = plan(&[("Encourage fluids", "active"), ("Restrict fluids", "cancelled")]);
        assert_eq!(found(&over, &[]), []);
    }

    #[test]
    fn an_intervention_keeps_to_what_the_person_wishes_in_this_plan_and_in_others() {
        let wish = |text: &str, constraint: Option<&str>| -> PlanContent {
            let wish =
                json!({ "id": Uuid::from_u128(6), "kind": "preference", "text": text, "constraint": constraint });
            serde_json::from_value(json!({ "preferences": [wish] })).unwrap()
        };
        let calls = plan(&[("Call the daughter about the ride", "active")]);
        let private = wish("My health is nobody's business", Some("Do not call the daughter"));
        let [warning] = &check(&calls, std::slice::from_ref(&private), &[])[..] else { panic!("one warning") };
        assert_eq!(warning.finding, Finding::AgainstWish);
        assert_eq!(warning.items, ["Call the daughter about the ride", "Do not call the daughter"]);
        let own = PlanContent { preferences: private.preferences, ..calls };
        assert_eq!(found(&own, &[]), [Finding::AgainstWish]);
        let against = |text: &str, wished: &str| !found(&plan(&[(text, "active")]), &[wish(wished, None)]).is_empty();
        assert!(against("Start insulin", "No insulin"));
        assert!(against("Visitas de enfermería en casa", "No quiero visitas"));
        assert!(!against("Avoid calls at night", "No calls at night"), "it keeps to the wish");
        assert!(!against("Weigh her each morning", "Do not call the daughter"), "it is about something else");
        assert!(!against("Encourage walks", "I like to walk more"));
        assert_eq!(found(&plan(&[("Start insulin", "cancelled")]), &[wish("No insulin", None)]), []);
    }

    #[test]
    fn spanish_words_are_understood_with_and_without_accents() {
        let both =
            plan(&[("Aumentar los líquidos en cada comida", "active"), ("Limitar liquidos a 1.5 litros", "active")]);
        assert_eq!(found(&both, &[]), [Finding::InstructionsConflict]);
        let denied = plan(&[("Tomar el suplemento de potasio", "active"), ("No usar suplementos", "active")]);
        assert_eq!(found(&denied, &[]), [Finding::InstructionsConflict]);
        let apart = plan(&[("Fomentar líquidos en las comidas", "active"), ("Reducir la sal", "active")]);
        assert_eq!(found(&apart, &[]), []);
        let twice =
            plan(&[("Llamar a la farmacia cada semana", "active"), ("llamar farmacia una vez por mes", "active")]);
        assert_eq!(found(&twice, &[]), [Finding::ServiceTwice]);
    }

    #[test]
    fn two_goals_pull_a_measure_apart_only_while_both_are_pursued() {
        let up = goal("Body weight", "increase", "active", 1);
        assert_eq!(found(&up, &[goal("body weight", "decrease", "active", 1)]), [Finding::GoalsConflict]);
        assert_eq!(found(&up, &[goal("body weight", "decrease", "cancelled", 1)]), []);
        assert_eq!(found(&up, &[goal("walk distance", "decrease", "active", 1)]), []);
        assert_eq!(found(&up, &[goal("Peso", "decrease", "active", 1)]), [Finding::GoalsConflict], "the same code");
    }

    #[test]
    fn an_active_need_wants_a_goal_in_any_plan_or_a_decision() {
        let unserved = |plan: &PlanContent, others: &[PlanContent], status| check(plan, others, &[need(status)]).len();
        let empty = PlanContent::default();
        assert_eq!(unserved(&empty, &[], NeedStatus::Active), 1);
        assert_eq!(unserved(&empty, &[goal("rides", "increase", "completed", 7)], NeedStatus::Active), 0);
        assert_eq!(unserved(&goal("rides", "increase", "rejected", 7), &[], NeedStatus::Active), 1);
        for settled in [NeedStatus::Deferred, NeedStatus::Declined, NeedStatus::Resolved, NeedStatus::Candidate] {
            assert_eq!(unserved(&empty, &[], settled), 0);
        }
    }
}
