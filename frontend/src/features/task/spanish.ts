import { action, trigger } from "@/features/assessment/spanish";

/** What the server says of the tasks that it opens itself, in Spanish. What somebody typed stays as it is. */

const titles: Record<string, string> = {
  "Acknowledge a message": "Confirmar un mensaje",
  "A message was not acknowledged": "Un mensaje quedó sin confirmar",
  "Answer a consultation": "Responder a una consulta",
  "Ask for an answer to the referral": "Pedir una respuesta a la derivación",
  "Ask for the decision about the benefit": "Preguntar por la decisión sobre el beneficio",
  "Ask the person whether they received the service": "Preguntar a la persona si recibió el servicio",
  "Ask the person whether to appeal": "Preguntar a la persona si quiere apelar",
  "Ask when the service begins": "Preguntar cuándo empieza el servicio",
  "Cancel the ride": "Cancelar el transporte",
  "Change the ride": "Cambiar el transporte",
  "Decide the risk tier anew: the override ends": "Decidir de nuevo el nivel de riesgo: el ajuste termina",
  "Decide the risk tier: the model says otherwise": "Decidir el nivel de riesgo: el modelo dice otra cosa",
  "Decide with the person whether to appeal": "Decidir con la persona si se apela",
  "Find another owner for this case": "Buscar otro responsable para este caso",
  "Look at a concern again": "Volver a ver una inquietud",
  "Next review of what was approved": "Próxima revisión de lo aprobado",
  "Read what happened on call": "Leer lo que pasó en la guardia",
  "Repeat the comprehensive assessment": "Repetir la evaluación integral",
  "Resolve an escalation": "Resolver un caso elevado",
  "Review a concern": "Revisar una inquietud",
  "Review the care plan with the person": "Revisar el plan de atención con la persona",
  "Review the crisis plan with the person": "Revisar el plan de crisis con la persona",
  "Say whether a colleague may visit alone": "Decir si un colega puede ir solo a una visita",
  "Send the referral": "Enviar la derivación",
  "Sign off the crisis plan": "Firmar el plan de crisis",
  "Talk about this case with its owner": "Hablar de este caso con su responsable",
};

const measured: Record<string, string> = {
  weight: "el peso",
  "blood pressure": "la presión arterial",
  "heart rate": "el pulso",
  "oxygen saturation": "la saturación de oxígeno",
  glucose: "la glucosa",
  temperature: "la temperatura",
  pain: "el dolor",
};

const changed: Record<string, string> = {
  "rose fast within a day": "subió mucho en un día",
  "rose fast within a week": "subió mucho en una semana",
  "is below the range": "está por debajo de los límites",
  "is above the range": "está por encima de los límites",
};

const missed: Record<string, string> = {
  "home visit": "la visita a domicilio",
  "community visit": "la visita en la comunidad",
  "office visit": "la visita en nuestra oficina",
  telehealth: "la videollamada",
  "phone call": "la llamada telefónica",
  specialist: "la cita con el especialista o servicio",
  hearing: "la audiencia judicial",
  "school meeting": "la reunión en la escuela",
  conference: "la reunión del equipo",
  rounds: "la ronda en la planta",
};

function reading(english: string): string | undefined {
  const [, what = "", why = ""] = /^Look at a reading: (.+?) ((?:rose|is) .+)$/.exec(english) ?? [];
  const [said, how] = [measured[what], changed[why]];
  return said && how && `Mirar una medición: ${said} ${how}`;
}

function appointment(english: string): string | undefined {
  const said = missed[/^Reach the person after the missed (.+)$/.exec(english)?.[1] ?? ""];
  return said && `Contactar a la persona, que faltó a ${said}`;
}

/** What a trigger asks for, as a title: without the period of its sentence. */
function triggered(english: string): string | undefined {
  const said = action(`${english}.`);
  return said === `${english}.` ? undefined : said.replace(/\.$/, "");
}

/** The title of a task. */
export const title = (english: string): string =>
  titles[english] ?? reading(english) ?? appointment(english) ?? triggered(english) ?? english;

const refused: Record<string, string> = {
  "The payer denied it": "El pagador lo negó",
  "The payer approved a part of it": "El pagador aprobó una parte",
};

type Pattern = [RegExp, (...found: string[]) => string];

const details: Pattern[] = [
  [
    /^Adopt what the model proposes, or override it again with a reason\.$/,
    () => "Adopte lo que propone el modelo, o ajústelo otra vez con un motivo.",
  ],
  [
    /^Adopt what the model proposes, or override it with a reason\.$/,
    () => "Adopte lo que propone el modelo, o ajústelo con un motivo.",
  ],
  [
    /^(The payer [^.]+)\. The last day to file an appeal is (\S+) \((\S+)\)\.$/,
    (how = "", on, rule) =>
      `${refused[how] ?? how}. El último día para presentar una apelación es ${on} (${rule}).`,
  ],
  [
    /^The appointment on (.+) is cancelled\. The ride is with (.+)\.$/,
    (at, whom) => `La cita del ${at} se canceló. El transporte es de ${whom}.`,
  ],
  [
    /^The appointment on (.+) is now on (.+?)\. The ride is with (.+)\.$/,
    (was, at, whom) => `La cita del ${was} es ahora el ${at}. El transporte es de ${whom}.`,
  ],
  [
    /^(?:What was approved ends on (\S+)\. )?Write the request that continues it, or say there that no review is needed\.$/,
    (last) =>
      `${last ? `Lo aprobado termina el ${last}. ` : ""}Escriba la solicitud que lo continúa, o diga allí que no hace falta revisión.`,
  ],
];

/** Stands behind the reason why an appointment was missed, which somebody typed. */
const NOTICE = "\nTell the physician who ordered the visit, and note it.";

/** "PHQ-9: thoughts of ...": what a trigger found. */
function found(english: string): string | undefined {
  const sentence = /^(.+)\.$/.exec(english)?.[1];
  const said = sentence && trigger(sentence);
  return said === sentence ? undefined : `${said}.`;
}

/** Whom a referral goes to; what somebody typed about another task may begin alike. */
const referred: Pattern = [/^To (.+)\.$/, (whom) => `Para ${whom}.`];

/** More about a task of some kind. */
export function detail(english: string, kind: string): string {
  for (const [pattern, spanish] of kind === "referral" ? [referred] : details) {
    const match = pattern.exec(english);
    if (match) return spanish(...match.slice(1));
  }
  if (english.endsWith(NOTICE)) {
    return `${english.slice(0, -NOTICE.length)}\nAvise al médico que ordenó la visita y anótelo.`;
  }
  return found(english) ?? english;
}
