import { Stack, Table, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseView, Schemas } from "@/api/types";
import { useBegin } from "@/features/assessment/useBegin";
import { useInstrumentSaid } from "@/features/assessment/useInstrument";
import { useScoreWords } from "@/features/assessment/words";
import { formatDay } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import classes from "./Acuity.module.css";
import { span } from "./judgement";

/** LACE and HOSPITAL: what the record answers, with its sources, and what is still to ask. */
export function RiskScores({ current }: { current: CaseView }) {
  const { t } = useTranslation();
  const scores = useCall("risk_score_list", { path: { id: current.id } });
  const begin = useBegin(current.id);
  if (scores.error) return <ProblemNotice error={scores.error} />;
  if (!scores.data) return <Waiting />;
  return (
    <Stack gap="lg">
      {begin.error && <ProblemNotice error={begin.error} />}
      {scores.data.items.every(({ prefill }) => !prefill) && <Text>{t("acuity.no_stay")}</Text>}
      {scores.data.items.map((score) => (
        <RiskScore
          key={score.instrument}
          score={score}
          zone={current.time_zone}
          busy={begin.isPending}
          onBegin={() => begin.begin(score.instrument, true)}
        />
      ))}
    </Stack>
  );
}

interface RiskScoreProps {
  score: Schemas["RiskScoreView"];
  zone: string;
  busy: boolean;
  onBegin: () => void;
}

function RiskScore({ score, zone, busy, onBegin }: RiskScoreProps) {
  const { t } = useTranslation();
  const words = useScoreWords();
  const { prefill, last, version } = score;
  const said = useInstrumentSaid(score.instrument, version);
  if (!prefill && !last) return null;
  const title = said?.heading ?? score.title;
  const lang = said?.language ?? "en";
  const items = (prefill?.items ?? []).map((item) => {
    const own = said?.items.find(({ number }) => number === item.number);
    const label = own?.options.find(({ value }) => value === item.value)?.label;
    return { ...item, text: own?.text ?? item.text, answer: label ?? item.answer };
  });
  const open = items.filter(({ value }) => value == null);
  const filled = items.filter(({ value }) => value != null);
  const result = (one: Schemas["ScoreView"]) =>
    [span(one.bounds.min, one.bounds.max), one.bands.map(words.band).join(" / ")].filter(Boolean).join(" · ");
  return (
    <section aria-label={title}>
      <Title order={3} size="h4" lang={lang}>
        {title}
        <Text span size="sm" c="dimmed">
          {` · ${t("acuity.version", { version })}`}
        </Text>
      </Title>
      {last && (
        <Text size="sm">
          <Link to="/assessments/$assessmentId" params={{ assessmentId: last.assessment_id }}>
            {t("acuity.asked_on", { on: formatDay(last.performed_at, zone), result: result(last.score) })}
          </Link>
          {last.score.version !== version && ` · ${t("acuity.version", { version: last.score.version })}`}
        </Text>
      )}
      {prefill && (
        <>
          <Text size="sm">
            {t("acuity.about_stay", {
              facility: prefill.facility,
              from: formatDay(prefill.admitted_at, zone),
              to: prefill.discharged_at ? formatDay(prefill.discharged_at, zone) : t("acuity.still_there"),
            })}
          </Text>
          <Text size="sm" fw={650}>
            {t("acuity.by_record", { result: result(prefill.score) })}
          </Text>
          <Table className={classes.parts} verticalSpacing={6} mt="xs">
            <Table.Tbody>
              {filled.map(({ number, text, answer, because }) => (
                <Table.Tr key={number}>
                  <Table.Td lang={lang}>
                    {text}
                    <span className={classes.because}>{because && words.filled(because)}</span>
                  </Table.Td>
                  <Table.Td className={classes.points} lang={lang}>
                    {answer}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {open.length > 0 && (
            <Text size="sm" mt="xs">
              {t("acuity.to_ask")} <span lang={lang}>{open.map(({ text }) => text).join("; ")}.</span>
            </Text>
          )}
          <ActionButton
            can={score.can}
            operation="assessment_create"
            mt="sm"
            size="sm"
            variant="light"
            loading={busy}
            onClick={onBegin}
          >
            <span>
              {t("acuity.ask_prefilled")} <span lang={lang}>{title}</span>
            </span>
          </ActionButton>
        </>
      )}
    </section>
  );
}
