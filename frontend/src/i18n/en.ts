import { absence } from "./en/absence";
import { advocacy } from "./en/advocacy";
import { acuity } from "./en/acuity";
import { adt } from "./en/adt";
import { appointment } from "./en/appointment";
import { assessment } from "./en/assessment";
import { authorization } from "./en/authorization";
import { careGap } from "./en/care_gap";
import { caseload } from "./en/caseload";
import { billing } from "./en/billing";
import { proposal } from "./en/proposal";
import { clinical } from "./en/clinical";
import { comprehensive } from "./en/comprehensive";
import { communityService } from "./en/community_service";
import { concern } from "./en/concern";
import { directory } from "./en/directory";
import { crisisPlan } from "./en/crisis_plan";
import { engagement } from "./en/engagement";
import { education } from "./en/education";
import { documentation } from "./en/documentation";
import { huddle } from "./en/huddle";
import { measureBoard } from "./en/measure_board";
import { measureEntry } from "./en/measure_entry";
import { measures } from "./en/measures";
import { mentorship } from "./en/mentorship";
import { oversight } from "./en/oversight";
import { performance } from "./en/performance";
import { person } from "./en/person";
import { plan } from "./en/plan";
import { planSays } from "./en/plan_says";
import { print } from "./en/print";
import { onCall } from "./en/on_call";
import { referral } from "./en/referral";
import { rulebook } from "./en/rulebook";
import { reading } from "./en/reading";
import { practice } from "./en/practice";
import { sharing } from "./en/sharing";
import { shell } from "./en/shell";
import { throughput } from "./en/throughput";
import { transition } from "./en/transition";
import { visit } from "./en/visit";
import { teamwork } from "./en/teamwork";
import { wording } from "./en/wording";
import { work } from "./en/work";
import { workHours } from "./en/work_hours";

export const en = {
  ...shell,
  ...work,
  ...performance,
  ...person,
  ...absence,
  ...acuity,
  ...advocacy,
  ...adt,
  ...appointment,
  ...assessment,
  ...careGap,
  ...authorization,
  ...caseload,
  ...billing,
  ...proposal,
  ...clinical,
  ...comprehensive,
  ...communityService,
  ...concern,
  ...directory,
  ...crisisPlan,
  ...engagement,
  ...documentation,
  ...education,
  ...measureBoard,
  ...measureEntry,
  ...measures,
  ...mentorship,
  ...oversight,
  ...plan,
  ...planSays,
  ...huddle,
  ...onCall,
  ...print,
  ...referral,
  ...rulebook,
  ...practice,
  ...sharing,
  ...reading,
  ...throughput,
  ...transition,
  ...visit,
  ...teamwork,
  ...wording,
  ...workHours,
};

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** Every text of the app; another language has the same keys. */
export type Strings = Widen<typeof en>;
