import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas, TransitionView } from "@/api/types";
import { formatDate, formatDay, formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useStep } from "./useStep";
import { useStepSharing } from "./useStepSharing";
import classes from "./Transition.module.css";

const dialogs = () => import("./HospitalDialogs");
const TargetDialog = lazy(() => dialogs().then((m) => ({ default: m.TargetDialog })));
const BarrierDialog = lazy(() => dialogs().then((m) => ({ default: m.BarrierDialog })));
const RemoveBarrierDialog = lazy(() => dialogs().then((m) => ({ default: m.RemoveBarrierDialog })));
const FacilityDialog = lazy(() => dialogs().then((m) => ({ default: m.FacilityDialog })));
const AnswerDialog = lazy(() => dialogs().then((m) => ({ default: m.AnswerDialog })));
const ChoiceDialog = lazy(() => dialogs().then((m) => ({ default: m.ChoiceDialog })));

interface PartProps {
  transition: TransitionView;
}

/** When the person should leave, with every day that was set before. */
export function TargetDay({ transition }: PartProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { target_on, counting_target_on, targets, can, time_zone, phase } = transition;
  const earlier = targets.slice(0, -1).toReversed();
  const last = targets.at(-1);
  return (
    <Section
      title={t("transition.target")}
      actions={
        phase === "planning" && (
          <ActionButton
            can={can}
            operation="transition_act"
            size="compact-md"
            variant={target_on ? "default" : "filled"}
            onClick={() => setOpen(true)}
          >
            {t(target_on ? "transition.move_target" : "transition.set_target")}
          </ActionButton>
        )
      }
    >
      <Text fw={650}>{target_on ? formatDate(target_on) : t("transition.no_target")}</Text>
      {last?.reason && <Text size="sm">{last.reason}</Text>}
      {counting_target_on && counting_target_on !== target_on && (
        <Text size="sm" className={classes.late}>
          {t("transition.target_counts", { day: formatDate(counting_target_on) })}
        </Text>
      )}
      {earlier.length > 0 && (
        <>
          <Text size="sm" c="dimmed" mt="sm">
            {t("transition.earlier_targets")}
          </Text>
          <ul className={classes.plain}>
            {earlier.map((target) => (
              <li key={target.set_at}>
                {t("transition.target_line", {
                  day: formatDate(target.on),
                  when: formatInstant(target.set_at, time_zone),
                  name: target.set_by.name,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      <Suspense>{open && <TargetDialog transition={transition} onClose={() => setOpen(false)} />}</Suspense>
    </Section>
  );
}

/** What is in the way, who removes it, and what was removed. */
export function Barriers({ transition }: PartProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Schemas["DischargeBarrierView"] | null>(null);
  const { barriers, can, time_zone } = transition;
  const open = barriers.filter(({ removed_at }) => !removed_at);
  const removed = barriers.filter(({ removed_at }) => removed_at);
  return (
    <Section
      title={t("transition.barriers")}
      actions={
        <ActionButton
          can={can}
          operation="transition_act"
          variant="default"
          size="compact-md"
          onClick={() => setAdding(true)}
        >
          {t("transition.add_barrier")}
        </ActionButton>
      }
    >
      {open.length === 0 && <Text c="dimmed">{t("transition.no_barriers")}</Text>}
      {barriers.length > 0 && (
        <Rows label={t("transition.barriers")}>
          {[...open, ...removed].map((barrier) => (
            <Row
              key={barrier.id}
              title={t("transition.barrier_line", {
                kind: t(`transition.barrier_kinds.${barrier.kind}`),
                text: barrier.text,
              })}
              detail={
                barrier.removed_at
                  ? t("transition.removed", {
                      when: formatInstant(barrier.removed_at, time_zone),
                      how: barrier.removed_how ?? "",
                    })
                  : t("transition.with", {
                      name: barrier.owner.name,
                      when: formatDay(barrier.opened_at, time_zone),
                    })
              }
              actions={
                !barrier.removed_at && (
                  <ActionButton
                    can={can}
                    operation="transition_act"
                    variant="light"
                    size="compact-md"
                    onClick={() => setRemoving(barrier)}
                  >
                    {t("transition.remove_barrier")}
                    <span className="visually-hidden">: {barrier.text}</span>
                  </ActionButton>
                )
              }
            />
          ))}
        </Rows>
      )}
      <Suspense>
        {adding && <BarrierDialog transition={transition} onClose={() => setAdding(false)} />}
        {removing && (
          <RemoveBarrierDialog transition={transition} barrier={removing} onClose={() => setRemoving(null)} />
        )}
      </Suspense>
    </Section>
  );
}

const placementColors = { asked: "gray", accepted: "blue", declined: "red", chosen: "teal" } as const;

/** Facilities that were asked, what they answered, and whom the person chose. */
export function Placements({ transition }: PartProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [dialog, setDialog] = useState<{
    kind: "answer" | "choice";
    placement: Schemas["PlacementView"];
  } | null>(null);
  const close = () => setDialog(null);
  const { placements, can, time_zone, destination } = transition;
  const searched = destination === "snf" || destination === "rehab" || destination === "ltac";
  if (placements.length === 0 && !searched) return null;
  return (
    <Section
      title={t("transition.placements")}
      actions={
        <ActionButton
          can={can}
          operation="transition_act"
          variant="default"
          size="compact-md"
          onClick={() => setAsking(true)}
        >
          {t("transition.ask")}
        </ActionButton>
      }
    >
      {placements.length === 0 && <Text c="dimmed">{t("transition.no_placements")}</Text>}
      <Rows label={t("transition.placements")}>
        {placements.map((placement) => (
          <Row
            key={placement.id}
            title={placement.facility}
            detail={[
              t("transition.asked", { when: formatInstant(placement.asked_at, time_zone) }),
              placement.answer,
              placement.chosen_by &&
                t("transition.chosen_by", { who: t(`transition.choosers.${placement.chosen_by}`) }),
            ]
              .filter(Boolean)
              .join(" · ")}
            actions={
              <>
                <Badge variant="light" color={placementColors[placement.status]}>
                  {t(`transition.placement_statuses.${placement.status}`)}
                </Badge>
                {placement.status === "asked" && (
                  <ActionButton
                    can={can}
                    operation="transition_act"
                    variant="light"
                    size="compact-md"
                    onClick={() => setDialog({ kind: "answer", placement })}
                  >
                    {t("transition.answer")}
                    <span className="visually-hidden">: {placement.facility}</span>
                  </ActionButton>
                )}
                {placement.status === "accepted" && (
                  <ActionButton
                    can={can}
                    operation="transition_act"
                    variant="light"
                    size="compact-md"
                    onClick={() => setDialog({ kind: "choice", placement })}
                  >
                    {t("transition.choose")}
                    <span className="visually-hidden">: {placement.facility}</span>
                  </ActionButton>
                )}
              </>
            }
          />
        ))}
      </Rows>
      <Suspense>
        {asking && <FacilityDialog transition={transition} onClose={() => setAsking(false)} />}
        {dialog?.kind === "answer" && (
          <AnswerDialog transition={transition} placement={dialog.placement} onClose={close} />
        )}
        {dialog?.kind === "choice" && (
          <ChoiceDialog transition={transition} placement={dialog.placement} onClose={close} />
        )}
      </Suspense>
    </Section>
  );
}

/** What must be there before the person leaves, for where they go. */
export function Checklist({ transition }: PartProps) {
  const { t } = useTranslation();
  const step = useStep(transition);
  const sharing = useStepSharing(transition, step.error);
  const { checklist, destination, can, time_zone } = transition;
  const title = destination
    ? t("transition.checklist_for", { destination: t(`transition.destinations.${destination}`) })
    : t("transition.checklist");
  const settle = (code: Schemas["CheckCode"], state?: Schemas["CheckState"]) =>
    step.take({ set_check: { code, ...(state ? { state } : {}) } });
  return (
    <Section title={title}>
      <Stack gap="sm">
        {sharing.notice ?? (step.error && <ProblemNotice error={step.error} />)}
        {sharing.instead}
        <Rows label={title}>
          {checklist.map(({ code, kind, state, by, at }) => (
            <Row
              key={code}
              title={t(`transition.checks.${code}`)}
              detail={
                state && by && at
                  ? t("transition.check_by", {
                      state: t(state === "done" ? "transition.check_done" : "transition.check_not_needed"),
                      name: by.name,
                      when: formatInstant(at, time_zone),
                    })
                  : t(`transition.check_kinds.${kind}`)
              }
              actions={
                can.includes("transition_act") && (
                  <Group gap="xs">
                    {state ? (
                      <Check
                        code={code}
                        busy={step.isPending}
                        text={t("transition.check_open")}
                        onClick={() => settle(code)}
                      />
                    ) : (
                      <>
                        <Check
                          code={code}
                          busy={step.isPending}
                          text={t("transition.check_done")}
                          main
                          onClick={() => settle(code, "done")}
                        />
                        <Check
                          code={code}
                          busy={step.isPending}
                          text={t("transition.check_not_needed")}
                          onClick={() => settle(code, "not_needed")}
                        />
                      </>
                    )}
                  </Group>
                )
              }
            />
          ))}
        </Rows>
      </Stack>
    </Section>
  );
}

interface CheckProps {
  code: Schemas["CheckCode"];
  text: string;
  busy: boolean;
  main?: boolean;
  onClick: () => void;
}

function Check({ code, text, busy, main, onClick }: CheckProps) {
  const { t } = useTranslation();
  return (
    <Button size="compact-md" variant={main ? "light" : "subtle"} disabled={busy} onClick={onClick}>
      {text}
      <span className="visually-hidden">: {t(`transition.checks.${code}`)}</span>
    </Button>
  );
}
