import { Button } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { session } from "@/api/session";
import { SignIn } from "@/features/session/SignIn";
import { useStore } from "@/lib/store";
import { ProblemNotice } from "@/ui/ProblemNotice";

// Fetched while the password is typed: the door opens at once, and what is behind it waits for nobody.
const arriving = import("./Workplace").then(
  (module) => ({ default: module.Workplace }),
  () => ({ default: NotArrived }),
);
const Workplace = lazy(() => arriving);

/** Signed out: the door. Signed in: the screen of the URL. */
export function App() {
  const { status, me } = useStore(session);
  if (status === "starting") return null;
  if (!me) return <SignIn />;
  return (
    <Suspense>
      <Workplace />
    </Suspense>
  );
}

/** The rest of the app could not be fetched: only another try of the whole page helps. */
function NotArrived() {
  const { t } = useTranslation();
  return (
    <ProblemNotice error={null}>
      <Button variant="default" onClick={() => window.location.reload()} w="fit-content">
        {t("action.try_again")}
      </Button>
    </ProblemNotice>
  );
}
