import { randomUUID } from "node:crypto";
import { accountOf, newName, type SignIn } from "./people.ts";

type Json = Record<string, any>;

/** The API as one signed-in person, for what a journey needs to find when it starts. */
export class Api {
  private constructor(
    private readonly token: string,
    readonly me: Json,
  ) {}

  static async signIn(account: SignIn = accountOf("care_manager")): Promise<Api> {
    const { email, password } = account;
    const view = await request("POST", "/sessions", { body: { email, password } });
    return new Api(view.access_token, view.staff);
  }

  get(path: string): Promise<Json> {
    return request("GET", path, { token: this.token });
  }

  post(path: string, body: Json = {}, version?: number): Promise<Json> {
    return request("POST", path, { token: this.token, body, version });
  }
}

interface Options {
  token?: string;
  body?: Json;
  version?: number;
}

async function request(method: string, path: string, { token, body, version }: Options): Promise<Json> {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (method === "POST") headers["Idempotency-Key"] = randomUUID();
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  const init: RequestInit = { method, headers };
  if (body) init.body = JSON.stringify(body);
  const response = await fetch(`${process.env.TEND_URL}/api/v1${path}`, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : {};
}

export interface Enrolled {
  api: Api;
  personId: string;
  caseId: string;
  name: string;
}

/**
 * A person of the reader's own, enrolled in the program of the reader's first team, now or some hours ago; `more` of what is
 * on record about them.
 */
export async function enrolled(api: Api, tier = "rising", more: Json = {}, hoursAgo = 0): Promise<Enrolled> {
  const names = newName();
  const person = await api.post("/people", {
    ...names,
    birth_date: "1958-04-12",
    sex: "female",
    language: "en",
    phone: "+1 518-555-0142",
    ...more,
  });
  const caseId = await caseOf(api, api.me, person.id, tier, hoursAgo);
  return { api, personId: person.id, caseId, name: `${names.given_name} ${names.family_name}` };
}

/** A case in the program of a worker's first team; its id. */
async function caseOf(api: Api, owner: Json, personId: string, tier: string, hoursAgo = 0): Promise<string> {
  const { items: teams } = await api.get("/teams");
  const team = teams.find(({ id }: Json) => id === owner.teams[0].id);
  const { id } = await api.post("/cases", {
    person_id: personId,
    program_id: team.program.id,
    team_id: team.id,
    owner_id: owner.id,
    tier,
    ...(hoursAgo > 0 ? { enrolled_at: inHours(-hoursAgo) } : {}),
  });
  return id as string;
}

/** Enrols somebody in one more program, that of another worker; the director does it. The id of the case. */
export async function alsoEnrolled(
  account: SignIn,
  personId: string,
  tier = "rising",
  hoursAgo = 0,
): Promise<string> {
  const { me } = await Api.signIn(account);
  return caseOf(await Api.signIn(accountOf("director")), me, personId, tier, hoursAgo);
}

/** A care manager of this run's own, whose time and list no other journey takes. */
export async function newColleague(): Promise<{ id: string; account: SignIn }> {
  const admin = await Api.signIn(accountOf("organization_admin"));
  const supervisor = await Api.signIn(accountOf("lead"));
  const { given_name, family_name } = newName();
  const account = {
    role: "care_manager",
    email: `${family_name.toLowerCase()}@harborvalley.example`,
    password: "seven quiet herons wade upstream",
  };
  const { id } = await admin.post("/staff", {
    name: `${given_name} ${family_name}`,
    email: account.email,
    role: account.role,
    supervisor_id: supervisor.me.id,
    password: account.password,
  });
  return { id, account };
}

/** An instant some hours from now. */
export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
