import { useEffect } from "react";
import { lock } from "@/api/session";

const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;
const CHECK_EVERY_MS = 5_000;

/** Locks the session when nobody has touched this or any other tab for some minutes. */
export function useIdleLock(minutes: number) {
  useEffect(() => {
    let last = Date.now();
    const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("tend-activity");
    let told = 0;
    const alive = () => {
      last = Date.now();
      if (last - told < CHECK_EVERY_MS) return;
      told = last;
      channel?.postMessage(last);
    };
    channel?.addEventListener("message", ({ data }: MessageEvent<number>) => {
      last = Math.max(last, data);
    });
    const check = () => {
      if (Date.now() - last >= minutes * 60_000) lock();
    };
    const timer = setInterval(check, CHECK_EVERY_MS);
    document.addEventListener("visibilitychange", check);
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, alive, { passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", check);
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, alive);
      channel?.close();
    };
  }, [minutes]);
}
