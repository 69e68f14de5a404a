import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { session } from "@/api/session";
import type { Capability } from "@/api/types";
import * as search from "./search";
import { Shell } from "./Shell";
import { NotFound, ScreenError } from "./ScreenError";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: ScreenError });

const index = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    const may = (capability: Capability) => session.get().me?.capabilities.includes(capability);
    if (may("today_read") ?? true) throw redirect({ to: "/today", replace: true });
    // The privacy officer has no worklist: what waits for them is there.
    throw redirect({ to: may("record_request_decide") ? "/record-requests" : "/staff", replace: true });
  },
});

const today = createRoute({
  getParentRoute: () => root,
  path: "/today",
  validateSearch: search.today,
  component: lazyRouteComponent(() => import("@/features/today/TodayScreen"), "TodayScreen"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: lazyRouteComponent(() => import("@/features/person/PeopleScreen"), "PeopleScreen"),
});

const person = createRoute({
  getParentRoute: () => root,
  path: "/people/$personId",
  validateSearch: search.person,
  component: lazyRouteComponent(() => import("@/features/person/PersonScreen"), "PersonScreen"),
});

const cases = createRoute({
  getParentRoute: () => root,
  path: "/cases",
  validateSearch: search.cases,
  component: lazyRouteComponent(() => import("@/features/case/CaseListScreen"), "CaseListScreen"),
});

const calendar = createRoute({
  getParentRoute: () => root,
  path: "/calendar",
  validateSearch: search.calendar,
  component: lazyRouteComponent(() => import("@/features/appointment/CalendarScreen"), "CalendarScreen"),
});

const visits = createRoute({
  getParentRoute: () => root,
  path: "/visit-day",
  component: lazyRouteComponent(() => import("@/features/visit/VisitScreen"), "VisitScreen"),
});

const assessment = createRoute({
  getParentRoute: () => root,
  path: "/assessments/$assessmentId",
  validateSearch: search.assessment,
  component: lazyRouteComponent(() => import("@/features/assessment/AssessmentScreen"), "AssessmentScreen"),
});

const comprehensive = createRoute({
  getParentRoute: () => root,
  path: "/comprehensive-assessments/$comprehensiveId",
  validateSearch: search.comprehensive,
  component: lazyRouteComponent(
    () => import("@/features/comprehensive_assessment/ComprehensiveScreen"),
    "ComprehensiveScreen",
  ),
});

const carePlan = createRoute({
  getParentRoute: () => root,
  path: "/care-plans/$carePlanId",
  validateSearch: search.carePlan,
  component: lazyRouteComponent(() => import("@/features/care_plan/CarePlanScreen"), "CarePlanScreen"),
});

const crisisPlan = createRoute({
  getParentRoute: () => root,
  path: "/crisis-plans/$crisisPlanId",
  validateSearch: search.crisisPlan,
  component: lazyRouteComponent(() => import("@/features/crisis_plan/CrisisPlanScreen"), "CrisisPlanScreen"),
});

const carePlanPrint = createRoute({
  getParentRoute: () => root,
  path: "/care-plans/$carePlanId/print",
  validateSearch: search.print,
  component: lazyRouteComponent(() => import("@/features/print/CarePlanPrintScreen"), "CarePlanPrintScreen"),
});

const crisisPlanPrint = createRoute({
  getParentRoute: () => root,
  path: "/crisis-plans/$crisisPlanId/print",
  validateSearch: search.print,
  component: lazyRouteComponent(
    () => import("@/features/print/CrisisPlanPrintScreen"),
    "CrisisPlanPrintScreen",
  ),
});

const notes = createRoute({
  getParentRoute: () => root,
  path: "/notes",
  validateSearch: search.notes,
  component: lazyRouteComponent(() => import("@/features/note/NoteQueueScreen"), "NoteQueueScreen"),
});

const note = createRoute({
  getParentRoute: () => root,
  path: "/notes/$noteId",
  component: lazyRouteComponent(() => import("@/features/note/NoteScreen"), "NoteScreen"),
});

const education = createRoute({
  getParentRoute: () => root,
  path: "/education",
  validateSearch: search.education,
  component: lazyRouteComponent(() => import("@/features/education/EducationScreen"), "EducationScreen"),
});

const messages = createRoute({
  getParentRoute: () => root,
  path: "/messages",
  validateSearch: search.messages,
  component: lazyRouteComponent(() => import("@/features/message/MessagesScreen"), "MessagesScreen"),
});

const messageThread = createRoute({
  getParentRoute: () => root,
  path: "/messages/$threadId",
  component: lazyRouteComponent(() => import("@/features/message/ThreadScreen"), "ThreadScreen"),
});

const conference = createRoute({
  getParentRoute: () => root,
  path: "/conferences/$conferenceId",
  component: lazyRouteComponent(() => import("@/features/conference/ConferenceScreen"), "ConferenceScreen"),
});

const handOffs = createRoute({
  getParentRoute: () => root,
  path: "/hand-offs",
  component: lazyRouteComponent(() => import("@/features/hand_off/HandOffScreen"), "HandOffScreen"),
});

const team = createRoute({
  getParentRoute: () => root,
  path: "/team",
  validateSearch: search.team,
  component: lazyRouteComponent(() => import("@/features/on_call/TeamScreen"), "TeamScreen"),
});

const caseloads = createRoute({
  getParentRoute: () => root,
  path: "/caseloads",
  validateSearch: search.caseloads,
  component: lazyRouteComponent(() => import("@/features/caseload/CaseloadScreen"), "CaseloadScreen"),
});

const billing = createRoute({
  getParentRoute: () => root,
  path: "/billing",
  validateSearch: search.billing,
  component: lazyRouteComponent(() => import("@/features/billing/BillingScreen"), "BillingScreen"),
});

const billingMonth = createRoute({
  getParentRoute: () => root,
  path: "/cases/$caseId/billing",
  validateSearch: search.billingMonth,
  component: lazyRouteComponent(() => import("@/features/billing/BillingMonthScreen"), "BillingMonthScreen"),
});

const desk = createRoute({
  getParentRoute: () => root,
  path: "/hospital-desk",
  validateSearch: search.desk,
  component: lazyRouteComponent(() => import("@/features/transition/DeskScreen"), "DeskScreen"),
});

const transition = createRoute({
  getParentRoute: () => root,
  path: "/stays/$stayId",
  component: lazyRouteComponent(() => import("@/features/transition/TransitionScreen"), "TransitionScreen"),
});

const services = createRoute({
  getParentRoute: () => root,
  path: "/services",
  validateSearch: search.services,
  component: lazyRouteComponent(() => import("@/features/community_service/ServiceScreen"), "ServiceScreen"),
});

const serviceImport = createRoute({
  getParentRoute: () => root,
  path: "/services/import",
  component: lazyRouteComponent(
    () => import("@/features/community_service/ServiceImportScreen"),
    "ServiceImportScreen",
  ),
});

const directory = () => import("@/features/community_service/directory");

const serviceNew = createRoute({
  getParentRoute: () => root,
  path: "/services/new",
  validateSearch: search.service,
  component: lazyRouteComponent(directory, "ServiceNewScreen"),
});

const serviceEdit = createRoute({
  getParentRoute: () => root,
  path: "/services/$serviceId/edit",
  component: lazyRouteComponent(directory, "ServiceEditScreen"),
});

const organizations = createRoute({
  getParentRoute: () => root,
  path: "/services/organizations",
  component: lazyRouteComponent(directory, "OrganizationScreen"),
});

const organization = createRoute({
  getParentRoute: () => root,
  path: "/services/organizations/$organizationId",
  component: lazyRouteComponent(directory, "OrganizationDetailScreen"),
});

const service = createRoute({
  getParentRoute: () => root,
  path: "/services/$serviceId",
  validateSearch: search.service,
  component: lazyRouteComponent(
    () => import("@/features/community_service/ServiceDetailScreen"),
    "ServiceDetailScreen",
  ),
});

const referrals = createRoute({
  getParentRoute: () => root,
  path: "/referrals",
  validateSearch: search.referrals,
  component: lazyRouteComponent(() => import("@/features/referral/ReferralScreen"), "ReferralScreen"),
});

const referral = createRoute({
  getParentRoute: () => root,
  path: "/referrals/$referralId",
  component: lazyRouteComponent(
    () => import("@/features/referral/ReferralDetailScreen"),
    "ReferralDetailScreen",
  ),
});

const authorizations = createRoute({
  getParentRoute: () => root,
  path: "/authorizations",
  validateSearch: search.authorizations,
  component: lazyRouteComponent(
    () => import("@/features/authorization/AuthorizationScreen"),
    "AuthorizationScreen",
  ),
});

const authorizationMetrics = createRoute({
  getParentRoute: () => root,
  path: "/authorizations/metrics",
  validateSearch: search.authorizationMetrics,
  component: lazyRouteComponent(() => import("@/features/authorization/MetricsScreen"), "MetricsScreen"),
});

const authorization = createRoute({
  getParentRoute: () => root,
  path: "/authorizations/$authorizationId",
  component: lazyRouteComponent(
    () => import("@/features/authorization/AuthorizationDetailScreen"),
    "AuthorizationDetailScreen",
  ),
});

const measures = createRoute({
  getParentRoute: () => root,
  path: "/measures",
  validateSearch: search.measures,
  component: lazyRouteComponent(() => import("@/features/measure/MeasureScreen"), "MeasureScreen"),
});

const measure = createRoute({
  getParentRoute: () => root,
  path: "/measures/$code",
  validateSearch: search.measureMembers,
  component: lazyRouteComponent(
    () => import("@/features/measure/MeasureMembersScreen"),
    "MeasureMembersScreen",
  ),
});

const boardImport = createRoute({
  getParentRoute: () => root,
  path: "/boards/import",
  component: lazyRouteComponent(
    () => import("@/features/measure_entry/EntryImportScreen"),
    "EntryImportScreen",
  ),
});

const boards = createRoute({
  getParentRoute: () => root,
  path: "/boards",
  validateSearch: search.board,
  component: lazyRouteComponent(() => import("@/features/measure_board/BoardScreen"), "BoardScreen"),
});

const digests = createRoute({
  getParentRoute: () => root,
  path: "/digests",
  component: lazyRouteComponent(() => import("@/features/digest/DigestScreen"), "DigestScreen"),
});

const population = createRoute({
  getParentRoute: () => root,
  path: "/population",
  validateSearch: search.population,
  component: lazyRouteComponent(
    () => import("@/features/measure_board/PopulationScreen"),
    "PopulationScreen",
  ),
});

const performance = createRoute({
  getParentRoute: () => root,
  path: "/performance",
  validateSearch: search.performance,
  component: lazyRouteComponent(
    () => import("@/features/performance/PerformanceScreen"),
    "PerformanceScreen",
  ),
});

const staff = createRoute({
  getParentRoute: () => root,
  path: "/staff",
  validateSearch: search.staff,
  component: lazyRouteComponent(() => import("@/features/staff/StaffScreen"), "StaffScreen"),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: "/import",
  component: lazyRouteComponent(() => import("@/features/import/ImportScreen"), "ImportScreen"),
});

const feed = createRoute({
  getParentRoute: () => root,
  path: "/hospital-feed",
  component: lazyRouteComponent(() => import("@/features/adt/HospitalFeedScreen"), "HospitalFeedScreen"),
});

const conflicts = createRoute({
  getParentRoute: () => root,
  path: "/conflicts-of-interest",
  component: lazyRouteComponent(
    () => import("@/features/conflict_of_interest/ConflictScreen"),
    "ConflictScreen",
  ),
});

const recordRequests = createRoute({
  getParentRoute: () => root,
  path: "/record-requests",
  component: lazyRouteComponent(
    () => import("@/features/record_request/RecordRequestScreen"),
    "RecordRequestScreen",
  ),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: search.audit,
  component: lazyRouteComponent(() => import("@/features/audit/AuditScreen"), "AuditScreen"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    index,
    today,
    people,
    person,
    cases,
    calendar,
    visits,
    assessment,
    comprehensive,
    carePlan,
    crisisPlan,
    carePlanPrint,
    crisisPlanPrint,
    notes,
    education,
    note,
    messages,
    messageThread,
    conference,
    handOffs,
    team,
    caseloads,
    desk,
    transition,
    services,
    serviceImport,
    serviceNew,
    serviceEdit,
    organizations,
    organization,
    service,
    referrals,
    referral,
    authorizations,
    authorizationMetrics,
    authorization,
    billing,
    billingMonth,
    measures,
    measure,
    boards,
    boardImport,
    digests,
    population,
    performance,
    staff,
    imports,
    feed,
    conflicts,
    recordRequests,
    audit,
  ]),
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: ScreenError,
  defaultNotFoundComponent: NotFound,
  defaultPendingMs: 200,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
