import { title as ruleTitle } from "@/features/deadline/spanish";

/** What the server says of scores, in Spanish: bands, what triggers found and ask for, and where facts of acuity were read. */

const bands: Record<string, string> = {
  none: "nada",
  "not at all": "nada",
  normal: "normal",
  independent: "independiente",
  negative: "negativo",
  positive: "positivo",
  "positive - review intake": "positivo: revisar lo que bebe",
  minimal: "mínimo",
  slight: "ligero",
  mild: "leve",
  "mild to moderate": "de leve a moderado",
  moderate: "moderado",
  "moderately severe": "moderadamente grave",
  "moderate to severe": "de moderado a grave",
  substantial: "considerable",
  severe: "grave",
  low: "bajo",
  medium: "medio",
  intermediate: "intermedio",
  high: "alto",
  "low risk": "riesgo bajo",
  "no risk": "sin riesgo",
  "at risk": "en riesgo",
  hazardous: "de riesgo",
  harmful: "perjudicial",
  "possible dependence": "posible dependencia",
  "no need found": "sin necesidades",
  "need found": "con necesidades",
  "little or none": "poco o nada",
};

const parts: Record<string, string> = {
  Total: "Total",
  "Triage level": "Nivel de triaje",
  Housing: "Vivienda",
  Food: "Comida",
  Transportation: "Transporte",
  Utilities: "Servicios públicos",
  Safety: "Seguridad",
  "Other risks": "Otros riesgos",
  "Food insecurity risk": "Riesgo de inseguridad alimentaria",
  "Worst impact": "Impacto más grave",
  "Length of stay": "Duración de la estadía",
  "Acute admission": "Ingreso urgente",
  Comorbidity: "Otras enfermedades",
  "Emergency department visits": "Visitas a urgencias",
  Intrusion: "Intrusión",
  Avoidance: "Evitación",
  "Negative alterations in cognitions and mood":
    "Alteraciones negativas del pensamiento y del estado de ánimo",
  "Alterations in arousal and reactivity": "Alteraciones de la activación y la reactividad",
  "Myocardial infarction": "Infarto de miocardio",
  "Congestive heart failure": "Insuficiencia cardíaca congestiva",
  "Peripheral vascular disease": "Enfermedad vascular periférica",
  "Cerebrovascular disease": "Enfermedad cerebrovascular",
  Dementia: "Demencia",
  "Chronic pulmonary disease": "Enfermedad pulmonar crónica",
  "Connective tissue or rheumatic disease": "Enfermedad reumática o del tejido conectivo",
  "Peptic ulcer disease": "Úlcera péptica",
  "Hemiplegia or paraplegia": "Hemiplejia o paraplejia",
  "Moderate or severe renal disease": "Enfermedad moderada o grave de los riñones",
  Leukemia: "Leucemia",
  Lymphoma: "Linfoma",
  AIDS: "Sida",
  "Liver disease": "Enfermedad del hígado",
  Diabetes: "Diabetes",
  Cancer: "Cáncer",
};

const findings: Record<string, string> = {
  "thoughts of death or self-harm reported": "refirió pensamientos de muerte o de hacerse daño",
  "not safe with people close to them": "no está a salvo con personas cercanas",
  "moderate risk of suicide": "riesgo moderado de suicidio",
  "high risk of suicide": "riesgo alto de suicidio",
  "moderate or severe impact of a symptom": "impacto moderado o grave de un síntoma",
};

const actions: Record<string, string> = {
  "Ask the C-SSRS screener now and record the outcome.": "Pregunte ahora la C-SSRS y anote el resultado.",
  "See to the person's safety today, in private.": "Vea hoy, en privado, que la persona esté a salvo.",
  "Evaluate on the same day and make a safety plan.": "Evalúe el mismo día y haga un plan de seguridad.",
  "Evaluate at once, do not leave the person alone, hand over person to person.":
    "Evalúe de inmediato, no deje sola a la persona y haga la entrega de persona a persona.",
  "Make a symptom follow-up visit within 2 calendar days.":
    "Haga una visita de seguimiento de síntomas en 2 días calendario.",
};

type Pattern = [RegExp, (...found: string[]) => string];

const said = (patterns: Pattern[], english: string): string | undefined => {
  for (const [pattern, spanish] of patterns) {
    const found = pattern.exec(english);
    if (found) return spanish(...found.slice(1));
  }
  return undefined;
};

export const band = (english: string) => bands[english] ?? english;

export const part = (english: string) => parts[english] ?? english;

export const finding = (english: string) => findings[english] ?? english;

export const action = (english: string) => actions[english] ?? english;

const notes: Pattern[] = [
  [
    /^The sex is other or not known: the threshold of (\d+) is used\.$/,
    (from) => `El sexo es otro o no se conoce: se usa el umbral de ${from}.`,
  ],
  [
    /^The age is not given: points for age are left out\.$/,
    () => "No se da la edad: los puntos por edad se omiten.",
  ],
];

export const note = (english: string) => said(notes, english) ?? english;

const overdue: Record<string, string> = {
  "A worker has not checked out of a visit": "Un trabajador no ha registrado el fin de una visita",
  "A worker set out on a visit and was not heard of since":
    "Un trabajador salió a una visita y no se ha sabido nada de él",
};

/** "PHQ-9: thoughts of ..."; the title of the instrument stays. */
export function trigger(english: string): string {
  if (english in overdue) return overdue[english] ?? english;
  const [, title = "", found = ""] = /^(.*): ([^:]+)$/.exec(english) ?? [];
  return found in findings ? `${title}: ${finding(found)}` : english;
}

const counted: Record<string, [string, string]> = {
  "acute stay": ["estadía aguda", "estadías agudas"],
  "emergency visit": ["visita a urgencias", "visitas a urgencias"],
};
const one = (what: string) => counted[what]?.[0] ?? what;
const many = (what: string) => counted[what]?.[1] ?? what;
const kinds: Record<string, string> = { clinical: "clínica", social: "social" };

/** One sentence about where a fact was read; a date is a year, a month and a day. */
const reasons: Pattern[] = [
  [
    /^No (acute stay|emergency visit) in the record since (\S+)\.$/,
    (what, since) => `Ninguna ${one(what)} en el expediente desde ${since}.`,
  ],
  [
    /^1 (acute stay|emergency visit) since (\S+): (.+), (\S+)\.$/,
    (what, since, where, on) => `1 ${one(what)} desde ${since}: ${where}, ${on}.`,
  ],
  [
    /^(\d+) (acute stay|emergency visit)s since (\S+), the latest: (.+), (\S+)\.$/,
    (count, what, since, where, on) => `${count} ${many(what)} desde ${since}; la última: ${where}, ${on}.`,
  ],
  [
    /^No discharge from an acute stay in the last (\d+) days\.$/,
    (days) => `Ningún alta de una estadía aguda en los últimos ${days} días.`,
  ],
  [
    /^Discharged from (.+) on (\S+); LACE is not asked yet, the record leaves this range\.$/,
    (where, on) => `Alta de ${where} el ${on}; aún no se preguntó LACE y el expediente deja este margen.`,
  ],
  [
    /^No confirmed (clinical|social) need in the list of needs\.$/,
    (kind) => `Ninguna necesidad ${kinds[kind] ?? kind} confirmada en la lista de necesidades.`,
  ],
  [
    /^In the list of needs: (.+) and (\d+) more\.$/,
    (needs, more) => `En la lista de necesidades: ${needs} y ${more} más.`,
  ],
  [/^In the list of needs: (.+)\.$/, (needs) => `En la lista de necesidades: ${needs}.`],
  [/^Reached at the last try, (\S+)\.$/, (on) => `Se logró el contacto en el último intento, ${on}.`],
  [/^1 try without an answer, (\S+)\.$/, (on) => `1 intento sin respuesta, ${on}.`],
  [
    /^(\d+) tries in a row without an answer, the last (\S+)\.$/,
    (tries, on) => `${tries} intentos seguidos sin respuesta, el último ${on}.`,
  ],
  [/^Last two-way contact (\S+)\.$/, (on) => `Último contacto con respuesta: ${on}.`],
  [
    /^No two-way contact in (\d+) days; last tried (\S+)\.$/,
    (days, on) => `Ningún contacto con respuesta en ${days} días; último intento: ${on}.`,
  ],
  [/^(.+) of (\S+): item 9 not at all\.$/, (title, on) => `${title} del ${on}: pregunta 9, ningún día.`],
  [
    /^(.+) of (\S+): item 9 positive, and no C-SSRS since\.$/,
    (title, on) => `${title} del ${on}: pregunta 9 positiva, y ninguna C-SSRS desde entonces.`,
  ],
  [/^No open safety alert\.$/, () => "Ninguna alerta de seguridad abierta."],
  [
    /^Safety alert open since (\S+): act at once\.$/,
    (on) => `Alerta de seguridad abierta desde ${on}: actuar de inmediato.`,
  ],
  [
    /^Safety alert open since (\S+): act on the same day\.$/,
    (on) => `Alerta de seguridad abierta desde ${on}: actuar el mismo día.`,
  ],
  [/^No deadline of the case is overdue\.$/, () => "Ningún plazo del caso está vencido."],
  [
    /^(\d+) overdue, the oldest: (.+), due (\S+)\.$/,
    (count, title, on) => `${count} vencidos, el más antiguo: ${ruleTitle(title)}, vence ${on}.`,
  ],
  [/^(.+), due (\S+)\.$/, (title, on) => `${ruleTitle(title)}, vence ${on}.`],
];

/** A result in a sentence: title, day, total or its range, and the bands still possible. */
const RESULT = /(.+?) of (\d{4}-\d{2}-\d{2}): (\d+)(?: to (\d+))?(?:, ([^.]+))?\.(?: |$)/gy;

/** One result after the other; none where that is not all. */
function results(english: string): string | undefined {
  const found = [...english.matchAll(RESULT)];
  if (found.map(([whole]) => whole).join("") !== english) return undefined;
  const result = ([, title, on, from, to, bandsOf]: RegExpMatchArray) => {
    const total = to === undefined ? from : `${from} a ${to}`;
    const possible = bandsOf?.split(" or ").map(band).join(" o ");
    return `${title} del ${on}: ${[total, possible].filter(Boolean).join(", ")}.`;
  };
  return found.map(result).join(" ");
}

export const because = (english: string) => said(reasons, english) ?? results(english) ?? english;

const visits: Record<string, [string, string]> = {
  "emergency visit": ["visita a urgencias", "visitas a urgencias"],
  admission: ["ingreso", "ingresos"],
};
const laboratories: Record<string, string> = { Hemoglobin: "Hemoglobina", Sodium: "Sodio" };

/** Where the record shows an answer of LACE or HOSPITAL. */
const fillings: Pattern[] = [
  [/^Stay at (.+), (\S+) to (\S+)\.$/, (where, from, to) => `Estadía en ${where}, del ${from} al ${to}.`],
  [
    /^Admitted through the emergency department of (.+), (\S+)\.$/,
    (where, on) => `Ingreso por urgencias de ${where}, ${on}.`,
  ],
  [
    /^No (emergency visit|admission) in the record from (\S+) to (\S+)\.$/,
    (what = "", from, to) => `Sin ${visits[what]?.[1] ?? what} en el expediente del ${from} al ${to}.`,
  ],
  [
    /^(\d+) (emergency visit|admission)s? in the record: (.+)\.$/,
    (count, what = "", days) =>
      `${count} ${visits[what]?.[count === "1" ? 0 : 1] ?? what} en el expediente: ${days}.`,
  ],
  [
    /^(Hemoglobin|Sodium) (\S+ \S+), (\S+)\.$/,
    (what = "", value, on) => `${laboratories[what] ?? what} ${value}, ${on}.`,
  ],
  [/^(.+) in the list of needs\.$/, (need) => `${need}: en la lista de necesidades.`],
];

export const filled = (english: string) => said(fillings, english) ?? english;
