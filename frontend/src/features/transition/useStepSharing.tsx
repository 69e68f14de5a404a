import { useCall } from "@/api/hooks";
import type { TransitionView } from "@/api/types";
import { isDisclosure } from "@/features/consent/consent";
import { useCapture, type Sharing } from "@/features/consent/useCapture";

/**
 * Who must consent, once a step was refused because it tells somebody outside what may not go there, and the way to record that:
 * to the facility that would be asked, or to whoever cares next.
 */
export function useStepSharing(transition: TransitionView, error: unknown, facility?: string): Sharing {
  const refused = isDisclosure(error);
  const { id } = transition.stay;
  const { data, error: unread } = useCall(
    "transition_disclosure",
    { path: { id }, body: facility ? { facility } : {} },
    { enabled: refused },
  );
  const sharing = useCapture(data, unread, transition.person, id);
  return refused ? sharing : { denied: false, notice: null, instead: null };
}
