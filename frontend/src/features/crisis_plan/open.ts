import { createStore } from "@/lib/store";

/** Whether the crisis plan of the person in front of the reader is open. */
export const crisisPlanOpen = createStore(false);

/** Opens the crisis plan of the person on the screen. */
export function openCrisisPlan() {
  crisisPlanOpen.set(true);
}
