import type { TFunction } from "i18next";

const known = ["patient", "member", "client", "resident", "student", "participant", "person"] as const;

/** What a program calls the person, in the language of `t`; a word of the program's own stays as it is. */
export function personLabel(t: TFunction, label: string): string {
  const code = known.find((one) => one === label);
  return code ? t(`person.labels.${code}`) : label;
}
