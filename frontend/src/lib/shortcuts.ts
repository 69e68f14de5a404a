import { useEffect, useRef } from "react";
import { preferences } from "./preferences";

/** Single-key shortcuts and their standard keys; a reader may change each or switch all of them off (WCAG 2.1.4). */
export const standardKeys = {
  next: "j",
  previous: "k",
  select: "x",
  complete: "e",
  snooze: "s",
  assign: "a",
  why: "w",
  contact: "c",
  new_task: "t",
  crisis_plan: "p",
  search: "/",
  help: "?",
} as const;

export type ShortcutAction = keyof typeof standardKeys;
export const shortcutActions = Object.keys(standardKeys) as ShortcutAction[];

/** The key that performs an action for this reader. */
export function keyFor(action: ShortcutAction): string {
  return preferences.get().shortcutKeys[action] ?? standardKeys[action];
}

/** The action of a pressed key, if single-key shortcuts are on and nothing else wants the key. */
export function actionOf(event: KeyboardEvent): ShortcutAction | undefined {
  if (!preferences.get().shortcutsEnabled || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.defaultPrevented || isTyping(event.target)) return undefined;
  return shortcutActions.find((action) => keyFor(action) === event.key);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]'))
    return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return ["TEXTAREA", "SELECT"].includes(target.tagName);
}

type Handlers = Partial<Record<ShortcutAction, () => void>>;
const stack: { current: Handlers }[] = [];

function onKeyDown(event: KeyboardEvent) {
  const action = actionOf(event);
  if (!action) return;
  const owner = stack.findLast((entry) => entry.current[action]);
  if (!owner) return;
  event.preventDefault();
  owner.current[action]?.();
}

/** Handles shortcuts while the component is on the screen; the newest component wins. */
export function useShortcuts(handlers: Handlers) {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (stack.length === 0) window.addEventListener("keydown", onKeyDown);
    stack.push(latest);
    return () => {
      stack.splice(stack.indexOf(latest), 1);
      if (stack.length === 0) window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
