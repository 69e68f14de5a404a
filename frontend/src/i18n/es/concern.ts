/** Kinds of disputes and questions of ethics. */
export const concern = {
  concern: {
    kinds: {
      family_dispute: "Desacuerdo en la familia",
      team_dispute: "Desacuerdo en el equipo",
      autonomy_safety: "Autonomía frente a seguridad",
      ethics: "Otra cuestión ética",
    },
  },
};
