import { NumberInput, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { capacities, distances, needKinds, type ServiceSearch } from "@/app/search";
import { languageName, languages } from "@/lib/language";
import classes from "./Service.module.css";

/** What is typed and never stands in a URL. */
export interface Typed {
  text: string;
  postal_code: string;
  county: string;
  income: number | string;
}

export const nothingTyped: Typed = { text: "", postal_code: "", county: "", income: "" };

interface ServiceFiltersProps {
  search: ServiceSearch;
  typed: Typed;
  onFilter: (change: ServiceSearch) => void;
  onType: (change: Partial<Typed>) => void;
}

export function ServiceFilters({ search, typed, onFilter, onType }: ServiceFiltersProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.filters}>
      <TextInput
        className={classes.wide}
        label={t("service.search")}
        leftSection={<IconSearch size={17} aria-hidden />}
        value={typed.text}
        onChange={(event) => onType({ text: event.currentTarget.value })}
        type="search"
        autoComplete="off"
        maxLength={100}
      />
      <Select
        label={t("service.need")}
        value={search.need ?? ""}
        onChange={(next) => onFilter({ need: needKinds.find((known) => known === next) })}
        data={[
          { value: "", label: t("service.every_need") },
          ...needKinds.map((code) => ({ value: code, label: t(`need.kinds.${code}`) })),
        ]}
      />
      <Select
        label={t("service.room")}
        value={search.capacity ?? ""}
        onChange={(next) => onFilter({ capacity: capacities.find((known) => known === next) })}
        data={[
          { value: "", label: t("service.every_room") },
          ...capacities.map((code) => ({ value: code, label: t(`service.capacity.${code}`) })),
        ]}
      />
      <Select
        label={t("service.language")}
        value={search.language ?? ""}
        onChange={(next) => onFilter({ language: next || undefined })}
        data={[
          { value: "", label: t("service.every_language") },
          ...languages.map((tag) => ({ value: tag, label: languageName(tag) })),
        ]}
        searchable
      />
      <TextInput
        label={t("service.near")}
        value={typed.postal_code}
        onChange={(event) => onType({ postal_code: event.currentTarget.value })}
        autoComplete="off"
        maxLength={20}
      />
      <Select
        label={t("service.miles")}
        value={String(search.miles ?? "")}
        onChange={(next) => onFilter({ miles: distances.find((known) => String(known) === next) })}
        data={[
          { value: "", label: t("service.any_distance") },
          ...distances.map((count) => ({ value: String(count), label: t("service.within", { count }) })),
        ]}
      />
      {search.person && (
        <>
          <TextInput
            label={t("service.county")}
            value={typed.county}
            onChange={(event) => onType({ county: event.currentTarget.value })}
            autoComplete="off"
            maxLength={100}
          />
          <NumberInput
            label={t("service.income")}
            value={typed.income}
            onChange={(income) => onType({ income })}
            min={0}
            max={10_000}
            allowDecimal={false}
            hideControls
          />
        </>
      )}
    </div>
  );
}
