//! What is worded here in English is worded here in Spanish too: Katz, the scales of symptoms, and the formulas that a worker fills
//! from the record.

use super::{asked, filled, wording};
use crate::instrument::{ItemWording, Wording};

const NO_YES: &[(i64, &str)] = &[(0, "No"), (1, "Sí")];

const KATZ: [&str; 6] = [
    "Se lava todo el cuerpo, con ayuda a lo sumo para una parte difícil de alcanzar",
    "Saca la ropa y se viste, sin contar los cordones de los zapatos",
    "Llega al inodoro, lo usa, se limpia y se arregla la ropa",
    "Se acuesta y se levanta, se sienta y se pone de pie, con un aparato de apoyo si hace falta",
    "Controla del todo la orina y las evacuaciones",
    "Lleva la comida del plato a la boca",
];

const ESAS: [&str; 10] = [
    "Dolor",
    "Cansancio",
    "Somnolencia",
    "Náuseas",
    "Falta de apetito",
    "Falta de aire",
    "Depresión",
    "Ansiedad",
    "Falta de bienestar",
    "Otro síntoma",
];

const HOPE: [&str; 8] =
    ["Dolor", "Falta de aire", "Ansiedad", "Náuseas", "Vómitos", "Diarrea", "Estreñimiento", "Agitación"];

const HOPE_IMPACT: &[(i64, &str)] = &[(0, "Nada"), (1, "Ligero"), (2, "Moderado"), (3, "Grave"), (9, "No corresponde")];

/// Items 2 to 16 of LACE.
const LACE: [&str; 15] = [
    "Ingreso urgente (A)",
    "Infarto de miocardio previo",
    "Enfermedad cerebrovascular",
    "Enfermedad vascular periférica",
    "Diabetes sin complicaciones",
    "Insuficiencia cardíaca congestiva",
    "Diabetes con daño de órganos",
    "Enfermedad pulmonar crónica",
    "Enfermedad leve del hígado o de los riñones",
    "Cualquier tumor, leucemia o linfoma",
    "Demencia",
    "Enfermedad del tejido conectivo",
    "Sida",
    "Enfermedad moderada o grave del hígado o de los riñones",
    "Tumor sólido con metástasis",
];

const CHARLSON: [&str; 19] = [
    "Infarto de miocardio",
    "Insuficiencia cardíaca congestiva",
    "Enfermedad vascular periférica",
    "Enfermedad cerebrovascular",
    "Demencia",
    "Enfermedad pulmonar crónica",
    "Enfermedad reumática o del tejido conectivo",
    "Úlcera péptica",
    "Enfermedad leve del hígado",
    "Diabetes sin daño de órganos",
    "Diabetes con daño de órganos",
    "Hemiplejia o paraplejia",
    "Enfermedad moderada o grave de los riñones",
    "Tumor sólido sin metástasis",
    "Leucemia",
    "Linfoma",
    "Enfermedad moderada o grave del hígado",
    "Tumor sólido con metástasis",
    "Sida",
];

pub(super) fn text(code: &str) -> Option<Wording> {
    let wording = match code {
        "katz" => {
            let answers = &[(0, "Necesita ayuda"), (1, "Se vale por sí mismo(a)")];
            let title = "Índice de Katz de independencia en las actividades de la vida diaria";
            wording(title, "", KATZ.map(|text| asked(text, answers)))
        }
        "pain-nrs" => {
            let pain = zero_to_ten("¿Qué tan fuerte es el dolor ahora?", "sin dolor", "el peor dolor posible");
            wording("Dolor, escala numérica", "", [pain])
        }
        "esas-r" => {
            let title = "Sistema de evaluación de síntomas de Edmonton, revisado (ESAS-r)";
            wording(title, "¿Cómo está ahora?", ESAS.map(|text| zero_to_ten(text, "nada", "lo peor posible")))
        }
        "hope" => {
            let stem = "¿Cuánto ha afectado el síntoma a la persona en los últimos dos días?";
            wording("Impacto de los síntomas (HOPE)", stem, HOPE.map(|text| asked(text, HOPE_IMPACT)))
        }
        "lace" => lace(),
        "hospital" => hospital(),
        "charlson" => wording("Índice de comorbilidad de Charlson", "", CHARLSON.map(|text| filled(text, NO_YES))),
        _ => return None,
    };
    Some(wording)
}

/// Numbers from 0 to 10 with words for both ends.
fn zero_to_ten(text: &str, none: &str, worst: &str) -> ItemWording {
    let label = |value: i64| match value {
        0 => format!("0 - {none}"),
        10 => format!("10 - {worst}"),
        _ => value.to_string(),
    };
    let mut item = asked(text, &[]);
    item.options.extend((0..=10).map(|value| (value.to_string(), label(value))));
    item
}

fn lace() -> Wording {
    let days = filled("Duración de la estadía en días (L)", &[]);
    let visits = filled("Visitas a urgencias en los 6 meses anteriores, sin contar la visita índice (E)", &[]);
    let facts = LACE.map(|text| filled(text, NO_YES));
    wording("Índice LACE", "", [days].into_iter().chain(facts).chain([visits]))
}

fn hospital() -> Wording {
    let items = [
        filled("Hemoglobina al alta en g/L", &[]),
        filled("Alta de un servicio de oncología", NO_YES),
        filled("Sodio al alta en mmol/L", &[]),
        filled("Algún procedimiento durante la estadía", NO_YES),
        filled("Ingreso índice urgente o de emergencia", NO_YES),
        filled("Ingresos en los 12 meses anteriores", &[]),
        filled("Duración de la estadía en días", &[]),
    ];
    wording("Puntuación HOSPITAL", "", items)
}
