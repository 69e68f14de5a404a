import { lazy, Suspense } from "react";
import { focusCase, type CaseTarget } from "@/features/case/focus";
import { createStore, useStore } from "@/lib/store";

const TaskDialog = lazy(() => import("./TaskDialog").then((m) => ({ default: m.TaskDialog })));

type Request = { target: CaseTarget | null; title?: string; about?: string };
const request = createStore<Request | null>(null);

/** Opens the dialog for a new task on a case, or on the case in front of the reader, or to choose one; a title may be proposed, for what it is about. */
export function openTask(target: CaseTarget | null = focusCase.get(), title?: string, about?: string) {
  request.set({ target, ...(title ? { title } : {}), ...(about ? { about } : {}) });
}

export function TaskHost() {
  const open = useStore(request);
  return <Suspense>{open && <TaskDialog {...open} onClose={() => request.set(null)} />}</Suspense>;
}
