/** Lo que se pide para un día. */
export const throughput = {
  throughput: {
    title: "Lo que pide un día",
    text: "Cada colega lo ve junto a su propia cuenta de hoy, y no sirve para clasificar a nadie.",
    none: "No se pide nada por número.",
    set: "Fijar un objetivo del día",
    whom: "Para",
    every_team: "Todos los equipos de {{program}}",
    what: "Qué se cuenta",
    how_many: "Cuántos en un día",
    how_many_text: "0 retira lo que regía antes.",
    kinds: {
      contacts: "contactos e intentos",
      reached: "personas localizadas",
      notes: "notas firmadas",
      visits: "visitas",
    },
    per_day: "{{count}} {{what}} en un día",
    since: "desde el {{on}}",
    done: "El objetivo del día está fijado",
    mine: "Mi día hasta ahora",
    of: "{{done}} de {{target}} {{what}}",
  },
};
