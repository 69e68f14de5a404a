import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import classes from "./Person.module.css";

/** Everything that happened, newest first. */
export function TimelineTab({ personId, cases }: { personId: string; cases: CaseView[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const timeline = usePages("person_timeline", { path: { id: personId } });
  if (timeline.error) {
    return (
      <ProblemNotice error={timeline.error}>
        <Button variant="default" w="fit-content" onClick={() => void timeline.refetch()}>
          {t("action.try_again")}
        </Button>
      </ProblemNotice>
    );
  }
  if (timeline.isPending) return <Waiting />;
  if (timeline.items.length === 0)
    return <EmptyState title={t("person.timeline_none")} text={t("person.timeline_none_text")} />;
  return (
    <Section title={t("person.tab.timeline")}>
      <ol className={classes.results}>
        {timeline.items.map((moment) => (
          <li key={moment.kind + moment.id + moment.at} className={classes.moment}>
            <Text component="time" dateTime={moment.at} size="sm" c="dimmed">
              {formatInstant(moment.at, cases.find(({ id }) => id === moment.case_id)?.time_zone)}
            </Text>
            <div>
              <Text fw={600}>{moment.title}</Text>
              {moment.detail && <Text size="sm">{moment.detail}</Text>}
              <Text size="xs" c="dimmed">
                {[words(moment.kind), moment.author?.name].filter(Boolean).join(" · ")}
              </Text>
            </div>
          </li>
        ))}
      </ol>
      <More {...timeline} />
    </Section>
  );
}
