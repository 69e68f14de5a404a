import type { Strings } from "./en";
import { assessment } from "./es/assessment";
import { clinical } from "./es/clinical";
import { crisisPlan } from "./es/crisis_plan";
import { oversight } from "./es/oversight";
import { person } from "./es/person";
import { print } from "./es/print";
import { rulebook } from "./es/rulebook";
import { shell } from "./es/shell";
import { work } from "./es/work";

export const es: Strings = {
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
