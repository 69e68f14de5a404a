import { session } from "@/api/session";
import type { Me } from "@/api/types";
import { useStore } from "@/lib/store";

/** The signed-in worker. Only used below `App`, which shows nothing else without one. */
export function useMe(): Me {
  const { me } = useStore(session);
  if (!me) throw new Error("useMe needs a session");
  return me;
}

/** Functions of the product that a role may include, as far as the app asks for them. */
export type Capability =
  | "access_log_read"
  | "audit_read"
  | "case_create"
  | "case_read"
  | "contact_write"
  | "directory_read"
  | "hand_off_read"
  | "import_run"
  | "measure_read"
  | "note_read"
  | "person_search"
  | "person_write"
  | "task_write"
  | "today_read";

/** Whether the reader's role includes a function at all; the server says so. */
export function useCapability(): (capability: Capability) => boolean {
  const { capabilities } = useMe();
  return (capability) => capabilities.includes(capability);
}
