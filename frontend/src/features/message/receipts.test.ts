import { describe, expect, it } from "vitest";
import type { Message, MessageReceipt } from "@/api/types";
import { othersOf, receiptWords, toAcknowledge } from "./receipts";

const receipt = (part: Partial<MessageReceipt>): MessageReceipt => ({
  id: "r",
  version: 1,
  staff: { id: "s", name: "Ana" },
  status: "waiting",
  read_at: null,
  asked: null,
  acknowledged_by: null,
  acknowledged_at: null,
  can: [],
  ...part,
});

const message = (receipts: MessageReceipt[]): Message => ({
  id: "m",
  author: { id: "a", name: "Bo" },
  body: "…",
  urgent: false,
  acknowledge_by: null,
  sent_at: "2026-11-22T10:00:00Z",
  receipts,
});

describe("receipts of messages", () => {
  it("tell what was seen from what was not, where nothing is asked", () => {
    expect(receiptWords(receipt({ status: "informed" }))).toBe("informed_unseen");
    expect(receiptWords(receipt({ status: "informed", read_at: "2026-11-22T10:00:00Z" }))).toBe(
      "informed_seen",
    );
    expect(receiptWords(receipt({ status: "raised" }))).toBe("raised");
  });

  it("are acknowledged as the server allows, not by whose they are", () => {
    const mine = receipt({ id: "mine", can: ["message_acknowledge"] });
    const messages = [message([mine, receipt({ id: "theirs" })]), message([receipt({ id: "older" })])];
    expect(toAcknowledge({ messages }).map(({ id }) => id)).toEqual(["mine"]);
  });

  it("name the others of a thread without the reader", () => {
    const members = [
      { id: "me", name: "Me" },
      { id: "a", name: "Ana" },
      { id: "b", name: "Bo" },
    ];
    expect(othersOf({ members }, "me")).toBe("Ana, Bo");
  });
});
