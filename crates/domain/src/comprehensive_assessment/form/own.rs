//! The person in their own words: culture, language, strengths and goals; and what could get in the way.

use super::super::definition::{AssessmentSection, Question as Q, Section};
use super::{NONE, YES_NO, c, w};

pub(super) const CULTURE: Section = Section {
    code: AssessmentSection::Culture,
    version: "1",
    title: w("Culture, values and wishes", "Cultura, valores y deseos"),
    source: "R061",
    left_out: &[],
    instruments: &[],
    questions: &[
        Q::text("values", w("What matters most in your life?", "¿Qué es lo más importante en su vida?"))
            .required()
            .carried(),
        Q::text(
            "beliefs",
            w(
                "Which beliefs, customs or foods should we respect when we plan with you?",
                "¿Qué creencias, costumbres o comidas debemos respetar al planear con usted?",
            ),
        )
        .carried(),
        Q::one(
            "decisions",
            w("How do you make decisions about your health?", "¿Cómo decide sobre su salud?"),
            &[
                c("alone", "By myself", "Por mi cuenta"),
                c("family", "Together with family", "Junto con mi familia"),
                c("others", "Somebody decides for me", "Alguien decide por mí"),
            ],
        )
        .required()
        .carried(),
        Q::one(
            "advance",
            w(
                "Is it written down who decides when you can't?",
                "¿Está por escrito quién decide cuando usted no pueda?",
            ),
            &[
                c("yes", "Yes", "Sí"),
                c("no", "No", "No"),
                c("talk", "No, and I want to talk about it", "No, y quiero hablar de eso"),
            ],
        )
        .carried(),
        Q::many(
            "contact",
            w("How shall we reach you?", "¿Cómo prefiere que le contactemos?"),
            &[
                c("phone", "Phone call", "Llamada"),
                c("text", "Text message", "Mensaje de texto"),
                c("video", "Video", "Video"),
                c("visit", "Visit", "Visita"),
                c("letter", "Letter", "Carta"),
            ],
        )
        .required()
        .carried(),
        Q::text("not_wanted", w("Is there anything that you don't want?", "¿Hay algo que no quiere?")).carried(),
    ],
};

pub(super) const LITERACY: Section = Section {
    code: AssessmentSection::Literacy,
    version: "1",
    title: w("Language and reading", "Idioma y lectura"),
    source: "R062",
    left_out: &[],
    instruments: &[],
    questions: &[
        Q::one(
            "language",
            w("In which language shall we talk?", "¿En qué idioma quiere que hablemos?"),
            &[c("en", "English", "Inglés"), c("es", "Spanish", "Español"), c("other", "Another one", "Otro")],
        )
        .required()
        .carried(),
        Q::text("language_other", w("Which one?", "¿Cuál?")).required().carried().ask_if("language", &["other"]),
        Q::one("interpreter", w("Do you want an interpreter?", "¿Quiere un intérprete?"), YES_NO).required().carried(),
        Q::one(
            "reading",
            w(
                "Do you want somebody to go through letters and forms with you?",
                "¿Quiere que alguien revise cartas y formularios con usted?",
            ),
            &[c("no", "No", "No"), c("sometimes", "Sometimes", "A veces"), c("always", "Always", "Siempre")],
        )
        .required()
        .carried(),
        Q::many(
            "learns",
            w("How do you learn best?", "¿Cómo aprende mejor?"),
            &[
                c("read", "I read it", "Leyendo"),
                c("hear", "Somebody tells me", "Cuando me lo explican"),
                c("see", "Pictures or videos", "Con dibujos o videos"),
                c("do", "I try it out", "Haciéndolo"),
            ],
        )
        .required()
        .carried(),
    ],
};

pub(super) const STRENGTHS: Section = Section {
    code: AssessmentSection::Strengths,
    version: "1",
    title: w("Strengths and goals", "Fortalezas y metas"),
    source: "R061",
    left_out: &[],
    instruments: &[],
    questions: &[
        Q::text(
            "strengths",
            w(
                "What are you good at, and what got you through hard times?",
                "¿Qué hace bien, y qué le ayudó en tiempos difíciles?",
            ),
        )
        .required()
        .carried(),
        Q::text(
            "goals",
            w(
                "What do you want to be able to do that you can't do now?",
                "¿Qué quiere poder hacer que ahora no puede?",
            ),
        )
        .required(),
        Q::text("first_step", w("What would be a first small step?", "¿Cuál sería un primer paso pequeño?")),
        Q::number(
            "confidence",
            w(
                "From 0 (not at all) to 10 (fully): how sure are you that you can do it?",
                "Del 0 (nada) al 10 (por completo): ¿qué tanta seguridad tiene de poder lograrlo?",
            ),
            0,
            10,
        )
        .required(),
    ],
};

pub(super) const RISKS: Section = Section {
    code: AssessmentSection::Risks,
    version: "1",
    title: w("Risks and barriers", "Riesgos y obstáculos"),
    source: "R060, R063",
    left_out: &[],
    instruments: &["lace", "hospital", "morse"],
    questions: &[
        Q::many(
            "barriers",
            w("What could get in the way?", "¿Qué podría ser un obstáculo?"),
            &[
                c("rides", "Rides", "El transporte"),
                c("money", "Money", "El dinero"),
                c("time", "Time, work or family", "El tiempo, el trabajo o la familia"),
                c("language", "Language or forms", "El idioma o los formularios"),
                c("trust", "Trust in doctors or offices", "La confianza en médicos u oficinas"),
                c("strength", "Too little strength", "Muy pocas fuerzas"),
                c("knowledge", "Not knowing how", "No saber cómo"),
                NONE,
            ],
        )
        .required(),
        Q::text("barriers_more", w("How does it get in the way?", "¿De qué manera es un obstáculo?"))
            .ask_if("barriers", &["rides", "money", "time", "language", "trust", "strength", "knowledge"]),
        Q::one(
            "knows_whom",
            w(
                "Do you know whom to call when you get worse, at night too?",
                "¿Sabe a quién llamar si se pone peor, también de noche?",
            ),
            YES_NO,
        )
        .required(),
        Q::text(
            "worse_signs",
            w("How would you notice that you are getting worse?", "¿Cómo notaría que se está poniendo peor?"),
        ),
        Q::text(
            "judgement",
            w(
                "For the assessor: what do you see as the greatest risk?",
                "Para quien evalúa: ¿cuál le parece el mayor riesgo?",
            ),
        ),
    ],
};
