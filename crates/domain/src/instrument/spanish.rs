//! Spanish texts that are published and free: PHQ-9, PHQ-2, GAD-7 and GAD-2 in the version for the United States, which
//! carries the same permission as the original ("No se requiere permiso para reproducir, traducir, presentar o distribuir").
//!
//! No other instrument of the library is translated here. A text that was scored and validated in one language is not
//! translated by us: an organization adds the Spanish text it has a licence for, or asks in English.

use std::collections::BTreeMap;

use super::{ItemWording, REFUSED, Wording};
use crate::readability::ReadingLanguage;

const STEM: &str =
    "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los siguientes problemas?";

const FREQUENCY: [&str; 4] = ["Ningún día", "Varios días", "Más de la mitad de los días", "Casi todos los días"];

const DIFFICULTY: [&str; 4] = ["No ha sido difícil", "Un poco difícil", "Muy difícil", "Extremadamente difícil"];

const PHQ: [&str; 9] = [
    "Poco interés o placer en hacer cosas",
    "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
    "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado",
    "Se ha sentido cansado(a) o con poca energía",
    "Sin apetito o ha comido en exceso",
    "Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal con usted mismo(a) o con su familia",
    "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el periódico o ver la televisión",
    "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo contrario – muy inquieto(a) o agitado(a) que ha estado moviéndose mucho más de lo normal",
    "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera",
];

const PHQ_DIFFICULTY: &str = "Si marcó cualquiera de los problemas, ¿qué tanta dificultad le han dado estos problemas para hacer su trabajo, encargarse de las tareas del hogar, o llevarse bien con otras personas?";

const GAD: [&str; 7] = [
    "Se ha sentido nervioso(a), ansioso(a) o con los nervios de punta",
    "No ha sido capaz de parar o controlar su preocupación",
    "Se ha preocupado demasiado por motivos diferentes",
    "Ha tenido dificultad para relajarse",
    "Se ha sentido tan inquieto(a) que no ha podido quedarse quieto(a)",
    "Se ha molestado o irritado fácilmente",
    "Ha tenido miedo de que algo terrible fuera a pasar",
];

/// Not of the forms, which a person on paper leaves blank.
const REFUSES: &str = "Prefiere no responder";

/// The shipped text of an instrument in a language other than English; none where there is no free published one.
pub fn translation(code: &str, language: ReadingLanguage) -> Option<Wording> {
    let questions: &[&str] = match (language, code) {
        (ReadingLanguage::English, _) => return None,
        (ReadingLanguage::Spanish, "phq-9") => &PHQ,
        (ReadingLanguage::Spanish, "phq-2") => PHQ.first_chunk::<2>()?,
        (ReadingLanguage::Spanish, "gad-7") => &GAD,
        (ReadingLanguage::Spanish, "gad-2") => GAD.first_chunk::<2>()?,
        _ => return None,
    };
    let asked = |(number, text): (u8, &&str)| (number.to_string(), item(text, FREQUENCY));
    let mut items: BTreeMap<_, _> = (1..).zip(questions).map(asked).collect();
    if code == "phq-9" {
        items.insert("10".to_owned(), item(PHQ_DIFFICULTY, DIFFICULTY));
    }
    Some(Wording { title: None, stem: Some(STEM.to_owned()), items })
}

fn item(text: &str, answers: [&str; 4]) -> ItemWording {
    let label = |(value, label): (i64, &str)| (value.to_string(), label.to_owned());
    let answers = (0..).zip(answers).chain([(REFUSED, REFUSES)]);
    ItemWording { text: text.to_owned(), options: answers.map(label).collect() }
}
