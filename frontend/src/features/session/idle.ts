import { useEffect } from "react";
import { call } from "@/api/client";
import { lock } from "@/api/session";
import { atWork, onActivity, sinceRequest } from "@/lib/activity";

const CHECK_EVERY_MS = 5_000;
const KEEP_AWAKE_MS = 4 * 60_000;

/**
 * Locks the session when nobody has touched this or any other tab for some minutes, and tells the server about somebody
 * who reads for long without asking for anything.
 */
export function useIdleLock(minutes: number) {
  useEffect(() => {
    let last = Date.now();
    let told = 0;
    const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("tend-activity");
    const stopWatching = onActivity(() => {
      last = Date.now();
      if (last - told < CHECK_EVERY_MS) return;
      told = last;
      channel?.postMessage(last);
    });
    channel?.addEventListener("message", ({ data }: MessageEvent<number>) => {
      last = Math.max(last, data);
    });
    const check = () => {
      if (Date.now() - last >= minutes * 60_000) lock();
      else if (atWork() && sinceRequest() > KEEP_AWAKE_MS) void call("me_get", {}).catch(() => undefined);
    };
    const timer = setInterval(check, CHECK_EVERY_MS);
    document.addEventListener("visibilitychange", check);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", check);
      stopWatching();
      channel?.close();
    };
  }, [minutes]);
}
