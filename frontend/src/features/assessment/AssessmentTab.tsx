import { Badge, Button, Select, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CaseView, PersonOverview } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { ComprehensiveSection } from "@/features/comprehensive_assessment/ComprehensiveSection";
import { resultLine } from "./history";
import { useScoreWords } from "./words";
import { StartDialog } from "./StartDialog";
import { useInstruments } from "./useInstrument";

const Trend = lazy(() => import("./Trend").then((m) => ({ default: m.Trend })));
const route = getRouteApi("/people/$personId");
/** So many before the trend, which says more than a long list. */
const AT_FIRST = 4;

interface AssessmentTabProps {
  overview: PersonOverview;
  current: CaseView | undefined;
}

/** Start an instrument, go on with one, and see how scores move. */
export function AssessmentTab({ overview, current }: AssessmentTabProps) {
  const { t } = useTranslation();
  const { band } = useScoreWords();
  const words = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [all, setAll] = useDisclosure();
  const [starting, setStarting] = useState(search.focus === "start");
  const { entries } = useInstruments();
  const { assessments, person } = overview;
  const known = new Set(assessments.map(({ instrument }) => instrument));
  /** Instruments of which it must be said which version was used. */
  const several = new Set(
    entries
      .filter(({ instrument }) => instrument.editions.length > 0)
      .map(({ instrument }) => instrument.code),
  );
  const shown = search.instrument ?? assessments[0]?.instrument;
  const choices = entries.map(({ instrument }) => instrument).filter(({ code }) => known.has(code));

  return (
    <Stack gap="md">
      <ComprehensiveSection personId={person.id} current={current} />
      <Section
        title={t("assessment.title")}
        actions={
          <ActionButton
            can={current?.can ?? []}
            operation="assessment_create"
            onClick={() => setStarting(true)}
          >
            {t("assessment.start")}
          </ActionButton>
        }
      >
        {assessments.length === 0 && <Text c="dimmed">{t("assessment.none")}</Text>}
        <Rows>
          {(all ? assessments : assessments.slice(0, AT_FIRST)).map((one) => (
            <Row
              key={one.id}
              title={
                <Link to="/assessments/$assessmentId" params={{ assessmentId: one.id }}>
                  {one.title}
                </Link>
              }
              detail={[
                t("assessment.by", {
                  name: one.author.name,
                  when: formatInstant(one.performed_at, current?.time_zone),
                }),
                several.has(one.instrument) && `${t("assessment.version")} ${one.instrument_version}`,
              ]
                .filter(Boolean)
                .join(" · ")}
              actions={
                one.status === "completed" ? (
                  <Badge size="lg" variant="light" color="gray">
                    {resultLine(one, band)}
                  </Badge>
                ) : (
                  <>
                    <Badge
                      size="lg"
                      variant="light"
                      color={one.status === "entered_in_error" ? "gray" : "yellow"}
                    >
                      {words(one.status)}
                    </Badge>
                    <Button
                      component={Link}
                      to="/assessments/$assessmentId"
                      params={{ assessmentId: one.id } as never}
                      size="compact-md"
                      variant="light"
                    >
                      {t(one.status === "in_progress" ? "assessment.go_on" : "assessment.look")}
                    </Button>
                  </>
                )
              }
            />
          ))}
        </Rows>
        {assessments.length > AT_FIRST && (
          <Button
            variant="subtle"
            size="compact-md"
            mt="sm"
            ml={-8}
            onClick={setAll.toggle}
            aria-expanded={all}
          >
            {all ? t("action.less") : t("assessment.show_all", { count: assessments.length })}
          </Button>
        )}
      </Section>
      {shown && (
        <Section
          title={t("assessment.trend")}
          actions={
            choices.length > 1 && (
              <Select
                w={{ base: "100%", sm: 330 }}
                aria-label={t("assessment.instrument")}
                value={shown}
                onChange={(code) =>
                  void navigate({
                    search: (now) => ({ ...now, instrument: code ?? undefined }),
                    replace: true,
                    resetScroll: false,
                  })
                }
                data={choices.map(({ code, title }) => ({ value: code, label: title }))}
              />
            )
          }
        >
          <Suspense fallback={<Waiting lines={1} height={260} />}>
            <Trend personId={person.id} instrument={shown} zone={current?.time_zone} />
          </Suspense>
        </Section>
      )}
      {starting && current && <StartDialog caseId={current.id} onClose={() => setStarting(false)} />}
    </Stack>
  );
}
