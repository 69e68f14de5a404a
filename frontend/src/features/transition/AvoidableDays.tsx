import { CloseButton, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TransitionView } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { useStep } from "./useStep";

const DayDialog = lazy(() => import("./HospitalDialogs").then((m) => ({ default: m.DayDialog })));

/** Days that would not have been needed, each with its one primary cause. */
export function AvoidableDays({ transition }: { transition: TransitionView }) {
  const { t, i18n } = useTranslation();
  const [marking, setMarking] = useState(false);
  const step = useStep(transition);
  const { days, patient_days, rate } = transition.avoidable;
  const may = transition.can.includes("transition_act");
  return (
    <Section
      title={t("transition.avoidable")}
      actions={
        <ActionButton
          can={transition.can}
          operation="transition_act"
          variant="default"
          size="compact-md"
          onClick={() => setMarking(true)}
        >
          {t("transition.mark_day")}
        </ActionButton>
      }
    >
      {step.error && <ProblemNotice error={step.error} />}
      <Text c={days.length === 0 ? "dimmed" : undefined}>
        {days.length === 0 || rate == null
          ? t("transition.no_avoidable")
          : t("transition.avoidable_rate", {
              count: days.length,
              all: patient_days,
              rate: rate.toLocaleString(i18n.language, { maximumFractionDigits: 1 }),
            })}
      </Text>
      {days.length > 0 && (
        <Rows label={t("transition.avoidable")}>
          {days.map(({ on, cause }) => (
            <Row
              key={on}
              title={
                <Group gap="xs">
                  {formatDate(on)}: {t(`transition.causes.${cause}`)}
                </Group>
              }
              actions={
                may && (
                  <CloseButton
                    aria-label={t("transition.unmark", { day: formatDate(on) })}
                    disabled={step.isPending}
                    onClick={() => step.take({ mark_day: { on } })}
                  />
                )
              }
            />
          ))}
        </Rows>
      )}
      <Suspense>
        {marking && <DayDialog transition={transition} onClose={() => setMarking(false)} />}
      </Suspense>
    </Section>
  );
}
