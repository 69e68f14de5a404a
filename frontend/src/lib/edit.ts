import { useWholeDraft } from "./drafts";

type Versioned = { version: number };

/**
 * The form of a whole record that is saved at once, with the version that it was read in. The record on the screen may be read
 * again while somebody writes, and a form that was kept may be older than it: saving names the version of the form, so that what
 * a colleague saved in the meantime is overwritten only when the writer says so. A record that is yet to be made has no version.
 */
export function useEdit<R extends Versioned, F extends object>(
  key: string,
  record: R | undefined,
  formOf: (record: R | undefined) => F,
) {
  const fresh = () => ({ version: record?.version ?? 0, form: formOf(record) });
  const draft = useWholeDraft(key, fresh);
  const { version, form } = draft.value;
  return {
    form,
    /** The version to name when it is saved. */
    version,
    change: (part: Partial<F>) => draft.change({ version, form: { ...form, ...part } }),
    discard: draft.discard,
    /** The two ways on when a colleague was first: `save` again on top of the record as it is now, or give the form up for it. */
    whenStale: (save: (version: number) => void, forget: () => void) => ({
      onKeepMine: () => {
        const now = record?.version ?? 0;
        draft.change({ version: now, form });
        save(now);
      },
      onTakeTheirs: () => {
        draft.restart();
        forget();
      },
    }),
  };
}
