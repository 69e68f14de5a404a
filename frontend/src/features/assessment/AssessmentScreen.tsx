import { Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { AssessmentView, InstrumentView } from "@/api/types";
import { PersonLink } from "@/features/person/PersonLink";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useTitle } from "@/ui/title";
import { Waiting } from "@/ui/Waiting";
import { AskedIn } from "./AskedIn";
import { Finished } from "./Finished";
import { langOf } from "./paper";
import { Runner } from "./Runner";
import { useAskedIn, useInstrumentOf } from "./useInstrument";

const route = getRouteApi("/assessments/$assessmentId");

/** One assessment: its questions while it is in progress, then its result. */
export function AssessmentScreen() {
  const { t } = useTranslation();
  useTitle(t("assessment.one"));
  const { assessmentId: id } = route.useParams();
  const assessment = useCall(
    "assessment_get",
    { path: { id } },
    { staleTime: Infinity, refetchOnWindowFocus: false },
  );
  const { language, choose } = useAskedIn(assessment.data);
  const instrument = useInstrumentOf(assessment.data, language);
  const error = assessment.error ?? instrument.error;
  if (error) return <ProblemNotice error={error} />;
  if (!assessment.data || !instrument.data) return <Waiting lines={5} height={110} />;
  const props = { assessment: assessment.data, instrument: instrument.data };
  const Part = props.assessment.status === "in_progress" ? Runner : Finished;
  return (
    <Part
      key={id}
      heading={
        <>
          <Heading {...props} />
          {language && <AskedIn instrument={props.instrument} wanted={language} onChoose={choose} />}
        </>
      }
      {...props}
    />
  );
}

interface HeadingProps {
  assessment: AssessmentView;
  instrument: InstrumentView;
}

function Heading({ assessment, instrument }: HeadingProps) {
  const { t } = useTranslation();
  const words = useWords();
  const version = instrument.editions.length > 0 && `${t("assessment.version")} ${instrument.version}`;
  const told = [
    words(assessment.mode),
    formatInstant(assessment.performed_at),
    assessment.author.name,
    version,
  ];
  return (
    <div>
      <PersonLink personId={assessment.person_id} tab="assessments" caseId={assessment.case_id} />
      <Title order={1} lang={instrument.heading ? langOf(instrument) : "en"}>
        {instrument.heading ?? instrument.title}
      </Title>
      <Text c="dimmed" size="sm">
        {told.filter(Boolean).join(" · ")}
      </Text>
      {assessment.version_reason && (
        <Text size="sm">
          {t("assessment.version_because", {
            version: instrument.version,
            reason: assessment.version_reason,
          })}
        </Text>
      )}
    </div>
  );
}
