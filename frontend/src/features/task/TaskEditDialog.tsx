import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { TaskView } from "@/api/types";
import { instantOf, localOf, ownZone } from "@/lib/dates";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { priorities } from "./choices";

interface TaskEditDialogProps {
  task: TaskView;
  zone: string | undefined;
  onClose: () => void;
}

/** Changes what a task says, how pressing it is and when it is due. */
export function TaskEditDialog({ task, zone = ownZone, onClose }: TaskEditDialogProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    title: task.title,
    detail: task.detail ?? "",
    priority: task.priority,
    due: localOf(task.due_at, zone),
  });
  const change = (part: Partial<typeof form>) => setForm((now) => ({ ...now, ...part }));
  const update = useAct("task_update", {
    onSuccess: () => {
      showDone(t("task.changed"));
      onClose();
    },
  });
  const errors = fieldErrors(update.error);
  const submit = () => {
    const { title, detail, priority, due } = form;
    const moved = due === localOf(task.due_at, zone) ? {} : { due_at: instantOf(due, zone) };
    update.mutate({
      path: { id: task.id },
      version: task.version,
      body: { title, detail, priority, ...moved },
    });
  };
  return (
    <Dialog
      title={t("task.edit")}
      submit={t("action.save")}
      busy={update.isPending}
      error={update.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t("task.title")}
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={errors["title"]}
        maxLength={200}
        required
        data-autofocus
      />
      <Textarea
        label={t("task.detail")}
        value={form.detail}
        onChange={(event) => change({ detail: event.currentTarget.value })}
        error={errors["detail"]}
        autosize
        minRows={2}
        maxLength={4000}
      />
      <ChoiceChips
        label={t("task.priority")}
        value={form.priority}
        onChange={(priority) => change({ priority })}
        options={priorities}
        text={(priority) => t(`task.priorities.${priority}`)}
      />
      <ZonedTimeInput
        zone={zone}
        label={t("task.due")}
        value={form.due}
        onChange={(next) => change({ due: next })}
        error={errors["due_at"]}
        required
      />
    </Dialog>
  );
}
