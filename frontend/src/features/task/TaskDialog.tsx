import { Group, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useMe } from "@/app/me";
import { CasePicker } from "@/features/case/CasePicker";
import type { CaseTarget } from "@/features/case/focus";
import { StaffSelect } from "@/features/staff/StaffSelect";
import { formatInstant, instantOf, workdayEnd } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { Modal } from "@/ui/Modal";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { priorities } from "./choices";

const kinds = ["follow_up", "call", "visit", "paperwork", "general"] as const;

interface TaskForm {
  title: string;
  detail: string;
  kind: (typeof kinds)[number];
  priority: (typeof priorities)[number];
  due: string;
  ownerId: string;
}

interface TaskDialogProps {
  target: CaseTarget | null;
  /** What is to be done, as proposed. */
  title?: string;
  /** What it is about, by id: what is typed is kept under this name. Never words about a person. */
  about?: string;
  onClose: () => void;
}

/** A new task on a case, for the reader or a colleague. */
export function TaskDialog({ target, title = "", about = "", onClose }: TaskDialogProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(target);
  if (chosen) return <TaskForms target={chosen} title={title} about={about} onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("task.create")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <CasePicker onPick={setChosen} />
    </Modal>
  );
}

interface TaskFormsProps {
  target: CaseTarget;
  title: string;
  about: string;
  onClose: () => void;
}

function TaskForms({ target, title, about, onClose }: TaskFormsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const zone = target.timeZone;
  const draft = useDraft<TaskForm>(["task", target.caseId, about].filter(Boolean).join(":"), () => ({
    title,
    detail: "",
    kind: "follow_up",
    priority: "routine",
    due: workdayEnd(1, zone),
    ownerId: me.id,
  }));
  const form = draft.value;
  const change = (part: Partial<TaskForm>) => draft.change({ ...form, ...part });
  const create = useAct("task_create", {
    onSuccess: ({ due_at }) => {
      draft.discard();
      showDone(t("task.created", { due: formatInstant(due_at, zone) }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const submit = () => {
    const { detail, kind, priority, due, ownerId } = form;
    const body = {
      case_id: target.caseId,
      title: form.title,
      kind,
      priority,
      due_at: instantOf(due, zone),
      owner_id: ownerId,
    };
    create.mutate({ body: detail ? { ...body, detail } : body });
  };

  return (
    <Dialog
      title={t("task.create")}
      submit={t("task.create")}
      busy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed" size="sm">
        {target.personName} · {target.programName}
      </Text>
      <TextInput
        label={t("task.title")}
        placeholder={t("task.title_placeholder")}
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={errors["title"]}
        maxLength={200}
        data-autofocus
        required
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
      <Group grow align="flex-start">
        <ZonedTimeInput
          zone={zone}
          label={t("task.due")}
          value={form.due}
          onChange={(next) => change({ due: next })}
          error={errors["due_at"]}
          required
        />
        <Select
          label={t("task.kind")}
          value={form.kind}
          onChange={(kind) => change({ kind: kinds.find((known) => known === kind) ?? form.kind })}
          data={kinds.map((kind) => ({ value: kind, label: t(`task.kinds.${kind}`) }))}
        />
      </Group>
      <StaffSelect
        label={t("task.owner")}
        value={form.ownerId}
        onChange={(ownerId) => ownerId && change({ ownerId })}
      />
    </Dialog>
  );
}
