import { Alert, Button, Select, Stack, Text } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { ComprehensiveForm, ComprehensiveView } from "@/api/types";
import { ErrorNotice, Withdraw } from "@/features/assessment/Withdraw";
import { formatDate, formatInstant } from "@/lib/dates";
import type { Language } from "@/lib/preferences";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { Result } from "./Deeper";
import { Differences } from "./Differences";
import { answersOf, asked, isGiven, type FormSection, type SectionView } from "./logic";
import { Proposals } from "./Proposals";
import { Stamp } from "./Runner";
import { useAnswerText } from "./useAnswerText";
import classes from "./Comprehensive.module.css";

const route = getRouteApi("/comprehensive-assessments/$comprehensiveId");

interface ReadingProps {
  assessment: ComprehensiveView;
  form: ComprehensiveForm;
  language: Language;
  heading: (state: ComprehensiveView, actions: ReactNode) => ReactNode;
  onEdit: (() => void) | undefined;
}

/** The whole of it to read and to print; what is proposed, and what changed since another one. */
export function Reading({ assessment, form, language, heading, onEdit }: ReadingProps) {
  const { t } = useTranslation();
  const { id, version, can, status, submitted_by } = assessment;
  const review = useAct("comprehensive_assessment_review", {
    onSuccess: () => showDone(t("comprehensive.reviewed")),
  });
  const withdraw = useAct("comprehensive_assessment_withdraw");
  const search = route.useSearch();
  return (
    <Stack gap="lg" className={classes.paper}>
      {heading(
        assessment,
        <>
          {onEdit && (
            <Button variant="default" onClick={onEdit}>
              {t("comprehensive.edit")}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconPrinter size={17} aria-hidden />}
            onClick={() => window.print()}
          >
            {t("comprehensive.print")}
          </Button>
          <Withdraw
            id={id}
            can={can}
            operation="comprehensive_assessment_withdraw"
            unfinished={status === "in_progress"}
            busy={withdraw.isPending}
            error={withdraw.error}
            onSubmit={(reason) => withdraw.mutate({ path: { id }, version, body: { reason } })}
          />
          {status === "awaiting_review" && (
            <ActionButton
              can={can}
              operation="comprehensive_assessment_review"
              loading={review.isPending}
              onClick={() => review.mutate({ path: { id }, version })}
            >
              {t("comprehensive.review")}
            </ActionButton>
          )}
        </>,
      )}
      {review.error && <ProblemNotice error={review.error} />}
      {status === "awaiting_review" && submitted_by && (
        <Alert color="blue">{t("comprehensive.waits", { name: submitted_by.name })}</Alert>
      )}
      {status === "entered_in_error" && <ErrorNotice reason={assessment.error_reason} />}
      <Dates assessment={assessment} />
      <div data-noprint>
        <Others assessment={assessment} />
      </div>
      {search.with ? (
        <Differences id={id} other={search.with} form={form} language={language} />
      ) : (
        <article className={classes.reading}>
          {assessment.sections.map((section) => {
            const asks = form.sections.find((one) => one.section === section.section);
            return (
              asks && (
                <SectionReading
                  key={section.section}
                  asks={asks}
                  section={section}
                  language={language}
                  zone={assessment.time_zone}
                />
              )
            );
          })}
        </article>
      )}
      <div data-noprint>
        <Proposals assessment={assessment} language={language} settle={() => Promise.resolve(version)} />
      </div>
    </Stack>
  );
}

/** One date when all was done on one day; else from when to when. */
function Dates({ assessment }: { assessment: ComprehensiveView }) {
  const { t } = useTranslation();
  const { first_on: first, last_on: last, submitted_by, reviewer } = assessment;
  const lines = [
    first &&
      last &&
      (first === last
        ? t("comprehensive.together", { on: formatDate(first) })
        : t("comprehensive.between", { first: formatDate(first), last: formatDate(last) })),
    submitted_by && t("comprehensive.submitted", { name: submitted_by.name }),
    reviewer && t("comprehensive.reviewed_by", { name: reviewer.name }),
  ].filter(Boolean);
  return lines.length > 0 && <Text c="dimmed">{lines.join(" · ")}</Text>;
}

/** The person's other assessments, to compare with. */
function Others({ assessment }: { assessment: ComprehensiveView }) {
  const { t } = useTranslation();
  const words = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useCall("comprehensive_assessment_list", { path: { id: assessment.person_id } });
  const others = (list.data?.items ?? []).filter(({ id }) => id !== assessment.id);
  if (list.error) return <ProblemNotice error={list.error} />;
  if (others.length === 0) return null;
  return (
    <Select
      label={t("comprehensive.compare.with")}
      value={search.with ?? ""}
      onChange={(value) =>
        void navigate({
          search: (now) => ({ ...now, with: value || undefined }),
          replace: true,
          resetScroll: false,
        })
      }
      maw={460}
      data={[
        { value: "", label: t("comprehensive.compare.with_none") },
        ...others.map(({ id, created_at, status }) => ({
          value: id,
          label: `${formatInstant(created_at, assessment.time_zone)}: ${words(status)}`,
        })),
      ]}
    />
  );
}

interface SectionReadingProps {
  asks: FormSection;
  section: SectionView;
  language: Language;
  zone: string;
}

function SectionReading({ asks, section, language, zone }: SectionReadingProps) {
  const { t } = useTranslation();
  const text = useAnswerText();
  const answers = answersOf(section.answers);
  const told = asked(asks.questions, answers).filter(({ code }) => isGiven(answers[code]));
  const scored = section.instruments.filter(({ newest }) => newest);
  return (
    <section>
      <h2 lang={language}>{asks.title[language]}</h2>
      <Stamp section={section} zone={zone} />
      {told.length === 0 && <p>{t("comprehensive.empty_section")}</p>}
      <dl>
        {told.map((question) => (
          <div key={question.code}>
            <dt lang={language}>{question.text[language]}</dt>
            <dd>{text(question, answers[question.code] ?? {}, language)}</dd>
          </div>
        ))}
        {scored.map(({ code, title, newest }) => (
          <div key={code}>
            <dt lang="en">{title}</dt>
            <dd>{newest && <Result newest={newest} zone={zone} />}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
