import { Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { ConcernRow } from "./ConcernRow";

const ConcernDialog = lazy(() => import("./ConcernDialog").then((m) => ({ default: m.ConcernDialog })));

interface ConcernSectionProps {
  personId: string;
  current: CaseView | undefined;
}

/** Disputes about the care of a person and questions of values in it, and what was settled. */
export function ConcernSection({ personId, current }: ConcernSectionProps) {
  const { t } = useTranslation();
  const [raising, setRaising] = useState(false);
  const concerns = useCall("concern_list", { path: { id: personId } });
  return (
    <Section
      title={t("concern.title")}
      actions={
        <ActionButton
          can={current?.can ?? []}
          operation="concern_create"
          variant="default"
          onClick={() => setRaising(true)}
        >
          {t("concern.raise")}
        </ActionButton>
      }
    >
      {concerns.error && <ProblemNotice error={concerns.error} />}
      {concerns.isPending && <Waiting lines={2} />}
      {concerns.data?.items.length === 0 && <Text c="dimmed">{t("concern.none")}</Text>}
      <Rows label={t("concern.title")}>
        {concerns.data?.items.map((concern) => (
          <ConcernRow
            key={concern.id}
            concern={concern}
            current={current?.id === concern.case_id ? current : undefined}
          />
        ))}
      </Rows>
      <Suspense>
        {raising && current && <ConcernDialog current={current} onClose={() => setRaising(false)} />}
      </Suspense>
    </Section>
  );
}
