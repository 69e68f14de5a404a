import i18next from "i18next";
import { startLanguage } from "@/i18n";
import {
  keepPreferences,
  preferences,
  preferencesKept,
  preferencesText,
  takePreferences,
} from "@/lib/preferences";
import { call } from "./client";
import { session } from "./session";

/** When it is asked again after there was no answer. */
const AGAIN_MS = 10_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps what is not kept yet. A locked session keeps nothing: it is sent after the password. */
async function keep() {
  const content = session.get().status === "active" ? preferencesText() : null;
  if (content === null) return;
  try {
    await call("preference_keep", { body: { content }, key: null });
    preferencesKept(content);
  } catch {
    // It stays chosen in this tab, and goes with the next choice, the next token or the sign-out.
  }
}

async function take(): Promise<void> {
  try {
    takePreferences((await call("preference_get", {})).content ?? null);
  } catch {
    await pause(AGAIN_MS);
    return session.get().status === "signed_out" ? undefined : take();
  }
}

/**
 * Brings what the reader likes from the server, and keeps there what they choose from now on: one request at a time, and none
 * before it is known what was kept.
 */
export async function bringPreferencesBack(): Promise<void> {
  await take();
  const { language } = preferences.get();
  if (language !== i18next.language) await startLanguage(language);
  let running = Promise.resolve();
  const flush = () => (running = running.then(keep));
  keepPreferences(flush);
  session.subscribe(() => void flush());
  await flush();
}
