import { Badge, Button, Checkbox, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";

interface ComprehensiveSectionProps {
  personId: string;
  current: CaseView | undefined;
}

/** A person's comprehensive assessments: go on with one, look at one, begin one. */
export function ComprehensiveSection({ personId, current }: ComprehensiveSectionProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [starting, setStarting] = useState(false);
  const list = useCall("comprehensive_assessment_list", { path: { id: personId } });
  const items = list.data?.items ?? [];
  const waits = items.find(
    (one) => one.case_id === current?.id && ["in_progress", "awaiting_review"].includes(one.status),
  );
  return (
    <Section
      title={t("comprehensive.title")}
      actions={
        !waits && (
          <ActionButton
            can={current?.can ?? []}
            operation="comprehensive_assessment_create"
            variant={items.length === 0 ? "filled" : "default"}
            onClick={() => setStarting(true)}
          >
            {t("comprehensive.start")}
          </ActionButton>
        )
      }
    >
      {list.error && <ProblemNotice error={list.error} />}
      {list.data && items.length === 0 && <Text c="dimmed">{t("comprehensive.none")}</Text>}
      <Rows>
        {items.map(({ id, status, author, created_at, done, all }) => (
          <Row
            key={id}
            title={t("comprehensive.sections_done", { done, all })}
            detail={t("comprehensive.by", {
              name: author.name,
              when: formatInstant(created_at, current?.time_zone),
            })}
            actions={
              <>
                <Badge
                  size="lg"
                  variant="light"
                  color={status === "completed" || status === "entered_in_error" ? "gray" : "yellow"}
                >
                  {words(status)}
                </Badge>
                <Button
                  component={Link}
                  to="/comprehensive-assessments/$comprehensiveId"
                  params={{ comprehensiveId: id } as never}
                  size="compact-md"
                  variant="light"
                  aria-label={`${t("comprehensive.title")}: ${t(status === "in_progress" ? "comprehensive.go_on" : "comprehensive.look")}`}
                >
                  {t(status === "in_progress" ? "comprehensive.go_on" : "comprehensive.look")}
                </Button>
              </>
            }
          />
        ))}
      </Rows>
      {starting && current && (
        <StartDialog
          caseId={current.id}
          carries={items.some(({ status }) => status === "completed")}
          onClose={() => setStarting(false)}
        />
      )}
    </Section>
  );
}

interface StartDialogProps {
  caseId: string;
  /** There is a completed one, whose lasting answers are shown. */
  carries: boolean;
  onClose: () => void;
}

function StartDialog({ caseId, carries, onClose }: StartDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [initial, setInitial] = useState(false);
  const create = useAct("comprehensive_assessment_create", {
    onSuccess: ({ id }) =>
      void navigate({ to: "/comprehensive-assessments/$comprehensiveId", params: { comprehensiveId: id } }),
  });
  return (
    <Dialog
      title={t("comprehensive.start")}
      submit={t("assessment.start_now")}
      busy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ path: { id: caseId }, body: { initial } })}
      onClose={onClose}
    >
      {carries && <Text>{t("comprehensive.carry")}</Text>}
      <Checkbox
        label={t("comprehensive.initial")}
        checked={initial}
        onChange={(event) => setInitial(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
