import { Badge, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas, TransitionView } from "@/api/types";
import { formatDate, formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { TakeBack, TakenBack } from "./TakeBack";

const dialogs = () => import("./HomeDialogs");
const PromiseDialog = lazy(() => dialogs().then((m) => ({ default: m.PromiseDialog })));
const SettleDialog = lazy(() => dialogs().then((m) => ({ default: m.SettleDialog })));
const ReconcileDialog = lazy(() => dialogs().then((m) => ({ default: m.ReconcileDialog })));
const NoticeDialog = lazy(() => import("./HospitalDialogs").then((m) => ({ default: m.NoticeDialog })));

interface PartProps {
  transition: TransitionView;
}

const outcomeColors = { kept: "teal", missed: "red", cancelled: "gray" } as const;

/** Visits, equipment and teaching that were promised, and what became of them. */
export function Promises({ transition }: PartProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [settling, setSettling] = useState<Schemas["PromiseView"] | null>(null);
  const { promises, can, time_zone } = transition;
  return (
    <Section
      title={t("transition.promised")}
      actions={
        <ActionButton
          can={can}
          operation="transition_act"
          variant="default"
          size="compact-md"
          onClick={() => setAdding(true)}
        >
          {t("transition.add_promise")}
        </ActionButton>
      }
    >
      {promises.length === 0 && <Text c="dimmed">{t("transition.no_promises")}</Text>}
      <Rows label={t("transition.promised")}>
        {promises.map((promise) => (
          <Row
            key={promise.id}
            title={promise.text}
            detail={[
              t(`transition.promise_kinds.${promise.kind}`),
              promise.due_on && t("transition.promise_for", { day: formatDate(promise.due_on) }),
              promise.outcome &&
                t("transition.settled", {
                  outcome: t(`transition.outcomes.${promise.outcome}`),
                  when: promise.settled_at ? formatInstant(promise.settled_at, time_zone) : "",
                  name: promise.settled_by?.name ?? "",
                }),
            ]
              .filter(Boolean)
              .join(" · ")}
            actions={
              <>
                {promise.overdue && (
                  <Badge variant="light" color="red">
                    {t("transition.overdue")}
                  </Badge>
                )}
                {promise.outcome ? (
                  <>
                    <Badge variant="light" color={outcomeColors[promise.outcome]}>
                      {t(`transition.outcomes.${promise.outcome}`)}
                    </Badge>
                    <TakeBack transition={transition} entry={{ promise: promise.id }} what={promise.text} />
                  </>
                ) : (
                  <ActionButton
                    can={can}
                    operation="transition_act"
                    variant="light"
                    size="compact-md"
                    onClick={() => setSettling(promise)}
                  >
                    {t("transition.settle")}
                    <span className="visually-hidden">: {promise.text}</span>
                  </ActionButton>
                )}
              </>
            }
          />
        ))}
      </Rows>
      <TakenBack transition={transition} kind="promise" />
      <Suspense>
        {adding && <PromiseDialog transition={transition} onClose={() => setAdding(false)} />}
        {settling && (
          <SettleDialog transition={transition} promise={settling} onClose={() => setSettling(null)} />
        )}
      </Suspense>
    </Section>
  );
}

/** What keeps the discharge eligible for transitional care management, in sentences. */
export function Tcm({ transition }: PartProps) {
  const { t } = useTranslation();
  const { tcm, time_zone } = transition;
  if (!tcm) return null;
  const contact = t(`transition.tcm_contacts.${tcm.contact}`, {
    count: tcm.attempts,
    when: formatInstant(tcm.contact_due_at, time_zone),
  });
  const medicines = tcm.reconciled_by_visit;
  return (
    <div>
      <Text fw={650}>{t("transition.tcm")}</Text>
      <Text size="sm">{contact}</Text>
      {medicines != null && <Text size="sm">{t(`transition.tcm_medicines.${medicines}`)}</Text>}
      {tcm.period_ends_on && (
        <Text size="sm">{t("transition.tcm_period", { day: formatDate(tcm.period_ends_on) })}</Text>
      )}
    </div>
  );
}

/** Medicines before, during and after the stay, compared. */
export function Medicines({ transition }: PartProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { reconciliations, can, time_zone } = transition;
  return (
    <Section
      title={t("transition.medicines")}
      actions={
        <ActionButton
          can={can}
          operation="transition_act"
          variant="default"
          size="compact-md"
          onClick={() => setOpen(true)}
        >
          {t("transition.reconcile")}
        </ActionButton>
      }
    >
      {reconciliations.length === 0 && <Text c="dimmed">{t("transition.not_compared")}</Text>}
      <Rows label={t("transition.medicines")}>
        {reconciliations.map(({ at, by, outcome, findings }) => (
          <Row
            key={at}
            title={t("transition.compared", {
              outcome: t(`transition.reconcile_outcomes.${outcome}`),
              when: formatInstant(at, time_zone),
              name: by.name,
            })}
            detail={findings}
            actions={
              <TakeBack
                transition={transition}
                entry={{ reconciliation: at }}
                what={formatInstant(at, time_zone)}
              />
            }
          />
        ))}
      </Rows>
      <TakenBack transition={transition} kind="reconciliation" />
      <Suspense>
        {open && <ReconcileDialog transition={transition} onClose={() => setOpen(false)} />}
      </Suspense>
    </Section>
  );
}

/** Medicare's notices: what was given, and when the next one is owed. */
export function Notices({ transition }: PartProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { notices, notice_again_from, can, time_zone, phase } = transition;
  return (
    <Section
      title={t("transition.notices")}
      actions={
        <ActionButton
          can={can}
          operation="transition_act"
          variant="default"
          size="compact-md"
          onClick={() => setOpen(true)}
        >
          {t("transition.give_notice")}
        </ActionButton>
      }
    >
      <Stack gap="xs">
        {notices.length === 0 && <Text c="dimmed">{t("transition.no_notice")}</Text>}
        <Rows label={t("transition.notices")}>
          {notices.map(({ notice, at, by }) => (
            <Row
              key={notice + at}
              title={t("transition.notice_line", {
                notice: t(`transition.notice_names.${notice}`),
                when: formatInstant(at, time_zone),
                name: by.name,
              })}
              actions={
                <TakeBack
                  transition={transition}
                  entry={{ notice: at }}
                  what={t(`transition.notice_names.${notice}`)}
                />
              }
            />
          ))}
        </Rows>
        <TakenBack transition={transition} kind="notice" />
        {phase === "planning" && notice_again_from && (
          <Text size="sm">{t("transition.notice_again", { day: formatDate(notice_again_from) })}</Text>
        )}
      </Stack>
      <Suspense>{open && <NoticeDialog transition={transition} onClose={() => setOpen(false)} />}</Suspense>
    </Section>
  );
}
