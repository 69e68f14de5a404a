import { Badge, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { Appeal } from "@/api/types";
import { formatDay } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row } from "@/ui/Rows";
import { Clock } from "./Clock";
import { statusColor } from "./fields";

const AnswerDialog = lazy(() => import("./AnswerDialog").then((m) => ({ default: m.AnswerDialog })));
const ExtendDialog = lazy(() => import("./ExtendDialog").then((m) => ({ default: m.ExtendDialog })));

/** An appeal or a grievance with its clock and what may be done with it now. */
export function AppealRow({ appeal, named }: { appeal: Appeal; named?: boolean }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<"answer" | "extend" | "withdraw" | null>(null);
  const close = () => setDialog(null);
  const review = useAct("appeal_review");
  const extend = useAct("appeal_extend", { onSuccess: close });
  const withdraw = useAct("appeal_withdraw", { onSuccess: close });
  const { id, version, can, kind, level, status, authorization_id: about } = appeal;
  const detail = [
    named && appeal.person.name,
    t(`authorization.appeal.level.${level}`),
    t(`authorization.line.${appeal.line}`),
    t("authorization.received", { on: formatDay(appeal.received_at) }),
  ];
  const button = { size: "compact-md", variant: "default", can } as const;
  const may = (operation: string) => can.includes(operation);
  return (
    <Row
      title={
        about && named ? (
          <Link to="/authorizations/$authorizationId" params={{ authorizationId: about }}>
            {t(`authorization.appeal.kind.${kind}`)}
          </Link>
        ) : (
          t(`authorization.appeal.kind.${kind}`)
        )
      }
      detail={detail.filter(Boolean).join(" · ")}
      actions={
        <Badge variant="light" color={statusColor[status]}>
          {t(`authorization.appeal.status.${status}`)}
        </Badge>
      }
    >
      {appeal.words && <Text size="sm">{appeal.words}</Text>}
      {appeal.clock && <Clock clock={appeal.clock} />}
      {appeal.answer && (
        <Text size="sm">{t("authorization.appeal.answered", { answer: appeal.answer })}</Text>
      )}
      {review.error && <ProblemNotice error={review.error} />}
      {can.length > 0 && (
        <Group gap={6} mt={6}>
          {may("appeal_review") && (
            <ActionButton
              {...button}
              operation="appeal_review"
              loading={review.isPending}
              onClick={() => review.mutate({ path: { id }, version })}
            >
              {t("authorization.act.review")}
            </ActionButton>
          )}
          {may("appeal_decide") && (
            <ActionButton {...button} operation="appeal_decide" onClick={() => setDialog("answer")}>
              {t("authorization.appeal.decide")}
            </ActionButton>
          )}
          {may("appeal_extend") && appeal.clock?.extension_days && (
            <ActionButton {...button} operation="appeal_extend" onClick={() => setDialog("extend")}>
              {t("authorization.act.extend")}
            </ActionButton>
          )}
          {may("appeal_withdraw") && (
            <ActionButton {...button} operation="appeal_withdraw" onClick={() => setDialog("withdraw")}>
              {t("authorization.act.withdraw")}
            </ActionButton>
          )}
        </Group>
      )}
      <Suspense>
        {dialog === "answer" && <AnswerDialog appeal={appeal} onClose={close} />}
        {dialog === "extend" && appeal.clock && (
          <ExtendDialog
            draft={`appeal:${id}`}
            line={appeal.line}
            most={appeal.clock.extension_days ?? 1}
            busy={extend.isPending}
            error={extend.error}
            onSubmit={(body) => extend.mutate({ path: { id }, version, body })}
            onClose={close}
          />
        )}
      </Suspense>
      {dialog === "withdraw" && (
        <ReasonDialog
          draft={`appeal-withdraw:${id}`}
          title={t("authorization.act.withdraw")}
          label={t("authorization.why")}
          submit={t("authorization.act.withdraw")}
          busy={withdraw.isPending}
          error={withdraw.error}
          onSubmit={(reason) => withdraw.mutate({ path: { id }, version, body: { reason } })}
          onClose={close}
        />
      )}
    </Row>
  );
}
