/** The day some days from now, as a date field wants it. */
export const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What a request says, as the API takes it. */
export const requestContent = {
  line: "medicare_advantage",
  urgency: "standard",
  kind: "prospective",
  category: "home_health",
  title: "Skilled nursing visits",
  code: "G0299",
  units: 20,
  unit: "visit",
  from: inDays(-2),
  to: inDays(50),
  need: "Wound care after surgery",
};
