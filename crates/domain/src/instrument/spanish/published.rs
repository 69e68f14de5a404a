//! PHQ-9, PHQ-2, GAD-7 and GAD-2 in the version for the United States, which carries the same permission as the original ("No se
//! requiere permiso para reproducir, traducir, presentar o distribuir"). AUDIT and its first three questions, AUDIT-C, in the
//! Spanish edition of the manual (WHO/MSD/MSB/01.6a), which carries the same terms as the English one: free for non-commercial use.

use super::{asked, wording};
use crate::instrument::{ItemWording, Wording};

const STEM: &str =
    "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los siguientes problemas?";

const FREQUENCY: &[(i64, &str)] =
    &[(0, "Ningún día"), (1, "Varios días"), (2, "Más de la mitad de los días"), (3, "Casi todos los días")];

const DIFFICULTY: &[(i64, &str)] =
    &[(0, "No ha sido difícil"), (1, "Un poco difícil"), (2, "Muy difícil"), (3, "Extremadamente difícil")];

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

const DRINKS: &[(i64, &str)] = &[
    (0, "Nunca"),
    (1, "Menos de una vez al mes"),
    (2, "Mensualmente"),
    (3, "Semanalmente"),
    (4, "A diario o casi a diario"),
];

/// Questions 4 to 8 of AUDIT.
const LAST_YEAR: [&str; 5] = [
    "¿Con qué frecuencia en el curso del último año ha sido incapaz de parar de beber una vez había empezado?",
    "¿Con qué frecuencia en el curso del último año no pudo hacer lo que se esperaba de usted porque había bebido?",
    "¿Con qué frecuencia en el curso del último año ha necesitado beber en ayunas para recuperarse después de haber bebido mucho el día anterior?",
    "¿Con qué frecuencia en el curso del último año ha tenido remordimientos o sentimientos de culpa después de haber bebido?",
    "¿Con qué frecuencia en el curso del último año no ha podido recordar lo que sucedió la noche anterior porque había estado bebiendo?",
];

/// Questions 9 and 10 of AUDIT.
const EVER: [&str; 2] = [
    "¿Usted o alguna otra persona ha resultado herido porque usted había bebido?",
    "¿Algún familiar, amigo, médico o profesional sanitario ha mostrado preocupación por su consumo de bebidas alcohólicas o le ha sugerido que deje de beber?",
];

pub(super) fn text(code: &str) -> Option<Wording> {
    let wording = match code {
        "phq-9" => {
            let difficulty = asked(PHQ_DIFFICULTY, DIFFICULTY);
            wording("Cuestionario sobre la salud del paciente (PHQ-9)", STEM, how_often(&PHQ).chain([difficulty]))
        }
        "phq-2" => {
            let title = "Cuestionario sobre la salud del paciente, primeras dos preguntas (PHQ-2)";
            wording(title, STEM, how_often(&PHQ).take(2))
        }
        "gad-7" => wording("Escala del trastorno de ansiedad generalizada (GAD-7)", STEM, how_often(&GAD)),
        "gad-2" => {
            let title = "Escala del trastorno de ansiedad generalizada, primeras dos preguntas (GAD-2)";
            wording(title, STEM, how_often(&GAD).take(2))
        }
        "audit-c" => {
            let title =
                "Cuestionario de identificación de los trastornos debidos al consumo de alcohol, consumo (AUDIT-C)";
            wording(title, "", consumption("De 7 a 9"))
        }
        "audit" => audit(),
        _ => return None,
    };
    Some(wording)
}

fn how_often(questions: &'static [&'static str]) -> impl Iterator<Item = ItemWording> {
    questions.iter().map(|text| asked(text, FREQUENCY))
}

fn audit() -> Wording {
    let title = "Cuestionario de identificación de los trastornos debidos al consumo de alcohol (AUDIT)";
    let ever = &[(0, "No"), (2, "Sí, pero no en el curso del último año"), (4, "Sí, el último año")];
    let last_year = LAST_YEAR.map(|text| asked(text, DRINKS));
    let ever = EVER.map(|text| asked(text, ever));
    wording(title, "", consumption("7, 8 o 9").into_iter().chain(last_year).chain(ever))
}

/// The first three questions. The two forms print the answer of 3 points to the second one differently.
fn consumption(seven_to_nine: &str) -> [ItemWording; 3] {
    let how_often = [
        (0, "Nunca"),
        (1, "Una o menos veces al mes"),
        (2, "De 2 a 4 veces al mes"),
        (3, "De 2 a 3 veces a la semana"),
        (4, "4 o más veces a la semana"),
    ];
    let how_many = [(0, "1 o 2"), (1, "3 o 4"), (2, "5 o 6"), (3, seven_to_nine), (4, "10 o más")];
    [
        asked("¿Con qué frecuencia consume alguna bebida alcohólica?", &how_often),
        asked("¿Cuántas consumiciones de bebidas alcohólicas suele realizar en un día de consumo normal?", &how_many),
        asked("¿Con qué frecuencia toma 6 o más bebidas alcohólicas en un solo día?", DRINKS),
    ]
}
