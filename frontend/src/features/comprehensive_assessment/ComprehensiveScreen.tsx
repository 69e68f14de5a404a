import { Badge, Group, SegmentedControl, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { ComprehensiveView } from "@/api/types";
import { PersonLink } from "@/features/person/PersonLink";
import { formatInstant } from "@/lib/dates";
import { usePreferences, type Language } from "@/lib/preferences";
import { useWords } from "@/lib/words";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { Reading } from "./Reading";
import { Runner } from "./Runner";
import { useForm } from "./useComprehensive";
import classes from "./Comprehensive.module.css";

const route = getRouteApi("/comprehensive-assessments/$comprehensiveId");

/** One comprehensive assessment: its sections while it is in progress, and the whole of it to read. */
export function ComprehensiveScreen() {
  const { t } = useTranslation();
  useTitle(t("comprehensive.title"));
  const { comprehensiveId: id } = route.useParams();
  const assessment = useCall(
    "comprehensive_assessment_get",
    { path: { id } },
    { refetchOnWindowFocus: false },
  );
  const form = useForm();
  const [reads, setReads] = useState(false);
  const language = useLanguage();
  // A failed look for news must not close what is being answered.
  if (!assessment.data || !form.data) {
    const error = assessment.error ?? form.error;
    return error ? <ProblemNotice error={error} /> : <Waiting lines={5} height={110} />;
  }
  const props = { assessment: assessment.data, form: form.data, language };
  const answers = assessment.data.can.includes("comprehensive_assessment_update");
  const heading = (state: ComprehensiveView, actions: ReactNode) => (
    <Heading assessment={state} language={language} actions={actions} />
  );
  return answers && !reads ? (
    <Runner key={id} {...props} heading={heading} onRead={() => setReads(true)} />
  ) : (
    <Reading key={id} {...props} heading={heading} onEdit={answers ? () => setReads(false) : undefined} />
  );
}

/** In which language the questions are asked: that of the screen until another one is chosen. */
function useLanguage(): Language {
  const { language: own } = usePreferences();
  return route.useSearch().language ?? own;
}

const colors: Record<ComprehensiveView["status"], string> = {
  in_progress: "yellow",
  awaiting_review: "yellow",
  completed: "teal",
  entered_in_error: "gray",
};

interface HeadingProps {
  assessment: ComprehensiveView;
  language: Language;
  actions: ReactNode;
}

function Heading({ assessment, language, actions }: HeadingProps) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = route.useNavigate();
  const { author, created_at, status, person_id, time_zone } = assessment;
  const choose = (value: string) =>
    void navigate({
      search: (now) => ({ ...now, language: value === "es" ? "es" : "en" }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <div>
        <PersonLink personId={person_id} tab="assessments" caseId={assessment.case_id} />
        <Group gap="sm">
          <Title order={1}>{t("comprehensive.title")}</Title>
          <Badge size="lg" variant="light" color={colors[status]} className={classes.state}>
            {words(status)}
          </Badge>
        </Group>
        <Text c="dimmed" size="sm">
          {t("comprehensive.by", { name: author.name, when: formatInstant(created_at, time_zone) })}
        </Text>
      </div>
      <Group gap="sm" data-noprint>
        <SegmentedControl
          aria-label={t("comprehensive.ask_in")}
          value={language}
          onChange={choose}
          data={[
            { value: "en", label: "English" },
            { value: "es", label: "Español" },
          ]}
        />
        {actions}
      </Group>
    </Group>
  );
}
