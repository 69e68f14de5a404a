import { Alert, Button, Group, Select, Stack, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconLifebuoy } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { AlertView, Schemas } from "@/api/types";
import { useBegin } from "@/features/assessment/useBegin";
import { useScoreWords } from "@/features/assessment/words";
import { openContact } from "@/features/contact/open";
import { openCrisisPlan } from "@/features/crisis_plan/open";
import { formatInstant, formatRelative } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import classes from "./AlertPanel.module.css";
import { Asked } from "./Asked";

type Outcome = Schemas["AlertOutcome"];
const outcomes = [
  "safety_plan_completed",
  "evaluated_no_imminent_risk",
  "emergency_services_called",
  "admitted",
  "warm_handoff",
  "false_positive_confirmed",
] as const satisfies Outcome[];
const aboutWorker = ["worker_safe", "worker_safe_after_incident", "worker_hurt"] as const satisfies Outcome[];

/** The outcomes that fit what an alert warns of. */
const outcomesOf = ({
  kind,
}: AlertView): readonly ((typeof outcomes)[number] | (typeof aboutWorker)[number])[] =>
  kind === "worker_overdue" ? aboutWorker : outcomes;

interface AlertPanelProps {
  alert: AlertView;
  /** Zone of the alert's program. */
  zone: string | undefined;
  focused: boolean;
  /** True while the person has a crisis plan in force. */
  planned: boolean;
}

/** A safety alert. It cannot be dismissed: it stays until somebody allowed records what was done, with a coded outcome. */
export function AlertPanel({ alert, zone, focused, planned }: AlertPanelProps) {
  const { t } = useTranslation();
  const words = useScoreWords();
  const [closing, setClosing] = useState(false);
  const acknowledge = useAct("alert_acknowledge");
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focused) panel.current?.focus();
  }, [focused]);
  const { id, version, can, status, evaluated_by: screener } = alert;
  const asking = useBegin(alert.case_id);
  const error = acknowledge.error ?? asking.error;

  return (
    <section className={classes.alert} ref={panel} tabIndex={-1} aria-label={t("alert.title")}>
      <IconAlertTriangle size={26} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        <Text fw={700} size="lg">
          {alert.kind === "worker_overdue"
            ? t("alert.worker_overdue", { name: alert.owner.name })
            : `${t("alert.title")}: ${words.trigger(alert.trigger)}`}
        </Text>
        <Text>
          {t("alert.opened", {
            when: formatInstant(alert.opened_at, zone),
            relative: formatRelative(alert.due_at),
          })}
          {status === "acknowledged" && ` ${t("alert.acknowledged")}`}
        </Text>
        <Asked alert={alert} zone={zone} />
        {error && <ProblemNotice error={error} />}
      </div>
      <Group gap="xs" className={classes.actions}>
        {status === "open" && (
          <ActionButton
            can={can}
            operation="alert_acknowledge"
            variant="default"
            loading={acknowledge.isPending}
            onClick={() => acknowledge.mutate({ path: { id }, version })}
          >
            {t("alert.acknowledge")}
          </ActionButton>
        )}
        {screener && (
          <ActionButton
            can={can}
            operation="assessment_create"
            loading={asking.isPending}
            onClick={() => asking.begin(screener)}
          >
            {t("alert.ask_now", { instrument: screener.toUpperCase() })}
          </ActionButton>
        )}
        <Button variant="default" onClick={() => openContact()}>
          {t("contact.log")}
        </Button>
        <ActionButton can={can} operation="alert_close" color="red" onClick={() => setClosing(true)}>
          {t("alert.close")}
        </ActionButton>
      </Group>
      {closing && <AlertCloseDialog alert={alert} planned={planned} onClose={() => setClosing(false)} />}
    </section>
  );
}

interface AlertCloseDialogProps {
  alert: AlertView;
  planned: boolean;
  onClose: () => void;
}

function AlertCloseDialog({ alert, planned, onClose }: AlertCloseDialogProps) {
  const { t } = useTranslation();
  const draft = useDraft<{ outcome: Outcome | null; detail: string }>(`alert:${alert.id}`, () => ({
    outcome: null,
    detail: "",
  }));
  const { outcome, detail } = draft.value;
  const known = outcomesOf(alert);
  const close = useAct("alert_close", {
    onSuccess: () => {
      draft.discard();
      onClose();
    },
  });
  const errors = fieldErrors(close.error);
  const planMissing = outcome === "safety_plan_completed" && !planned;
  const submit = () => {
    if (outcome) close.mutate({ path: { id: alert.id }, version: alert.version, body: { outcome, detail } });
  };
  return (
    <Dialog
      title={t("alert.close_title")}
      submit={t("alert.close_now")}
      busy={close.isPending}
      error={close.error}
      disabled={!outcome || !detail.trim() || planMissing}
      onSubmit={submit}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text c="dimmed">{t("alert.close_text")}</Text>
        <Select
          label={t("alert.outcome")}
          value={outcome}
          onChange={(next) => draft.change({ detail, outcome: known.find((code) => code === next) ?? null })}
          data={known.map((code) => ({ value: code, label: t(`alert.outcomes.${code}`) }))}
          error={errors["outcome"]}
          required
          data-autofocus
        />
        {planMissing && (
          <Alert color="yellow" icon={<IconLifebuoy aria-hidden />} role="status">
            <Stack gap="xs" align="flex-start">
              <Text size="sm">{t("alert.plan_required")}</Text>
              <Button variant="default" onClick={openCrisisPlan}>
                {t("alert.plan_open")}
              </Button>
            </Stack>
          </Alert>
        )}
        <Textarea
          label={t("alert.detail")}
          description={t("alert.detail_text")}
          value={detail}
          onChange={(event) => draft.change({ outcome, detail: event.currentTarget.value })}
          error={errors["detail"]}
          autosize
          minRows={3}
          maxLength={4000}
          required
        />
      </Stack>
    </Dialog>
  );
}
