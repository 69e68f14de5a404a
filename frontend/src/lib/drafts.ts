import { useCallback, useEffect, useRef, useState } from "react";
import { createStore, useStore } from "./store";

/** Values in memory. */
type Kept = Map<string, unknown>;

/** Unsaved form contents, kept so that closing a dialog or leaving a screen loses nothing. */
const drafts: Kept = new Map();

/** What screens were set to, kept for when one comes back to them; nothing is lost with it. */
const settings: Kept = new Map();

/** Who keeps drafts beyond the tab. */
export interface DraftKeeper {
  /** A draft was changed or given up. */
  changed: (key: string) => void;
  /** Tries to keep everything that is not kept yet. */
  flush: () => Promise<void>;
}

let keeper: DraftKeeper | null = null;

/** Drafts that are nowhere but in this tab. */
const onlyHere = new Set<string>();

/** The browser asks before it closes or reloads a tab that something unsaved would be lost with. */
const ask = (event: BeforeUnloadEvent) => event.preventDefault();

function watch() {
  if (onlyHere.size > 0) window.addEventListener("beforeunload", ask);
  else window.removeEventListener("beforeunload", ask);
}

function set(kept: Kept, key: string, value: unknown) {
  kept.set(key, value);
  if (kept !== drafts) return;
  onlyHere.add(key);
  keeper?.changed(key);
  watch();
}

function forget(kept: Kept, key: string) {
  if (!kept.delete(key) || kept !== drafts) return;
  onlyHere.delete(key);
  keeper?.changed(key);
  watch();
}

/** Keys of drafts that came back; a form that was on the screen before them takes them up. */
const cameBack = createStore<ReadonlySet<string>>(new Set());

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function held<T>(kept: Kept, key: string, initial: () => T, back: boolean) {
  const begun = initial();
  const known = kept.get(key) as T | undefined;
  const fits = typeof known === typeof begun && isFields(known) === isFields(begun);
  if (!fits) return { key, back, begun, value: begun };
  // A draft lacks the fields that nobody changed, and those that the form got since.
  return { key, back, begun, value: isFields(known) ? { ...begun, ...known } : (known as T) };
}

/** The fields that differ from how the form began. */
const changed = (begun: unknown, value: unknown) =>
  isFields(begun) && isFields(value)
    ? Object.fromEntries(Object.entries(value).filter(([name, field]) => field !== begun[name]))
    : value;

function useKept<T>(kept: Kept, key: string, initial: () => T, whole = false) {
  const back = useStore(cameBack).has(key);
  const [before, setHeld] = useState(() => held(kept, key, initial, back));
  const shown = before.key === key && before.back === back ? before : held(kept, key, initial, back);
  if (shown !== before) setHeld(shown);
  const { begun } = shown;
  const change = useCallback(
    (value: T) => {
      const differs = whole ? value : changed(begun, value);
      // Everything was undone: there is nothing to keep.
      if (!whole && isFields(differs) && Object.keys(differs).length === 0) forget(kept, key);
      else set(kept, key, differs);
      setHeld({ key, back, begun, value });
    },
    [kept, key, whole, back, begun],
  );
  const discard = useCallback(() => forget(kept, key), [kept, key]);
  /** Begins anew, without what was typed. */
  const restart = () => {
    discard();
    setHeld(held(kept, key, initial, back));
  };
  return { value: shown.value, change, discard, restart, restored: kept.has(key) };
}

/**
 * The contents of a form that is about one record. The key names the record: with another key the form has that record's
 * contents at once, so that what was typed about one person never ends up with another. Only fields that were changed are kept:
 * the others begin anew when the form is opened again, so that a call that was begun last week isn't logged at last week's time.
 */
export const useDraft = <T>(key: string, initial: () => T) => useKept(drafts, key, initial);

/** The same, kept as a whole: what nobody changed stays as it was read. */
export const useWholeDraft = <T>(key: string, initial: () => T) => useKept(drafts, key, initial, true);

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

/** Whether something was typed that is neither saved nor kept anywhere but in this tab. */
export const hasDrafts = () => onlyHere.size > 0;

/** Has drafts kept beyond this tab from now on. */
export function keepDrafts(by: DraftKeeper | null) {
  keeper = by;
}

/** Tries to keep what is only in this tab. */
export const flushDrafts = () => keeper?.flush() ?? Promise.resolve();

/** A draft as it is kept; null when there is none any more. */
export const draftText = (key: string) => (drafts.has(key) ? JSON.stringify(drafts.get(key)) : null);

/** Notes that a draft is kept as this text; what was typed since is not. */
export function draftKept(key: string, text: string) {
  if (draftText(key) === text) onlyHere.delete(key);
  watch();
}

/** Puts back what was kept, where nothing was typed since. True when it was put back; what no form of the app wrote is left out. */
export function restoreDraft(key: string, text: string) {
  if (drafts.has(key)) return false;
  try {
    drafts.set(key, JSON.parse(text));
  } catch {
    return false;
  }
  cameBack.set((keys) => new Set(keys).add(key));
  return true;
}

/** Forgets everything that was typed, for example at sign-out. What is kept elsewhere stays there. */
export function clearDrafts() {
  drafts.clear();
  onlyHere.clear();
  settings.clear();
  cameBack.set(new Set());
  watch();
}
