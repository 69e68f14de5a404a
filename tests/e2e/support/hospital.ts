/** The client of the demo organization, whose secret is no secret. */
const CLIENT = {
  grant_type: "client_credentials",
  client_id: "0198d3a1-6080-7c1e-b3d2-0f5897aa41e6",
  client_secret: "demo-only-slow-green-ferry-returns-at-dusk",
};

const stamp = (at: Date) => at.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14) + "+0000";

export interface Patient {
  number: string;
  given_name: string;
  family_name: string;
  /** Day of birth, without separators. */
  born?: string;
}

/** An ADT message about a patient's visit, so many days ago. */
export function adt(event: string, days: number, patient: Patient, visit: string): string {
  const at = stamp(new Date(Date.now() - days * 86_400_000));
  const { number, given_name, family_name, born = "19580412" } = patient;
  return [
    `MSH|^~\\&|EPIC|HARBOR|TEND||${at}||ADT^${event}|${number}-${visit}-${event}-${days}|P|2.5.1`,
    `EVN|${event}|${at}`,
    `PID|1||${number}^^^HARBOR^MR||${family_name}^${given_name}||${born}|F|||12 Pier Rd^^Albany^NY^12207||518 555 0142`,
    `PV1|1|I|4W^401^2${"|".repeat(16)}${visit}`,
  ].join("\r");
}

/** Sends messages as the hospital does, and gives the codes of the acknowledgements. */
export async function send(...messages: string[]): Promise<string[]> {
  const url = `${process.env.TEND_URL}/api/v1`;
  const signed = await fetch(`${url}/oauth/token`, { method: "POST", body: new URLSearchParams(CLIENT) });
  const { access_token } = (await signed.json()) as { access_token: string };
  const codes: string[] = [];
  for (const body of messages) {
    const headers = { "Content-Type": "application/hl7-v2", Authorization: `Bearer ${access_token}` };
    const answer = await fetch(`${url}/adt`, { method: "POST", headers, body });
    codes.push(/MSA\|(..)/.exec(await answer.text())?.[1] ?? `status ${answer.status}`);
  }
  return codes;
}
