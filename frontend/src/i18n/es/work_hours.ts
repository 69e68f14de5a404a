/** Horas por tipo. */
export const workHours = {
  work_hours: {
    tab: "Horas",
    text: "Lo que dicen los contactos, las citas cumplidas, las visitas, las notas firmadas y el registro de la noche, cada minuto una vez. No es una hoja de horas: lo que nadie anotó no está.",
    mine: "Mis horas",
    team: "Horas de los colegas que dirijo",
    none: "No hay nada registrado en estos días.",
    nobody: "Aquí no dirige a nadie.",
    day: "Día",
    all: "En total",
    types: {
      regular: "Normales",
      evening: "Tarde y noche",
      weekend: "Fin de semana",
      on_call: "De guardia",
      called_out: "De ellas, trabajadas",
    },
    overtime: "Horas extra",
    not_counted: "no se cuentan",
    zone: "Días y horas de {{zone}}: la tarde y noche es antes de las 8 y desde las 18.",
    status: {
      exempt: "Exento: no se cuentan horas extra.",
      non_exempt: "No exento: el trabajo por encima de 40 horas de lunes a domingo son horas extra.",
      unknown: "No consta si se deben horas extra: quien dirige lo indica con las horas de trabajo.",
    },
    short: { exempt: "Exento", non_exempt: "No exento", unknown: "Exento o no: no consta" },
    export: "Descargar como archivo",
  },
};
