import { Badge, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Entry, Shelf } from "./catalog";
import classes from "./Picker.module.css";

interface InstrumentPickerProps {
  shelves: Shelf[];
  search: string;
  onSearch: (search: string) => void;
  chosen: string | undefined;
  onChoose: (code: string) => void;
}

/** Instruments by topic, found by name or by what they are for. From the search the down arrow goes to the list. */
export function InstrumentPicker({ shelves, search, onSearch, chosen, onChoose }: InstrumentPickerProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    list.current?.querySelector<HTMLInputElement>("input:checked, input")?.focus();
  };
  return (
    <div>
      <TextInput
        label={t("assessment.find")}
        placeholder={t("assessment.find_text")}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={enter}
        data-autofocus
      />
      <div className={classes.list} ref={list}>
        {shelves.length === 0 && (
          <Text c="dimmed" py="md" role="status">
            {t("assessment.find_none")}
          </Text>
        )}
        {shelves.map(({ topic, entries }) => (
          <fieldset key={topic} className={classes.shelf}>
            <legend>{t(`assessment.topics.${topic}`)}</legend>
            {entries.map((entry) => (
              <InstrumentOption
                key={entry.instrument.code}
                entry={entry}
                checked={entry.instrument.code === chosen}
                onChoose={() => onChoose(entry.instrument.code)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </div>
  );
}

interface InstrumentOptionProps {
  entry: Entry;
  checked: boolean;
  onChoose: () => void;
}

function InstrumentOption({ entry: { instrument, purpose }, checked, onChoose }: InstrumentOptionProps) {
  const { t } = useTranslation();
  const { title, heading, language, items, worded, notice, permission, non_commercial } = instrument;
  return (
    <label className={classes.option} data-checked={checked || undefined}>
      <input type="radio" name="instrument" checked={checked} onChange={onChoose} />
      <span className={classes.body}>
        <span lang={heading ? language : "en"} className={classes.title}>
          {heading ?? title}
        </span>
        <span className={classes.purpose}>
          {[purpose, t("assessment.questions", { count: items.length })].filter(Boolean).join(" · ")}
        </span>
        {checked && (
          <span className={classes.notice}>
            {!worded && `${t("assessment.skeleton_pick")} `}
            <span lang="en">{[notice, permission?.notice].filter(Boolean).join(" ")}</span>
          </span>
        )}
      </span>
      {!worded && (
        <Badge variant="light" color="yellow">
          {t("assessment.skeleton")}
        </Badge>
      )}
      {non_commercial && (
        <Badge variant="light" color="gray">
          {t("assessment.non_commercial")}
        </Badge>
      )}
    </label>
  );
}
