import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Absence } from "@/api/types";
import { formatDate } from "@/lib/dates";

/** Under a colleague's name: until when they are off, and who covers. */
export function OffNote({ absence }: { absence: Absence | undefined }) {
  const { t } = useTranslation();
  if (!absence) return null;
  const cover = absence.cover && t("absence.covered_by", { name: absence.cover.name });
  return (
    <Text size="xs" fw={600} span display="block">
      {[t("absence.off_until", { last: formatDate(absence.last_on) }), cover].filter(Boolean).join(" · ")}
    </Text>
  );
}
