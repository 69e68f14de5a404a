/** Kinds of disputes and questions of ethics. */
export const concern = {
  concern: {
    kinds: {
      family_dispute: "Dispute in the family",
      team_dispute: "Dispute in the team",
      autonomy_safety: "Autonomy against safety",
      ethics: "Other question of ethics",
    },
  },
};
