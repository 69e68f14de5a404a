/** What the server says of deadlines, in Spanish: titles of rules and the sentences that explain a date. */

const units: Record<string, [string, string]> = {
  hour: ["hora", "horas"],
  month: ["mes", "meses"],
  day: ["día", "días"],
  year: ["año", "años"],
  "calendar day": ["día calendario", "días calendario"],
  "business day": ["día hábil", "días hábiles"],
  "school day": ["día escolar", "días escolares"],
  "court day": ["día judicial", "días judiciales"],
  "day by the rule of the court": ["día según la regla del tribunal", "días según la regla del tribunal"],
};

/** "7 calendar days" as "7 días calendario". */
function amount(count: string, unit: string): string {
  const [one, many] = units[
    unit.replace(/^(\w*\s?)?days\b/, "$1day").replace(/(hour|month|year)s$/, "$1")
  ] ?? [unit, unit];
  return `${count} ${count === "1" ? one : many}`;
}

const WITHIN =
  /within (\d+) ((?:calendar |business |school |court )?days?|hours?|months?|years?)(?! before| after)/;
const BEFORE = /at least (\d+) ((?:business |school )?days?|hours?|months?) before/;

/** What a title of ours says otherwise, where an organization changed it. */
const NOW =
  / \(now (?:in the (\d+) days before|within days (-?\d+) to (-?\d+)(, day 0 being the day it starts)?|(.+))\)$/;

/** How long something may take, as a title says it: what it says, and the same in Spanish. */
function term(english: string): [string, string] | null {
  const within = WITHIN.exec(english);
  if (within) return [within[0], `en ${amount(within[1] ?? "", within[2] ?? "")}`];
  const before = BEFORE.exec(english);
  return before && [before[0], `al menos ${amount(before[1] ?? "", before[2] ?? "")} antes`];
}

/** Titles by the English one; `{w}` stands for how long it may take, which an organization may have changed. */
const titles: Record<string, string> = {
  "Initial assessment {w} of admission": "Evaluación inicial {w} tras el ingreso",
  "Approved care plan {w} of enrolment": "Plan de atención aprobado {w} tras la inscripción",
  "Approved care plan {w} of the comprehensive assessment":
    "Plan de atención aprobado {w} tras la evaluación integral",
  "Approved care plan {w} of the start of the comprehensive assessment":
    "Plan de atención aprobado {w} tras el inicio de la evaluación integral",
  "Reached {w} of discharge": "Contacto logrado {w} tras el alta",
  "Note signed {w}": "Nota firmada {w}",
  "Note countersigned {w}": "Nota refrendada {w}",
  "Hand-off answered {w}": "Traspaso respondido {w}",
  "Interactive contact {w} of discharge": "Contacto interactivo {w} tras el alta",
  "Visit {w} of discharge where decisions are of moderate complexity":
    "Visita {w} tras el alta si las decisiones son de complejidad moderada",
  "Visit {w} of discharge where decisions are of high complexity":
    "Visita {w} tras el alta si las decisiones son de complejidad alta",
  "Important Message from Medicare {w} of admission": "Mensaje importante de Medicare {w} tras el ingreso",
  "Important Message from Medicare again in the 2 days before discharge":
    "Mensaje importante de Medicare otra vez en los 2 días antes del alta",
  "Medicare Outpatient Observation Notice {w} of the start of observation":
    "Aviso de observación ambulatoria de Medicare {w} tras el inicio de la observación",
  "Medicines reconciled {w} of discharge": "Medicamentos conciliados {w} tras el alta",
  "Follow-up visit {w} of a psychiatric discharge": "Visita de seguimiento {w} tras un alta psiquiátrica",
  "Complex case management assessment begun {w} of identification":
    "Evaluación de manejo de casos complejos iniciada {w} tras la identificación",
  "Complex case management assessment complete {w} of identification":
    "Evaluación de manejo de casos complejos terminada {w} tras la identificación",
  "Comprehensive assessment {w} of enrolment": "Evaluación integral {w} tras la inscripción",
  "Reassessed every 12 months, with 2 months of grace": "Reevaluación cada 12 meses, con 2 meses de gracia",
  "Transitional care management period of 30 days ends": "Termina el período de transición de 30 días",
  "Notice of Medicare Non-Coverage {w} covered services end":
    "Aviso de no cobertura de Medicare {w} de que terminen los servicios cubiertos",
  "Home visit by the day after arrival": "Visita al hogar a más tardar el día después de la llegada",
  "Evaluated {w} of parental consent": "Evaluación {w} tras el consentimiento de la familia",
  "IEP meeting {w} of the finding of eligibility": "Reunión del IEP {w} tras determinar la elegibilidad",
  "IEP reviewed within a year": "IEP revisado en un año",
  "Re-evaluated {w}": "Reevaluación {w}",
  "Manifestation determination {w} of the decision to change placement":
    "Determinación de manifestación {w} tras decidir el cambio de ubicación",
  "Second home visit {w} of arrival": "Segunda visita al hogar {w} tras la llegada",
  "Children enrolled in school {w} of arrival": "Niños inscritos en la escuela {w} tras la llegada",
  "Health screening {w} of arrival": "Examen de salud {w} tras la llegada",
  "Health screening window of 90 days ends": "Termina el plazo de 90 días para el examen de salud",
  "Reception and placement period ends": "Termina el período de recepción y ubicación",
  "Pre-release services in the 90 days before release, with a warm handoff":
    "Servicios en los 90 días antes de la liberación, con entrega en persona",
  "Screening of an eligible youth from 30 days before to 1 week after release":
    "Evaluación de un joven elegible desde 30 días antes hasta 1 semana después de la liberación",
  "Targeted case management of an eligible youth from 30 days before to 30 days after release":
    "Manejo de caso de un joven elegible desde 30 días antes hasta 30 días después de la liberación",
  "Answer {w} of service": "Contestación {w} tras la notificación",
  "Response {w} of service": "Respuesta {w} tras la notificación",
  "Motion served {w} the hearing": "Petición notificada {w} de la audiencia",
  "Opposing affidavit served {w} the hearing": "Declaración en contra notificada {w} de la audiencia",
  "SNAP application decided {w}": "Solicitud de SNAP decidida {w}",
  "Expedited SNAP benefits {w}": "Beneficios de SNAP acelerados {w}",
  "Medicaid application decided {w}": "Solicitud de Medicaid decidida {w}",
  "Medicaid application on the basis of disability decided {w}":
    "Solicitud de Medicaid por discapacidad decidida {w}",
  "Social Security appeal {w} of the date of the notice":
    "Apelación al Seguro Social {w} tras la fecha del aviso",
  "Standard prior authorization decided {w} of receipt":
    "Autorización previa normal decidida {w} tras recibirla",
  "Expedited prior authorization decided {w} of receipt":
    "Autorización previa acelerada decidida {w} tras recibirla",
  "Prior authorization metrics of a year public by 31 March of the next":
    "Cifras de autorización previa de un año públicas hasta el 31 de marzo del siguiente",
  "Medicare Advantage appeal filed {w} of the notice":
    "Apelación de Medicare Advantage presentada {w} tras el aviso",
  "Medicare Advantage appeal filed {w} of the date of the notice":
    "Apelación de Medicare Advantage presentada {w} tras la fecha del aviso",
  "Medicare Advantage pre-service appeal decided {w}":
    "Apelación previa al servicio de Medicare Advantage decidida {w}",
  "Medicare Advantage payment appeal decided {w}": "Apelación de pago de Medicare Advantage decidida {w}",
  "Medicare Advantage Part B drug appeal decided {w}":
    "Apelación por un medicamento de la Parte B de Medicare Advantage decidida {w}",
  "Medicare Advantage expedited appeal decided {w}": "Apelación acelerada de Medicare Advantage decidida {w}",
  "Medicare Advantage grievance answered {w}": "Queja de Medicare Advantage respondida {w}",
  "Medicare Advantage expedited grievance answered {w}":
    "Queja acelerada de Medicare Advantage respondida {w}",
  "Medicaid managed care appeal filed {w} of the notice":
    "Apelación de Medicaid presentada {w} tras el aviso",
  "Medicaid managed care appeal decided {w}": "Apelación de Medicaid decidida {w}",
  "Medicaid managed care expedited appeal decided {w}": "Apelación acelerada de Medicaid decidida {w}",
  "Urgent claim decided {w}": "Reclamo urgente decidido {w}",
  "Pre-service claim decided {w}": "Reclamo previo al servicio decidido {w}",
  "Post-service claim decided {w}": "Reclamo posterior al servicio decidido {w}",
  "Urgent request to extend care decided {w}": "Pedido urgente de prolongar la atención decidido {w}",
  "Special needs plan health risk assessment within 90 days before or after enrolment":
    "Evaluación de riesgos del plan de necesidades especiales en los 90 días antes o después de la inscripción",
  "Special needs plan health risk assessment again {w}":
    "Evaluación de riesgos del plan de necesidades especiales otra vez {w}",
  "Medicaid managed care initial screening {w} of enrolment":
    "Evaluación inicial del plan de Medicaid {w} tras la inscripción",
  "Intervention {w} of a positive food, housing or transport screen":
    "Intervención {w} tras hallar una necesidad de comida, vivienda o transporte",
  "Initial visit {w} of referral or return home": "Visita inicial {w} tras la referencia o la vuelta a casa",
  "Comprehensive assessment (OASIS) {w} of the start of care":
    "Evaluación integral (OASIS) {w} tras el inicio de la atención",
  "Initial assessment {w} of the election": "Evaluación inicial {w} tras la elección",
  "Initial assessment by a nurse {w} of the election":
    "Evaluación inicial por personal de enfermería {w} tras la elección",
  "Comprehensive assessment {w} of the election": "Evaluación integral {w} tras la elección",
  "Plan reviewed by the interdisciplinary group {w} of the election":
    "Plan revisado por el grupo interdisciplinario {w} tras la elección",
  "Plan reviewed by the interdisciplinary group every 15 days":
    "Plan revisado por el grupo interdisciplinario cada 15 días",
  "Recertification assessment on days 56 to 60 of the 60-day period":
    "Evaluación de recertificación en los días 56 a 60 del período de 60 días",
  "Recertification assessment on days 56 to 60 of a later 60-day period":
    "Evaluación de recertificación en los días 56 a 60 de un período posterior de 60 días",
  "Resumption of care {w} of discharge home": "Reanudación de la atención {w} tras el alta a casa",
  "Transfer assessment {w}": "Evaluación de traslado {w}",
  "Death at home recorded {w}": "Fallecimiento en casa registrado {w}",
  "Discharge assessment {w}": "Evaluación de alta {w}",
  "OASIS transmitted {w} of completion (M0090)": "OASIS transmitido {w} tras terminarlo (M0090)",
  "Face-to-face encounter from 90 days before to 30 days after the start of care":
    "Encuentro cara a cara desde 90 días antes hasta 30 días después del inicio de la atención",
  "Notice of election {w} of the election": "Aviso de elección {w} tras la elección",
  "Assessment updated every 15 days": "Evaluación actualizada cada 15 días",
  "Face-to-face encounter in the 30 days before the third and every later benefit period":
    "Encuentro cara a cara en los 30 días antes del tercer período de beneficio y de cada uno posterior",
  "First HOPE update visit on days 6 to 15": "Primera visita de actualización HOPE en los días 6 a 15",
  "Second HOPE update visit on days 16 to 30": "Segunda visita de actualización HOPE en los días 16 a 30",
  "Symptom follow-up visit {w} of a moderate or severe impact":
    "Visita de seguimiento de síntomas {w} tras un impacto moderado o grave",
  "HOPE record submitted {w}": "Registro HOPE enviado {w}",
  "Request for access answered {w}": "Pedido de acceso respondido {w}",
  "Request for amendment answered {w}": "Pedido de enmienda respondido {w}",
  "Accounting of disclosures given {w}": "Informe de divulgaciones entregado {w}",
  "Accounting of disclosures reaches 6 years back": "El informe de divulgaciones abarca 6 años",
  "Notice of a breach {w} of its discovery": "Aviso de una violación {w} tras descubrirla",
  "Credential expires in 90 days": "La credencial vence en 90 días",
  "Credential expires in 60 days": "La credencial vence en 60 días",
  "Credential expires in 30 days": "La credencial vence en 30 días",
  "Credential expires in 7 days": "La credencial vence en 7 días",
  "Policy documents kept 6 years": "Documentos de políticas conservados 6 años",
  "Hospital records kept 5 years": "Expedientes de hospital conservados 5 años",
  "Home health records kept 5 years after discharge":
    "Expedientes de salud en el hogar conservados 5 años tras el alta",
  "Hospice records kept 6 years": "Expedientes de hospicio conservados 6 años",
  "Medicare Advantage records kept 10 years": "Expedientes de Medicare Advantage conservados 10 años",
  "Medicaid managed care records kept 10 years": "Expedientes de Medicaid conservados 10 años",
};

/** A rule's title; one that an organization worded itself stays as it is. */
export function title(english: string): string {
  const now = NOW.exec(english);
  if (now) {
    const ours = english.slice(0, now.index);
    const said = title(ours);
    const [, before = "", from = "", to = "", counting = "", other = ""] = now;
    const window = before
      ? `en los ${before} días antes`
      : `en los días ${from} a ${to}${counting && ", siendo el día 0 aquel en que empieza"}`;
    return said === ours
      ? english
      : `${said} (ahora ${before || from ? window : (term(other)?.[1] ?? other)})`;
  }
  const found = term(english);
  const spanish = titles[found ? english.replace(found[0], "{w}") : english] ?? titles[english];
  if (!spanish) return english;
  return found ? spanish.replace("{w}", found[1]) : spanish;
}

const closed: Record<string, string> = {
  Saturday: "sábado",
  Sunday: "domingo",
  "closed by the organization": "la organización cierra",
  "the court is closed": "el tribunal cierra",
  "no school": "sin clases",
  "between school years": "entre años escolares",
  "New Year's Day": "Año Nuevo",
  "Martin Luther King Jr. Day": "Día de Martin Luther King Jr.",
  "Washington's Birthday": "natalicio de Washington",
  "Memorial Day": "Día de los Caídos",
  Juneteenth: "Juneteenth",
  "Independence Day": "Día de la Independencia",
  "Labor Day": "Día del Trabajo",
  "Columbus Day": "Día de Colón",
  "Veterans Day": "Día de los Veteranos",
  "Thanksgiving Day": "Día de Acción de Gracias",
  "Christmas Day": "Navidad",
};

const reasons: Record<string, string> = {
  "the stay was cancelled": "la estadía se canceló",
  "the stay ended": "la estadía terminó",
  "the person was admitted again": "la persona volvió a ingresar",
  "the person died": "la persona falleció",
  "the case was closed": "el caso se cerró",
  "what started it was taken back": "se retiró lo que lo inició",
  "the rule is not in force on the corrected day": "la regla no rige en el día corregido",
};

function day(why: string): string {
  const [, name = why, observed] = /^(.*?)( \(observed\))?$/.exec(why) ?? [];
  return (closed[name] ?? name) + (observed ? " (observado)" : "");
}

function nth(text: string): string {
  const counted = /^(\d+) days? (after|before) it$/.exec(text);
  if (!counted) return "en el día 0";
  return `${amount(counted[1] ?? "", "day")} ${counted[2] === "after" ? "después" : "antes"}`;
}

type Say = (...parts: string[]) => string;

const sentences: [RegExp, Say][] = [
  [/^Starts on (\S+)\.$/, (on) => `Empieza el ${on}.`],
  [/^Starts (.+)\.$/, (at) => `Empieza: ${at}.`],
  [/^Was (.+), taken back (.+)\.$/, (was, at) => `Era ${was}; se retiró: ${at}.`],
  [/^Was (.+), corrected to (.+)\.$/, (was, is) => `Era ${was}; se corrigió a ${is}.`],
  [
    /^(\S+) is day 0; the window opens (.+), (on day 0|\d+ days? (?:after|before) it)\.$/,
    (start, at, when) => `${start} es el día 0; el plazo se abre: ${at}, ${nth(when ?? "")}.`,
  ],
  [
    /^(\S+) is day 0 and does not count: what happens from the next day on does\.$/,
    (start) => `${start} es el día 0 y no cuenta: cuenta lo que ocurre desde el día siguiente.`,
  ],
  [
    /^(\S+) cannot be the last day: (.+)\.$/,
    (on, why) => `${on} no puede ser el último día: ${day(why ?? "")}.`,
  ],
  [/^(\S+) is skipped: (.+)\.$/, (on, why) => `${on} no se cuenta: ${day(why ?? "")}.`],
  [/^And (\d+) (days?) more\.$/, (count, unit) => `Y ${amount(count ?? "", unit ?? "")} más.`],
  [
    /^Extended by (\d+) days?( \(.*\))?: due by (.+)\.$/,
    (count, reason, at) => `Prolongado por ${amount(count ?? "", "day")}${reason ?? ""}: vence ${at}.`,
  ],
  [
    /^The clocks go (forward|back) by (\d+) minutes on the way; .+$/,
    (way, minutes) =>
      `Los relojes se ${way === "back" ? "atrasan" : "adelantan"} ${minutes} minutos en ese tiempo; las horas se cuentan como pasan, no como las muestra el reloj.`,
  ],
  [
    /^The window closes (on day 0|\d+ days? (?:after|before) it): due by (.+)\.$/,
    (when, at) => `El plazo se cierra ${nth(when ?? "")}: vence ${at}.`,
  ],
  [
    /^(\d+) (hours?|(?:calendar |business |school )?days?|months?|days? by the rule of the court) (from|before) then: due by (.+)\.$/,
    (count, unit, side, at) =>
      `${amount(count ?? "", unit ?? "")} ${side === "before" ? "antes" : "desde entonces"}: vence ${at}.`,
  ],
  [/^Met in time (.+)\.$/, (at) => `Cumplido a tiempo: ${at}.`],
  [/^Met late (.+)\.$/, (at) => `Cumplido tarde: ${at}.`],
  [
    /^Not met when it ended (.+?): ([^:]+)\.$/,
    (at, reason) => `Sin cumplir al terminar (${at}): ${reasons[reason ?? ""] ?? reason}.`,
  ],
  [
    /^Does not count since (.+?): ([^:]+)\.$/,
    (at, reason) => `No cuenta desde ${at}: ${reasons[reason ?? ""] ?? reason}.`,
  ],
  [
    /^Hidden from the worklist until (\S+ \S+ \S+): ([\s\S]+)$/,
    (until, reason) => `Fuera de la lista hasta ${until}: ${reason}`,
  ],
  [/^Set aside with a reason\.$/, () => "Apartado con un motivo."],
];

/** A sentence of an explanation; one that this app does not know stays as it is. */
export function sentence(english: string): string {
  for (const [pattern, say] of sentences) {
    const found = pattern.exec(english);
    if (found) return say(...found.slice(1));
  }
  return english;
}
