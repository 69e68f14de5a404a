const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** A small FHIR bundle about one person: a stay that ended so many days ago, a condition, a reading that is not a number and a resource that is only kept. */
export function bundleOf(given: string, family: string, ended = 3): string {
  const key = family.toLowerCase();
  const subject = { reference: `Patient/${key}` };
  const resources = [
    {
      resourceType: "Patient",
      id: key,
      name: [{ use: "official", family, given: [given] }],
      birthDate: "1957-05-04",
      gender: "female",
      address: [{ line: ["12 Elm St"], city: "Albany", state: "NY", postalCode: "12203" }],
      identifier: [{ system: "urn:example:mrn", value: key }],
    },
    {
      resourceType: "Encounter",
      id: `${key}-stay`,
      status: "finished",
      class: { code: "IMP" },
      subject,
      period: { start: daysAgo(ended + 8), end: daysAgo(ended) },
    },
    {
      resourceType: "Condition",
      id: `${key}-condition`,
      subject,
      code: { text: "Heart failure" },
      clinicalStatus: { coding: [{ code: "active" }] },
    },
    {
      resourceType: "Observation",
      id: `${key}-reading`,
      status: "final",
      subject,
      code: { text: "Body weight" },
      effectiveDateTime: daysAgo(3),
      valueQuantity: { value: "heavy", unit: "kg" },
    },
    { resourceType: "Immunization", id: `${key}-shot`, status: "completed", patient: subject },
  ];
  const entry = resources.map((resource) => ({ resource }));
  return JSON.stringify({ resourceType: "Bundle", type: "collection", entry });
}
