import { useCallback, useState } from "react";

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
  return { value: shown.value, change, discard, restored: drafts.has(key) };
}

/** Forgets every draft, for example at sign-out. */
export function clearDrafts() {
  drafts.clear();
}
