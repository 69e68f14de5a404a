import { Badge, Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { CarePlanView, PlanEntry } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { languageName } from "@/lib/language";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { entryKinds, type EntryKind } from "./entries";
import classes from "./CarePlan.module.css";

const EntryDialog = lazy(() => import("./EntryDialog").then((m) => ({ default: m.EntryDialog })));

/** Who took part and what they said, who understood the plan, how it was reviewed, and why something scarce went here. */
export function Entries({ plan }: { plan: CarePlanView }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState<EntryKind | null>(null);
  const [wrong, setWrong] = useState<PlanEntry | null>(null);
  const retract = useAct("plan_entry_retract", { onSuccess: () => setWrong(null) });
  const entries = useCall("plan_entry_list", { path: { id: plan.id } });
  const { next_review_on: next, review_overdue: overdue } = entries.data ?? {};
  return (
    <Section
      title={t("plan.entries.title")}
      actions={entryKinds.map((kind) => (
        <ActionButton
          key={kind}
          can={entries.data?.can ?? []}
          operation="plan_entry_create"
          variant="default"
          size="compact-md"
          onClick={() => setAdding(kind)}
        >
          {t(`plan.entries.add.${kind}`)}
        </ActionButton>
      ))}
    >
      {entries.error && <ProblemNotice error={entries.error} />}
      {next && (
        <Text mb="sm" fw={600} className={overdue ? classes.overdue : undefined}>
          {t(overdue ? "plan.review.overdue" : "plan.review.next", { day: formatDate(next) })}
        </Text>
      )}
      {entries.data?.items.length === 0 && <Text c="dimmed">{t("plan.entries.none")}</Text>}
      <Rows>
        {(entries.data?.items ?? []).map((entry) => (
          <One key={entry.id} entry={entry} onWrong={() => setWrong(entry)} />
        ))}
      </Rows>
      <Suspense>
        {adding && <EntryDialog plan={plan} kind={adding} onClose={() => setAdding(null)} />}
      </Suspense>
      {wrong && (
        <ReasonDialog
          draft={`plan-entry-retract:${wrong.id}`}
          title={t("plan.progress.retract_title")}
          text={t("plan.progress.retract_text")}
          label={t("plan.progress.retract_reason")}
          submit={t("plan.progress.retract")}
          busy={retract.isPending}
          error={retract.error}
          onSubmit={(reason) =>
            retract.mutate({ path: { id: wrong.id }, version: wrong.version, body: { reason } })
          }
          onClose={() => setWrong(null)}
        />
      )}
    </Section>
  );
}

const colors: Record<string, string> = {
  agreed: "teal",
  agreed_in_part: "yellow",
  disagreed: "orange",
  refused: "orange",
  understood: "teal",
  partly: "yellow",
  not_understood: "orange",
  effective: "teal",
  partly_effective: "yellow",
  not_effective: "orange",
};

function One({ entry, onWrong }: { entry: PlanEntry; onWrong: () => void }) {
  const { t } = useTranslation();
  const { title, badge, code, lines } = useTold(entry);
  return (
    <Row
      title={
        <>
          {title}{" "}
          {badge && (
            <Badge variant="light" color={colors[code ?? ""] ?? "gray"}>
              {badge}
            </Badge>
          )}
        </>
      }
      detail={[
        formatDate(entry.happened_on),
        t("plan.entries.revision", { revision: entry.revision }),
        entry.author.name,
      ].join(" · ")}
      actions={
        entry.can.includes("plan_entry_retract") && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={classes.quiet}
            aria-label={`${t("plan.progress.retract")}: ${title}, ${formatDate(entry.happened_on)}`}
            onClick={onWrong}
          >
            {t("plan.progress.retract")}
          </Button>
        )
      }
    >
      {lines.map((line) => (
        <Text key={line} size="sm" td={entry.retracted_at ? "line-through" : undefined}>
          {line}
        </Text>
      ))}
      {entry.retracted_at && (
        <Text size="sm">{t("plan.progress.retracted", { reason: entry.retract_reason })}</Text>
      )}
    </Row>
  );
}

/** An entry in words. */
function useTold(entry: PlanEntry): { title: string; badge?: string; code?: string; lines: string[] } {
  const { t } = useTranslation();
  const { participation, teach_back: teachBack, review, allocation } = entry;
  const some = (lines: (string | null | undefined | false)[]) =>
    lines.filter((line): line is string => Boolean(line));
  if (participation) {
    const { who, name, manner, stance, words, ethics_note: weighed, review_on: again } = participation;
    return {
      title: name ? `${name} (${t(`plan.entries.who_is.${who}`)})` : t(`plan.entries.who_is.${who}`),
      badge: t(`plan.entries.stances.${stance}`),
      code: stance,
      lines: some([
        t(`plan.entries.manners.${manner}`),
        words && `“${words}”`,
        weighed && `${t("plan.entries.conflict")}: ${weighed}`,
        again && t("plan.entries.look_again", { day: formatDate(again) }),
      ]),
    };
  }
  if (teachBack) {
    const { given_to: name, language, medium, understanding, note } = teachBack;
    return {
      title: t("plan.entries.understood_title", { name, what: t("plan.entries.add.teach_back") }),
      badge: t(`plan.entries.understandings.${understanding}`),
      code: understanding,
      lines: some([`${t(`plan.entries.media.${medium}`)} · ${languageName(language)}`, note]),
    };
  }
  if (review) {
    return {
      title: t("plan.entries.add.review"),
      badge: t(`plan.entries.effects.${review.effect}`),
      code: review.effect,
      lines: [review.finding],
    };
  }
  return {
    title: t("plan.entries.add.allocation"),
    lines: some([allocation?.decision, allocation?.rationale]),
  };
}
