import { lazy, Suspense } from "react";
import { createStore, useStore } from "@/lib/store";

export interface Toast {
  kind: "done" | "problem";
  text: string;
  title?: string;
  undo?: { label: string; run: () => Promise<void> | void };
}

const Toasts = lazy(() => import("./Toasts").then((m) => ({ default: m.Toasts })));
/** Toasts are loaded with the first one. */
const wanted = createStore(false);

function show(toast: Toast) {
  wanted.set(true);
  void import("./Toasts").then((toasts) => toasts.show(toast));
}

export function ToastHost() {
  return <Suspense>{useStore(wanted) && <Toasts />}</Suspense>;
}

/** Says that something is done, with a way back for eight seconds. */
export function showUndo(text: string, label: string, run: () => Promise<void> | void) {
  show({ kind: "done", text, undo: { label, run } });
}

/** Says that something is done. */
export function showDone(text: string) {
  show({ kind: "done", text });
}

/** Says what went wrong, and stays until it is closed. */
export function showProblem({ title, detail }: { title: string; detail: string }, lead?: string) {
  show({ kind: "problem", title: lead ?? title, text: detail });
}
