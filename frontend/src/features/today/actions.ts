import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { refreshAll } from "@/api/hooks";
import type { TaskView, TodayItem } from "@/api/types";
import { openContact } from "@/features/contact/open";
import type { CaseTarget } from "@/features/case/focus";
import { useTaskWords } from "@/features/task/words";
import { announce } from "@/ui/announce";
import { showDone, showProblem, showUndo } from "@/ui/toast";
import { useProblemText } from "@/ui/ProblemNotice";
import { takeOut } from "./list";

/** The case of an item in the words a dialog needs. */
export const targetOf = (item: TodayItem): CaseTarget => ({
  caseId: item.case_id,
  personId: item.person.id,
  personName: item.person.name,
  programName: item.program.name,
  timeZone: item.time_zone,
});

/** Completes tasks at once, and gives eight seconds to take it back. */
export function useComplete() {
  const cache = useQueryClient();
  const { t } = useTranslation();
  const problemText = useProblemText();
  const words = useTaskWords();

  return async (items: TodayItem[]) => {
    const open = items.filter((item) => item.can.includes("task_complete"));
    if (open.length === 0) return;
    const putBack = takeOut(cache, new Set(open.map(({ id }) => id)));
    const results = await Promise.allSettled(
      open.map(({ id, version }) => call("task_complete", { path: { id }, version, body: {} })),
    );
    const done = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) {
      putBack();
      showProblem(
        problemText(failed.reason),
        t("today.some_failed", { count: results.length - done.length }),
      );
    }
    void refreshAll(cache);
    if (done.length === 0) return;
    const text =
      done.length === 1
        ? t("today.completed", { title: words.title(done[0]?.title ?? "") })
        : t("today.completed_many", { count: done.length });
    announce(text);
    const undoable = done.filter(({ can }) => can.includes("task_reopen"));
    if (undoable.length === 0) return showDone(text);
    showUndo(text, t("action.undo"), () => reopen(undoable));
  };

  async function reopen(done: TaskView[]) {
    const results = await Promise.allSettled(
      done.map(({ id, version }) => call("task_reopen", { path: { id }, version })),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) showProblem(problemText(failed.reason));
    else announce(t("today.reopened"));
    void refreshAll(cache);
  }
}

/** Does what an item asks for next, or leads to where it is done. */
export function useNextAction() {
  const navigate = useNavigate();
  const complete = useComplete();
  const problemText = useProblemText();
  const { t } = useTranslation();
  const openNote = (noteId: string) => void navigate({ to: "/notes/$noteId", params: { noteId } });

  /** The draft about the contact that still needs its note; a new one when there is none. */
  async function noteOf({ case_id, next_action: { target_id: contact_id } }: TodayItem): Promise<string> {
    const { items } = await call("note_list", { path: { id: case_id } });
    const draft = items.find((note) => note.contact_id === contact_id && note.status === "draft");
    if (draft) return draft.id;
    const body = { kind: "progress" as const, title: t("note.default_title"), body: "", contact_id };
    return (await call("note_create", { path: { id: case_id }, body })).id;
  }

  return (item: TodayItem) => {
    const personId = item.person.id;
    const person = (
      tab: "overview" | "plan" | "assessments" | "team" | "readings" | "referrals" | "authorizations",
      focus?: string,
    ) =>
      void navigate({
        to: "/people/$personId",
        params: { personId },
        search: { tab, focus, case: item.case_id },
      });
    switch (item.next_action.code) {
      case "complete_task":
        return void complete([item]);
      case "log_contact":
        return openContact(targetOf(item));
      case "assess":
        return person("assessments", "start");
      case "approve_plan":
        return person("plan", "start");
      case "review_plan":
        return person("plan");
      case "sign_note":
        return void noteOf(item).then(openNote, (error: unknown) => showProblem(problemText(error)));
      case "countersign_note":
        return openNote(item.next_action.target_id);
      case "open_transition":
        return void navigate({ to: "/stays/$stayId", params: { stayId: item.next_action.target_id } });
      case "settle_hand_off":
        return void navigate({ to: "/hand-offs" });
      case "look_at_reading":
        return person("readings");
      case "read_hand_back":
        return void navigate({ to: "/team", search: { tab: "handed_back" } });
      case "send_referral":
      case "follow_referral":
        return person("referrals");
      case "decide_tier":
        return person("overview", "tier");
      case "answer_visit":
        return void navigate({ to: "/visit-day" });
      case "read_message":
      case "answer_consultation":
      case "review_concern":
      case "hold_conference":
        return person("team");
      case "review_authorization":
        return person("authorizations");
      case "decide_authorization":
        return void navigate({
          to: "/authorizations/$authorizationId",
          params: { authorizationId: item.next_action.target_id },
        });
      case "decide_appeal":
        return void navigate({ to: "/authorizations", search: { desk: "appeals_open" } });
      case "act_on_alert":
        return person("overview", item.id);
      default:
        return person("overview");
    }
  };
}
