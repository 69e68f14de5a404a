import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Section } from "@/ui/Section";
import { dayName, weekdays } from "./hours";
import classes from "./Service.module.css";
import type { FieldsProps } from "./ServiceWhoFor";
import { noPlace, workday, type Hours, type Place } from "./serviceForm";

const MOST_PLACES = 20;
const MOST_OPENINGS = 50;

/** The list with one item changed, or without it. */
const replaced = <T,>(items: T[], index: number, change: Partial<T> | null): T[] =>
  items.flatMap((item, at) => (at === index ? (change ? [{ ...item, ...change }] : []) : [item]));

/** When a service is open, on the wall clock of its time zone. */
export function TimesFields({ form, change, errors }: FieldsProps) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "es" ? "es-US" : "en-US";
  const days = weekdays.map((day) => ({ value: day, label: dayName(day, language) }));
  const set = (index: number, part: Partial<Hours> | null) =>
    change({ schedule: replaced(form.schedule, index, part) });
  const next = () => {
    const last = form.schedule.at(-1);
    const day = weekdays[(weekdays.indexOf(last?.day ?? "SU") + 1) % weekdays.length] ?? "MO";
    change({ schedule: [...form.schedule, { ...(last ?? workday), day }] });
  };
  return (
    <Section title={t("service.when")}>
      <Stack gap="sm">
        <TextInput
          label={t("directory.zone")}
          description={t("directory.zone_text")}
          value={form.time_zone}
          onChange={(event) => change({ time_zone: event.currentTarget.value })}
          error={errors["content.time_zone"]}
          maxLength={60}
          maw={320}
          required
        />
        {form.schedule.length === 0 && <Text c="dimmed">{t("service.hours_unknown")}</Text>}
        {form.schedule.map((opening, index) => {
          const day = dayName(opening.day, language);
          return (
            <Group key={index} gap="sm" align="end" role="group" aria-label={day}>
              <Select
                label={t("service.day")}
                value={opening.day}
                onChange={(code) => set(index, { day: weekdays.find((known) => known === code) ?? "MO" })}
                data={days}
                allowDeselect={false}
                w={150}
              />
              <TextInput
                type="time"
                label={t("directory.opens")}
                value={opening.opens}
                onChange={(event) => set(index, { opens: event.currentTarget.value })}
                required
                w={130}
              />
              <TextInput
                type="time"
                label={t("directory.closes")}
                value={opening.closes}
                onChange={(event) => set(index, { closes: event.currentTarget.value })}
                error={errors[`content.schedule.${index}.closes`]}
                required
                w={130}
              />
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t("directory.remove", { what: day })}
                onClick={() => set(index, null)}
              >
                <IconTrash size={17} aria-hidden />
              </ActionIcon>
            </Group>
          );
        })}
        {form.schedule.length < MOST_OPENINGS && (
          <Button
            variant="default"
            w="fit-content"
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={next}
          >
            {t("directory.add_hours")}
          </Button>
        )}
      </Stack>
    </Section>
  );
}

const placeFields = ["name", "line", "city", "state", "postal_code", "county"] as const;
const longest = { name: 200, line: 200, city: 100, state: 100, postal_code: 20, county: 100 };

/** Where a service is given. */
export function PlacesFields({ form, change, errors }: FieldsProps) {
  const { t } = useTranslation();
  const set = (index: number, part: Partial<Place> | null) =>
    change({ locations: replaced(form.locations, index, part) });
  return (
    <Section title={t("service.where")}>
      <Stack gap="md">
        {form.locations.length === 0 && <Text c="dimmed">{t("service.where_none")}</Text>}
        {form.locations.map((place, index) => (
          <Stack key={index} gap="xs" role="group" aria-label={t("directory.place", { number: index + 1 })}>
            <Group justify="space-between">
              <Text fw={600}>{t("directory.place", { number: index + 1 })}</Text>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t("directory.remove", { what: t("directory.place", { number: index + 1 }) })}
                onClick={() => set(index, null)}
              >
                <IconTrash size={17} aria-hidden />
              </ActionIcon>
            </Group>
            <div className={classes.filters}>
              {placeFields.map((name) => (
                <TextInput
                  key={name}
                  label={t(`directory.places.${name}`)}
                  value={place[name]}
                  onChange={(event) => set(index, { [name]: event.currentTarget.value })}
                  maxLength={longest[name]}
                />
              ))}
              {(["latitude", "longitude"] as const).map((name) => (
                <NumberInput
                  key={name}
                  label={t(`directory.places.${name}`)}
                  value={place[name]}
                  onChange={(value) => set(index, { [name]: value })}
                  error={errors[`content.locations.${index}.${name}`]}
                  min={name === "latitude" ? -90 : -180}
                  max={name === "latitude" ? 90 : 180}
                  decimalScale={6}
                  hideControls
                />
              ))}
            </div>
          </Stack>
        ))}
        {form.locations.length < MOST_PLACES && (
          <Button
            variant="default"
            w="fit-content"
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => change({ locations: [...form.locations, noPlace] })}
          >
            {t("directory.add_place")}
          </Button>
        )}
      </Stack>
    </Section>
  );
}
