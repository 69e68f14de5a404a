import {
  IconArrowsExchange,
  IconBed,
  IconBuildingCommunity,
  IconBuildingHospital,
  IconCalendarWeek,
  IconCar,
  IconChartBar,
  IconClockDollar,
  IconFileCheck,
  IconFileImport,
  IconFileSearch,
  IconFolders,
  IconLayoutDashboard,
  IconListCheck,
  IconMail,
  IconMessages,
  IconMoonStars,
  IconRoute,
  IconScale,
  IconSearch,
  IconShieldSearch,
  IconSignature,
  IconTrendingUp,
  IconUserShield,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { Capability } from "@/api/types";
import { useCapability } from "./me";

/** What screens are for, in the order of the navigation. */
export const groups = ["work", "coordinate", "organization", "connect"] as const;

const destinations = [
  { to: "/today", label: "today", group: "work", thumb: true, needs: "today_read", Icon: IconListCheck },
  { to: "/people", label: "people", group: "work", thumb: true, needs: "person_search", Icon: IconSearch },
  { to: "/cases", label: "cases", group: "work", thumb: true, needs: "case_read", Icon: IconFolders },
  { to: "/calendar", label: "calendar", group: "work", needs: "appointment_read", Icon: IconCalendarWeek },
  { to: "/visit-day", label: "visits", group: "work", needs: "visit_read", Icon: IconCar },
  { to: "/messages", label: "messages", group: "work", needs: "message_read", Icon: IconMessages },
  { to: "/notes", label: "notes", group: "work", needs: "note_read", Icon: IconSignature },
  { to: "/hand-offs", label: "hand_offs", group: "work", needs: "hand_off_read", Icon: IconArrowsExchange },
  { to: "/team", label: "team", group: "work", needs: "on_call_read", Icon: IconMoonStars },
  { to: "/caseloads", label: "caseloads", group: "work", needs: "caseload_read", Icon: IconScale },
  { to: "/hospital-desk", label: "desk", group: "coordinate", needs: "transition_read", Icon: IconBed },
  { to: "/referrals", label: "referrals", group: "coordinate", needs: "referral_read", Icon: IconRoute },
  {
    to: "/authorizations",
    label: "authorizations",
    group: "coordinate",
    needs: "authorization_read",
    Icon: IconFileCheck,
  },
  {
    to: "/services",
    label: "services",
    group: "coordinate",
    needs: "community_service_read",
    Icon: IconBuildingCommunity,
  },
  { to: "/boards", label: "boards", group: "organization", needs: "measure_read", Icon: IconLayoutDashboard },
  { to: "/digests", label: "digests", group: "organization", needs: "saved_report_write", Icon: IconMail },
  { to: "/billing", label: "billing", group: "organization", needs: "billing_read", Icon: IconClockDollar },
  { to: "/measures", label: "measures", group: "organization", needs: "measure_read", Icon: IconChartBar },
  {
    to: "/population",
    label: "population",
    group: "organization",
    needs: "measure_read",
    Icon: IconTrendingUp,
  },
  { to: "/staff", label: "staff", group: "organization", needs: "directory_read", Icon: IconUsersGroup },
  {
    to: "/conflicts-of-interest",
    label: "conflicts",
    group: "organization",
    needs: "conflict_of_interest_read",
    Icon: IconUserShield,
  },
  {
    to: "/record-requests",
    label: "record_requests",
    group: "organization",
    needs: "record_request_decide",
    Icon: IconFileSearch,
  },
  { to: "/import", label: "import", group: "connect", needs: "import_run", Icon: IconFileImport },
  { to: "/hospital-feed", label: "feed", group: "connect", needs: "adt_read", Icon: IconBuildingHospital },
  { to: "/audit", label: "audit", group: "connect", needs: "audit_read", Icon: IconShieldSearch },
] as const satisfies {
  to: string;
  label: string;
  group: (typeof groups)[number];
  /** On the bar at a phone's lower edge. */
  thumb?: true;
  needs: Capability;
  Icon: typeof IconListCheck;
}[];

/** A screen that the navigation leads to. */
export type Destination = (typeof destinations)[number];

/** The screens that the reader's role has. */
export function useDestinations(): Destination[] {
  const may = useCapability();
  return destinations.filter(({ needs }) => may(needs));
}
