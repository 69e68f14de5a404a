import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { dateIn } from "./labels";
import classes from "./Print.module.css";
import { Sheet } from "./Sheet";

const route = getRouteApi("/crisis-plans/$crisisPlanId/print");

/** A crisis plan on paper: the same lines for both readers, in large type for the person. */
export function CrisisPlanPrintScreen() {
  const { crisisPlanId } = route.useParams();
  return <Printed key={crisisPlanId} id={crisisPlanId} />;
}

/** While another audience or language is read, the sheet before stays: never the sheet of another plan. */
function Printed({ id }: { id: string }) {
  const { t } = useTranslation();
  useTitle(t("crisis_plan.title"));
  const { audience = "person", language } = route.useSearch();
  const navigate = route.useNavigate();
  const plan = useCall("crisis_plan_get", { path: { id } });
  const print = useCall(
    "crisis_plan_print",
    { path: { id }, query: language ? { audience, language } : { audience } },
    { placeholderData: keepPreviousData },
  );
  const error = plan.error ?? print.error;
  if (error) return <ProblemNotice error={error} />;
  if (!plan.data || !print.data) return <Waiting lines={4} height={120} />;
  const { sheet, sections, lifeline, review_on, reason } = print.data;
  return (
    <Sheet
      sheet={sheet}
      chosen={{ audience, language: language ?? sheet.language }}
      waiting={print.isPlaceholderData}
      warning={sheet.language === "es" ? t("print.as_written") : undefined}
      personId={plan.data.person_id}
      title={(label) => label(sheet.audience === "person" ? "print.my_crisis_plan" : "crisis_plan.title")}
      onChoose={(choice) => void navigate({ search: (now) => ({ ...now, ...choice }), replace: true })}
    >
      {(label) => (
        <>
          {reason && <p>{label("care_plan.reason_given", { reason })}</p>}
          {review_on && <p>{label("crisis_plan.review_on", { on: dateIn(sheet.language, review_on) })}</p>}
          <p className={classes.lifeline}>
            {label("print.lifeline", { number: lifeline })}
            <br />
            <span className={classes.quiet}>{label("crisis_plan.lifeline_text")}</span>
          </p>
          {sections
            .filter(({ lines }) => sheet.audience === "clinician" || lines.length > 0)
            .map(({ section, lines }) => (
              <section key={section}>
                <h2>{label(`crisis_plan.section.${section}`)}</h2>
                {lines.length === 0 && <p>{label("crisis_plan.section_empty")}</p>}
                <ul>
                  {lines.map(({ text, reach }) => (
                    <li key={text + reach}>{[text, reach].filter(Boolean).join(" — ")}</li>
                  ))}
                </ul>
              </section>
            ))}
        </>
      )}
    </Sheet>
  );
}
