import { useCall } from "@/api/hooks";
import type { AlertView, CaseView, HandOffView } from "@/api/types";
import { useCapability } from "@/app/me";
import { useScoreWords } from "@/features/assessment/words";
import { useRuleWords } from "@/features/deadline/words";
import { useTaskWords } from "@/features/task/words";

/** Something that is still to do in a case. */
export interface Work {
  kind: "alert" | "deadline" | "task";
  title: string;
  due_at: string;
  /** The colleague who keeps a task although the case moves. */
  stays?: string;
}

const byDue = (a: Work, b: Work) => a.due_at.localeCompare(b.due_at);

const ofAlerts = (
  alerts: AlertView[] | undefined,
  caseId: string,
  said: (trigger: string) => string,
): Work[] =>
  (alerts ?? [])
    .filter(({ case_id, status }) => case_id === caseId && status !== "closed")
    .map(({ trigger, due_at }): Work => ({ kind: "alert", title: said(trigger), due_at }))
    .sort(byDue);

function useAlertWork(personId: string, caseId: string) {
  const may = useCapability()("alert_read");
  const { trigger } = useScoreWords();
  const alerts = useCall("alert_list", { path: { id: personId } }, { enabled: may });
  return {
    work: ofAlerts(alerts.data?.items, caseId, trigger),
    error: alerts.error,
    waiting: alerts.isLoading,
  };
}

/** The title of work in the language of the screen. */
function useWorkTitle(): (kind: string, title: string) => string {
  const rules = useRuleWords();
  const tasks = useTaskWords();
  return (kind, title) => (kind === "task" ? tasks : rules).title(title);
}

/** What an offered hand-off brings along, and the case it is about. */
export function useOfferedWork({ id, case_id, person }: HandOffView) {
  const handOff = useCall("hand_off_get", { path: { id } });
  const current = useCall("case_get", { path: { id: case_id } });
  const alerts = useAlertWork(person.id, case_id);
  const said = useWorkTitle();
  const rest = (handOff.data?.open_work ?? []).map(({ kind, title, due_at }): Work => ({
    kind: kind === "task" ? "task" : "deadline",
    title: said(kind, title),
    due_at,
  }));
  return {
    work: [...alerts.work, ...rest.sort(byDue)],
    current: current.data,
    error: handOff.error ?? current.error ?? alerts.error,
    waiting: handOff.isLoading || current.isLoading || alerts.waiting,
  };
}

/** What would move when a case is handed over now; the tasks of other colleagues stay with them. */
export function useMovingWork({ id, person, owner }: CaseView) {
  const may = useCapability();
  const said = useWorkTitle();
  const deadlines = useCall("deadline_list", { path: { id } }, { enabled: may("deadline_read") });
  const tasks = useCall("task_list", { path: { id } }, { enabled: may("task_read") });
  const alerts = useAlertWork(person.id, id);
  const rest = [
    ...(deadlines.data?.items ?? [])
      .filter(({ status }) => status === "open")
      .map(({ rule, due_at }): Work => ({ kind: "deadline", title: said("deadline", rule.title), due_at })),
    ...(tasks.data?.items ?? [])
      .filter(({ status }) => status === "open")
      .map((task): Work => {
        const { due_at } = task;
        const title = said("task", task.title);
        return task.owner.id === owner.id
          ? { kind: "task", title, due_at }
          : { kind: "task", title, due_at, stays: task.owner.name };
      }),
  ];
  return {
    work: [...alerts.work, ...rest.sort(byDue)],
    error: deadlines.error ?? tasks.error ?? alerts.error,
    waiting: deadlines.isLoading || tasks.isLoading || alerts.waiting,
  };
}
