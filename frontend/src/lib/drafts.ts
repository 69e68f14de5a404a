import { useCallback, useEffect, useRef, useState } from "react";

/** Unsaved form contents, kept in memory so that closing a dialog or leaving a screen loses nothing. */
const drafts = new Map<string, unknown>();

const held = <T>(key: string, initial: () => T) => ({
  key,
  value: (drafts.get(key) as T | undefined) ?? initial(),
});

/**
 * The contents of a form that is about one record. The key names the record: with another key the form has that record's
 * contents at once, so that what was typed about one person never ends up with another.
 */
export function useDraft<T>(key: string, initial: () => T) {
  const [kept, setKept] = useState(() => held(key, initial));
  const shown = kept.key === key ? kept : held(key, initial);
  if (shown !== kept) setKept(shown);
  const change = useCallback(
    (value: T) => {
      drafts.set(key, value);
      setKept({ key, value });
    },
    [key],
  );
  const discard = useCallback(() => {
    drafts.delete(key);
  }, [key]);
  /** Begins anew, without what was typed. */
  const restart = () => {
    discard();
    setKept(held(key, initial));
  };
  return { value: shown.value, change, discard, restart, restored: drafts.has(key) };
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

/** Forgets every draft, for example at sign-out. */
export function clearDrafts() {
  drafts.clear();
}
