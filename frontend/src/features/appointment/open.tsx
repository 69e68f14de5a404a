import { lazy, Suspense } from "react";
import { focusCase, type CaseTarget } from "@/features/case/focus";
import { createStore, useStore } from "@/lib/store";

const AppointmentDialog = lazy(() =>
  import("./AppointmentDialog").then((m) => ({ default: m.AppointmentDialog })),
);

type Request = { target: CaseTarget | null; startsAt?: string | undefined };
const request = createStore<Request | null>(null);

/** Opens the dialog of a new appointment for a case, or for the case in front of the reader, or to choose one. */
export function openAppointment(target: CaseTarget | null = focusCase.get(), startsAt?: string) {
  request.set({ target, startsAt });
}

export function AppointmentHost() {
  const open = useStore(request);
  return (
    <Suspense>
      {open && (
        <AppointmentDialog target={open.target} startsAt={open.startsAt} onClose={() => request.set(null)} />
      )}
    </Suspense>
  );
}
