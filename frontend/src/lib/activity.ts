/** When somebody last touched this tab, and when it last asked the server for something. */
let touchedAt = Date.now();
let askedAt = Date.now();

const AT_WORK_MS = 30_000;
const signs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Calls back at every sign of life. */
export function onActivity(listener: () => void): () => void {
  const alive = () => {
    touchedAt = Date.now();
    listener();
  };
  for (const sign of signs) window.addEventListener(sign, alive, { passive: true });
  return () => {
    for (const sign of signs) window.removeEventListener(sign, alive);
  };
}

/** Whether somebody is at work here, so that a request is theirs and not one that the app makes by itself. */
export const atWork = () => Date.now() - touchedAt < AT_WORK_MS;

export function noteRequest() {
  askedAt = Date.now();
}

/** Milliseconds since the last request. */
export const sinceRequest = () => Date.now() - askedAt;
