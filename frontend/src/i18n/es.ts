import type { Strings } from "./en";
import { absence } from "./es/absence";
import { advocacy } from "./es/advocacy";
import { acuity } from "./es/acuity";
import { adt } from "./es/adt";
import { appointment } from "./es/appointment";
import { assessment } from "./es/assessment";
import { authorization } from "./es/authorization";
import { careGap } from "./es/care_gap";
import { caseload } from "./es/caseload";
import { billing } from "./es/billing";
import { proposal } from "./es/proposal";
import { clinical } from "./es/clinical";
import { comprehensive } from "./es/comprehensive";
import { communityService } from "./es/community_service";
import { concern } from "./es/concern";
import { directory } from "./es/directory";
import { crisisPlan } from "./es/crisis_plan";
import { engagement } from "./es/engagement";
import { education } from "./es/education";
import { documentation } from "./es/documentation";
import { huddle } from "./es/huddle";
import { measureBoard } from "./es/measure_board";
import { measureEntry } from "./es/measure_entry";
import { measures } from "./es/measures";
import { mentorship } from "./es/mentorship";
import { oversight } from "./es/oversight";
import { performance } from "./es/performance";
import { person } from "./es/person";
import { plan } from "./es/plan";
import { planSays } from "./es/plan_says";
import { print } from "./es/print";
import { onCall } from "./es/on_call";
import { referral } from "./es/referral";
import { refusal } from "./es/refusal";
import { rulebook } from "./es/rulebook";
import { reading } from "./es/reading";
import { practice } from "./es/practice";
import { sharing } from "./es/sharing";
import { shell } from "./es/shell";
import { throughput } from "./es/throughput";
import { transition } from "./es/transition";
import { visit } from "./es/visit";
import { teamwork } from "./es/teamwork";
import { wording } from "./es/wording";
import { work } from "./es/work";
import { workHours } from "./es/work_hours";

/** Every text, and the refusals that the server says in English only. */
export const es: Strings & { refusal: Record<string, string> } = {
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
  refusal,
};
