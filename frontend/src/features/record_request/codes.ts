import type { OperationId } from "@/api/client";
import type { Schemas } from "@/api/types";

export const kinds = ["access", "amendment", "accounting"] as const satisfies Schemas["RecordRequestKind"][];
export const ways = [
  "in_person",
  "letter",
  "email",
  "fax",
  "phone",
  "other",
] as const satisfies Schemas["RecordRequestWay"][];
/** What the list shows: what waits, what ended in one way, everything. */
export const shown = ["open", "fulfilled", "denied", "withdrawn", "all"] as const;
export type Shown = (typeof shown)[number];
/** The steps of a request, in the order in which their buttons stand. */
export const steps = [
  "record_request_fulfil",
  "record_request_extend",
  "record_request_deny",
  "record_request_withdraw",
  "record_request_disagree",
] as const satisfies OperationId[];
export type Step = (typeof steps)[number];

/** What the list is asked for. */
export const queryOf = (which: Shown) =>
  which === "open" ? { open: true } : which === "all" ? {} : { status: which };
