import type { Strings } from "./en";
import { acuity } from "./es/acuity";
import { assessment } from "./es/assessment";
import { clinical } from "./es/clinical";
import { communityService } from "./es/community_service";
import { crisisPlan } from "./es/crisis_plan";
import { oversight } from "./es/oversight";
import { person } from "./es/person";
import { plan } from "./es/plan";
import { print } from "./es/print";
import { rulebook } from "./es/rulebook";
import { practice } from "./es/practice";
import { shell } from "./es/shell";
import { work } from "./es/work";

export const es: Strings = {
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
