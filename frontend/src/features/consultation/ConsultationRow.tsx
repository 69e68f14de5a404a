import { Badge, Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Consultation } from "@/api/types";
import { formatInstant, isPast } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row } from "@/ui/Rows";
import classes from "./Consultation.module.css";

const AnswerDialog = lazy(() => import("./AnswerDialog").then((m) => ({ default: m.AnswerDialog })));

const colors = {
  asked: "yellow",
  answered: "blue",
  taken: "teal",
  not_taken: "gray",
  declined: "gray",
  withdrawn: "gray",
} as const;

interface ConsultationRowProps {
  consultation: Consultation;
  /** Whether it says whom it is about; not where all are about the same person. */
  named?: boolean;
}

/** A question with its answer, and what the reader can do about it. */
export function ConsultationRow({ consultation, named }: ConsultationRowProps) {
  const { t } = useTranslation();
  const { kind, status, asked_by, consultant, person, due_at, answered_at } = consultation;
  const line = t(kind === "escalation" ? "consultation.line_escalation" : "consultation.line", {
    from: asked_by.name,
    to: consultant.name,
  });
  const late = status === "asked" && isPast(due_at);
  return (
    <Row
      title={line}
      detail={
        <>
          {named && (
            <>
              <Link
                to="/people/$personId"
                params={{ personId: person.id }}
                search={{ tab: "team", case: consultation.case_id }}
              >
                {person.name}
              </Link>{" "}
              ·{" "}
            </>
          )}
          <Text span size="sm" c={late ? "var(--tend-overdue)" : undefined} fw={late ? 650 : undefined}>
            {answered_at
              ? t("consultation.answered_at", { when: formatInstant(answered_at) })
              : t("consultation.due_at", { when: formatInstant(due_at) })}
          </Text>
        </>
      }
    >
      <Badge variant="light" color={colors[status]} mt={6}>
        {t(`consultation.status.${status}`)}
      </Badge>
      <dl className={classes.told}>
        <Told
          label={t(kind === "escalation" ? "consultation.escalation" : "consultation.question")}
          text={consultation.question}
        />
        {consultation.answer && <Told label={t("consultation.answered")} text={consultation.answer} />}
        {consultation.recommendation && (
          <Told label={t("consultation.recommendation")} text={consultation.recommendation} />
        )}
        {consultation.reason && <Told label={t("consultation.reason")} text={consultation.reason} />}
      </dl>
      <Steps consultation={consultation} />
    </Row>
  );
}

function Told({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}

type Asking = "answer" | "decline" | "withdraw" | "leave";

function Steps({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Asking | null>(null);
  const close = () => setAsking(null);
  const decline = useAct("consultation_decline", { onSuccess: close });
  const withdraw = useAct("consultation_withdraw", { onSuccess: close });
  const decide = useAct("consultation_decide", { onSuccess: close });
  const { id, version, can } = consultation;
  const act = asking === "decline" ? decline : asking === "withdraw" ? withdraw : decide;
  const settle = (reason: string) => {
    if (asking === "leave") decide.mutate({ path: { id }, version, body: { taken: false, reason } });
    else if (asking === "decline") decline.mutate({ path: { id }, version, body: { reason } });
    else withdraw.mutate({ path: { id }, version, body: { reason } });
  };
  if (can.length === 0) return null;
  return (
    <>
      {asking === null && decide.error && <ProblemNotice error={decide.error} />}
      <Group gap="sm" mt="xs">
        {can.includes("consultation_answer") && (
          <Button size="compact-md" onClick={() => setAsking("answer")}>
            {t("consultation.answer")}
          </Button>
        )}
        {can.includes("consultation_decline") && (
          <Button size="compact-md" variant="default" onClick={() => setAsking("decline")}>
            {t("consultation.decline")}
          </Button>
        )}
        {can.includes("consultation_withdraw") && (
          <Button size="compact-md" variant="default" onClick={() => setAsking("withdraw")}>
            {t("consultation.withdraw")}
          </Button>
        )}
        {can.includes("consultation_decide") && (
          <>
            <Button
              size="compact-md"
              loading={decide.isPending}
              onClick={() => decide.mutate({ path: { id }, version, body: { taken: true } })}
            >
              {t("consultation.take")}
            </Button>
            <Button size="compact-md" variant="default" onClick={() => setAsking("leave")}>
              {t("consultation.leave")}
            </Button>
          </>
        )}
      </Group>
      <Suspense>
        {asking === "answer" && <AnswerDialog consultation={consultation} onClose={close} />}
      </Suspense>
      {asking !== null && asking !== "answer" && (
        <ReasonDialog
          draft={`consultation-${asking}:${id}`}
          title={t(`consultation.${asking}`)}
          label={t("consultation.reason")}
          submit={t(`consultation.${asking}`)}
          busy={act.isPending}
          error={act.error}
          onSubmit={settle}
          onClose={close}
        />
      )}
    </>
  );
}
