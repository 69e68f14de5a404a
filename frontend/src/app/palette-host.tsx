import { useHotkeys } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { createStore, useStore } from "@/lib/store";

const Palette = lazy(() => import("./Palette").then((m) => ({ default: m.Palette })));
/** Loaded with the first use; afterwards it stays. */
const wanted = createStore(false);

export function openPalette() {
  if (wanted.get()) void import("./Palette").then(({ show }) => show());
  else wanted.set(true);
}

/** Ctrl+K from anywhere, also from within a field. */
export function PaletteHost({ onSettings }: { onSettings: () => void }) {
  const loaded = useStore(wanted);
  useHotkeys([["mod+K", openPalette]], [], true);
  return <Suspense>{loaded && <Palette onSettings={onSettings} />}</Suspense>;
}
