import { session } from "@/api/session";

interface Place {
  focus: Element | null;
  scroll: [Element, number, number][];
}

/**
 * While the session is locked the whole screen leaves the document: nothing about a person can be read, copied or
 * found, and yet nothing is unmounted, so that place, drafts and open dialogs are there again after the password.
 */
export function watchStage(stage: HTMLElement, lock: HTMLElement) {
  let place: Place | null = null;
  const follow = () => {
    const { status } = session.get();
    const hidden = status === "locked" || status === "expired";
    if (hidden && stage.isConnected) {
      place = remember(stage);
      stage.remove();
    }
    if (!hidden && !stage.isConnected) {
      lock.before(stage);
      if (place) restore(place);
      place = null;
    }
  };
  follow();
  return session.subscribe(follow);
}

function remember(stage: HTMLElement): Place {
  const root = document.scrollingElement;
  const moved = [...stage.querySelectorAll("*"), ...(root ? [root] : [])].filter(
    (node) => node.scrollTop > 0 || node.scrollLeft > 0,
  );
  return {
    focus: document.activeElement,
    scroll: moved.map((node) => [node, node.scrollLeft, node.scrollTop]),
  };
}

function restore({ focus, scroll }: Place) {
  for (const [node, left, top] of scroll) node.scrollTo(left, top);
  if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
}
