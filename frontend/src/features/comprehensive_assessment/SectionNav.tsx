import { Button, NativeSelect, Progress, Text } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled, IconCircleHalf2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Language } from "@/lib/preferences";
import type { FormSection, SectionDraft, SectionState, SectionView } from "./logic";
import classes from "./Comprehensive.module.css";

/** A section with what it asks, what is answered, and where it stands. */
export interface Step {
  section: SectionView;
  asks: FormSection;
  own: SectionDraft;
  state: SectionState;
}

interface SectionNavProps {
  steps: Step[];
  at: number;
  language: Language;
  /** How many needs the answers propose. */
  proposed: number;
  onGo: (step: Step | undefined) => void;
  onProposals: () => void;
}

/** Every section with where it stands: beside the questions, and as one field above them on a phone. */
export function SectionNav({ steps, at, language, proposed, onGo, onProposals }: SectionNavProps) {
  const { t } = useTranslation();
  const tell = useTell();
  const done = steps.filter(({ state }) => state.kind === "complete").length;
  const all = t("comprehensive.sections_done", { done, all: steps.length });
  return (
    <nav className={classes.nav} aria-label={t("comprehensive.sections")}>
      <Progress value={(100 * done) / Math.max(1, steps.length)} size="sm" aria-hidden />
      <Text size="sm" my={6} role="status">
        {all}
      </Text>
      <NativeSelect
        className={classes.phoneNav}
        label={t("comprehensive.section")}
        value={steps[at]?.asks.section}
        onChange={(event) => onGo(steps.find(({ asks }) => asks.section === event.currentTarget.value))}
        data={steps.map(({ asks, state }) => ({
          value: asks.section,
          label: `${asks.title[language]}: ${tell(state)}`,
        }))}
      />
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <li key={step.asks.section}>
            <button
              type="button"
              aria-current={index === at ? "step" : undefined}
              data-state={step.state.kind}
              onClick={() => onGo(step)}
            >
              <Mark state={step.state} />
              <span>
                <span lang={language}>{step.asks.title[language]}</span>
                <small>{tell(step.state)}</small>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {proposed > 0 && (
        <Button variant="light" fullWidth mt="sm" onClick={onProposals}>
          {t("comprehensive.needs.count", { count: proposed })}
        </Button>
      )}
    </nav>
  );
}

function useTell() {
  const { t } = useTranslation();
  return (state: SectionState) =>
    state.kind === "open"
      ? t("comprehensive.state.open", { count: state.count })
      : t(`comprehensive.state.${state.kind}`);
}

function Mark({ state }: { state: SectionState }) {
  if (state.kind === "complete") return <IconCircleCheckFilled size={20} aria-hidden />;
  if (state.kind === "open") return <IconCircleHalf2 size={20} aria-hidden />;
  return <IconCircle size={20} aria-hidden />;
}
