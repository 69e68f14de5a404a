import { Badge, Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { useCapability } from "@/app/me";
import { formatInstant } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const ConferenceDialog = lazy(() =>
  import("./ConferenceDialog").then((m) => ({ default: m.ConferenceDialog })),
);

export const colors = { planned: "blue", held: "teal", cancelled: "gray" } as const;

/** The conferences of a case: those to come, and what came of the others. */
export function ConferenceSection({ current, open }: { current: CaseView; open: boolean }) {
  const { t } = useTranslation();
  const may = useCapability();
  const [planning, setPlanning] = useState(false);
  const conferences = useCall("conference_list", { path: { id: current.id } });
  const items = conferences.data?.items ?? [];
  return (
    <Section
      title={t("conference.title")}
      actions={
        open &&
        may("conference_write") && (
          <Button variant="default" onClick={() => setPlanning(true)}>
            {t("conference.plan")}
          </Button>
        )
      }
    >
      {conferences.error && <ProblemNotice error={conferences.error} />}
      {conferences.isPending && <Waiting lines={2} />}
      {conferences.data && items.length === 0 && <Text c="dimmed">{t("conference.none")}</Text>}
      <Rows label={t("conference.title")}>
        {items.map(({ id, kind, status, scheduled_at, held_at, attendees }) => (
          <Row
            key={id}
            title={
              <Link to="/conferences/$conferenceId" params={{ conferenceId: id }}>
                {t(`conference.kinds.${kind}`)}, {formatInstant(held_at ?? scheduled_at, current.time_zone)}
              </Link>
            }
            detail={attendees.map(({ name }) => name).join(", ")}
            actions={
              <Badge variant="light" color={colors[status]}>
                {t(`conference.status.${status}`)}
              </Badge>
            }
          />
        ))}
      </Rows>
      <Suspense>
        {planning && <ConferenceDialog current={current} onClose={() => setPlanning(false)} />}
      </Suspense>
    </Section>
  );
}
