//! Which answers of the form propose which need.

use super::super::definition::{AssessmentSection as S, Words};
use super::super::proposal::{NeedRule, When};
use super::w;
use crate::need::NeedKind as K;

const fn rule(
    code: &'static str,
    (section, question): (S, &'static str),
    any_of: &'static [&'static str],
    kind: K,
    title: Words,
) -> NeedRule {
    NeedRule { code, section, question, when: When::AnyOf(any_of), kind, title, icd_10: None }
}

impl NeedRule {
    const fn coded(self, icd_10: &'static str) -> Self {
        Self { icd_10: Some(icd_10), ..self }
    }

    const fn at_least(self, least: i64) -> Self {
        Self { when: When::AtLeast(least), ..self }
    }
}

/// The table. The same answer may propose one need only; several answers to one question may propose different ones.
pub(in super::super) static NEED_RULES: &[NeedRule] = &[
    rule(
        "pain",
        (S::Clinical, "symptoms"),
        &["pain"],
        K::Clinical,
        w("Pain that needs treatment", "Dolor que necesita tratamiento"),
    ),
    rule(
        "breath",
        (S::Clinical, "symptoms"),
        &["breath", "swelling"],
        K::Clinical,
        w("Short of breath or swollen", "Falta de aire o hinchazón"),
    ),
    rule(
        "stays",
        (S::Clinical, "stays"),
        &[],
        K::Clinical,
        w("Often in hospital or emergency room", "Seguido en el hospital o en urgencias"),
    )
    .at_least(2),
    rule(
        "no_doctor",
        (S::Clinical, "doctor"),
        &["no"],
        K::Clinical,
        w("No regular doctor or clinic", "Sin médico o clínica de cabecera"),
    ),
    rule(
        "medicines_missed",
        (S::Medicines, "missed"),
        &["often"],
        K::Clinical,
        w("Medicines are not taken as agreed", "Las medicinas no se toman como se acordó"),
    ),
    rule(
        "medicines_cost",
        (S::Medicines, "missed_why"),
        &["cost"],
        K::Financial,
        w("Medicines cost too much", "Las medicinas cuestan demasiado"),
    ),
    rule(
        "help_body",
        (S::Functional, "help_body"),
        &["some", "much"],
        K::Functional,
        w("Help with personal care", "Ayuda con el cuidado personal"),
    )
    .coded("Z74.1"),
    rule(
        "help_house",
        (S::Functional, "help_house"),
        &["some", "much"],
        K::Functional,
        w("Help in the household", "Ayuda en la casa"),
    ),
    rule("falls", (S::Functional, "falls"), &["once", "more"], K::Functional, w("Risk of falling", "Riesgo de caídas"))
        .coded("Z91.81"),
    rule(
        "memory",
        (S::Functional, "memory"),
        &["often"],
        K::Functional,
        w("Trouble with memory", "Problemas de memoria"),
    ),
    rule("mood", (S::Behavioral, "mood"), &["low"], K::Behavioral, w("Low mood", "Ánimo bajo")),
    rule(
        "worry",
        (S::Behavioral, "worry"),
        &["much"],
        K::Behavioral,
        w("Strong worry or fear", "Mucha preocupación o miedo"),
    ),
    rule("sleep", (S::Behavioral, "sleep"), &["badly"], K::Behavioral, w("Poor sleep", "Mal sueño")),
    rule(
        "substances",
        (S::Behavioral, "substances"),
        &["now"],
        K::Behavioral,
        w("Trouble with alcohol or drugs", "Problemas con alcohol o drogas"),
    ),
    rule(
        "food",
        (S::SocialDeterminants, "food"),
        &["sometimes_short", "often_short"],
        K::Social,
        w("Not enough to eat", "Comida insuficiente"),
    )
    .coded("Z59.41"),
    rule(
        "housing_unsure",
        (S::SocialDeterminants, "housing"),
        &["unsure"],
        K::Social,
        w("Might lose the home", "Podría perder su vivienda"),
    )
    .coded("Z59.811"),
    rule(
        "housing_none",
        (S::SocialDeterminants, "housing"),
        &["none"],
        K::Social,
        w("No place to live", "Sin lugar para vivir"),
    )
    .coded("Z59.00"),
    rule(
        "transport",
        (S::SocialDeterminants, "transport"),
        &["sometimes", "no"],
        K::Social,
        w("No reliable way to get around", "Sin transporte seguro"),
    )
    .coded("Z59.82"),
    rule(
        "utilities",
        (S::SocialDeterminants, "utilities"),
        &["behind", "off"],
        K::Financial,
        w("Heat, light or water not paid", "Calefacción, luz o agua sin pagar"),
    )
    .coded("Z59.12"),
    rule(
        "phone",
        (S::SocialDeterminants, "phone"),
        &["neither"],
        K::Social,
        w("No phone and no internet", "Sin teléfono ni internet"),
    ),
    rule(
        "nobody",
        (S::SocialSupport, "help"),
        &["nobody"],
        K::Social,
        w("Nobody helps in illness", "Nadie ayuda en caso de enfermedad"),
    ),
    rule("lonely", (S::SocialSupport, "lonely"), &["often"], K::Social, w("Lonely", "Soledad")),
    rule(
        "strain",
        (S::Caregivers, "strain"),
        &["tired", "limit"],
        K::Caregiver,
        w("The caregiver needs relief", "La persona que cuida necesita alivio"),
    ),
    rule(
        "backup",
        (S::Caregivers, "backup"),
        &["no"],
        K::Caregiver,
        w("Nobody steps in for those in the person's care", "Nadie reemplaza a quien cuida de otros"),
    ),
    rule(
        "home_falls",
        (S::Home, "hazards"),
        &["stairs", "floors", "light", "bathroom"],
        K::Environment,
        w("Home where one can fall", "Casa con peligro de caídas"),
    ),
    rule(
        "home_alarm",
        (S::Home, "hazards"),
        &["alarm"],
        K::Environment,
        w("No working smoke alarm", "Sin alarma de humo que sirva"),
    ),
    rule(
        "home_unhealthy",
        (S::Home, "hazards"),
        &["heat", "pests"],
        K::Environment,
        w("Home that makes ill", "Casa que enferma"),
    ),
    rule(
        "equipment",
        (S::Home, "equipment"),
        &["missing"],
        K::Environment,
        w("Equipment is missing or broken", "Falta equipo o está roto"),
    ),
    rule(
        "stress",
        (S::PsychologicalFinancial, "stress"),
        &["hard"],
        K::Behavioral,
        w("Very hard to cope", "Muy difícil salir adelante"),
    )
    .coded("Z73.3"),
    rule(
        "money",
        (S::PsychologicalFinancial, "money"),
        &["no"],
        K::Financial,
        w("Money does not last the month", "El dinero no alcanza el mes"),
    )
    .coded("Z59.86"),
    rule(
        "advance",
        (S::Culture, "advance"),
        &["talk"],
        K::Clinical,
        w("Wants to talk about who decides later", "Quiere hablar de quién decidirá después"),
    ),
    rule(
        "reading",
        (S::Literacy, "reading"),
        &["always"],
        K::Social,
        w("Help with letters and forms", "Ayuda con cartas y formularios"),
    )
    .coded("Z55.6"),
    rule(
        "knows_whom",
        (S::Risks, "knows_whom"),
        &["no"],
        K::Clinical,
        w("No plan for getting worse", "Sin plan por si se pone peor"),
    ),
];
