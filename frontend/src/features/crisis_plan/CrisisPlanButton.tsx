import { Button } from "@mantine/core";
import { IconLifebuoy } from "@tabler/icons-react";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { CaseView, CrisisPlanView, PersonView } from "@/api/types";
import { useCapability } from "@/app/me";
import { useShortcuts } from "@/lib/shortcuts";
import { useStore } from "@/lib/store";
import { crisisPlanOpen, openCrisisPlan } from "./open";

const load = () => import("./CrisisPlanDialog");
const CrisisPlanDialog = lazy(() => load().then((m) => ({ default: m.CrisisPlanDialog })));

interface CrisisPlanButtonProps {
  person: PersonView;
  plan: CrisisPlanView | undefined;
  cases: CaseView[];
}

/** One tap to the crisis plan: in behavioral health programs, and wherever one is in force. */
export function CrisisPlanButton({ person, plan, cases }: CrisisPlanButtonProps) {
  const may = useCapability();
  const behavioral = cases.some(
    ({ setting, status }) => setting === "behavioral_health" && status === "active",
  );
  const open = useStore(crisisPlanOpen);
  const shown = may("crisis_plan_read") && !person.deceased_on && (behavioral || plan?.status === "in_force");
  useEffect(() => () => crisisPlanOpen.set(false), []);
  return (
    <>
      {shown && <Shown missing={!plan} />}
      <Suspense>
        {open && <CrisisPlanDialog person={person} plan={plan} onClose={() => crisisPlanOpen.set(false)} />}
      </Suspense>
    </>
  );
}

function Shown({ missing }: { missing: boolean }) {
  const { t } = useTranslation();
  useShortcuts({ crisis_plan: openCrisisPlan });
  // Read ahead: in the minute in which it is needed nothing is waited for.
  useEffect(() => {
    void load();
  }, []);
  return (
    <Button
      color="red"
      variant={missing ? "default" : "light"}
      leftSection={<IconLifebuoy size={17} aria-hidden />}
      onClick={openCrisisPlan}
    >
      {t("crisis_plan.title")}
    </Button>
  );
}
