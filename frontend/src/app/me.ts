import { session } from "@/api/session";
import type { Capability, Me } from "@/api/types";
import { useStore } from "@/lib/store";

/** The signed-in worker. Only used below `App`, which shows nothing else without one. */
export function useMe(): Me {
  const { me } = useStore(session);
  if (!me) throw new Error("useMe needs a session");
  return me;
}

/** Whether the reader's role includes a function at all; the server says so. */
export function useCapability(): (capability: Capability) => boolean {
  const { capabilities } = useMe();
  return (capability) => capabilities.includes(capability);
}
