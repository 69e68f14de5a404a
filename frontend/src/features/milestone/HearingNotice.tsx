import { Alert } from "@mantine/core";
import { IconGavel } from "@tabler/icons-react";
import { useCall } from "@/api/hooks";
import type { Appointment } from "@/api/types";
import { useTexts } from "@/lib/texts";
import { followedBy } from "./milestone";
import { texts } from "./texts";

/** Says which milestone follows an appointment, with the deadlines that hang on its day. */
export function HearingNotice({ appointment }: { appointment: Appointment }) {
  const say = useTexts(texts);
  const { data } = useCall(
    "milestone_list",
    { path: { id: appointment.case_id } },
    { enabled: appointment.kind === "hearing" },
  );
  const kinds = followedBy(data?.items ?? [], appointment.id);
  if (kinds.length === 0) return null;
  return (
    <Alert role="status" color="blue" variant="light" icon={<IconGavel size={19} aria-hidden />}>
      {say.follows(kinds.map((kind) => say.kinds[kind]).join(", "))}
    </Alert>
  );
}
