//! Body and mind: health, medicines, function, behavioral health.

use super::super::definition::{AssessmentSection, Choice, Question as Q, Section};
use super::{NONE, YES_NO, c, w};
use crate::program::Setting;

pub(super) const CLINICAL: Section = Section {
    code: AssessmentSection::Clinical,
    version: "1",
    title: w("Health now and before", "Salud ahora y antes"),
    source: "R051",
    left_out: &[],
    instruments: &["pain-nrs", "charlson", "esas-r", "hope"],
    questions: &[
        Q::one(
            "general_health",
            w("How is your health these days?", "¿Cómo está su salud en estos días?"),
            &[
                c("good", "Good", "Buena"),
                c("mixed", "Good and bad days", "Días buenos y malos"),
                c("poor", "Poor", "Mala"),
            ],
        )
        .required(),
        Q::many(
            "conditions",
            w(
                "Which health problems has a doctor told you that you have?",
                "¿Qué problemas de salud le ha dicho un médico que tiene?",
            ),
            CONDITIONS,
        )
        .required()
        .carried(),
        Q::text("conditions_more", w("Since when, and what else?", "¿Desde cuándo, y qué más?")).carried(),
        Q::many(
            "symptoms",
            w("What bothers you at the moment?", "¿Qué le molesta en este momento?"),
            &[
                c("pain", "Pain", "Dolor"),
                c("breath", "Short of breath", "Falta de aire"),
                c("swelling", "Swollen legs or feet", "Piernas o pies hinchados"),
                c("dizzy", "Dizzy", "Mareos"),
                c("tired", "Very tired", "Mucho cansancio"),
                c("appetite", "Little appetite", "Poco apetito"),
                NONE,
            ],
        )
        .required(),
        Q::text(
            "main_concern",
            w("What worries you most about your health?", "¿Qué es lo que más le preocupa de su salud?"),
        ),
        Q::number(
            "stays",
            w(
                "How many times were you in a hospital or an emergency room in the last 6 months?",
                "¿Cuántas veces estuvo en un hospital o en urgencias en los últimos 6 meses?",
            ),
            0,
            50,
        )
        .required(),
        Q::one(
            "doctor",
            w("Is there a doctor or clinic that you go to first?", "¿Hay un médico o una clínica a donde va primero?"),
            YES_NO,
        )
        .required()
        .carried(),
        Q::one(
            "doctor_seen",
            w("When were you there last?", "¿Cuándo estuvo ahí por última vez?"),
            &[
                c("half_year", "In the last 6 months", "En los últimos 6 meses"),
                c("year", "In the last year", "En el último año"),
                c("longer", "Longer ago", "Hace más tiempo"),
            ],
        )
        .required()
        .ask_if("doctor", &["yes"]),
    ],
};

const CONDITIONS: &[Choice] = &[
    c("diabetes", "Diabetes", "Diabetes"),
    c("blood_pressure", "High blood pressure", "Presión alta"),
    c("heart", "Heart disease", "Enfermedad del corazón"),
    c("lungs", "Asthma or another lung disease", "Asma u otra enfermedad de los pulmones"),
    c("kidney", "Kidney disease", "Enfermedad de los riñones"),
    c("stroke", "Stroke", "Derrame cerebral"),
    c("cancer", "Cancer", "Cáncer"),
    c("memory", "Memory loss or dementia", "Pérdida de memoria o demencia"),
    c("mental", "Depression, anxiety or another mental illness", "Depresión, ansiedad u otra enfermedad mental"),
    c("pain", "Pain that does not go away", "Dolor que no se quita"),
    c("other", "Something else", "Otra cosa"),
    NONE,
];

const TAKES_SOME: &[&str] = &["few", "several", "many"];

pub(super) const MEDICINES: Section = Section {
    code: AssessmentSection::Medicines,
    version: "1",
    title: w("Medicines and allergies", "Medicinas y alergias"),
    source: "R051",
    left_out: &[Setting::Legal],
    instruments: &[],
    questions: &[
        Q::one(
            "taking",
            w(
                "How many medicines do you take, counting those that you buy yourself?",
                "¿Cuántas medicinas toma, contando las que compra por su cuenta?",
            ),
            &[
                Choice::alone("none", "None", "Ninguna"),
                c("few", "1 to 4", "De 1 a 4"),
                c("several", "5 to 9", "De 5 a 9"),
                c("many", "10 or more", "10 o más"),
            ],
        )
        .required(),
        Q::text("list", w("Which ones, as you take them?", "¿Cuáles, tal como las toma?"))
            .carried()
            .ask_if("taking", TAKES_SOME),
        Q::one(
            "missed",
            w(
                "How often do you miss one, or take it in another way than you were told?",
                "¿Qué tan seguido se salta una, o la toma de otra manera que la indicada?",
            ),
            &[
                c("hardly_ever", "Hardly ever", "Casi nunca"),
                c("sometimes", "Sometimes", "A veces"),
                c("often", "Often", "Seguido"),
            ],
        )
        .required()
        .ask_if("taking", TAKES_SOME),
        Q::many(
            "missed_why",
            w("What gets in the way?", "¿Qué se lo impide?"),
            &[
                c("forget", "I forget", "Se me olvida"),
                c("cost", "They cost too much", "Cuestan demasiado"),
                c("effects", "They make me feel bad", "Me hacen sentir mal"),
                c("doubt", "I don't think they help", "No creo que ayuden"),
                c("get", "They are hard to get", "Es difícil conseguirlas"),
                c("confusing", "It is confusing", "Es confuso"),
                c("other", "Something else", "Otra cosa"),
            ],
        )
        .required()
        .ask_if("missed", &["sometimes", "often"]),
        Q::one(
            "allergies",
            w("Are you allergic to anything?", "¿Tiene alergia a algo?"),
            &[c("no", "No", "No"), c("yes", "Yes", "Sí")],
        )
        .required()
        .carried(),
        Q::text("allergy_list", w("To what, and what happens then?", "¿A qué, y qué le pasa?"))
            .required()
            .carried()
            .ask_if("allergies", &["yes"]),
    ],
};

const HELP: &[Choice] = &[
    c("none", "No help", "Sin ayuda"),
    c("some", "Some help", "Un poco de ayuda"),
    c("much", "A lot of help", "Mucha ayuda"),
];

pub(super) const FUNCTIONAL: Section = Section {
    code: AssessmentSection::Functional,
    version: "1",
    title: w("Daily life", "Vida diaria"),
    source: "R052",
    left_out: &[Setting::Legal, Setting::School],
    instruments: &["katz", "lawton", "steadi"],
    questions: &[
        Q::one(
            "help_body",
            w(
                "How much help do you need to wash, dress, eat, use the toilet or get out of bed?",
                "¿Cuánta ayuda necesita para lavarse, vestirse, comer, ir al baño o levantarse de la cama?",
            ),
            HELP,
        )
        .required(),
        Q::one(
            "help_house",
            w(
                "How much help do you need to cook, shop, clean, use the phone or handle money?",
                "¿Cuánta ayuda necesita para cocinar, comprar, limpiar, usar el teléfono o manejar dinero?",
            ),
            HELP,
        )
        .required(),
        Q::many(
            "aids",
            w("What do you use to help you?", "¿Qué usa para ayudarse?"),
            &[
                c("glasses", "Glasses", "Lentes"),
                c("hearing", "Hearing aid", "Aparato para oír"),
                c("cane", "Cane", "Bastón"),
                c("walker", "Walker", "Andador"),
                c("wheelchair", "Wheelchair", "Silla de ruedas"),
                c("oxygen", "Oxygen", "Oxígeno"),
                NONE,
            ],
        )
        .carried(),
        Q::one(
            "falls",
            w("How often did you fall in the last 12 months?", "¿Cuántas veces se cayó en los últimos 12 meses?"),
            &[
                c("never", "Never", "Ninguna"),
                c("once", "Once", "Una vez"),
                c("more", "More than once", "Más de una vez"),
            ],
        )
        .required(),
        Q::one(
            "memory",
            w(
                "Do you, or people near you, notice trouble with your memory?",
                "¿Nota usted, o nota su gente, problemas con su memoria?",
            ),
            &[c("no", "No", "No"), c("sometimes", "Sometimes", "A veces"), c("often", "Often", "Seguido")],
        )
        .required(),
    ],
};

pub(super) const BEHAVIORAL: Section = Section {
    code: AssessmentSection::Behavioral,
    version: "1",
    title: w("Mood, worry, alcohol and drugs", "Ánimo, preocupación, alcohol y drogas"),
    source: "R054",
    left_out: &[],
    instruments: &["phq-9", "phq-2", "gad-7", "c-ssrs", "audit-c", "dast-10", "pcl-5"],
    questions: &[
        Q::one(
            "mood",
            w("How was your mood in the last weeks?", "¿Cómo ha estado su ánimo en las últimas semanas?"),
            &[
                c("good", "Mostly good", "Bueno casi siempre"),
                c("mixed", "Up and down", "Con altas y bajas"),
                c("low", "Mostly low", "Bajo casi siempre"),
            ],
        )
        .required(),
        Q::one(
            "worry",
            w("How much do worry or fear trouble you?", "¿Cuánto le molestan la preocupación o el miedo?"),
            &[c("little", "Little", "Poco"), c("some", "Somewhat", "Algo"), c("much", "A lot", "Mucho")],
        )
        .required(),
        Q::one(
            "sleep",
            w("How do you sleep?", "¿Cómo duerme?"),
            &[
                c("well", "Well", "Bien"),
                c("mixed", "Some nights badly", "Mal algunas noches"),
                c("badly", "Badly", "Mal"),
            ],
        )
        .required(),
        Q::one(
            "substances",
            w("Do alcohol or drugs make your life harder?", "¿El alcohol o las drogas le complican la vida?"),
            &[c("no", "No", "No"), c("before", "They used to", "Antes sí"), c("now", "Yes, now", "Sí, ahora")],
        )
        .required(),
        Q::one(
            "treatment",
            w(
                "Do you get counseling or medicine for mood, nerves, alcohol or drugs?",
                "¿Recibe terapia o medicina para el ánimo, los nervios, el alcohol o las drogas?",
            ),
            &[
                c("now", "Yes", "Sí"),
                c("before", "Not now, but before", "Ahora no, pero antes sí"),
                c("never", "Never", "Nunca"),
            ],
        )
        .required()
        .carried(),
        Q::text("treatment_where", w("Where, and with whom?", "¿Dónde, y con quién?"))
            .carried()
            .ask_if("treatment", &["now", "before"]),
        Q::text(
            "behavioral_more",
            w("What else should we know about how you feel?", "¿Qué más debemos saber de cómo se siente?"),
        ),
    ],
};
