import { draftKept, draftText, flushDrafts, keepDrafts, restoreDraft, type DraftKeeper } from "@/lib/drafts";
import { call } from "./client";
import { ApiError } from "./problem";
import { session } from "./session";
import type { Schemas } from "./types";

/** How long after the last change a draft goes to the server; at once when the tab is left. */
const DELAY_MS = 5_000;
/** When it is tried again after there was no answer. */
const AGAIN_MS = 10_000;
/** What the server takes. */
const LONGEST = 60_000;
/** Letters that requests carry on when their tab is gone: browsers let them have 64 KiB in all. */
const OUTLIVING = 20_000;
const KEY = /^[A-Za-z0-9_:.-]{1,200}$/;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether the server would say the same to another try. */
const isFinal = (error: unknown) =>
  error instanceof ApiError &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 429].includes(error.status);

/** The last words stand, however often they are sent: a key of their own is not needed. */
async function keep(key: string, outlives: boolean) {
  const content = draftText(key);
  const beyond = outlives && { keepalive: true };
  if (content === null) return void (await call("draft_discard", { body: { key }, key: null, ...beyond }));
  if (content.length > LONGEST) return;
  await call("draft_keep", { body: { key, content }, key: null, ...beyond });
  draftKept(key, content);
}

/** All drafts that the server keeps, from one page on. */
async function listed(cursor?: string): Promise<Schemas["DraftView"][]> {
  const { items, next } = await call("draft_list", cursor ? { query: { cursor } } : {});
  return next ? [...items, ...(await listed(next))] : items;
}

interface ServerKeeper extends DraftKeeper {
  /** Gets back what was kept, however long that takes; how much. */
  list: () => Promise<number>;
}

/** Keeps drafts with the server, one request at a time, once it is known what was kept there: nothing takes its place unseen. */
function serverKeeper(): ServerKeeper {
  const waiting = new Set<string>();
  /** How many requests of a key are on their way. */
  const flying = new Map<string, number>();
  /** Keys of which two were: nobody knows which came last, and so the last words go once more after both. */
  const crossed = new Set<string>();
  let isListed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> = Promise.resolve();

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  // A locked session keeps nothing: the reader's words wait in the tab until the password.
  const isReady = () => isListed && session.get().status === "active";
  const send = async (key: string, outlives = false) => {
    if (!waiting.delete(key)) return;
    const others = flying.get(key) ?? 0;
    if (others > 0) crossed.add(key);
    flying.set(key, others + 1);
    await keep(key, outlives).catch((error: unknown) => isFinal(error) || waiting.add(key));
    const left = (flying.get(key) ?? 1) - 1;
    flying.set(key, left);
    if (left === 0 && crossed.delete(key)) waiting.add(key);
  };
  const inTurn = async () => {
    for (const key of Array.from(waiting)) {
      if (!isReady()) break;
      await send(key);
    }
    if (waiting.size > 0) later(AGAIN_MS);
  };
  /** The tab may be gone in a moment: no draft waits for another, and what fits goes on without it. */
  const atOnce = async () => {
    let room = OUTLIVING;
    const leave = (key: string) => {
      const size = draftText(key)?.length ?? 0;
      const fits = size <= room;
      if (fits) room -= size;
      return send(key, fits);
    };
    if (isReady()) await Promise.all(Array.from(waiting, leave));
    if (waiting.size > 0) later(AGAIN_MS);
  };
  const flush = () => (document.hidden ? atOnce() : (running = running.then(inTurn)));
  const list = async (): Promise<number> => {
    try {
      const items = await listed();
      isListed = true;
      return items.filter(({ key, content }) => !waiting.has(key) && restoreDraft(key, content)).length;
    } catch (error) {
      isListed = isFinal(error);
      if (isListed || session.get().status === "signed_out") return 0;
      await pause(AGAIN_MS);
      return list();
    }
  };
  return {
    list,
    changed: (key) => {
      if (!KEY.test(key)) return;
      waiting.add(key);
      later(DELAY_MS);
    },
    flush,
  };
}

// A tab that is left may never come back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) void flushDrafts();
});

/** Gets back what the reader typed and did not save, here or in another browser; how much. From now on it is kept. */
export function bringDraftsBack(): Promise<number> {
  const keeper = serverKeeper();
  keepDrafts(keeper);
  return keeper.list();
}
