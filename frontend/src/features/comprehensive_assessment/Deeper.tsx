import { Button } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { ComprehensiveView, Schemas } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import type { Mode, SectionView } from "./logic";

interface DeeperProps {
  section: SectionView;
  assessment: ComprehensiveView;
  mode: Mode;
}

/** The scored instruments of a section: the newest result with its date, and a way to start one. */
export function Deeper({ section, assessment, mode }: DeeperProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const start = useAct("assessment_create", {
    onSuccess: ({ id }) => void navigate({ to: "/assessments/$assessmentId", params: { assessmentId: id } }),
  });
  if (section.instruments.length === 0) return null;
  return (
    <Section title={t("comprehensive.deeper")}>
      {start.error && <ProblemNotice error={start.error} />}
      <Rows>
        {section.instruments.map(({ code, title, newest }) => (
          <Row
            key={code}
            title={<span lang="en">{title}</span>}
            detail={
              newest ? <Result newest={newest} zone={assessment.time_zone} /> : t("comprehensive.not_scored")
            }
            actions={
              <>
                {newest && (
                  <Button
                    component={Link}
                    to="/assessments/$assessmentId"
                    params={{ assessmentId: newest.assessment_id } as never}
                    size="compact-md"
                    variant="default"
                    aria-label={`${t("assessment.look")}: ${title}`}
                  >
                    {t("assessment.look")}
                  </Button>
                )}
                <ActionButton
                  can={assessment.can}
                  operation="assessment_create"
                  size="compact-md"
                  variant="light"
                  aria-label={`${t("comprehensive.start_scored")}: ${title}`}
                  loading={start.isPending && start.variables.body.instrument === code}
                  onClick={() =>
                    start.mutate({ path: { id: assessment.case_id }, body: { instrument: code, mode } })
                  }
                >
                  {t("comprehensive.start_scored")}
                </ActionButton>
              </>
            }
          />
        ))}
      </Rows>
    </Section>
  );
}

/** A result with its date; one that is not completed says so. */
export function Result({ newest, zone }: { newest: Schemas["InstrumentResult"]; zone: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const { status, total, band, performed_at } = newest;
  const result = [total, band].filter((part) => part != null).join(" · ");
  return t("comprehensive.score", {
    result: status === "completed" && result ? result : words(status),
    when: formatDay(performed_at, zone),
  });
}
