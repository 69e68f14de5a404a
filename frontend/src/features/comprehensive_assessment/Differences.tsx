import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { ComprehensiveForm } from "@/api/types";
import { formatDay } from "@/lib/dates";
import type { Language } from "@/lib/preferences";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import classes from "./Comprehensive.module.css";

interface DifferencesProps {
  id: string;
  other: string;
  form: ComprehensiveForm;
  language: Language;
}

/** What two assessments answer differently, section by section in words. */
export function Differences({ id, other, form, language }: DifferencesProps) {
  const { t } = useTranslation();
  const result = useCall("comprehensive_assessment_compare", { path: { id }, query: { with: other } });
  if (result.error) return <ProblemNotice error={result.error} />;
  if (!result.data) return <Waiting lines={4} />;
  const { before, differences } = result.data;
  const nothing = t("comprehensive.not_answered");
  return (
    <article className={classes.reading}>
      {before && (
        <Text fw={600} mb="md">
          {t("comprehensive.compare.title", { when: formatDay(before.created_at) })}
        </Text>
      )}
      {differences.length === 0 && <Text c="dimmed">{t("comprehensive.compare.none")}</Text>}
      {form.sections.map(({ section, title }) => {
        const own = differences.filter((one) => one.section === section);
        return (
          own.length > 0 && (
            <section key={section}>
              <h2 lang={language}>{title[language]}</h2>
              <dl>
                {own.map(({ question, was, is }) => (
                  <div key={question.en}>
                    <dt lang={language}>{question[language]}</dt>
                    <dd>
                      <span>
                        <small>{t("comprehensive.compare.was")}</small>
                        <span>{was?.[language] ?? nothing}</span>
                      </span>
                      <span>
                        <small>{t("comprehensive.compare.is")}</small>
                        <b>{is?.[language] ?? nothing}</b>
                      </span>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        );
      })}
    </article>
  );
}
