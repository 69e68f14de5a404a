import type { MessageReceipt, MessageThread } from "@/api/types";

/** The words for what became of a message with one of its readers: a key below `message.receipt`. */
export type ReceiptWords =
  "informed_unseen" | "informed_seen" | "waiting" | "asked" | "raised" | "acknowledged" | "lapsed";

export function receiptWords({ status, read_at }: Pick<MessageReceipt, "status" | "read_at">): ReceiptWords {
  if (status === "informed") return read_at ? "informed_seen" : "informed_unseen";
  return status;
}

/** The receipts of a thread that the reader may acknowledge now: their own, and those that they are asked about. */
export function toAcknowledge(thread: Pick<MessageThread, "messages">): MessageReceipt[] {
  const all = thread.messages.flatMap(({ receipts }) => receipts);
  return all.filter(({ can }) => can.includes("message_acknowledge"));
}

/** The other members of a thread by name, the reader left out. */
export function othersOf(thread: Pick<MessageThread, "members">, me: string): string {
  const others = thread.members.filter(({ id }) => id !== me);
  return others.map(({ name }) => name).join(", ");
}
