/** What a lead asks for on a day. */
export const throughput = {
  throughput: {
    title: "What a day asks for",
    text: "Each colleague sees it beside their own count of today, and nobody is ranked by it.",
    none: "Nothing is asked for by number.",
    set: "Set a target of a day",
    whom: "For",
    every_team: "Every team of {{program}}",
    what: "What is counted",
    how_many: "How many on a day",
    how_many_text: "0 takes back what held before.",
    kinds: {
      contacts: "contacts and attempts",
      reached: "people reached",
      notes: "notes signed",
      visits: "visits",
    },
    per_day: "{{count}} {{what}} on a day",
    since: "from {{on}}",
    done: "The target of a day is set",
    mine: "My day so far",
    of: "{{done}} of {{target}} {{what}}",
  },
} as const;
