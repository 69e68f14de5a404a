/** People and their cases. */
export const person = {
  person: {
    years_one: "{{count}} year",
    years_other: "{{count}} years",
  },
  staff: { me: "{{name}} (me)", nobody: "Nobody by that name" },
} as const;
