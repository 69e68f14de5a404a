import { session } from "@/api/session";
import type { Me } from "@/api/types";
import type { OperationId } from "@/api/client";
import { useStore } from "@/lib/store";

/** The signed-in worker. Only used below `App`, which shows nothing else without one. */
export function useMe(): Me {
  const { me } = useStore(session);
  if (!me) throw new Error("useMe needs a session");
  return me;
}

/** Whether the reader's role may perform an operation at all; the server says so. */
export function useCapability(): (operation: OperationId | "import_create") => boolean {
  const { capabilities } = useMe();
  return (operation) => capabilities.includes(operation);
}
