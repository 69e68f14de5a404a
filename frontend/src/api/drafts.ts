import { draftKept, draftText, keepDrafts, restoreDraft, type DraftKeeper } from "@/lib/drafts";
import { call } from "./client";
import { session } from "./session";

/** How long after the last change a draft goes to the server. */
const DELAY_MS = 1_500;
/** When it is tried again after it could not be kept. */
const AGAIN_MS = 10_000;
/** How long the reader waits for what they typed before. */
const PATIENCE_MS = 2_000;
/** What the server takes. */
const LONGEST = 60_000;
const KEY = /^[A-Za-z0-9_:.-]{1,200}$/;

async function keep(key: string) {
  const content = draftText(key);
  if (content === null) return void (await call("draft_discard", { body: { key } }));
  if (content.length > LONGEST) return;
  await call("draft_keep", { body: { key, content } });
  draftKept(key, content);
}

/** Keeps drafts with the server, one request at a time. */
export function serverKeeper(): DraftKeeper {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> = Promise.resolve();

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const all = async () => {
    for (const key of Array.from(waiting)) {
      // A locked session keeps nothing: the reader's words wait in the tab until the password.
      if (session.get().status !== "active") break;
      waiting.delete(key);
      await keep(key).catch(() => waiting.add(key));
    }
    if (waiting.size > 0) later(AGAIN_MS);
  };
  const flush = () => (running = running.then(all));
  return {
    changed: (key) => {
      if (!KEY.test(key)) return;
      waiting.add(key);
      later(DELAY_MS);
    },
    flush,
  };
}

/** Gets back what the reader typed and did not save, here or in another browser; how much. From then on it is kept. */
export async function bringDraftsBack(): Promise<number> {
  const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  const kept = await Promise.race([call("draft_list", {}), patience]).catch(() => null);
  const back = (kept?.items ?? []).filter(({ key, content }) => restoreDraft(key, content));
  keepDrafts(serverKeeper());
  return back.length;
}
