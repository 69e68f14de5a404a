import { assessment } from "./en/assessment";
import { clinical } from "./en/clinical";
import { crisisPlan } from "./en/crisis_plan";
import { oversight } from "./en/oversight";
import { person } from "./en/person";
import { print } from "./en/print";
import { rulebook } from "./en/rulebook";
import { shell } from "./en/shell";
import { work } from "./en/work";

export const en = {
  ...shell,
  ...work,
  ...person,
  ...assessment,
  ...clinical,
  ...crisisPlan,
  ...oversight,
  ...print,
  ...rulebook,
};

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** Every text of the app; another language has the same keys. */
export type Strings = Widen<typeof en>;
