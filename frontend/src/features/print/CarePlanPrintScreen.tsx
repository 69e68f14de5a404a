import { getRouteApi } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useStaffName } from "@/features/staff/StaffSelect";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { dateIn } from "./labels";
import { Sheet } from "./Sheet";

const route = getRouteApi("/care-plans/$carePlanId/print");
type Print = Schemas["CarePlanPrint"];

/** A care plan on paper: everything for the clinician; wishes, steps and whom to call for the person. */
export function CarePlanPrintScreen() {
  const { t } = useTranslation();
  useTitle(t("care_plan.title"));
  const { carePlanId: id } = route.useParams();
  const { audience = "person", language } = route.useSearch();
  const navigate = route.useNavigate();
  const plan = useCall("care_plan_get", { path: { id } });
  const print = useCall("care_plan_print", {
    path: { id },
    query: language ? { audience, language } : { audience },
  });
  const error = plan.error ?? print.error;
  if (error) return <ProblemNotice error={error} />;
  if (!plan.data || !print.data) return <Waiting lines={4} height={120} />;
  const data = print.data;
  return (
    <Sheet
      sheet={data.sheet}
      personId={plan.data.person_id}
      title={(label) => label(audience === "person" ? "print.my_care_plan" : "care_plan.title")}
      onChoose={(choice) => void navigate({ search: (now) => ({ ...now, ...choice }), replace: true })}
    >
      {(label) =>
        data.content ? <Whole print={data} label={label} /> : <Plain print={data} label={label} />
      }
    </Sheet>
  );
}

interface PartProps {
  print: Print;
  label: TFunction;
}

function Plain({ print, label }: PartProps) {
  return (
    <>
      <section>
        <h2>{label("print.wants")}</h2>
        <ul>
          {print.wants.map((want) => (
            <li key={want}>{want}</li>
          ))}
        </ul>
      </section>
      {print.steps.length > 0 && (
        <section>
          <h2>{label("print.steps")}</h2>
          <ul>
            {print.steps.map((step) => (
              <li key={step.text + step.who}>
                <strong>{step.text}</strong>
                <br />
                {label("print.who", { name: step.who })} {label(`print.how_often.${step.frequency}`)}
                {step.due_on && ` ${label("print.from", { on: dateIn(print.sheet.language, step.due_on) })}`}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{label("print.call")}</h2>
        <p>{label("print.call_text", { name: print.call.name, program: print.program })}</p>
        <p>{label("print.emergency")}</p>
      </section>
    </>
  );
}

function Whole({ print, label }: PartProps) {
  const nameOf = useStaffName();
  const { goals = [], interventions = [], barriers = [] } = print.content ?? {};
  const amount = (value: number | null | undefined, unit: string | null | undefined) =>
    value == null ? label("state.unknown") : [value, unit].filter((part) => part != null).join(" ");
  const code = (text: string) => text.replaceAll(/[_-]/g, " ");
  return (
    <>
      {print.reason && <p>{label("care_plan.reason_given", { reason: print.reason })}</p>}
      <p>{label("person.owner", { name: print.owner.name, program: print.program })}</p>
      <section>
        <h2>{label("care_plan.goals")}</h2>
        {goals.map((goal) => (
          <div key={goal.id}>
            <h3>{goal.text}</h3>
            <dl>
              <dt>{label("care_plan.measure")}</dt>
              <dd>{goal.measure ?? label("state.unknown")}</dd>
              <dt>{label("care_plan.baseline")}</dt>
              <dd>{amount(goal.baseline, goal.unit)}</dd>
              <dt>{label("care_plan.target")}</dt>
              <dd>{amount(goal.target, goal.unit)}</dd>
              <dt>{label("care_plan.due")}</dt>
              <dd>{goal.due_on ? dateIn(print.sheet.language, goal.due_on) : label("state.unknown")}</dd>
              <dt>{label("care_plan.status")}</dt>
              <dd>{code(goal.status)}</dd>
            </dl>
          </div>
        ))}
      </section>
      <section>
        <h2>{label("care_plan.interventions")}</h2>
        <ul>
          {interventions.map((item) => (
            <li key={item.id}>
              {[
                item.text,
                (item.owner_id && nameOf(item.owner_id)) || print.owner.name,
                label(`print.how_often.${item.frequency}`),
                item.due_on && dateIn(print.sheet.language, item.due_on),
                code(item.status),
              ]
                .filter(Boolean)
                .join(" · ")}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{label("care_plan.barriers")}</h2>
        {barriers.length === 0 && <p>{label("care_plan.barrier_none")}</p>}
        <ul>
          {barriers.map((barrier) => (
            <li key={barrier.id}>
              {[
                barrier.text,
                code(barrier.kind),
                code(barrier.severity),
                code(barrier.status),
                barrier.resolution,
              ]
                .filter(Boolean)
                .join(" · ")}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
