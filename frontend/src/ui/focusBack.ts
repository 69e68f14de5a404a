import { useEffect, useState } from "react";

/** What opened a dialog: the button, or the button of the menu whose item is gone by the time the dialog closes. */
function openerOf(active: Element | null): HTMLElement[] {
  const menu = active?.closest("[role='menu']")?.getAttribute("aria-labelledby");
  const opener = menu ? document.getElementById(menu) : active;
  return opener instanceof HTMLElement ? [opener] : [];
}

/** What opened the dialog in front, and what opened the one that it came from. */
let latest: HTMLElement[] = [];

/**
 * Gives the focus back to what opened a dialog, so that the keyboard goes on where it was. The library does that for dialogs that
 * stay and close; ours leave the page as a whole.
 */
export function useFocusBack() {
  const [openers] = useState(() => [...openerOf(document.activeElement), ...latest]);
  useEffect(() => {
    latest = openers;
    return () => {
      latest = openers.slice(1);
      if (document.activeElement !== document.body) return;
      openers.find((opener) => opener.isConnected)?.focus({ preventScroll: true });
    };
  }, [openers]);
}
