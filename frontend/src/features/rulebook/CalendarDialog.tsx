import { ActionIcon, Button, Fieldset, Group, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconX } from "@tabler/icons-react";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { refreshAll, useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { useDraft } from "@/lib/drafts";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { DayList } from "./DayList";
import { RuleOutlook } from "./RuleOutlook";

const TYPING_MS = 350;

const lists = ["closures", "court_closures", "school_days_off"] as const;

type Days = Schemas["CalendarDays"];

/** School years in order; one that is not filled in yet comes last. */
const inOrder = (years: Days["school_years"]) =>
  [...years].sort((a, b) => (a.first || "9").localeCompare(b.first || "9"));

interface CalendarDialogProps {
  calendar: Schemas["WorkCalendarView"];
  zone: string;
  onClose: () => void;
}

/** The closed days and school years of the organization or of a program, with what they would move before they are set. */
export function CalendarDialog({ calendar, zone, onClose }: CalendarDialogProps) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { program, version } = calendar;
  const name = program?.name ?? t("rulebook.days.organization");
  // What somebody else has set meanwhile is what the form begins with when it is opened again.
  const draft = useDraft(`work_calendar:${program?.id ?? ""}:${version}`, () => calendar.days);
  const days = draft.value;
  const change = (part: Partial<Days>) => draft.change({ ...days, ...part });
  const years = inOrder(days.school_years);
  const changeYear = (at: number, part: Partial<Days["school_years"][number]>) =>
    change({ school_years: years.map((year, index) => (index === at ? { ...year, ...part } : year)) });

  const complete = years.every(({ first, last }) => first && last);
  const wanted = complete
    ? JSON.stringify({ program_id: program?.id ?? null, days: { ...days, school_years: years } })
    : null;
  const same = JSON.stringify({ ...calendar.days, school_years: inOrder(calendar.days.school_years) });
  const changed = wanted !== null && JSON.stringify({ ...days, school_years: years }) !== same;
  const [asked] = useDebouncedValue(changed ? wanted : null, TYPING_MS);
  const outlook = useOutlook(asked);
  const fresh = changed && asked === wanted && !outlook.isPlaceholderData;

  const set = useAct("work_calendar_set", {
    onSuccess: () => {
      draft.discard();
      showDone(t("rulebook.days.saved", { name }));
      onClose();
    },
    onError: () => void refreshAll(cache),
  });
  const errors = fieldErrors(set.error ?? (changed ? outlook.error : null));
  const submit = () => {
    if (wanted) set.mutate({ version, body: JSON.parse(wanted) as Schemas["WorkCalendarSet"] });
  };

  return (
    <Dialog
      title={t("rulebook.days.set_of", { name })}
      submit={t("rulebook.days.save")}
      busy={set.isPending}
      error={set.error}
      disabled={!fresh || !outlook.data}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      {lists.map((list) => (
        <DayList
          key={list}
          label={t(`rulebook.days.${list}`)}
          days={days[list]}
          onChange={(next) => change({ [list]: next })}
          error={errors[`days.${list}`]}
        />
      ))}
      <Fieldset legend={t("rulebook.days.school_years")}>
        {program && (
          <Text size="sm" c="dimmed">
            {t("rulebook.days.school_years_text")}
          </Text>
        )}
        {years.map((year, at) => (
          <Group key={at} align="flex-end" gap="sm" mt="xs">
            {(["first", "last"] as const).map((end) => (
              <TextInput
                key={end}
                type="date"
                label={t(`rulebook.days.${end}`)}
                value={year[end]}
                onChange={(event) => changeYear(at, { [end]: event.currentTarget.value })}
                error={errors[`days.school_years.${at}.${end}`]}
                required
              />
            ))}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("rulebook.days.remove_year", { number: at + 1 })}
              onClick={() => change({ school_years: years.filter((_, index) => index !== at) })}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          mt="xs"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => change({ school_years: [...years, { first: "", last: "" }] })}
        >
          {t("rulebook.days.add_year")}
        </Button>
      </Fieldset>
      {outlook.error && changed && !set.error && <ProblemNotice error={outlook.error} />}
      {outlook.data && changed ? (
        <RuleOutlook
          outlook={outlook.data}
          zone={zone}
          busy={!fresh}
          text={t("rulebook.days.preview_text")}
        />
      ) : (
        !outlook.error && (
          <Text size="sm" c="dimmed">
            {t("rulebook.days.preview_wait")}
          </Text>
        )
      )}
    </Dialog>
  );
}

/** What other days would mean. It is asked with what was typed, as text so that equal questions are asked once. */
function useOutlook(asked: string | null) {
  const body = JSON.parse(asked ?? '{"days":{}}') as Schemas["WorkCalendarSet"];
  return useCall(
    "work_calendar_preview",
    { body },
    { enabled: asked !== null, placeholderData: keepPreviousData },
  );
}
