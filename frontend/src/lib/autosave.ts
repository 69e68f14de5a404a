import { useCallback, useEffect, useRef, useState } from "react";

export type SaveState<E> =
  | { status: "clean" }
  | { status: "pending" }
  | { status: "saving" }
  | { status: "saved"; at: Date }
  | { status: "failed"; error: E };

const DELAY_MS = 700;

/**
 * Saves the latest value a moment after the last change, one request at a time, and at once when the component goes
 * away. `save` gets the newest value; when it fails the value stays pending and the next change or `flush` tries again.
 */
export function useAutosave<T, E = Error>(save: (value: T) => Promise<unknown>) {
  const [state, setState] = useState<SaveState<E>>({ status: "clean" });
  const saver = useRef(save);
  const pending = useRef<{ value: T } | null>(null);
  const running = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    saver.current = save;
  });

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    if (running.current) await running.current;
    const next = pending.current;
    if (!next) return;
    pending.current = null;
    setState({ status: "saving" });
    running.current = (async () => {
      try {
        await saver.current(next.value);
        setState(pending.current ? { status: "pending" } : { status: "saved", at: new Date() });
      } catch (error) {
        pending.current ??= next;
        setState({ status: "failed", error: error as E });
        throw error;
      } finally {
        running.current = null;
      }
    })();
    await running.current;
  }, []);

  const change = useCallback(
    (value: T) => {
      pending.current = { value };
      setState({ status: "pending" });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush().catch(() => undefined), DELAY_MS);
    },
    [flush],
  );

  /** Forgets what is pending. */
  const drop = useCallback(() => {
    clearTimeout(timer.current);
    pending.current = null;
    setState({ status: "clean" });
  }, []);

  useEffect(() => {
    const leave = () => void flush().catch(() => undefined);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [flush]);

  return { state, change, flush, drop };
}
