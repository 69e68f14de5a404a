import { acuity } from "./en/acuity";
import { assessment } from "./en/assessment";
import { clinical } from "./en/clinical";
import { communityService } from "./en/community_service";
import { crisisPlan } from "./en/crisis_plan";
import { oversight } from "./en/oversight";
import { person } from "./en/person";
import { plan } from "./en/plan";
import { print } from "./en/print";
import { rulebook } from "./en/rulebook";
import { practice } from "./en/practice";
import { shell } from "./en/shell";
import { work } from "./en/work";

export const en = {
  ...shell,
  ...work,
  ...person,
  ...acuity,
  ...assessment,
  ...clinical,
  ...communityService,
  ...crisisPlan,
  ...oversight,
  ...plan,
  ...print,
  ...rulebook,
  ...practice,
};

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** Every text of the app; another language has the same keys. */
export type Strings = Widen<typeof en>;
