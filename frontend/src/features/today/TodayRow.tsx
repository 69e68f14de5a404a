import { ActionIcon, Button, Checkbox, Menu, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconClockPause,
  IconClipboardCheck,
  IconDots,
  IconHourglassHigh,
  IconPhonePlus,
  IconUser,
  IconUserShare,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { TodayItem } from "@/api/types";
import { when } from "@/features/alert/Asked";
import { openContact } from "@/features/contact/open";
import { personLabel } from "@/features/person/label";
import { languageName } from "@/lib/language";
import { useScoreWords } from "@/features/assessment/words";
import { useRuleWords } from "@/features/deadline/words";
import { useTaskWords } from "@/features/task/words";
import { targetOf } from "./actions";
import { Due } from "./Due";
import { Why } from "./Why";
import classes from "./Today.module.css";

const kindIcon = { alert: IconAlertTriangle, deadline: IconHourglassHigh, task: IconClipboardCheck };

export interface RowHandlers {
  onSelect: (id: string) => void;
  onNext: (item: TodayItem) => void;
  onComplete: (items: TodayItem[]) => void;
  onSnooze: (items: TodayItem[]) => void;
  onAssign: (items: TodayItem[]) => void;
}

interface TodayRowProps extends RowHandlers {
  item: TodayItem;
  /** Column that holds the one tab stop of the grid, when it is in this row. */
  column: number | null;
  selected: boolean;
  showOwner: boolean;
}

export const snoozes = (item: TodayItem) =>
  item.can.includes("task_snooze") || item.can.includes("deadline_snooze");
export const assigns = (item: TodayItem) => item.can.includes("task_assign");

/** One line of the day: what, for whom, by when, why here, and what next. */
export const TodayRow = memo(function TodayRow({ item, column, selected, showOwner, ...on }: TodayRowProps) {
  const { t } = useTranslation();
  const Icon = kindIcon[item.kind];
  const cell = (index: number) => ({ "data-cell": index, tabIndex: column === index ? 0 : -1 });
  const next = useNextLabel()(item);
  const words = useRuleWords();
  const scores = useScoreWords();
  const tasks = useTaskWords();
  const title = {
    deadline: () => words.title(item.title),
    alert: () => scores.trigger(item.title),
    task: () => tasks.title(item.title),
  }[item.kind]();
  const facts = [
    personLabel(t, item.person_label),
    item.person.age != null && t("person.years", { count: item.person.age }),
    item.person.language && item.person.language !== "en" && languageName(item.person.language),
  ].filter(Boolean);

  return (
    <>
      <div role="gridcell" className={classes.check}>
        <Checkbox
          {...cell(0)}
          checked={selected}
          onChange={() => on.onSelect(item.id)}
          aria-label={t("today.select", { title, name: item.person.name })}
        />
      </div>
      <div role="gridcell" className={classes.what}>
        <Icon
          size={18}
          stroke={1.7}
          className={classes.kind}
          data-kind={item.kind}
          aria-label={t(`today.kind.${item.kind}`)}
          role="img"
        />
        <div className={classes.grow}>
          <span className={classes.title}>{title}</span>
          <Text size="xs" c="dimmed" truncate>
            {item.program.name}
            {showOwner && ` · ${item.owner.name}`}
          </Text>
          {item.asked && <AskedWhy asked={item.asked} zone={item.time_zone} />}
        </div>
      </div>
      <div role="gridcell" className={classes.person}>
        <Link
          {...cell(1)}
          to="/people/$personId"
          params={{ personId: item.person.id }}
          search={{ case: item.case_id }}
          className={classes.name}
        >
          {item.person.name}
        </Link>
        <Text size="xs" c="dimmed">
          {facts.join(" · ")}
        </Text>
      </div>
      <div role="gridcell" className={classes.due}>
        <Due item={item} />
      </div>
      <div role="gridcell" className={classes.why}>
        <Why item={item} cell={cell(2)} />
      </div>
      <div role="gridcell" className={classes.next}>
        <Button
          {...cell(3)}
          size="compact-md"
          variant={item.kind === "alert" ? "filled" : "light"}
          color={item.kind === "alert" ? "red" : undefined}
          onClick={() => on.onNext(item)}
          aria-label={t("today.next_label", { action: next, name: item.person.name })}
          className={classes.nextButton}
          leftSection={
            item.next_action.code === "complete_task" ? <IconCheck size={16} aria-hidden /> : undefined
          }
        >
          {next}
        </Button>
      </div>
      <div role="gridcell" className={classes.more}>
        <Menu position="bottom-end" width={230}>
          <Menu.Target>
            <ActionIcon
              {...cell(4)}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("today.more", { title, name: item.person.name })}
            >
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {item.can.includes("task_complete") && (
              <Menu.Item
                leftSection={<IconCheck size={16} aria-hidden />}
                onClick={() => on.onComplete([item])}
              >
                {t("task.complete")}
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconPhonePlus size={16} aria-hidden />}
              onClick={() => openContact(targetOf(item))}
            >
              {t("contact.log")}
            </Menu.Item>
            {snoozes(item) && (
              <Menu.Item
                leftSection={<IconClockPause size={16} aria-hidden />}
                onClick={() => on.onSnooze([item])}
              >
                {t("task.snooze")}
              </Menu.Item>
            )}
            {assigns(item) && (
              <Menu.Item
                leftSection={<IconUserShare size={16} aria-hidden />}
                onClick={() => on.onAssign([item])}
              >
                {t("task.assign")}
              </Menu.Item>
            )}
            <Menu.Item
              component={Link}
              to="/people/$personId"
              params={{ personId: item.person.id } as never}
              search={{ case: item.case_id } as never}
              leftSection={<IconUser size={16} aria-hidden />}
            >
              {t("today.open_person")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </>
  );
});

/** Why an alert of somebody else is on the reader's list. */
function AskedWhy({ asked, zone }: { asked: NonNullable<TodayItem["asked"]>; zone: string }) {
  const { t } = useTranslation();
  const names = { covers: asked.covers?.name ?? "", when: when(asked.since, zone) };
  return (
    <Text size="xs" fw={600} component="div">
      {t(`escalation.today.${asked.reason}`, names)}
    </Text>
  );
}

/** The next step in the reader's language, or as the server calls it. */
function useNextLabel(): (item: TodayItem) => string {
  const { t, i18n } = useTranslation();
  return ({ next_action: { code, label } }) => {
    const key = `today.action.${code}`;
    return i18n.exists(key) ? String(t(key as "today.action.assess")) : label;
  };
}
