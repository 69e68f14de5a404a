import { createStore, useStore } from "@/lib/store";

const message = createStore("");

/** Says something to screen readers without moving the focus. */
export function announce(text: string) {
  message.set("");
  requestAnimationFrame(() => message.set(text));
}

/** The one polite live region of the app. */
export function Announcer() {
  const text = useStore(message);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
