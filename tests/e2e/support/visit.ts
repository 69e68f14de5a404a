import type { Api } from "./api.ts";

/**
 * A home visit of the reader's own, at the first minutes from now that nobody holds: its id, and when it begins, which shortly
 * before midnight may be tomorrow.
 */
export async function homeVisit(api: Api, caseId: string): Promise<{ id: string; startsAt: Date }> {
  for (let minutes = 0; ; minutes += 5) {
    const starts_at = new Date(Date.now() + minutes * 60_000 + 1_000).toISOString();
    const body = { kind: "home_visit", starts_at, minutes: 5, place: "12 Elm Street" };
    try {
      const { appointment } = await api.post(`/cases/${caseId}/appointments`, body);
      return { id: appointment.id, startsAt: new Date(starts_at) };
    } catch (error) {
      if (minutes > 90 || !String(error).includes("appointment_staff_busy")) throw error;
    }
  }
}
