import { useCallback, useEffect, useRef, useState } from "react";

/** Values in memory, gone with the tab. */
type Kept = Map<string, unknown>;

/** Unsaved form contents, kept so that closing a dialog or leaving a screen loses nothing. */
const drafts: Kept = new Map();

/** What screens were set to, kept for when one comes back to them; nothing is lost with it. */
const settings: Kept = new Map();

/** The browser asks before it closes or reloads a tab that something unsaved would be lost with. */
const ask = (event: BeforeUnloadEvent) => event.preventDefault();

function watch() {
  if (drafts.size > 0) window.addEventListener("beforeunload", ask);
  else window.removeEventListener("beforeunload", ask);
}

const held = <T>(kept: Kept, key: string, initial: () => T) => ({
  key,
  value: (kept.get(key) as T | undefined) ?? initial(),
});

function useKept<T>(kept: Kept, key: string, initial: () => T) {
  const [before, setHeld] = useState(() => held(kept, key, initial));
  const shown = before.key === key ? before : held(kept, key, initial);
  if (shown !== before) setHeld(shown);
  const change = useCallback(
    (value: T) => {
      kept.set(key, value);
      watch();
      setHeld({ key, value });
    },
    [kept, key],
  );
  const discard = useCallback(() => {
    kept.delete(key);
    watch();
  }, [kept, key]);
  /** Begins anew, without what was typed. */
  const restart = () => {
    discard();
    setHeld(held(kept, key, initial));
  };
  return { value: shown.value, change, discard, restart, restored: kept.has(key) };
}

/**
 * The contents of a form that is about one record. The key names the record: with another key the form has that record's
 * contents at once, so that what was typed about one person never ends up with another.
 */
export const useDraft = <T>(key: string, initial: () => T) => useKept(drafts, key, initial);

/** What a screen was set to, for example the words of a search. Unlike a draft it may be lost without a question. */
export function useRemembered<T>(key: string, initial: () => T) {
  const { value, change } = useKept(settings, key, initial);
  return { value, change };
}

/** The draft of a form with several fields; `change` takes those that differ. */
export function useKeptForm<F extends object>(key: string, initial: () => F) {
  const { value: form, change, discard, restart } = useDraft(key, initial);
  return { form, change: (part: Partial<F>) => change({ ...form, ...part }), discard, restart };
}

/**
 * The draft of a form whose owner sends it and closes the form when that went well: it is given up when it is handed over, and
 * kept again when an error comes back.
 */
export function useHandedDraft<T>(key: string, initial: () => T, error: unknown) {
  const { value, change, discard } = useDraft(key, initial);
  const handed = useRef(false);
  useEffect(() => {
    if (!error || !handed.current) return;
    handed.current = false;
    change(value);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only an error that comes back brings the draft back
  }, [error]);
  const hand = () => {
    handed.current = true;
    discard();
  };
  return { value, change, hand };
}

/** Whether something was typed that is neither saved nor sent. */
export const hasDrafts = () => drafts.size > 0;

/** Forgets everything that was typed, for example at sign-out. */
export function clearDrafts() {
  drafts.clear();
  settings.clear();
  watch();
}
