/** Hours by type. */
export const workHours = {
  work_hours: {
    tab: "Hours",
    text: "What contacts, kept appointments, visits, signed notes and the night log say, each minute once. It is no time card: what nobody wrote down is not in it.",
    mine: "My hours",
    team: "Hours of colleagues I lead",
    none: "Nothing is on record on these days.",
    nobody: "You lead nobody here.",
    day: "Day",
    all: "Together",
    types: {
      regular: "Regular",
      evening: "Evening",
      weekend: "Weekend",
      on_call: "On call",
      called_out: "Of it called out",
    },
    overtime: "Overtime",
    not_counted: "not counted",
    zone: "Days and hours of {{zone}}: evening is before 8 AM and from 6 PM on.",
    status: {
      exempt: "Exempt: no overtime is counted.",
      non_exempt: "Not exempt: work beyond 40 hours from Monday to Sunday is overtime.",
      unknown: "Whether overtime is owed is not recorded: a lead sets it with the working hours.",
    },
    short: { exempt: "Exempt", non_exempt: "Not exempt", unknown: "Exempt or not: not recorded" },
    export: "Take out as a file",
  },
} as const;
