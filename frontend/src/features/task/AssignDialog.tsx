import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { refreshAll } from "@/api/hooks";
import { useProblemText } from "@/ui/ProblemNotice";
import type { TodayItem } from "@/api/types";
import { StaffSelect, useStaffName } from "@/features/staff/StaffSelect";
import { Dialog } from "@/ui/Dialog";
import { showProblem, showUndo } from "@/ui/toast";

type Assignable = Pick<TodayItem, "id" | "version" | "title" | "owner" | "can">;

/** Gives tasks to a colleague, with eight seconds to take them back. */
export function AssignDialog({ items, onClose }: { items: Assignable[]; onClose: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const problemText = useProblemText();
  const nameOf = useStaffName();
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const open = items.filter(({ id, can }) => can.includes("task_assign") && !passed.has(id));
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async () => {
    if (!ownerId) return;
    setBusy(true);
    setError(null);
    const given: { id: string; version: number; from: string }[] = [];
    try {
      for (const { id, version, owner } of open) {
        const task = await call("task_assign", { path: { id }, version, body: { owner_id: ownerId } });
        given.push({ id, version: task.version, from: owner.id });
      }
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
    // Also what was given before one of them was refused.
    if (given.length > 0) {
      setPassed((now) => new Set([...now, ...given.map(({ id }) => id)]));
      const done = t("task.assigned", { count: given.length, name: nameOf(ownerId) });
      showUndo(done, t("action.undo"), () => takeBack(given));
    }
    void refreshAll(cache);
  };

  const takeBack = async (given: { id: string; version: number; from: string }[]) => {
    try {
      for (const { id, version, from } of given) {
        await call("task_assign", { path: { id }, version, body: { owner_id: from } });
      }
    } catch (failure) {
      showProblem(problemText(failure));
    }
    void refreshAll(cache);
  };

  return (
    <Dialog
      title={t("task.assign_title", { count: open.length })}
      submit={t("task.assign")}
      busy={busy}
      error={error}
      disabled={open.length === 0 || !ownerId}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {open.length === 0 && <Text c="dimmed">{t("task.assign_none")}</Text>}
      <StaffSelect
        label={t("task.assign_to")}
        value={ownerId}
        onChange={setOwnerId}
        data-autofocus
        required
      />
    </Dialog>
  );
}
