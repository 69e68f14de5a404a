import { useEffect } from "react";

/** Names the screen in the tab. Never with the name of a person: tabs and histories are not private. */
export function useTitle(screen: string) {
  useEffect(() => {
    document.title = `${screen} · Tend`;
  }, [screen]);
}
