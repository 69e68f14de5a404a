import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CaseView, SurveyAnswer } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const SurveyDialog = lazy(() => import("./SurveyDialog").then((m) => ({ default: m.SurveyDialog })));

/** How the person judged the care: for those who answer for the program, not for those who cared. */
export function SurveySection({ personId, current }: { personId: string; current: CaseView | undefined }) {
  const { t } = useTranslation();
  const [adding, add] = useState(false);
  const all = useCall("survey_answer_list", { path: { id: personId } });
  return (
    <Section
      title={t("entry.survey_answer.title")}
      actions={
        <ActionButton
          can={current?.can ?? []}
          operation="survey_answer_create"
          variant="default"
          onClick={() => add(true)}
        >
          {t("entry.survey_answer.add")}
        </ActionButton>
      }
    >
      {all.error && <ProblemNotice error={all.error} />}
      {all.isPending && <Waiting lines={2} height={44} />}
      {all.data?.items.length === 0 && <Text c="dimmed">{t("entry.survey_answer.none")}</Text>}
      <Rows label={t("entry.survey_answer.title")}>
        {all.data?.items.map((one) => (
          <Entry key={one.id} one={one} />
        ))}
      </Rows>
      <Suspense>
        {adding && current && <SurveyDialog current={current} onClose={() => add(false)} />}
      </Suspense>
    </Section>
  );
}

function Entry({ one }: { one: SurveyAnswer }) {
  const { t } = useTranslation();
  const [asking, ask] = useState(false);
  const close = () => ask(false);
  const withdraw = useAct("survey_answer_withdraw", { onSuccess: close });
  const title = t("entry.survey_answer.line", {
    composite: t(`entry.composites.${one.composite}`),
    item: one.item,
  });
  const wrong = one.status === "entered_in_error";
  return (
    <Row
      title={<span style={wrong ? { textDecoration: "line-through" } : undefined}>{title}</span>}
      detail={[
        t(one.top_box ? "entry.survey_answer.best" : "entry.survey_answer.other"),
        formatDate(one.answered_on),
        one.program.name,
        one.author.name,
        one.reason,
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        one.can.includes("survey_answer_withdraw") && (
          <Button
            size="compact-md"
            variant="subtle"
            color="red"
            aria-label={`${t("entry.withdraw")}: ${title}`}
            onClick={() => ask(true)}
          >
            {t("entry.withdraw")}
          </Button>
        )
      }
    >
      {asking && (
        <ReasonDialog
          draft={`survey_answer-withdraw:${one.id}`}
          title={t("entry.withdraw")}
          text={t("entry.withdraw_text")}
          label={t("entry.reason")}
          submit={t("entry.withdraw")}
          danger
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) =>
            withdraw.mutate({ path: { id: one.id }, version: one.version, body: { reason } })
          }
          onClose={close}
        />
      )}
    </Row>
  );
}
