import { lazy, Suspense, useState } from "react";
import { signOut } from "@/api/session";
import { flushDrafts, hasDrafts } from "@/lib/drafts";
import { flushPreferences } from "@/lib/preferences";

const SignOutDialog = lazy(() => import("./SignOutDialog").then((m) => ({ default: m.SignOutDialog })));

/** Signs out, after a question while something unsaved would be lost; `question` belongs on the screen. */
export function useSignOut() {
  const [asking, setAsking] = useState(false);
  const leave = () =>
    void Promise.all([flushDrafts(), flushPreferences()]).then(() =>
      hasDrafts() ? setAsking(true) : signOut(),
    );
  const question = <Suspense>{asking && <SignOutDialog onClose={() => setAsking(false)} />}</Suspense>;
  return { leave, question };
}
