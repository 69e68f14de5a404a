//! What people of the demo answer in a comprehensive assessment, in English and in Spanish.

use domain::comprehensive_assessment::definition::QuestionKind;
use domain::comprehensive_assessment::{Answer, Answers, Question, Section};

use super::random::Random;

/// Who answers.
#[derive(Debug, Clone, Copy)]
pub struct Speaker<'a> {
    /// Language tag.
    pub language: &'a str,
    /// What was answered the last time, if there was one.
    pub last: Option<&'a Answers>,
}

/// All answers of a section. Most of the time the first choice fits, which is the better one where one is better; most answers stay
/// as they were the last time.
pub fn answers(random: &mut Random, section: &'static Section, speaker: Speaker<'_>) -> Answers {
    let mut given = Answers::new();
    for question in section.questions {
        if !section.asked(&given).contains(&question) {
            continue;
        }
        let known = speaker.last.and_then(|last| last.get(question.code)).filter(|_| random.chance(0.7));
        let answer = match known {
            Some(known) => Some(known.clone()),
            None => answer(random, question, speaker),
        };
        if let Some(answer) = answer {
            given.insert(question.code.to_owned(), answer);
        }
    }
    given
}

fn answer(random: &mut Random, question: &Question, speaker: Speaker<'_>) -> Option<Answer> {
    match (question.code, speaker.language) {
        ("language", "en" | "es") => return Some(codes(&[speaker.language])),
        ("language", _) => return Some(codes(&["other"])),
        ("language_other", tag) => return Some(Answer::Text(tag.to_owned())),
        ("interpreter", tag) => return Some(codes(&[if tag == "en" { "no" } else { "yes" }])),
        _ => {}
    }
    match question.kind {
        QuestionKind::One(choices) => {
            let first = random.chance(0.62);
            let choice = if first { &choices[0] } else { random.pick(choices) };
            Some(codes(&[choice.code]))
        }
        QuestionKind::Many(choices) => {
            let alone = choices.iter().find(|choice| choice.alone);
            if let Some(alone) = alone.filter(|_| random.chance(0.4)) {
                return Some(codes(&[alone.code]));
            }
            let others: Vec<&str> = choices.iter().filter(|choice| !choice.alone).map(|choice| choice.code).collect();
            let count = random.weighted(&[(1, 50), (2, 35), (3, 15)]);
            Some(codes(&random.sample(&others, count)))
        }
        QuestionKind::Number { min, max } => {
            let high = if max > 10 { 3 } else { max };
            Some(Answer::Number(random.between(min, high)))
        }
        QuestionKind::Text if question.required || random.chance(0.6) => {
            let pool = words(question.code, speaker.language == "es");
            (!pool.is_empty()).then(|| Answer::Text((*random.pick(pool)).to_owned()))
        }
        QuestionKind::Text => None,
    }
}

fn codes(codes: &[&str]) -> Answer {
    Answer::Codes(codes.iter().map(|code| (*code).to_owned()).collect())
}

/// What somebody says to a question that is answered in words.
fn words(question: &str, spanish: bool) -> &'static [&'static str] {
    let (english, other): (&'static [&'static str], &'static [&'static str]) = match question {
        "main_concern" => (
            &[
                "That I end up in the hospital again.",
                "My legs. I can't stand long enough to cook.",
                "Nothing, I feel fine.",
            ],
            &["Volver al hospital.", "Mis piernas. No aguanto de pie para cocinar.", "Nada, me siento bien."],
        ),
        "conditions_more" => (
            &["Since about ten years; the kidneys came later.", "Found last spring at the clinic."],
            &["Desde hace unos diez años; los riñones vinieron después.", "Me lo dijeron la primavera pasada."],
        ),
        "list" => (
            &[
                "A water pill in the morning, metformin twice, the blue one at night.",
                "Blood pressure pill and baby aspirin. Ibuprofen when it hurts.",
            ],
            &[
                "La pastilla del agua en la mañana, metformina dos veces, la azul en la noche.",
                "La de la presión y una aspirina. Ibuprofeno cuando duele.",
            ],
        ),
        "allergy_list" => (
            &["Penicillin: hives all over.", "Sulfa: my face swelled up.", "Peanuts: throat gets tight."],
            &[
                "Penicilina: ronchas por todo el cuerpo.",
                "Sulfa: se me hinchó la cara.",
                "Cacahuate: se me cierra la garganta.",
            ],
        ),
        "treatment_where" => (&["Harbor Behavioral, every other week."], &["En Harbor Behavioral, cada quince días."]),
        "behavioral_more" => (
            &["Evenings are the worst part of the day.", "The group on Thursdays keeps me going."],
            &["Las tardes son lo peor del día.", "El grupo de los jueves me sostiene."],
        ),
        "who_matters" => (
            &[
                "My daughter Elena and the twins.",
                "My brother, though he lives far away.",
                "Father Michael and the ladies from choir.",
            ],
            &[
                "Mi hija Elena y los gemelos.",
                "Mi hermano, aunque vive lejos.",
                "El padre Miguel y las señoras del coro.",
            ],
        ),
        "community" => (
            &["Choir on Sundays, and the senior center for lunch.", "The neighbors look in on me."],
            &["El coro los domingos y el centro para mayores.", "Los vecinos me vienen a ver."],
        ),
        "caregiver_who" => (
            &["My daughter, after her shift.", "My husband. He is 81 himself.", "A friend from the building."],
            &["Mi hija, después de su turno.", "Mi esposo, que ya tiene 81 años.", "Una amiga del edificio."],
        ),
        "visits" => (
            &["Ring twice. The dog is loud and friendly.", "Third floor, no elevator. Park on the side street."],
            &[
                "Toque dos veces. El perro ladra pero es manso.",
                "Tercer piso, sin elevador. Estaciónese en la calle de al lado.",
            ],
        ),
        "coping" => (
            &["Praying, and calling my sister.", "I go for a walk when it gets too much."],
            &["Rezar y llamar a mi hermana.", "Salgo a caminar cuando ya es mucho."],
        ),
        "loss_what" => (
            &["My wife died in March.", "We had to move out of the old place."],
            &["Mi esposa murió en marzo.", "Tuvimos que dejar la casa."],
        ),
        "values" => (
            &["To stay in my own home.", "My grandchildren, and not being a burden to anybody.", "My faith."],
            &["Quedarme en mi casa.", "Mis nietos, y no ser una carga para nadie.", "Mi fe."],
        ),
        "beliefs" => (
            &["No pork, and Friday afternoons are for prayer.", "I take my herbal tea and won't give it up."],
            &["No como puerco, y los viernes por la tarde rezo.", "Tomo mi té de hierbas y no lo voy a dejar."],
        ),
        "not_wanted" => (
            &["No nursing home.", "No calls before ten in the morning."],
            &["No quiero ir a un asilo.", "Que no llamen antes de las diez."],
        ),
        "strengths" => (
            &[
                "I raised four kids by myself. I don't give up.",
                "I fix things. People still bring me their radios.",
                "I keep lists, and I keep my word.",
            ],
            &[
                "Crié a cuatro hijos yo sola. No me rindo.",
                "Arreglo cosas. La gente todavía me trae sus radios.",
                "Hago listas, y cumplo mi palabra.",
            ],
        ),
        "goals" => (
            &[
                "Walk to church and back without stopping.",
                "Cook Sunday dinner for the family again.",
                "Sleep through the night.",
            ],
            &[
                "Caminar a la iglesia y regresar sin parar.",
                "Volver a cocinar para la familia los domingos.",
                "Dormir toda la noche.",
            ],
        ),
        "first_step" => (
            &["To the mailbox and back, every day.", "Ask my niece to come on Wednesdays."],
            &["Ir y venir del buzón, todos los días.", "Pedirle a mi sobrina que venga los miércoles."],
        ),
        "barriers_more" => (
            &["The bus only comes every two hours.", "I work nights and sleep when the offices are open."],
            &["El camión pasa cada dos horas.", "Trabajo de noche y duermo cuando abren las oficinas."],
        ),
        "worse_signs" => (
            &["My shoes get tight and I need two pillows.", "I stop answering the phone."],
            &["Me aprietan los zapatos y necesito dos almohadas.", "Dejo de contestar el teléfono."],
        ),
        "judgement" => (
            &["Medicines and money: doses are stretched before payday.", "Falls at night on the way to the bathroom."],
            &["Medicinas y dinero: estira las dosis antes de la quincena.", "Caídas de noche camino al baño."],
        ),
        _ => (&[], &[]),
    };
    if spanish { other } else { english }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use domain::comprehensive_assessment::current;

    #[test]
    fn every_section_is_answered_completely_in_every_language() {
        for language in ["en", "es", "so"] {
            for seed in 0..40 {
                let mut random = Random::of(seed, 3);
                for section in current().sections {
                    let given = answers(&mut random, section, Speaker { language, last: None });
                    assert!(section.check(&given).is_ok() && section.open(&given).is_empty(), "{}", section.code);
                    let again = answers(&mut random, section, Speaker { language, last: Some(&given) });
                    assert!(section.check(&again).is_ok() && section.open(&again).is_empty(), "{}", section.code);
                }
            }
        }
    }
}
