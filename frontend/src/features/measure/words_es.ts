import type { MeasureWords } from "./words";

const RULE = "Donde la organización cambió la regla, cuenta la que estaba vigente cuando empezó el plazo.";

const psychiatric = (days: number): MeasureWords => ({
  numerator: `Altas seguidas de una visita que cuenta entre el día 1 y el ${days}. Una visita el día del alta nunca cuenta.`,
  denominator:
    "Hospitalizaciones por una enfermedad mental o autolesión de personas de 6 años o más, con alta en el periodo.",
  exclusions:
    "Cuidados paliativos, muerte dentro de 30 días, y altas seguidas dentro de 30 días por otra estancia aguda (cuenta la última) o una estancia en un centro.",
});

const emergency = (days: number, denominator: string): MeasureWords => ({
  numerator: `Visitas a urgencias seguidas de una visita que cuenta entre el día 0 y el ${days}. El día de la visita a urgencias cuenta.`,
  denominator,
  exclusions:
    "Cuidados paliativos, muerte, y visitas a urgencias seguidas dentro de 30 días por una estancia aguda o una estancia en un centro.",
});

const MENTAL = "Visitas a urgencias por una enfermedad mental o autolesión, de 6 años o más, en el periodo.";
const SUBSTANCE = "Visitas a urgencias por consumo de sustancias, de 13 años o más, en el periodo.";
const CHRONIC =
  "Visitas a urgencias de personas con varias enfermedades crónicas, de 18 años o más, en el periodo.";

const transition = (numerator: string): MeasureWords => ({
  numerator,
  denominator: "Estancias agudas de adultos con alta en el periodo.",
  exclusions:
    "Cuidados paliativos, muerte dentro de 30 días, y altas seguidas dentro de 30 días por otra estancia.",
});

const outreach = (days: number): MeasureWords => ({
  numerator: "Altas seguidas a tiempo de un contacto en ambos sentidos con la persona o un cuidador.",
  denominator: `Altas con vida en el periodo. Publicado: entre el día 1 y el ${days}. Los intentos y los contactos el día del alta no cuentan. ${RULE}`,
  exclusions: "Altas seguidas de muerte, ingreso o el fin del caso antes del vencimiento.",
});

const improvement: MeasureWords = {
  numerator:
    "Personas cuya puntuación bajó a la mitad o menos, o hasta la remisión, en su último seguimiento.",
  denominator:
    "Personas cuya primera puntuación positiva del periodo fue de 10 o más, con un seguimiento de 120 a 240 días después.",
  exclusions: "Personas sin seguimiento: cuántas son se muestra junto al valor.",
};

const retention = (days: number): MeasureWords => ({
  numerator: `Casos todavía activos después de ${days} días, o terminados con sus metas cumplidas.`,
  denominator: `Casos inscritos en el periodo, hace al menos ${days} días.`,
  exclusions: "",
});

const employment = (days: number): MeasureWords => ({
  numerator: `Personas que siguen con empleo ${days} días después del comienzo.`,
  denominator: `Empleos comenzados en el periodo, hace al menos ${days} días.`,
  exclusions: "",
});

/** What each measure counts, in Spanish. */
export const words: Record<string, MeasureWords> = {
  "initial-assessment-24h": {
    numerator: "Estancias cuya evaluación inicial se completó a tiempo.",
    denominator: `Estancias con ingreso en el periodo. Publicado: dentro de 24 horas corridas desde el ingreso. ${RULE}`,
    exclusions:
      "Estancias que terminaron antes del vencimiento sin evaluación, y las canceladas o dispensadas antes del vencimiento.",
  },
  "readmission-30d": {
    numerator: "Altas seguidas dentro de 30 días de una estancia aguda que no estaba planificada.",
    denominator:
      "Estancias agudas de hospitalización y de observación con alta en el periodo. Un traslado dentro de un día es parte de la estancia; un reingreso es a su vez un alta que cuenta.",
    exclusions:
      "Estancias de un solo día, muertes en el hospital, embarazo y parto, altas a cuidados paliativos. No se aplica: la inscripción durante el año, los valores atípicos, una tasa esperada; y, mientras ninguna estancia diga para qué es, las planificadas y las de embarazo y parto cuentan como todas las demás.",
  },
  "los-index": {
    numerator: "Días de las estancias.",
    denominator:
      "Días esperados de las estancias agudas con alta en el periodo (media geométrica del MS-DRG).",
    exclusions: "Estancias sin duración esperada.",
  },
  "avoidable-days": {
    numerator: "Días marcados como evitables, cada uno con una causa principal.",
    denominator:
      "Días de paciente de las estancias agudas dentro del periodo; el día del alta cuenta solo cuando es el único.",
    exclusions: "",
  },
  "discharge-by-target": {
    numerator: "Personas que salieron el día previsto o antes.",
    denominator:
      "Estancias agudas con alta en el periodo. Un nuevo día previsto cuenta solo si se fijó al menos 24 horas antes de que terminara el anterior.",
    exclusions: "Estancias sin día previsto.",
  },
  "ed-visits": {
    numerator: "Visitas a urgencias que no terminaron en un ingreso.",
    denominator: "Meses en cuyo primer día las personas tenían cobertura.",
    exclusions: "Visitas de personas sin cobertura en el periodo.",
  },
  "fuh-7": psychiatric(7),
  "fuh-30": psychiatric(30),
  "fum-7": emergency(7, MENTAL),
  "fum-30": emergency(30, MENTAL),
  "fua-7": emergency(7, SUBSTANCE),
  "fua-30": emergency(30, SUBSTANCE),
  "fmc-7": emergency(7, CHRONIC),
  "trc-notice": transition("Estancias cuyo aviso de ingreso llegó entre el día 0 y el 2 del ingreso."),
  "trc-information": transition("Estancias cuya información del alta llegó entre el día 0 y el 2 del alta."),
  "trc-engagement": transition(
    "Estancias seguidas de un contacto en ambos sentidos o una cita cumplida entre el día 1 y el 30. El día del alta no cuenta.",
  ),
  "trc-reconciliation": transition(
    "Estancias cuyos medicamentos se conciliaron entre el día 0 y el 30 del alta.",
  ),
  "gap-closure": {
    numerator: "Brechas cerradas con pruebas.",
    denominator: "Brechas que estuvieron abiertas en el periodo.",
    exclusions: "",
  },
  "outreach-7": outreach(7),
  "outreach-30": outreach(30),
  "pa-turnaround": {
    numerator: "Solicitudes decididas a tiempo. Solo una prórroga que la ley permite mueve el último día.",
    denominator: "Solicitudes con plazo, recibidas en el periodo y decididas.",
    exclusions: "Solicitudes sin un plazo publicado.",
  },
  "plan-30d": {
    numerator: "Casos con un plan aprobado a tiempo.",
    denominator: `Casos inscritos en el periodo. Publicado: dentro de 30 días naturales desde la inscripción. ${RULE}`,
    exclusions: "Casos cerrados, y vencimientos dispensados, antes de que venciera el plan.",
  },
  "no-show": {
    numerator: "Citas a las que la persona no acudió.",
    denominator: "Citas del periodo que se cumplieron, se perdieron o la persona canceló tarde.",
    exclusions: "Cancelaciones a tiempo, y las nuestras o del otro proveedor.",
  },
  "phq-improvement": improvement,
  "gad-improvement": improvement,
  "crisis-plan": {
    numerator:
      "Personas con un plan de crisis vigente que se aprobó o se repasó en los últimos 12 meses, y después del último hallazgo de riesgo alto.",
    denominator: "Casos activos de salud conductual con riesgo moderado o alto, al final del periodo.",
    exclusions: "",
  },
  "oasis-timeliness": {
    numerator: "Evaluaciones que cumplieron todos los plazos de T-11.",
    denominator:
      "Evaluaciones que vencieron, según el hecho que inició el primero de sus plazos en el periodo.",
    exclusions: "Evaluaciones de episodios que terminaron antes del vencimiento.",
  },
  "visit-adherence": {
    numerator:
      "Visitas indicadas que se hicieron en su semana, de lunes a domingo. Más visitas en una semana no compensan otra.",
    denominator: "Visitas indicadas por el plan de visitas en semanas que empiezan en el periodo.",
    exclusions: "Semanas en las que la persona estuvo en el hospital.",
  },
  "hospitalization-60d": {
    numerator:
      "Episodios con un ingreso agudo en el hospital dentro de 60 días desde el comienzo de la atención.",
    denominator: "Episodios de atención en el hogar que empezaron en el periodo.",
    exclusions: "",
  },
  "hospice-transfers": {
    numerator: "Traslados a un hospital.",
    denominator: "Días en cuidados paliativos dentro del periodo.",
    exclusions: "",
  },
  experience: {
    numerator: "La proporción de las mejores respuestas, como media de las preguntas.",
    denominator: "Respuestas dadas en el periodo.",
    exclusions: "Sin ajuste por tipo de casos: eso lo hace el dueño de la encuesta.",
  },
  "symptom-control": {
    numerator: "Síntomas evaluados de nuevo dentro de 2 días naturales.",
    denominator: "Síntomas moderados y graves hallados en el periodo.",
    exclusions: "",
  },
  "benefit-approval": {
    numerator: "Solicitudes aprobadas, a la primera o tras un recurso.",
    denominator: "Solicitudes hechas en el periodo y decididas.",
    exclusions: "Solicitudes pendientes o retiradas.",
  },
  "time-to-housing": {
    numerator: "Los días después de los cuales la mitad de las personas se ha mudado.",
    denominator:
      "Personas que solicitaron una vivienda en el periodo. Quien todavía espera cuenta por el tiempo que ha esperado (Kaplan-Meier).",
    exclusions: "",
  },
  "retention-90": retention(90),
  "retention-180": retention(180),
  "court-milestones": {
    numerator: "Hitos alcanzados en su día o antes.",
    denominator:
      "Hitos que vencen en el periodo. Un aplazamiento mueve el día solo si se ordenó antes de que ese día pasara.",
    exclusions: "",
  },
  "employment-30": employment(30),
  "employment-90": employment(90),
  "employment-180": employment(180),
  "plan-adherence": {
    numerator: "Las intervenciones hechas a tiempo cuentan 1; las hechas tarde dentro de 7 días, la mitad.",
    denominator:
      "Intervenciones de los planes de atención que vencieron en el periodo. Cada vencimiento cuenta por sí mismo; lo que la persona rechazó cuenta como no hecho.",
    exclusions: "Lo que se dispensó con un motivo.",
  },
  "loop-closure": {
    numerator: "Remisiones cuyo servicio confirmó la persona.",
    denominator: "Remisiones enviadas en el periodo.",
    exclusions: "Remisiones registradas por error.",
  },
  "note-48h": {
    numerator: "Contactos cuya nota firmó su autor a tiempo.",
    denominator: `Contactos del periodo que necesitan una nota. Publicado: dentro de 48 horas corridas. ${RULE}`,
    exclusions: "Contactos que se anularon.",
  },
  "cost-effectiveness": {
    numerator: "Costo esperado menos costo observado.",
    denominator: "Costo del programa en el periodo.",
    exclusions: "",
  },
};
