import { Badge, Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconClipboardCheck, IconHourglassHigh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatInstant, formatRelative, isPast } from "@/lib/dates";
import { Row, Rows } from "@/ui/Rows";
import classes from "./HandOff.module.css";
import type { Work } from "./work";

const icons = { alert: IconAlertTriangle, deadline: IconHourglassHigh, task: IconClipboardCheck };
const AT_FIRST = 6;

interface MovingWorkProps {
  work: Work[];
  /** Zone of the case's program. */
  zone: string | undefined;
}

/** The open work of a case that changes hands: alerts first, then by due time, with how much of it is late. */
export function MovingWork({ work, zone }: MovingWorkProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const late = work.filter(({ due_at }) => isPast(due_at)).length;
  const shown = all ? work : work.slice(0, AT_FIRST);
  return (
    <div className={classes.work}>
      <div className={classes.head}>
        <Text fw={650}>{t("hand_off.work")}</Text>
        <Text size="sm" c="dimmed">
          {t("hand_off.work_count", { count: work.length })}
        </Text>
        {late > 0 && (
          <Badge variant="light" color="red">
            {t("hand_off.work_late", { count: late })}
          </Badge>
        )}
      </div>
      {work.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("hand_off.work_none")}
        </Text>
      )}
      <Rows label={t("hand_off.work")}>
        {shown.map((item, index) => (
          <WorkRow key={index} item={item} zone={zone} />
        ))}
      </Rows>
      {work.length > AT_FIRST && (
        <Button variant="subtle" size="compact-md" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t("action.less") : t("hand_off.work_all", { count: work.length })}
        </Button>
      )}
    </div>
  );
}

function WorkRow({ item, zone }: { item: Work; zone: string | undefined }) {
  const { t } = useTranslation();
  const { kind, title, due_at, stays } = item;
  const Icon = icons[kind];
  const late = isPast(due_at);
  const urgent = late || kind === "alert";
  return (
    <Row
      icon={
        <Icon
          size={18}
          stroke={1.7}
          role="img"
          aria-label={t(`today.kind.${kind}`)}
          color={urgent ? "var(--tend-overdue)" : undefined}
        />
      }
      title={title}
      detail={
        <>
          <Text span size="sm" c={late ? "var(--tend-overdue)" : undefined} fw={late ? 650 : undefined}>
            {t("deadline.due", { when: formatInstant(due_at, zone), relative: formatRelative(due_at) })}
          </Text>
          {stays && ` · ${t("hand_off.work_stays", { name: stays })}`}
        </>
      }
    />
  );
}
