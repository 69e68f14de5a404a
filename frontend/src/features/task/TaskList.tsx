import { Badge, Button, Menu, Text } from "@mantine/core";
import { IconClipboardCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { refreshAll, useAct } from "@/api/hooks";
import type { TaskView } from "@/api/types";
import { useMe } from "@/app/me";
import { formatInstant, isPast } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { useProblemText } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { showDone, showProblem, showUndo } from "@/ui/toast";
import { useTaskWords } from "./words";

const SnoozeDialog = lazy(() => import("./SnoozeDialog").then((m) => ({ default: m.SnoozeDialog })));
const TaskEditDialog = lazy(() => import("./TaskEditDialog").then((m) => ({ default: m.TaskEditDialog })));
const AssignDialog = lazy(() => import("./AssignDialog").then((m) => ({ default: m.AssignDialog })));

/** Work that a person gave, still open. */
export function TaskList({ tasks, zone }: { tasks: TaskView[]; zone: string | undefined }) {
  const { t } = useTranslation();
  const open = tasks
    .filter(({ status }) => status === "open")
    .sort((a, b) => a.due_at.localeCompare(b.due_at));
  if (open.length === 0) return <Text c="dimmed">{t("task.none")}</Text>;
  return (
    <Rows label={t("task.open_tasks")}>
      {open.map((task) => (
        <TaskRow key={task.id} task={task} zone={zone} />
      ))}
    </Rows>
  );
}

function TaskRow({ task, zone }: { task: TaskView; zone: string | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const problemText = useProblemText();
  const words = useTaskWords();
  const [dialog, setDialog] = useState<"edit" | "snooze" | "assign" | "cancel" | null>(null);
  const close = () => setDialog(null);
  const fail = (error: unknown) => showProblem(problemText(error));
  const cancel = useAct("task_cancel", { onSuccess: close });
  const take = useAct("task_assign", { onError: fail });
  const complete = useAct("task_complete", {
    onError: fail,
    onSuccess: (done) => {
      const text = t("today.completed", { title: words.title(done.title) });
      if (!done.can.includes("task_reopen")) return showDone(text);
      showUndo(text, t("action.undo"), async () => {
        await call("task_reopen", { path: { id: done.id }, version: done.version }).catch(fail);
        void refreshAll(cache);
      });
    },
  });
  const { id, version, can } = task;
  const late = isPast(task.due_at);
  const title = words.title(task.title);

  return (
    <Row
      icon={<IconClipboardCheck size={18} stroke={1.7} aria-hidden />}
      title={
        <>
          {title}{" "}
          {task.priority !== "routine" && (
            <Badge color="yellow" variant="light">
              {t(`task.priorities.${task.priority}`)}
            </Badge>
          )}
        </>
      }
      detail={
        <>
          <Text span size="sm" c={late ? "var(--tend-overdue)" : undefined}>
            {t("task.owner_due", { owner: task.owner.name, due: formatInstant(task.due_at, zone) })}
          </Text>
          {task.snoozed_until && !isPast(task.snoozed_until) && (
            <div>
              {t("task.snoozed_until", { until: formatInstant(task.snoozed_until, zone) })}
              {task.snooze_reason && `: ${task.snooze_reason}`}
            </div>
          )}
        </>
      }
      actions={
        <>
          <ActionButton
            can={can}
            operation="task_complete"
            size="compact-md"
            variant="light"
            loading={complete.isPending}
            onClick={() => complete.mutate({ path: { id }, version, body: {} })}
          >
            {t("task.complete")}
          </ActionButton>
          {task.owner.id !== me.id && can.includes("task_assign") && (
            <Button
              size="compact-md"
              variant="default"
              loading={take.isPending}
              onClick={() => take.mutate({ path: { id }, version, body: { owner_id: me.id } })}
            >
              {t("task.take")}
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="compact-md" variant="subtle" aria-label={t("task.more", { title })}>
                {t("nav.more")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={!can.includes("task_update")} onClick={() => setDialog("edit")}>
                {t("task.edit")}
              </Menu.Item>
              <Menu.Item disabled={!can.includes("task_snooze")} onClick={() => setDialog("snooze")}>
                {t("task.snooze")}
              </Menu.Item>
              <Menu.Item disabled={!can.includes("task_assign")} onClick={() => setDialog("assign")}>
                {t("task.assign")}
              </Menu.Item>
              <Menu.Item disabled={!can.includes("task_cancel")} onClick={() => setDialog("cancel")}>
                {t("task.cancel")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      {task.detail && <Text size="sm">{words.detail(task.detail, task.kind)}</Text>}
      <Suspense>
        {dialog === "edit" && <TaskEditDialog task={task} zone={zone} onClose={close} />}
        {dialog === "snooze" && (
          <SnoozeDialog
            items={[{ ...task, kind: "task", ...(zone ? { time_zone: zone } : {}) }]}
            onClose={close}
          />
        )}
        {dialog === "assign" && <AssignDialog items={[task]} onClose={close} />}
      </Suspense>
      {dialog === "cancel" && (
        <ReasonDialog
          draft={`task-cancel:${id}`}
          title={t("task.cancel")}
          label={t("task.cancel_reason")}
          submit={t("task.cancel")}
          busy={cancel.isPending}
          error={cancel.error}
          onSubmit={(reason) => cancel.mutate({ path: { id }, version, body: { reason } })}
          onClose={close}
        />
      )}
    </Row>
  );
}
