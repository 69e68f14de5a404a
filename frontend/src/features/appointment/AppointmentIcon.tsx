import {
  IconBuilding,
  IconGavel,
  IconHome,
  IconMapPin,
  IconPhone,
  IconSchool,
  IconStethoscope,
  IconUsers,
  IconVideo,
  IconWalk,
} from "@tabler/icons-react";
import type { AppointmentKind } from "@/api/types";

const icons: Record<AppointmentKind, typeof IconHome> = {
  home_visit: IconHome,
  community_visit: IconMapPin,
  office_visit: IconBuilding,
  telehealth: IconVideo,
  phone_call: IconPhone,
  specialist: IconStethoscope,
  hearing: IconGavel,
  school_meeting: IconSchool,
  conference: IconUsers,
  rounds: IconWalk,
};

export function AppointmentIcon({ kind, size = 18 }: { kind: AppointmentKind; size?: number }) {
  const Icon = icons[kind];
  return <Icon size={size} stroke={1.7} aria-hidden />;
}
