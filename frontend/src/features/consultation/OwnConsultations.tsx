import { SegmentedControl, Stack } from "@mantine/core";
import { IconHelpHexagon } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";
import { ConsultationRow } from "./ConsultationRow";

/** What the reader asked, and what they are asked. */
export function OwnConsultations() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(true);
  const consultations = usePages("consultation_list", { query: { open } });
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t("consultation.filter")}
        w="fit-content"
        value={open ? "open" : "all"}
        onChange={(next) => setOpen(next === "open")}
        data={[
          { value: "open", label: t("consultation.open_only") },
          { value: "all", label: t("consultation.all") },
        ]}
      />
      {consultations.error && <ProblemNotice error={consultations.error} />}
      {consultations.isPending && <Waiting />}
      {consultations.data && consultations.items.length === 0 && (
        <EmptyState
          icon={<IconHelpHexagon size={36} stroke={1.5} aria-hidden />}
          title={t("consultation.none")}
          text={t("consultation.none_text")}
        />
      )}
      {consultations.items.length > 0 && (
        <div className="surface" style={{ padding: "1rem 1.15rem" }}>
          <Rows label={t("consultation.title")}>
            {consultations.items.map((one) => (
              <ConsultationRow key={one.id} consultation={one} named />
            ))}
          </Rows>
        </div>
      )}
      <More {...consultations} />
    </Stack>
  );
}
