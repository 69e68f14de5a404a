import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Goal, PlainWords, Schemas } from "@/api/types";
import { levels, measureOf } from "@/features/care_plan/levels";
import { plainWords } from "@/features/care_plan/plain";
import { useStaffName } from "@/features/staff/StaffSelect";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { dateIn, langOf } from "./labels";
import { Sheet, type SheetLanguage } from "./Sheet";
import { whoOf } from "./who";

const route = getRouteApi("/care-plans/$carePlanId/print");
type Print = Schemas["CarePlanPrint"];

/** A care plan on paper: everything for the clinician; what they said, wishes, steps and whom to call for the person. */
export function CarePlanPrintScreen() {
  const { carePlanId } = route.useParams();
  return <Printed key={carePlanId} id={carePlanId} />;
}

/** While another audience or language is read, the sheet before stays: never the sheet of another plan. */
function Printed({ id }: { id: string }) {
  const { t } = useTranslation();
  useTitle(t("care_plan.title"));
  const { audience = "person", language } = route.useSearch();
  const navigate = route.useNavigate();
  const plan = useCall("care_plan_get", { path: { id } });
  const print = useCall(
    "care_plan_print",
    { path: { id }, query: language ? { audience, language } : { audience } },
    { placeholderData: keepPreviousData },
  );
  const caseId = plan.data?.case_id ?? "";
  const one = useCall("case_get", { path: { id: caseId } }, { enabled: caseId !== "" });
  const error = plan.error ?? print.error;
  if (error) return <ProblemNotice error={error} />;
  if (!plan.data || !print.data || one.isPending) return <Waiting lines={4} height={120} />;
  const data = print.data;
  const foreign = [...data.goals, ...data.steps].filter(({ in_language }) => !in_language).length;
  const warned = data.sheet.audience === "person" && foreign > 0;
  return (
    <Sheet
      sheet={data.sheet}
      chosen={{ audience, language: language ?? data.sheet.language }}
      waiting={print.isPlaceholderData}
      zone={one.data?.time_zone}
      warning={warned ? t("print.foreign", { count: foreign }) : undefined}
      personId={plan.data.person_id}
      called={one.data?.person_label}
      title={(label) => label(data.sheet.audience === "person" ? "print.my_care_plan" : "care_plan.title")}
      onChoose={(choice) => void navigate({ search: (now) => ({ ...now, ...choice }), replace: true })}
    >
      {(label) =>
        data.content ? <Whole print={data} label={label} /> : <Plain print={data} label={label} />
      }
    </Sheet>
  );
}

/** What a team writes counts as English, the language of the record. */
const written = langOf(false);

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
          {print.goals.map(({ id, own_words, text, in_language }) => (
            <li key={id}>
              {own_words && (
                <>
                  <strong>{`“${own_words}”`}</strong>
                  <br />
                </>
              )}
              <span lang={langOf(in_language)}>{text}</span>
            </li>
          ))}
        </ul>
      </section>
      {print.steps.length > 0 && (
        <section>
          <h2>{label("print.steps")}</h2>
          <ul>
            {print.steps.map((step) => (
              <li key={step.id}>
                <strong lang={langOf(step.in_language)}>{step.text}</strong>
                <br />
                {label("print.who", { name: step.who })} {label(`print.how_often.${step.frequency}`)}
                {step.due_on &&
                  ` ${label(step.frequency === "once" ? "print.by" : "print.from", { on: dateIn(print.sheet.language, step.due_on) })}`}
              </li>
            ))}
          </ul>
        </section>
      )}
      {print.wishes.length > 0 && (
        <section>
          <h2>{label("print.wishes")}</h2>
          <ul>
            {print.wishes.map(({ id, kind, text }) => (
              <li key={id}>{`${label(`print.wish.${kind}`)}: “${text}”`}</li>
            ))}
          </ul>
        </section>
      )}
      {print.review_on && (
        <section>
          <h2>{label("print.next")}</h2>
          <p>{label("print.review", { on: dateIn(print.sheet.language, print.review_on) })}</p>
        </section>
      )}
      <section>
        <h2>{label("print.call")}</h2>
        <p>{label("print.call_text", { name: print.call.name, program: print.program })}</p>
        {print.call_phone && <p>{print.call_phone}</p>}
        <p>{label("print.emergency")}</p>
      </section>
    </>
  );
}

function Whole({ print, label }: PartProps) {
  const nameOf = useStaffName();
  const {
    goals = [],
    interventions = [],
    barriers = [],
    preferences = [],
    review_on = null,
  } = print.content ?? {};
  const { language } = print.sheet;
  const who = whoOf(print, nameOf);
  return (
    <>
      {print.reason && <p>{label("care_plan.reason_given", { reason: print.reason })}</p>}
      <p>{label("person.owner", { name: print.owner.name, program: print.program })}</p>
      {review_on && <p>{`${label("plan.review.on")} ${dateIn(language, review_on)}`}</p>}
      {preferences.length > 0 && (
        <section>
          <h2>{label("plan.preferences.title")}</h2>
          <ul>
            {preferences.map(({ id, kind, text, constraint }) => (
              <li key={id}>
                {`${label(`plan.preferences.kinds.${kind}`)}: ${text}`}
                {constraint && (
                  <>
                    <br />
                    {`${label("plan.preferences.constraint")}: ${constraint}`}
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{label("care_plan.goals")}</h2>
        {goals.map((goal) => (
          <WholeGoal key={goal.id} goal={goal} language={language} label={label} />
        ))}
      </section>
      <section>
        <h2>{label("care_plan.interventions")}</h2>
        <ul>
          {interventions.map((item) => (
            <li key={item.id}>
              <span lang={written}>{item.text}</span>
              {" · "}
              {[
                who(item) || label("state.unknown"),
                label(`print.how_often.${item.frequency}`),
                item.due_on && dateIn(language, item.due_on),
                label(`care_plan.intervention_statuses.${item.status}`),
              ]
                .filter(Boolean)
                .join(" · ")}
              <PlainLines plain={item.plain} label={label} />
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
              <span lang={written}>{barrier.text}</span>
              {" · "}
              {[
                label(`care_plan.barrier_kinds.${barrier.kind}`),
                label(`care_plan.severities.${barrier.severity}`),
                label(`care_plan.barrier_statuses.${barrier.status}`),
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

/** A line in plain words, each in its own language. */
function PlainLines({ plain, label }: { plain: PlainWords | undefined; label: TFunction }) {
  return plainWords(plain, label).map(({ language, name, words }) => (
    <div key={language}>
      {`${name}: `}
      <span lang={language}>{words}</span>
    </div>
  ));
}

interface WholeGoalProps {
  goal: Goal;
  language: SheetLanguage;
  label: TFunction;
}

function WholeGoal({ goal, language, label }: WholeGoalProps) {
  const { scale } = goal;
  const amount = (value: number | null | undefined) =>
    value == null ? label("state.unknown") : [value, goal.unit].filter((part) => part != null).join(" ");
  return (
    <div>
      <h3 lang={written}>{goal.text}</h3>
      {goal.own_words && <p>{`${label("plan.own_words")}: “${goal.own_words}”`}</p>}
      <PlainLines plain={goal.plain} label={label} />
      <dl>
        <dt>{label("care_plan.measure")}</dt>
        <dd>{measureOf(goal, label) ?? label("state.unknown")}</dd>
        <dt>{label("care_plan.baseline")}</dt>
        <dd>{amount(goal.baseline)}</dd>
        <dt>{label("care_plan.target")}</dt>
        <dd>{amount(goal.target)}</dd>
        {goal.achievable_reason && (
          <>
            <dt>{label("plan.achievable_reason")}</dt>
            <dd>{goal.achievable_reason}</dd>
          </>
        )}
        <dt>{label("care_plan.due")}</dt>
        <dd>{goal.due_on ? dateIn(language, goal.due_on) : label("state.unknown")}</dd>
        <dt>{label("care_plan.status")}</dt>
        <dd>{label(`care_plan.goal_statuses.${goal.status}`)}</dd>
      </dl>
      {scale && (
        <>
          <h4>{`${label("plan.scale.title")} (${label("plan.scale.weight")}: ${scale.weight})`}</h4>
          <ul>
            {levels.map(({ level, member }) => (
              <li key={member}>
                {`${level > 0 ? "+" : ""}${level} · ${label(`plan.scale.levels.${level}`)}: ${scale[member]}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
