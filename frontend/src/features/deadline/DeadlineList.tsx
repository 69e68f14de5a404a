import { Badge, Button, Collapse, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHourglassHigh } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { DeadlineView } from "@/api/types";
import { formatInstant, formatRelative, isPast } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Steps } from "./Steps";
import { useRuleWords } from "./words";

const SnoozeDialog = lazy(() =>
  import("@/features/task/SnoozeDialog").then((m) => ({ default: m.SnoozeDialog })),
);

const ExtendDialog = lazy(() => import("./ExtendDialog").then((m) => ({ default: m.ExtendDialog })));

interface DeadlineListProps {
  deadlines: DeadlineView[];
  zone: string | undefined;
}

/** Work that a rule gave: open first, with the steps that led to the due time. */
export function DeadlineList({ deadlines, zone }: DeadlineListProps) {
  const { t } = useTranslation();
  const [past, setPast] = useDisclosure();
  const open = deadlines
    .filter(({ status }) => status === "open")
    .sort((a, b) => a.due_at.localeCompare(b.due_at));
  const settled = deadlines.filter(({ status }) => status !== "open");
  return (
    <>
      {open.length === 0 && <Text c="dimmed">{t("deadline.none")}</Text>}
      <Rows label={t("deadline.title")}>
        {open.map((deadline) => (
          <DeadlineRow key={deadline.id} deadline={deadline} zone={zone} />
        ))}
      </Rows>
      {settled.length > 0 && (
        <>
          <Button
            variant="subtle"
            size="compact-md"
            mt="sm"
            ml={-8}
            onClick={setPast.toggle}
            aria-expanded={past}
          >
            {t("deadline.settled", { count: settled.length })}
          </Button>
          {past && (
            <Rows label={t("deadline.settled", { count: settled.length })}>
              {settled.map((deadline) => (
                <DeadlineRow key={deadline.id} deadline={deadline} zone={zone} />
              ))}
            </Rows>
          )}
        </>
      )}
    </>
  );
}

const colors = {
  open: "gray",
  met: "teal",
  missed: "red",
  met_late: "yellow",
  cancelled: "gray",
  waived: "gray",
} as const;

function DeadlineRow({ deadline, zone }: { deadline: DeadlineView; zone: string | undefined }) {
  const { t } = useTranslation();
  const words = useWords();
  const [why, setWhy] = useDisclosure();
  const [dialog, setDialog] = useState<"snooze" | "extend" | "waive" | null>(null);
  const waive = useAct("deadline_waive", { onSuccess: () => setDialog(null) });
  const { id, version, rule, status, due_at, explanation, extension_days, can } = deadline;
  const title = useRuleWords().title(rule.title);
  const late = status === "open" && isPast(due_at);
  return (
    <Row
      icon={<IconHourglassHigh size={18} stroke={1.7} aria-hidden />}
      title={title}
      detail={
        <Group gap={8} component="span">
          <Text span size="sm" c={late ? "var(--tend-overdue)" : undefined} fw={late ? 650 : undefined}>
            {status === "open"
              ? t("deadline.due", { when: formatInstant(due_at, zone), relative: formatRelative(due_at) })
              : t("deadline.was_due", { when: formatInstant(due_at, zone) })}
          </Text>
          {status !== "open" && (
            <Badge variant="light" color={colors[status]}>
              {words(status)}
            </Badge>
          )}
        </Group>
      }
      actions={
        <>
          <Button variant="subtle" size="compact-md" onClick={setWhy.toggle} aria-expanded={why}>
            {t("deadline.explain")}
          </Button>
          {status === "open" && (
            <>
              <ActionButton
                can={can}
                operation="deadline_snooze"
                variant="default"
                size="compact-md"
                onClick={() => setDialog("snooze")}
              >
                {t("task.snooze")}
              </ActionButton>
              {extension_days && (
                <ActionButton
                  can={can}
                  operation="deadline_extend"
                  variant="default"
                  size="compact-md"
                  onClick={() => setDialog("extend")}
                >
                  {t("deadline.extend")}
                </ActionButton>
              )}
              <ActionButton
                can={can}
                operation="deadline_waive"
                variant="default"
                size="compact-md"
                onClick={() => setDialog("waive")}
              >
                {t("deadline.waive")}
              </ActionButton>
            </>
          )}
        </>
      }
    >
      <Collapse expanded={why}>
        <Steps steps={explanation} source={`${rule.code}, ${rule.source}`} />
      </Collapse>
      {dialog === "waive" && (
        <ReasonDialog
          draft={`deadline-waive:${id}`}
          title={t("deadline.waive_title", { title })}
          text={t("deadline.waive_text")}
          label={t("deadline.waive_reason")}
          submit={t("deadline.waive")}
          busy={waive.isPending}
          error={waive.error}
          onSubmit={(reason) => waive.mutate({ path: { id }, version, body: { reason } })}
          onClose={() => setDialog(null)}
        />
      )}
      <Suspense>
        {dialog === "extend" && extension_days && (
          <ExtendDialog
            deadline={deadline}
            most={extension_days}
            title={title}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === "snooze" && (
          <SnoozeDialog
            items={[{ id, version, can, kind: "deadline", title, ...(zone ? { time_zone: zone } : {}) }]}
            onClose={() => setDialog(null)}
          />
        )}
      </Suspense>
    </Row>
  );
}
