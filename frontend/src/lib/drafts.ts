import { useCallback, useState } from "react";

/** Unsaved form contents, kept in memory so that closing a dialog or leaving a screen loses nothing. */
const drafts = new Map<string, unknown>();

export function useDraft<T>(key: string, initial: () => T) {
  const [value, setValue] = useState<T>(() => (drafts.get(key) as T | undefined) ?? initial());
  const change = useCallback(
    (next: T) => {
      drafts.set(key, next);
      setValue(next);
    },
    [key],
  );
  const discard = useCallback(() => {
    drafts.delete(key);
  }, [key]);
  return { value, change, discard, restored: drafts.has(key) };
}

/** Forgets every draft, for example at sign-out. */
export function clearDrafts() {
  drafts.clear();
}
