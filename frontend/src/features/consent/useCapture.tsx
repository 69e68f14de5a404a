import { lazy, Suspense, useState, type ReactNode } from "react";
import type { Schemas } from "@/api/types";
import { askedOf, type Decision } from "./consent";
import { SharingNotice } from "./SharingNotice";

const ConsentDialog = lazy(() => import("./ConsentDialog").then((m) => ({ default: m.ConsentDialog })));

export interface Sharing {
  /** It may not go out yet. */
  denied: boolean;
  /** Whether it may go out, above the fields. */
  notice: ReactNode;
  /** The consent that is recorded instead, while it is. */
  instead: ReactNode;
}

/** What the rule says about something on its way out, and the consent that is missing, captured on the way. `of` is its record. */
export function useCapture(
  decision: Decision | undefined,
  error: unknown,
  person: Pick<Schemas["Ref"], "id" | "name">,
  of: string,
): Sharing {
  const [capturing, setCapturing] = useState(false);
  return {
    denied: decision?.permitted === false,
    notice: <SharingNotice decision={decision} error={error} onCapture={() => setCapturing(true)} />,
    instead: capturing && decision && (
      <Suspense>
        <ConsentDialog
          personId={person.id}
          personName={person.name}
          asked={askedOf(decision, of)}
          onClose={() => setCapturing(false)}
        />
      </Suspense>
    ),
  };
}
