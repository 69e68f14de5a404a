import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { useCapability } from "@/app/me";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { ConsultationRow } from "./ConsultationRow";

const ConsultationDialog = lazy(() =>
  import("./ConsultationDialog").then((m) => ({ default: m.ConsultationDialog })),
);

interface ConsultationSectionProps {
  personId: string;
  /** The case in which somebody can be asked; none when it is closed. */
  open: CaseView | undefined;
}

/** Who was asked about a person, and what came of it. */
export function ConsultationSection({ personId, open }: ConsultationSectionProps) {
  const { t } = useTranslation();
  const may = useCapability();
  const [asking, setAsking] = useState(false);
  const consultations = usePages("consultation_list", { query: { person_id: personId } });
  return (
    <Section
      title={t("consultation.title_all")}
      actions={
        open &&
        may("consultation_write") && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t("consultation.ask")}
          </Button>
        )
      }
    >
      {consultations.error && <ProblemNotice error={consultations.error} />}
      {consultations.isPending && <Waiting lines={2} />}
      {consultations.data && consultations.items.length === 0 && (
        <Text c="dimmed">{t("consultation.none_here")}</Text>
      )}
      <Rows label={t("consultation.title")}>
        {consultations.items.map((one) => (
          <ConsultationRow key={one.id} consultation={one} />
        ))}
      </Rows>
      <More {...consultations} />
      <Suspense>
        {asking && open && <ConsultationDialog current={open} onClose={() => setAsking(false)} />}
      </Suspense>
    </Section>
  );
}
