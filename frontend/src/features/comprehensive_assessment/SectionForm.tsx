import { Button, Group, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Language } from "@/lib/preferences";
import { announce } from "@/ui/announce";
import { ChoiceChips } from "@/ui/ChoiceChips";
import {
  answerOf,
  asked,
  openOf,
  unconfirmed,
  type Answer,
  type FormSection,
  type SectionDraft,
  type SectionView,
} from "./logic";
import { QuestionField } from "./QuestionField";

const modes = ["phone", "video", "in_person"] as const;

interface SectionFormProps {
  asks: FormSection;
  section: SectionView;
  own: SectionDraft;
  language: Language;
  zone: string;
  onChange: (next: SectionDraft) => void;
}

/** The questions of a section. What is typed stays when a question is not asked for a while. */
export function SectionForm({ asks, section, own, language, zone, onChange }: SectionFormProps) {
  const { t } = useTranslation();
  const { answers } = own;
  const last = unconfirmed(section, asks.questions, answers);
  const open = openOf(asks.questions, answers);
  const give = (given: Record<string, Answer>) => onChange({ ...own, answers: { ...answers, ...given } });
  const confirmAll = () =>
    give(Object.fromEntries(last.map(({ answer }) => [answer.question, answerOf(answer)])));
  const declineRest = () => {
    give(Object.fromEntries(open.map(({ code }) => [code, { absent: "declined" as const }])));
    announce(t("comprehensive.declined_rest", { count: open.length }));
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end" gap="sm">
        <ChoiceChips
          label={t("comprehensive.mode")}
          value={own.mode}
          onChange={(mode) => onChange({ ...own, mode })}
          options={modes}
          text={(one) => t(`contact.modes.${one}`)}
        />
        {last.length > 0 && (
          <Button variant="light" onClick={confirmAll}>
            {t("comprehensive.confirm_all", { count: last.length })}
          </Button>
        )}
      </Group>
      {asked(asks.questions, answers).map((question) => (
        <QuestionField
          key={question.code}
          question={question}
          answer={answers[question.code]}
          last={last.find(({ answer }) => answer.question === question.code)}
          language={language}
          zone={zone}
          onChange={(answer) => give({ [question.code]: answer })}
        />
      ))}
      {open.length > 0 && (
        <Button variant="subtle" color="gray" fw={400} w="fit-content" onClick={declineRest}>
          {t("comprehensive.decline_rest")}
        </Button>
      )}
    </Stack>
  );
}
