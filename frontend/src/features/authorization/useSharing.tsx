import { keepPreviousData } from "@tanstack/react-query";
import { useCall } from "@/api/hooks";
import type { Authorization, Schemas } from "@/api/types";
import { useCapture, type Sharing } from "@/features/consent/useCapture";

type Level = Schemas["AppealLevel"];

/**
 * Whether what we ask of who decides at a level may go there, and the consent that is missing, captured on the way; nothing for what
 * stays here. What is noted later is asked about as of `at`, the instant when it happened; now without one.
 */
export function useSharing(request: Authorization | undefined, level: Level = "plan", at?: string): Sharing {
  const asked = request !== undefined && (level === "independent" || request.summary.side === "asked");
  const { data, error } = useCall(
    "authorization_disclosure",
    { path: { id: request?.id ?? "" }, query: { level, ...(at ? { at } : {}) } },
    { enabled: asked, placeholderData: keepPreviousData },
  );
  const person = request?.summary.person ?? { id: "", name: "" };
  const sharing = useCapture(data?.decision ?? undefined, error, person, `${request?.id ?? ""}:${level}`);
  return asked ? sharing : { denied: false, notice: null, instead: null };
}
