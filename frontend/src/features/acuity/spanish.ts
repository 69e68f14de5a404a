/** Why the model of acuity counts what it counts, in Spanish. */
const whys: Record<string, string> = {
  "Nothing known asks for more.": "Nada de lo que se sabe pide más.",
  "More than any light or middle factor gives alone.":
    "Más de lo que da por sí solo un factor leve o intermedio.",
  "One heavy factor that is full, or several others together.":
    "Un factor de mucho peso completo, o varios otros juntos.",
  "Two heavy factors nearly full; no single factor reaches it.":
    "Dos factores de mucho peso casi completos; ninguno solo llega.",
  "Three points for each stay, up to three: earlier admissions are the strongest part of HOSPITAL (5 of 13).":
    "Tres puntos por cada estadía, hasta tres: los ingresos anteriores son la parte más fuerte de HOSPITAL (5 de 13).",
  "One point for each visit in 6 months, at most 4: the E of LACE.":
    "Un punto por cada visita en 6 meses, 4 como máximo: la E de LACE.",
  "The bands of LACE or HOSPITAL for 30 days after a discharge: moderate as much as one stay, high more than two.":
    "Las bandas de LACE o HOSPITAL durante 30 días tras un alta: moderado tanto como una estadía, alto más que dos.",
  "One point each from the second chronic condition on counts as multimorbidity (two, as in 99490); five or more count 5.":
    "Un punto por cada enfermedad crónica desde la segunda, que cuenta como multimorbilidad (dos, como en 99490); cinco o más cuentan 5.",
  "The bands of Katz: independent, moderate (1 to 3 activities need help), severe (4 or more).":
    "Las bandas de Katz: independiente, moderado (1 a 3 actividades necesitan ayuda), grave (4 o más).",
  "At risk by STEADI (4 or more) or Morse (high): as much as a moderate need of help.":
    "En riesgo según STEADI (4 o más) o Morse (alto): tanto como una necesidad moderada de ayuda.",
  "The bands of PHQ-9; the jump at 10 is its threshold.": "Las bandas de PHQ-9; el salto en 10 es su umbral.",
  "Moderate and severe by GAD-7; half of depression, because the two overlap.":
    "Moderado y grave según GAD-7; la mitad que la depresión, porque ambas se solapan.",
  "A positive AUDIT-C or AUDIT, or DAST-10 of 3 or more (moderate): as much as moderate depression.":
    "AUDIT-C o AUDIT positivo, o DAST-10 de 3 o más (moderado): tanto como una depresión moderada.",
  "Two points for each positive domain of AHC-HRSN (housing, food, transport, utilities, safety), up to four.":
    "Dos puntos por cada dominio positivo de AHC-HRSN (vivienda, comida, transporte, servicios públicos, seguridad), hasta cuatro.",
  "Social, financial, caregiver and environment needs that the plan must address; the first counts as one domain.":
    "Necesidades sociales, económicas, de quien cuida y del entorno que el plan debe atender; la primera cuenta como un dominio.",
  "Two timely tries are the diligence that T-5 asks for; a third without an answer counts in full.":
    "Dos intentos a tiempo son la diligencia que pide T-5; un tercero sin respuesta cuenta por completo.",
  "A month without a two-way contact is longer than the outreach window of T-4 (30 days); two months are lost contact.":
    "Un mes sin contacto con respuesta es más que el plazo de T-4 (30 días); dos meses son contacto perdido.",
  "The triage of C-SSRS: high alone is rising, and with its alert high; moderate with an alert is rising.":
    "El triaje de C-SSRS: alto por sí solo es riesgo creciente, y con su alerta, alto; moderado con una alerta es creciente.",
  "An alert that nobody has closed: for the same day, or at once (fills the factor with high risk of suicide).":
    "Una alerta que nadie ha cerrado: para el mismo día, o de inmediato (completa el factor con riesgo alto de suicidio).",
  "One point for each overdue deadline of the case, at most 3.":
    "Un punto por cada plazo vencido del caso, 3 como máximo.",
  "Late by more than two days is no slip any more, by more than a week help is missing.":
    "Más de dos días tarde ya no es un descuido; más de una semana, y falta ayuda.",
};

export const why = (english: string) => whys[english] ?? english;
