import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { ComprehensiveForm, ComprehensiveView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import type { Language } from "@/lib/preferences";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { SaveMark } from "@/ui/SaveMark";
import { StaleNotice } from "@/ui/StaleNotice";
import { showDone } from "@/ui/toast";
import { Deeper } from "./Deeper";
import { current, stateOf, usualMode, type SectionDraft, type SectionView } from "./logic";
import { Proposals } from "./Proposals";
import { SectionForm } from "./SectionForm";
import { SectionNav, type Step } from "./SectionNav";
import { useSections } from "./useComprehensive";
import classes from "./Comprehensive.module.css";

const route = getRouteApi("/comprehensive-assessments/$comprehensiveId");

interface RunnerProps {
  assessment: ComprehensiveView;
  form: ComprehensiveForm;
  language: Language;
  heading: (state: ComprehensiveView, actions: ReactNode) => ReactNode;
  onRead: () => void;
}

/** The sections one by one, where each stands, and the needs that the answers propose. */
export function Runner({ assessment, form, language, heading, onRead }: RunnerProps) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const edit = useSections(assessment);
  const { id } = assessment;
  const { saved, draft } = edit;
  const complete = useAct("comprehensive_assessment_complete", {
    onSuccess: ({ status }) =>
      showDone(t(status === "completed" ? "comprehensive.completed" : "comprehensive.sent_for_review")),
  });
  const usual = usualMode(saved);
  const steps = saved.sections.flatMap((section): Step[] => {
    const asks = form.sections.find((one) => one.section === section.section);
    if (!asks) return [];
    const own = current(section, draft, usual);
    return [{ section, asks, own, state: stateOf(asks, own.answers) }];
  });
  const firstOpen = steps.find(({ state }) => state.kind !== "complete") ?? steps[0];
  const at = Math.max(
    0,
    steps.findIndex(({ asks }) => asks.section === (search.section ?? firstOpen?.asks.section)),
  );
  const step = steps[at];
  const top = useFocusOn(step?.asks.section);
  const proposals = useRef<HTMLDivElement>(null);
  if (!step) return null;
  const { section, asks, own } = step;
  const go = (to: Step | undefined) =>
    to && void navigate({ search: (now) => ({ ...now, section: to.asks.section }), resetScroll: false });
  const change = (next: SectionDraft) => edit.change({ ...draft, [asks.section]: next });
  const toProposals = () => {
    proposals.current?.focus({ preventScroll: true });
    proposals.current?.scrollIntoView({ block: "start" });
  };
  const finish = () =>
    void edit
      .settle()
      .then((version) => complete.mutate({ path: { id }, version }))
      .catch(() => undefined);
  const missing = steps
    .filter(({ state }) => state.kind !== "complete")
    .map((one) => one.asks.title[language]);
  const blocked =
    missing.length > 0 ? t("comprehensive.open_sections", { sections: missing.join(", ") }) : undefined;

  return (
    <Stack gap="md">
      {heading(
        saved,
        <>
          <Button
            variant="default"
            onClick={() =>
              void edit
                .settle()
                .then(onRead)
                .catch(() => undefined)
            }
          >
            {t("comprehensive.read")}
          </Button>
          <ActionButton
            can={saved.can}
            operation="comprehensive_assessment_complete"
            blocked={blocked}
            loading={complete.isPending}
            onClick={finish}
          >
            {t("comprehensive.complete")}
          </ActionButton>
        </>,
      )}
      {edit.stale && (
        <StaleNotice
          onKeepMine={() => void edit.keepMine().catch(() => undefined)}
          onTakeTheirs={() => void edit.takeTheirs()}
        />
      )}
      {edit.failure !== null && <ProblemNotice error={edit.failure} />}
      {complete.error && <ProblemNotice error={complete.error} />}
      <div className={classes.runner}>
        <SectionNav
          steps={steps}
          at={at}
          language={language}
          proposed={saved.proposals.length}
          onGo={go}
          onProposals={toProposals}
        />
        <Stack gap="md" miw={0}>
          <div className={classes.sectionHead}>
            <div>
              <Title order={2} tabIndex={-1} ref={top} className={classes.sectionTitle} lang={language}>
                {asks.title[language]}
              </Title>
              <Stamp section={section} zone={saved.time_zone} />
            </div>
            <SaveMark state={edit.state} onSave={() => void edit.flush().catch(() => undefined)} />
          </div>
          <SectionForm
            key={asks.section}
            asks={asks}
            section={section}
            own={own}
            language={language}
            zone={saved.time_zone}
            onChange={change}
          />
          <Deeper section={section} assessment={saved} mode={own.mode} />
          <Group justify="space-between">
            <Button variant="default" disabled={at === 0} onClick={() => go(steps[at - 1])}>
              {t("comprehensive.before")}
            </Button>
            <Button disabled={at === steps.length - 1} onClick={() => go(steps[at + 1])}>
              {t("comprehensive.next")}
            </Button>
          </Group>
          <div ref={proposals} tabIndex={-1} className={classes.target}>
            <Proposals assessment={saved} language={language} settle={edit.settle} />
          </div>
        </Stack>
      </div>
    </Stack>
  );
}

/** Moves the focus to the heading of a section that was gone to, not on arrival. */
function useFocusOn(section: string | undefined) {
  const top = useRef<HTMLHeadingElement>(null);
  const last = useRef(section);
  useEffect(() => {
    if (last.current === section) return;
    last.current = section;
    top.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: "start" });
  }, [section]);
  return top;
}

/** Who answered a section last, how, and when. */
export function Stamp({ section, zone }: { section: SectionView; zone: string }) {
  const { t } = useTranslation();
  const words = useWords();
  if (!section.author || !section.saved_at) return null;
  return (
    <Text size="sm" c="dimmed">
      {t("comprehensive.saved_by", {
        name: section.author.name,
        mode: words(section.mode),
        when: formatInstant(section.completed_at ?? section.saved_at, zone),
      })}
    </Text>
  );
}
