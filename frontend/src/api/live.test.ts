import { expect, it } from "vitest";
import { readEvents, type LiveEvent } from "./live";

it("events are read across the pieces in which they arrive", async () => {
  const pieces = [
    'data: {"kind":"task","id":"a","ver',
    'sion":2}\n\n: still here\n\ndata: {"kind":"note",',
    '"id":"b","version":1}\n\n',
  ];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  const seen: LiveEvent[] = [];
  await readEvents(body, (event) => seen.push(event));
  expect(seen).toEqual([
    { kind: "task", id: "a", version: 2 },
    { kind: "note", id: "b", version: 1 },
  ]);
});
