import { Button, Text, Title } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconBuildingHospital,
  IconCalendar,
  IconClipboardCheck,
  IconClipboardHeart,
  IconFileText,
  IconFlag,
  IconFolder,
  IconHeartRateMonitor,
  IconLifebuoy,
  IconListCheck,
  IconMessageQuestion,
  IconPhone,
  IconPoint,
  IconScale,
  IconSend,
  IconShieldCheck,
  IconSignature,
  IconStairs,
  IconTargetArrow,
  IconUsersGroup,
  type Icon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { CaseView } from "@/api/types";
import { formatDay, formatTime } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { EmptyState } from "@/ui/EmptyState";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { useMomentDetail, useMomentTitle, type Moment } from "./moment";
import classes from "./Person.module.css";

const MilestoneMoment = lazy(() =>
  import("@/features/milestone/MilestoneMoment").then((m) => ({ default: m.MilestoneMoment })),
);

const icons: Record<string, Icon> = {
  alert: IconAlertTriangle,
  appointment: IconCalendar,
  assessment: IconClipboardHeart,
  authorization: IconShieldCheck,
  care_plan: IconTargetArrow,
  case: IconFolder,
  comprehensive_assessment: IconClipboardHeart,
  concern: IconScale,
  conference: IconUsersGroup,
  consent: IconSignature,
  consultation: IconMessageQuestion,
  contact: IconPhone,
  crisis_plan: IconLifebuoy,
  hand_off: IconArrowsExchange,
  milestone: IconFlag,
  need: IconListCheck,
  note: IconFileText,
  reading: IconHeartRateMonitor,
  referral: IconSend,
  stay: IconBuildingHospital,
  task: IconClipboardCheck,
  tier_decision: IconStairs,
};

/** Neighbours of the same day, in the order they came. */
function byDay<T extends { day: string }>(moments: T[]): T[][] {
  const days: T[][] = [];
  for (const moment of moments) {
    const last = days.at(-1);
    if (last?.[0]?.day === moment.day) last.push(moment);
    else days.push([moment]);
  }
  return days;
}

/** Everything that happened, newest first, day by day. */
export function TimelineTab({ personId, cases }: { personId: string; cases: CaseView[] }) {
  const { t } = useTranslation();
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
  const moments = timeline.items.map((moment) => {
    const zone = cases.find(({ id }) => id === moment.case_id)?.time_zone;
    return { moment, zone, day: formatDay(moment.at, zone) };
  });
  return (
    <Section title={t("person.tab.timeline")}>
      {byDay(moments).map((day) => (
        <div key={day[0]?.day} className={classes.day}>
          <Title order={3} size="sm" c="dimmed">
            {day[0]?.day}
          </Title>
          <ol className={classes.results}>
            {day.map(({ moment, zone }) => (
              <MomentRow key={moment.code + moment.id + moment.at} moment={moment} zone={zone} />
            ))}
          </ol>
        </div>
      ))}
      <More {...timeline} />
    </Section>
  );
}

function MomentRow({ moment, zone }: { moment: Moment; zone: string | undefined }) {
  const words = useWords();
  const detail = useMomentDetail()(moment);
  const { kind, at, author } = moment;
  const KindIcon = icons[kind] ?? IconPoint;
  return (
    <li className={classes.moment}>
      <KindIcon
        size={18}
        stroke={1.7}
        aria-hidden
        color={kind === "alert" ? "var(--tend-overdue)" : "var(--mantine-color-dimmed)"}
      />
      <div>
        <Text fw={600} lh={1.35}>
          <MomentTitle moment={moment} />
        </Text>
        {detail && <Text size="sm">{detail}</Text>}
        <Text size="xs" c="dimmed">
          <time dateTime={at}>{formatTime(at, zone)}</time>
          {[" ", words(kind), author?.name].filter(Boolean).join(" · ")}
        </Text>
      </div>
    </li>
  );
}

/** The title, as a way to the record where that has a screen of its own. */
function MomentTitle({ moment }: { moment: Moment }) {
  const title = useMomentTitle()(moment);
  const { kind, id, about } = moment;
  switch (kind) {
    case "note":
      return (
        <Link to="/notes/$noteId" params={{ noteId: id }}>
          {title}
        </Link>
      );
    case "assessment":
      return (
        <Link to="/assessments/$assessmentId" params={{ assessmentId: id }}>
          {title}
        </Link>
      );
    case "comprehensive_assessment":
      return (
        <Link to="/comprehensive-assessments/$comprehensiveId" params={{ comprehensiveId: id }}>
          {title}
        </Link>
      );
    case "care_plan":
      return (
        <Link to="/care-plans/$carePlanId" params={{ carePlanId: id }}>
          {title}
        </Link>
      );
    case "crisis_plan":
      return (
        <Link to="/crisis-plans/$crisisPlanId" params={{ crisisPlanId: id }}>
          {title}
        </Link>
      );
    case "referral":
      return (
        <Link to="/referrals/$referralId" params={{ referralId: id }}>
          {title}
        </Link>
      );
    case "authorization":
      return (
        <Link to="/authorizations/$authorizationId" params={{ authorizationId: id }}>
          {title}
        </Link>
      );
    case "milestone":
      return (
        <Suspense fallback={title}>
          <MilestoneMoment kind={about ?? ""} />
        </Suspense>
      );
    default:
      return title;
  }
}
