import { Stack, Text, Title } from "@mantine/core";
import { IconCalendarOff } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Waiting } from "@/ui/Waiting";
import { ahead } from "./days";

const CalendarDialog = lazy(() => import("./CalendarDialog").then((m) => ({ default: m.CalendarDialog })));

type Calendar = Schemas["WorkCalendarView"];

/** How many of the next days of a kind are named. */
const SHOWN = 3;

interface CalendarPanelProps {
  program: Schemas["ProgramView"];
  today: string;
}

/** The days by which the clocks of a program count: those of the organization and its own. */
export function CalendarPanel({ program, today }: CalendarPanelProps) {
  const { t } = useTranslation();
  const [setting, set] = useState<Calendar | null>(null);
  const calendars = useCall("work_calendar_list", {});
  if (calendars.error) return <ProblemNotice error={calendars.error} />;
  if (!calendars.data) return <Waiting />;
  const own = calendars.data.items.filter((one) => !one.program || one.program.id === program.id);
  return (
    <Stack gap="xs" mt="md">
      <div>
        <Title order={2} size="h4">
          {t("rulebook.days.title")}
        </Title>
        <Text c="dimmed" size="sm" maw="75ch">
          {t("rulebook.days.text")}
        </Text>
      </div>
      <Rows label={t("rulebook.days.title")}>
        {own.map((one) => {
          const name = one.program?.name ?? t("rulebook.days.organization");
          return (
            <Row
              key={one.program?.id ?? ""}
              icon={<IconCalendarOff size={18} stroke={1.7} aria-hidden />}
              title={name}
              detail={<Summary days={one.days} today={today} />}
              actions={
                <ActionButton
                  can={one.can}
                  operation="work_calendar_set"
                  variant="default"
                  size="compact-md"
                  aria-label={t("rulebook.days.set_of", { name })}
                  onClick={() => set(one)}
                >
                  {t("rulebook.days.set")}
                </ActionButton>
              }
            />
          );
        })}
      </Rows>
      <Suspense>
        {setting && <CalendarDialog calendar={setting} zone={program.time_zone} onClose={() => set(null)} />}
      </Suspense>
    </Stack>
  );
}

function Summary({ days, today }: { days: Schemas["CalendarDays"]; today: string }) {
  const { t } = useTranslation();
  const next = (all: string[]) => ahead(all, today).slice(0, SHOWN).map(formatDate).join(", ");
  const lines = [
    next(days.closures) && t("rulebook.days.closures_next", { days: next(days.closures) }),
    next(days.court_closures) && t("rulebook.days.court_closures_next", { days: next(days.court_closures) }),
    ...days.school_years
      .filter(({ last }) => last >= today)
      .map(({ first, last }) =>
        t("rulebook.days.school_year", { first: formatDate(first), last: formatDate(last) }),
      ),
    next(days.school_days_off) &&
      t("rulebook.days.school_days_off_next", { days: next(days.school_days_off) }),
  ].filter(Boolean);
  return lines.length > 0
    ? lines.map((line) => <div key={line}>{line}</div>)
    : t("rulebook.days.nothing_set");
}
