import { lazy, Suspense } from "react";
import { focusCase, type CaseTarget } from "@/features/case/focus";
import { createStore, useStore } from "@/lib/store";

const ContactDialog = lazy(() => import("./ContactDialog").then((m) => ({ default: m.ContactDialog })));

type Request = { target: CaseTarget | null };
const request = createStore<Request | null>(null);

/** Opens the contact dialog for a case, or for the case in front of the reader, or to choose one. */
export function openContact(target: CaseTarget | null = focusCase.get()) {
  request.set({ target });
}

export function ContactHost() {
  const open = useStore(request);
  return (
    <Suspense>{open && <ContactDialog target={open.target} onClose={() => request.set(null)} />}</Suspense>
  );
}
