import { Badge, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { ComprehensiveView, Schemas } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import type { Language } from "@/lib/preferences";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { showDone } from "@/ui/toast";
import { useKeep } from "./useComprehensive";

type Proposal = Schemas["ProposalView"];

interface ProposalsProps {
  assessment: ComprehensiveView;
  language: Language;
  /** Saves what is pending and answers the version to decide on. */
  settle: () => Promise<number>;
}

/** The needs that the answers propose, with the words why: put on the list, or declined with a reason. */
export function Proposals({ assessment, language, settle }: ProposalsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [declining, setDeclining] = useState<Proposal>();
  const keep = useKeep();
  const decide = useAct("comprehensive_assessment_decide", {
    onSuccess: (next, { body }) => {
      keep(next);
      setDeclining(undefined);
      if (body.accept) showDone(t("comprehensive.needs.added"));
    },
  });
  const { id, can, proposals, decisions } = assessment;
  const send = (body: Schemas["ProposalDecide"]) =>
    void settle()
      .then((version) => decide.mutate({ path: { id }, version, body }))
      .catch(() => undefined);
  return (
    <Section title={t("comprehensive.needs.title")}>
      {decide.error && !declining && <ProblemNotice error={decide.error} />}
      {proposals.length === 0 && <Text c="dimmed">{t("comprehensive.needs.none")}</Text>}
      <Rows>
        {proposals.map((proposal) => {
          const { code, kind, title, question, answer } = proposal;
          const body = { proposal: code, accept: true, title: title[language] };
          return (
            <Row
              key={code}
              title={<span lang={language}>{title[language]}</span>}
              detail={
                <span lang={language}>
                  {t("comprehensive.needs.why", { question: question[language], answer: answer[language] })}
                </span>
              }
              actions={
                <>
                  <Badge variant="light" color="gray">
                    {words(kind)}
                  </Badge>
                  <ActionButton
                    can={can}
                    operation="comprehensive_assessment_decide"
                    size="compact-md"
                    variant="light"
                    aria-label={`${t("comprehensive.needs.accept")}: ${title[language]}`}
                    loading={decide.isPending && decide.variables.body.proposal === code}
                    onClick={() => send(body)}
                  >
                    {t("comprehensive.needs.accept")}
                  </ActionButton>
                  <ActionButton
                    can={can}
                    operation="comprehensive_assessment_decide"
                    size="compact-md"
                    variant="default"
                    aria-label={`${t("comprehensive.needs.decline")}: ${title[language]}`}
                    onClick={() => setDeclining(proposal)}
                  >
                    {t("comprehensive.needs.decline")}
                  </ActionButton>
                </>
              }
            />
          );
        })}
        {decisions.map(({ code, title, need_id, reason, by, at }) => (
          <Row
            key={code}
            title={<span lang={language}>{title?.[language] ?? words(code)}</span>}
            detail={t(need_id ? "comprehensive.needs.accepted" : "comprehensive.needs.declined", {
              name: by.name,
              when: formatInstant(at, assessment.time_zone),
              reason: reason ?? "",
            })}
          />
        ))}
      </Rows>
      {declining && (
        <ReasonDialog
          draft={`need-decline:${id}:${declining.code}`}
          title={t("comprehensive.needs.decline")}
          text={t("comprehensive.needs.decline_text")}
          label={t("comprehensive.needs.reason")}
          submit={t("comprehensive.needs.decline")}
          busy={decide.isPending}
          error={decide.error}
          onSubmit={(reason) => send({ proposal: declining.code, accept: false, reason })}
          onClose={() => setDeclining(undefined)}
        />
      )}
    </Section>
  );
}
