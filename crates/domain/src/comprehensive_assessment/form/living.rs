//! The world around the person: social needs, people, caregivers, home, coping and money.

use super::super::definition::{AssessmentSection, Choice, Question as Q, Section};
use super::{NONE, YES_NO, c, w};
use crate::program::Setting;

pub(super) const SOCIAL_DETERMINANTS: Section = Section {
    code: AssessmentSection::SocialDeterminants,
    version: "1",
    title: w("Food, housing, rides", "Comida, vivienda, transporte"),
    source: "R055",
    left_out: &[],
    instruments: &["ahc-hrsn", "prapare", "hunger-vital-sign"],
    questions: &[
        Q::one(
            "food",
            w("Is there enough to eat at home?", "¿Hay suficiente comida en su casa?"),
            &[
                c("enough", "Always", "Siempre"),
                c("sometimes_short", "Sometimes not", "A veces no"),
                c("often_short", "Often not", "Seguido no"),
            ],
        )
        .required(),
        Q::one(
            "housing",
            w("Do you have a steady place to live?", "¿Tiene un lugar fijo para vivir?"),
            &[
                c("steady", "Yes", "Sí"),
                c("unsure", "Yes, but I might lose it", "Sí, pero podría perderlo"),
                c("none", "No", "No"),
            ],
        )
        .required(),
        Q::one(
            "transport",
            w(
                "Can you get to visits, to the store and to work when you need to?",
                "¿Puede llegar a sus citas, a la tienda y al trabajo cuando lo necesita?",
            ),
            &[c("yes", "Yes", "Sí"), c("sometimes", "Not always", "No siempre"), c("no", "No", "No")],
        )
        .required(),
        Q::one(
            "utilities",
            w("Are heat, light and water paid for?", "¿Están pagadas la calefacción, la luz y el agua?"),
            &[
                c("paid", "Yes", "Sí"),
                c("behind", "We are behind", "Estamos atrasados"),
                c("off", "Something was shut off", "Nos cortaron algo"),
            ],
        )
        .required(),
        Q::one(
            "phone",
            w("Do you have a phone and internet?", "¿Tiene teléfono e internet?"),
            &[
                c("both", "Both", "Los dos"),
                c("phone", "A phone only", "Solo teléfono"),
                c("neither", "Neither", "Ninguno"),
            ],
        )
        .required()
        .carried(),
        Q::one(
            "work",
            w("What do you do during the day?", "¿Qué hace durante el día?"),
            &[
                c("work", "Work", "Trabajo"),
                c("study", "School", "Escuela"),
                c("family", "Look after home or family", "Cuido la casa o la familia"),
                c("looking", "Look for work", "Busco trabajo"),
                c("unable", "I can't work", "No puedo trabajar"),
                c("retired", "Retired", "Jubilación"),
            ],
        )
        .carried(),
    ],
};

pub(super) const SOCIAL_SUPPORT: Section = Section {
    code: AssessmentSection::SocialSupport,
    version: "1",
    title: w("The people around you", "La gente a su alrededor"),
    source: "R053",
    left_out: &[],
    instruments: &[],
    questions: &[
        Q::many(
            "lives_with",
            w("Who lives with you?", "¿Quién vive con usted?"),
            &[
                Choice::alone("alone", "Nobody", "Nadie"),
                c("partner", "Husband, wife or partner", "Esposo, esposa o pareja"),
                c("children", "Children", "Hijos"),
                c("family", "Other family", "Otros familiares"),
                c("others", "Other people", "Otras personas"),
            ],
        )
        .required()
        .carried(),
        Q::one(
            "help",
            w(
                "If you were ill in bed, would somebody help you?",
                "Si estuviera en cama por enfermedad, ¿alguien le ayudaría?",
            ),
            &[
                c("yes", "Yes", "Sí"),
                c("sometimes", "For a short time", "Por poco tiempo"),
                c("nobody", "Nobody", "Nadie"),
            ],
        )
        .required(),
        Q::one(
            "lonely",
            w("How often do you feel lonely?", "¿Qué tan seguido se siente solo o sola?"),
            &[
                c("seldom", "Seldom", "Rara vez"),
                c("sometimes", "Sometimes", "A veces"),
                c("often", "Often", "Seguido"),
            ],
        )
        .required(),
        Q::text("who_matters", w("Who matters most to you?", "¿Quién es importante para usted?")).carried(),
        Q::text(
            "community",
            w("Which groups, places of worship or neighbors do you see?", "¿Qué grupos, iglesias o vecinos frecuenta?"),
        )
        .carried(),
    ],
};

const STRAINED: &[&str] = &["tired", "limit"];

pub(super) const CAREGIVERS: Section = Section {
    code: AssessmentSection::Caregivers,
    version: "1",
    title: w("Caregivers", "Personas que cuidan"),
    source: "R058",
    left_out: &[Setting::Corrections],
    instruments: &["mcsi", "zbi-12", "zbi"],
    questions: &[
        Q::one(
            "has_caregiver",
            w(
                "Does somebody in your family or among your friends look after you?",
                "¿Alguien de su familia o sus amistades le cuida?",
            ),
            YES_NO,
        )
        .required()
        .carried(),
        Q::text("caregiver_who", w("Who is it?", "¿Quién es?")).required().carried().ask_if("has_caregiver", &["yes"]),
        Q::many(
            "caregiver_does",
            w("What does that person do for you?", "¿Qué hace esa persona por usted?"),
            &[
                c("body", "Washing and dressing", "Lavar y vestir"),
                c("house", "Housework", "Quehaceres de la casa"),
                c("medicines", "Medicines", "Medicinas"),
                c("rides", "Rides", "Transporte"),
                c("money", "Money and papers", "Dinero y papeles"),
                c("company", "Company", "Compañía"),
            ],
        )
        .carried()
        .ask_if("has_caregiver", &["yes"]),
        Q::one(
            "strain",
            w("How is that person doing?", "¿Cómo está esa persona?"),
            &[
                c("well", "Well", "Bien"),
                c("tired", "Tired", "Con cansancio"),
                c("limit", "At the limit", "Ya no puede más"),
            ],
        )
        .required()
        .ask_if("has_caregiver", &["yes"]),
        Q::many(
            "caregiver_needs",
            w("What would help that person?", "¿Qué le ayudaría a esa persona?"),
            &[
                c("rest", "Time to rest", "Tiempo para descansar"),
                c("training", "To learn how to do it", "Aprender cómo hacerlo"),
                c("money", "Money", "Dinero"),
                c("talk", "Somebody to talk to", "Alguien con quien hablar"),
                c("hands", "More helping hands", "Más manos que ayuden"),
            ],
        )
        .required()
        .ask_if("strain", STRAINED),
        Q::one(
            "cares_for",
            w("Do you look after somebody yourself?", "¿Usted cuida a alguien?"),
            &[c("no", "No", "No"), c("children", "Children", "Niños"), c("adult", "An adult", "Una persona adulta")],
        )
        .required()
        .carried(),
        Q::one(
            "backup",
            w("Does somebody step in when you can't?", "¿Alguien le reemplaza cuando usted no puede?"),
            YES_NO,
        )
        .required()
        .ask_if("cares_for", &["children", "adult"]),
    ],
};

pub(super) const HOME: Section = Section {
    code: AssessmentSection::Home,
    version: "1",
    title: w("Home and neighborhood", "Casa y vecindario"),
    source: "R056, R059",
    left_out: &[Setting::LongTermCare, Setting::Corrections],
    instruments: &[],
    questions: &[
        Q::one(
            "kind",
            w("Where do you live?", "¿Dónde vive?"),
            &[
                c("house", "House", "Casa"),
                c("apartment", "Apartment", "Apartamento"),
                c("room", "A room", "Un cuarto"),
                c("facility", "Assisted living or a home", "Residencia con ayuda"),
                c("shelter", "Shelter", "Albergue"),
                c("outdoors", "Outdoors or in a car", "En la calle o en un carro"),
            ],
        )
        .required()
        .carried(),
        Q::many(
            "hazards",
            w("What is a danger at home?", "¿Qué es un peligro en su casa?"),
            &[
                c("stairs", "Stairs", "Escaleras"),
                c("floors", "Loose rugs or things on the floor", "Tapetes sueltos o cosas en el piso"),
                c("light", "Poor light", "Poca luz"),
                c("bathroom", "No grab bars in the bathroom", "Baño sin agarraderas"),
                c("alarm", "No working smoke alarm", "Sin alarma de humo que sirva"),
                c("heat", "Too hot or too cold", "Mucho calor o mucho frío"),
                c("pests", "Mold or pests", "Moho o plagas"),
                NONE,
            ],
        )
        .required(),
        Q::one(
            "equipment",
            w(
                "Does everything work that you need at home, such as a bed, a bath seat or oxygen?",
                "¿Sirve todo lo que necesita en casa, como cama, silla de baño u oxígeno?",
            ),
            &[
                c("works", "Yes", "Sí"),
                c("missing", "Something is missing or broken", "Algo falta o está roto"),
                c("not_needed", "I need nothing like that", "No necesito nada de eso"),
            ],
        )
        .required(),
        Q::one(
            "neighborhood",
            w("Can you go outside without worry?", "¿Puede salir a la calle sin preocupación?"),
            &[c("yes", "Yes", "Sí"), c("sometimes", "Not always", "No siempre"), c("no", "No", "No")],
        )
        .required(),
        Q::text(
            "visits",
            w(
                "What should a visitor know: pets, the way in, parking?",
                "¿Qué debe saber quien le visite: mascotas, entrada, estacionamiento?",
            ),
        )
        .carried(),
    ],
};

pub(super) const PSYCHOLOGICAL_FINANCIAL: Section = Section {
    code: AssessmentSection::PsychologicalFinancial,
    version: "1",
    title: w("Coping and money", "Cómo se las arregla, y el dinero"),
    source: "R057",
    left_out: &[],
    instruments: &["gds-15"],
    questions: &[
        Q::one(
            "stress",
            w("How hard is it to cope at the moment?", "¿Qué tan difícil es salir adelante en este momento?"),
            &[
                c("easy", "Not hard", "No es difícil"),
                c("some", "Somewhat hard", "Algo difícil"),
                c("hard", "Very hard", "Muy difícil"),
            ],
        )
        .required(),
        Q::text("coping", w("What helps you to cope?", "¿Qué le ayuda a salir adelante?")).carried(),
        Q::one(
            "loss",
            w(
                "Has something hard happened in the last year, such as a death, a separation or a move?",
                "¿Pasó algo difícil en el último año, como una muerte, una separación o una mudanza?",
            ),
            YES_NO,
        ),
        Q::text("loss_what", w("What was it?", "¿Qué fue?")).ask_if("loss", &["yes"]),
        Q::one(
            "money",
            w("Does your money last to the end of the month?", "¿Le alcanza el dinero hasta fin de mes?"),
            &[c("yes", "Yes", "Sí"), c("just", "Just about", "Apenas"), c("no", "No", "No")],
        )
        .required(),
        Q::many(
            "hard_to_pay",
            w("What is hard to pay for?", "¿Qué le cuesta trabajo pagar?"),
            &[
                c("rent", "Rent", "Renta"),
                c("food", "Food", "Comida"),
                c("medicine", "Medicine", "Medicinas"),
                c("bills", "Heat, light, water", "Calefacción, luz, agua"),
                c("debts", "Debts", "Deudas"),
                NONE,
            ],
        )
        .required()
        .ask_if("money", &["just", "no"]),
        Q::many(
            "benefits",
            w("Which help do you get?", "¿Qué ayudas recibe?"),
            &[
                c("medicaid", "Medicaid", "Medicaid"),
                c("medicare", "Medicare", "Medicare"),
                c("snap", "SNAP", "SNAP"),
                c("ssi", "SSI or SSDI", "SSI o SSDI"),
                c("va", "Veterans' benefits", "Beneficios de veteranos"),
                c("other", "Something else", "Otra cosa"),
                NONE,
            ],
        )
        .carried(),
    ],
};
