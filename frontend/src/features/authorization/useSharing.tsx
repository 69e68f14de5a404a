import { useState, type ReactNode } from "react";
import { useCall } from "@/api/hooks";
import type { Authorization } from "@/api/types";
import { askedOf } from "@/features/consent/consent";
import { ConsentDialog } from "@/features/consent/ConsentDialog";
import { SharingNotice } from "@/features/consent/SharingNotice";

interface Sharing {
  /** The payer may not get it yet. */
  denied: boolean;
  /** Whether it may go out, above the fields; nothing for what stays here. */
  notice: ReactNode;
  /** The consent that is recorded instead, while it is. */
  instead: ReactNode;
}

/** Whether what we ask of a payer may go there, and the consent that is missing, captured on the way. */
export function useSharing(request: Authorization | undefined): Sharing {
  const [capturing, setCapturing] = useState(false);
  const asked = request?.summary.side === "asked";
  const { data } = useCall(
    "authorization_disclosure",
    { path: { id: request?.id ?? "" } },
    { enabled: asked },
  );
  if (!request || !asked) return { denied: false, notice: null, instead: null };
  const decision = data?.decision ?? undefined;
  const { person } = request.summary;
  return {
    denied: decision?.permitted === false,
    notice: <SharingNotice decision={decision} onCapture={() => setCapturing(true)} />,
    instead: capturing && decision && (
      <ConsentDialog
        personId={person.id}
        personName={person.name}
        asked={askedOf(decision, request.id)}
        onClose={() => setCapturing(false)}
      />
    ),
  };
}
