//! The templates that ship, in our own words. Progress formats (SOAP, DAP, BIRP) name what each part holds; nothing else of them is
//! anybody's text.

use std::sync::LazyLock;

use uuid::Uuid;

use super::NoteKind;
use super::template::{
    Field, FieldKind, FieldOption, Label, MINUTES, NoteTemplate, RecordFact, TemplateContent, TemplateSection,
};
use crate::program::Setting as S;

static SHIPPED: LazyLock<Vec<NoteTemplate>> = LazyLock::new(|| {
    let first = [soap(), dap(), birp(), hospital_day(), discharge(), court(), supervision()];
    first.into_iter().chain([home_visit(), home_visit_with_orders()]).collect()
});

/// The templates that ship, in every edition that ever did: what was begun with one keeps it.
pub fn shipped() -> &'static [NoteTemplate] {
    &SHIPPED
}

fn l(en: &str, es: &str) -> Label {
    Label { en: en.into(), es: es.into() }
}

fn field(code: &str, kind: FieldKind, label: Label) -> Field {
    let code = code.into();
    Field { code, label, kind, options: vec![], unit: None, min: None, max: None, required: false, from_record: None }
}

fn text(code: &str, en: &str, es: &str) -> Field {
    field(code, FieldKind::Text, l(en, es))
}

fn line(code: &str, en: &str, es: &str) -> Field {
    field(code, FieldKind::Line, l(en, es))
}

fn day(code: &str, en: &str, es: &str) -> Field {
    field(code, FieldKind::Date, l(en, es))
}

fn choice(code: &str, en: &str, es: &str, options: &[(&str, &str, &str)]) -> Field {
    let option = |(code, en, es): &(&str, &str, &str)| FieldOption { code: (*code).into(), label: l(en, es) };
    Field { options: options.iter().map(option).collect(), ..field(code, FieldKind::Choice, l(en, es)) }
}

fn minutes() -> Field {
    Field {
        unit: Some(l("min", "min")),
        min: Some(0.0),
        max: Some(1440.0),
        ..field(MINUTES, FieldKind::Number, l("Time spent", "Tiempo dedicado"))
    }
    .from(RecordFact::ContactMinutes)
}

impl Field {
    fn must(self) -> Self {
        Self { required: true, ..self }
    }

    fn from(self, fact: RecordFact) -> Self {
        Self { from_record: Some(fact), ..self }
    }
}

fn section(en: &str, es: &str, fields: Vec<Field>) -> TemplateSection {
    TemplateSection { title: l(en, es), fields }
}

fn template(code: &str, title: Label, kind: NoteKind, settings: &[S], sections: Vec<TemplateSection>) -> NoteTemplate {
    let content = TemplateContent { title, kind, settings: settings.to_vec(), sections };
    NoteTemplate {
        id: Uuid::nil(),
        version: 1,
        code: code.into(),
        edition: 1,
        content,
        author_id: None,
        created_at: None,
        withdrawn_at: None,
    }
}

const ENGAGED: &[(&str, &str, &str)] = &[
    ("engaged", "Engaged", "Participa"),
    ("partly", "Partly engaged", "Participa en parte"),
    ("not_engaged", "Not engaged", "No participa"),
];

fn soap() -> NoteTemplate {
    let sections = vec![
        section(
            "Subjective",
            "Subjetivo",
            vec![
                text("subjective", "What the person says", "Lo que dice la persona").must(),
                text("concerns", "Needs on record", "Necesidades registradas").from(RecordFact::ActiveNeeds),
            ],
        ),
        section(
            "Objective",
            "Objetivo",
            vec![
                text("objective", "What was observed or measured", "Lo que se observó o se midió").must(),
                text("scores", "Latest scores", "Últimos puntajes").from(RecordFact::LatestScores),
            ],
        ),
        section("Assessment", "Valoración", vec![text("assessment", "What it means", "Qué significa").must()]),
        section(
            "Plan",
            "Plan",
            vec![
                text("plan", "What happens next, and who does it", "Qué sigue y quién lo hace").must(),
                day("next_contact", "Next contact", "Próximo contacto"),
                minutes(),
            ],
        ),
    ];
    template("soap", l("Progress note (SOAP)", "Nota de progreso (SOAP)"), NoteKind::Progress, &[], sections)
}

fn dap() -> NoteTemplate {
    let sections = vec![
        section(
            "Data",
            "Datos",
            vec![
                text("data", "What was said and seen", "Lo que se dijo y se vio").must(),
                choice("engagement", "Engagement", "Participación", ENGAGED),
            ],
        ),
        section("Assessment", "Valoración", vec![text("assessment", "What it means", "Qué significa").must()]),
        section(
            "Plan",
            "Plan",
            vec![
                text("plan", "What happens next", "Qué sigue").must(),
                day("next_contact", "Next contact", "Próximo contacto"),
                minutes(),
            ],
        ),
    ];
    let settings = &[S::BehavioralHealth, S::SocialServices, S::Refugee, S::Corrections];
    template("dap", l("Session note (DAP)", "Nota de sesión (DAP)"), NoteKind::Progress, settings, sections)
}

fn birp() -> NoteTemplate {
    const RISK: &[(&str, &str, &str)] = &[
        ("not_asked", "Not asked today", "No se preguntó hoy"),
        ("none", "Asked, none reported", "Se preguntó, no refiere"),
        ("present", "Reported: see the alert and the crisis plan", "Refiere: vea la alerta y el plan de crisis"),
    ];
    let sections = vec![
        section(
            "Behavior",
            "Conducta",
            vec![
                text("behavior", "What was said and seen", "Lo que se dijo y se vio").must(),
                choice("self_harm", "Thoughts of self-harm", "Ideas de hacerse daño", RISK).must(),
            ],
        ),
        section(
            "Intervention",
            "Intervención",
            vec![text("intervention", "What was done", "Lo que se hizo").must(), minutes()],
        ),
        section(
            "Response",
            "Respuesta",
            vec![
                text("response", "How the person responded", "Cómo respondió la persona").must(),
                choice("engagement", "Engagement", "Participación", ENGAGED),
            ],
        ),
        section(
            "Plan",
            "Plan",
            vec![
                text("plan", "What happens next", "Qué sigue").must(),
                day("next_contact", "Next contact", "Próximo contacto"),
            ],
        ),
    ];
    let title = l("Behavioral health note (BIRP)", "Nota de salud mental (BIRP)");
    template("birp", title, NoteKind::Progress, &[S::BehavioralHealth, S::Corrections], sections)
}

fn hospital_day() -> NoteTemplate {
    const READY: &[(&str, &str, &str)] = &[
        ("ready", "Ready to leave", "Con condiciones para el alta"),
        ("soon", "Within 24 hours", "En las próximas 24 horas"),
        ("not_ready", "Not ready", "Todavía no"),
    ];
    let sections = vec![
        section(
            "Stay",
            "Estancia",
            vec![
                line("place", "Hospital", "Hospital").from(RecordFact::StayPlace),
                day("admitted_on", "Admitted on", "Ingreso").from(RecordFact::AdmittedOn),
            ],
        ),
        section(
            "Today",
            "Hoy",
            vec![
                text("events", "What changed since yesterday", "Qué cambió desde ayer").must(),
                choice("ready", "Medically ready", "Condición médica para el alta", READY).must(),
                text("barriers", "What holds the discharge up", "Qué retrasa el alta"),
            ],
        ),
        section(
            "Plan",
            "Plan",
            vec![
                day("expected_on", "Expected discharge", "Alta prevista").must(),
                text("plan", "What is done today, and by whom", "Qué se hace hoy y quién lo hace").must(),
            ],
        ),
    ];
    let title = l("Hospital daily round", "Ronda diaria en el hospital");
    template("hospital_day", title, NoteKind::Progress, &[S::Hospital], sections)
}

fn discharge() -> NoteTemplate {
    const HOME: &[(&str, &str, &str)] = &[
        ("home", "Home", "Casa"),
        ("home_with_care", "Home with home health", "Casa con atención en el hogar"),
        ("facility", "Skilled nursing or rehabilitation", "Enfermería especializada o rehabilitación"),
        ("hospice", "Hospice", "Cuidados paliativos"),
        ("other", "Elsewhere", "Otro lugar"),
    ];
    let sections = vec![
        section(
            "Stay",
            "Estancia",
            vec![
                line("place", "Hospital", "Hospital").from(RecordFact::StayPlace),
                day("admitted_on", "Admitted on", "Ingreso").from(RecordFact::AdmittedOn),
                day("discharged_on", "Discharged on", "Alta").from(RecordFact::DischargedOn).must(),
                choice("destination", "Where the person went", "A dónde fue la persona", HOME).must(),
            ],
        ),
        section(
            "At home",
            "En casa",
            vec![
                text("medications", "Medicines", "Medicinas").from(RecordFact::Medications),
                text("equipment", "Equipment and services arranged", "Equipo y servicios gestionados"),
                text("understood", "What the person says they will do", "Lo que la persona dice que hará").must(),
            ],
        ),
        section(
            "Follow-up",
            "Seguimiento",
            vec![
                day("visit_on", "First visit", "Primera consulta"),
                text("plan", "What is open, and who does it", "Qué queda pendiente y quién lo hace").must(),
            ],
        ),
    ];
    let settings = &[S::Hospital, S::ManagedCare, S::Clinic, S::HomeHealth, S::LongTermCare];
    template("discharge", l("Discharge note", "Nota de alta"), NoteKind::Transition, settings, sections)
}

/// The edition in which what is on record and what was seen stand apart.
fn home_visit() -> NoteTemplate {
    let medicines = [
        text("ordered", "Medicines on record", "Medicinas en el expediente").from(RecordFact::Medications),
        text("medications", "Medicines seen at home", "Medicinas vistas en casa"),
    ];
    NoteTemplate { edition: 2, ..home_visit_asking(medicines.into()) }
}

/// The first edition: it filled what was seen at home from orders.
fn home_visit_with_orders() -> NoteTemplate {
    let seen = text("medications", "Medicines seen at home", "Medicinas vistas en casa");
    home_visit_asking(vec![seen.from(RecordFact::Medications)])
}

fn home_visit_asking(medicines: Vec<Field>) -> NoteTemplate {
    const SAFE: &[(&str, &str, &str)] = &[
        ("safe", "Safe", "Seguro"),
        ("hazards", "Hazards found", "Se hallaron peligros"),
        ("unsafe", "Not safe", "No es seguro"),
    ];
    let mut person = vec![text("condition", "How the person is", "Cómo está la persona").must()];
    person.extend(medicines);
    person.push(text("caregiver", "How the caregiver is", "Cómo está quien cuida"));
    let sections = vec![
        section(
            "Home",
            "Hogar",
            vec![
                line("present", "Who was there", "Quién estaba").must(),
                choice("safety", "The home", "El hogar", SAFE).must(),
                text("hazards", "Hazards, and what was done", "Peligros y qué se hizo"),
            ],
        ),
        section("Person", "Persona", person),
        section(
            "Plan",
            "Plan",
            vec![
                text("plan", "What happens next, and who does it", "Qué sigue y quién lo hace").must(),
                day("next_contact", "Next visit", "Próxima visita"),
                minutes(),
            ],
        ),
    ];
    let settings =
        &[S::HomeHealth, S::Hospice, S::SocialServices, S::Aging, S::Refugee, S::ManagedCare, S::BehavioralHealth];
    template("home_visit", l("Home visit", "Visita a domicilio"), NoteKind::Contact, settings, sections)
}

fn court() -> NoteTemplate {
    let sections = vec![
        section(
            "Matter",
            "Asunto",
            vec![
                line("agency", "Court or agency", "Corte o agencia").must(),
                line("reference", "Reference", "Referencia"),
                day("next_date", "Next hearing or deadline", "Próxima audiencia o plazo"),
            ],
        ),
        section(
            "Since the last report",
            "Desde el último informe",
            vec![
                text("observed", "What was seen at first hand", "Lo que se vio directamente").must(),
                text("reported", "What others report, and who", "Lo que informan otras personas, y quiénes"),
                text("needs", "Needs on record", "Necesidades registradas").from(RecordFact::ActiveNeeds),
            ],
        ),
        section(
            "Plan",
            "Plan",
            vec![
                text("wishes", "What the person wants", "Lo que quiere la persona").must(),
                text("recommendation", "What is recommended, and why", "Qué se recomienda y por qué"),
            ],
        ),
    ];
    let settings = &[S::Legal, S::SocialServices, S::Corrections, S::Refugee, S::School];
    let title = l("Court and social services", "Corte y servicios sociales");
    template("court", title, NoteKind::Progress, settings, sections)
}

fn supervision() -> NoteTemplate {
    let sections = vec![
        section(
            "Supervision",
            "Supervisión",
            vec![
                text("question", "What was asked", "Qué se preguntó").must(),
                text("scores", "Latest scores", "Últimos puntajes").from(RecordFact::LatestScores),
                text("reviewed", "What was looked at", "Qué se revisó"),
            ],
        ),
        section(
            "Outcome",
            "Resultado",
            vec![
                text("advice", "What was advised, and why", "Qué se aconsejó y por qué").must(),
                day("review_on", "Looked at again on", "Se revisa de nuevo el"),
            ],
        ),
    ];
    template("supervision", l("Supervision", "Supervisión"), NoteKind::Supervision, &[], sections)
}
