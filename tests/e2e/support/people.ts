export interface SignIn {
  role: string;
  email: string;
  password: string;
}

/** The demo account of a role. */
export function accountOf(role: string): SignIn {
  const all = JSON.parse(process.env.TEND_SIGN_INS ?? "[]") as SignIn[];
  const found = all.find((one) => one.role === role);
  if (!found) throw new Error(`the demo has no account for ${role}`);
  return found;
}

/** An account by its name before the @; every account of the demo has the same password. */
export function accountNamed(name: string): SignIn {
  const { email, password } = accountOf("care_manager");
  return { role: "care_manager", email: email.replace(/^[^@]+/, name), password };
}

const given = [
  "Amal",
  "Bo",
  "Celeste",
  "Dara",
  "Emeka",
  "Farah",
  "Goran",
  "Hanna",
  "Ilse",
  "Jomo",
  "Kaya",
  "Lena",
];
const pick = <T>(from: T[]): T => from[Math.floor(Math.random() * from.length)] as T;
const letters = () => Array.from({ length: 6 }, () => pick([..."abcdefghijklmnoprstuvz"])).join("");

/** A name that nobody in the demo has, so that a journey finds its own person again. */
export function newName(): { given_name: string; family_name: string } {
  const end = letters();
  return { given_name: pick(given), family_name: end.charAt(0).toUpperCase() + end.slice(1) };
}
