/** Who guides whom. */
export const mentorship = {
  mentorship: {
    tab: "Mentoring",
    next: "Next mentoring meetings",
    meet: "{{name}}, {{on}}",
    show: "Show the mentorships",
  },
};
