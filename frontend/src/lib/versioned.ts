import { useCallback, useEffect, useRef, useState } from "react";
import { isStale } from "@/api/problem";
import { useAutosave } from "./autosave";

type Versioned = { version: number };

interface VersionedOptions<R extends Versioned, D> {
  record: R;
  /** The part of the record that is edited. */
  draftOf: (record: R) => D;
  save: (draft: D, version: number) => Promise<R>;
  /** Reads the record again after somebody else changed it. */
  reload: () => Promise<R>;
}

/**
 * Edits a draft that lives on the server: every change is saved a moment later on top of the version that was read last.
 * When somebody else saved first, nothing is overwritten until the reader says which text counts.
 */
export function useVersionedDraft<R extends Versioned, D>({
  record,
  draftOf,
  save,
  reload,
}: VersionedOptions<R, D>) {
  const [draft, setDraft] = useState<D>(() => draftOf(record));
  const [saved, setSaved] = useState(record);
  const version = useRef(record.version);
  const autosave = useAutosave<D, unknown>(async (value) => {
    const next = await save(value, version.current);
    version.current = next.version;
    setSaved(next);
  });
  const failure = autosave.state.status === "failed" ? autosave.state.error : null;
  const stale = failure !== null && isStale(failure);

  const settled = autosave.state.status === "clean" || autosave.state.status === "saved";
  useEffect(() => {
    // Somebody else's text is taken up while nothing of one's own waits to be saved.
    if (!settled || record.version <= version.current) return;
    version.current = record.version;
    setSaved(record);
    setDraft(draftOf(record));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- draftOf is a new function each time and always the same one
  }, [record, settled]);

  const change = useCallback(
    (next: D) => {
      setDraft(next);
      autosave.change(next);
    },
    [autosave],
  );

  const keepMine = async () => {
    version.current = (await reload()).version;
    await autosave.flush();
  };
  const takeTheirs = async () => {
    const theirs = await reload();
    version.current = theirs.version;
    autosave.drop();
    setSaved(theirs);
    setDraft(draftOf(theirs));
  };

  /** Saves what is pending and answers the version that state changes must name. */
  const settle = async () => {
    await autosave.flush();
    return version.current;
  };

  return {
    draft,
    saved,
    change,
    state: autosave.state,
    flush: autosave.flush,
    settle,
    stale,
    /** Why the last save failed, unless somebody else saved first. */
    failure: stale ? null : failure,
    keepMine,
    takeTheirs,
  };
}
