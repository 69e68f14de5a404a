/** Quién guía a quién. */
export const mentorship = {
  mentorship: {
    tab: "Mentoría",
    next: "Próximas reuniones de mentoría",
    meet: "{{name}}, {{on}}",
    show: "Ver las mentorías",
  },
};
