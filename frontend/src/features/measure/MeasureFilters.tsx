import { Group, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "@/app/me";
import { scopes, type MeasureSearch } from "@/app/search";
import { defaultPeriod } from "./period";

/** Whose work, which program, which period; all of it in the URL. */
export function MeasureFilters({
  search,
  onChange,
}: {
  search: MeasureSearch;
  onChange: (change: MeasureSearch) => void;
}) {
  const { t } = useTranslation();
  const { programs } = useMe();
  const period = defaultPeriod();
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={t("measure.scope")}
        value={search.scope ?? ""}
        onChange={(next) => onChange({ scope: scopes.find((known) => known === next) })}
        data={[
          { value: "", label: t("measure.scope_default") },
          ...scopes.map((code) => ({ value: code, label: t(`today.${code}`) })),
        ]}
        w={190}
      />
      {programs.length > 1 && (
        <Select
          label={t("case.program")}
          value={search.program ?? ""}
          onChange={(program) => onChange({ program: program || undefined })}
          data={[
            { value: "", label: t("today.every_program") },
            ...programs.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          w={240}
        />
      )}
      <TextInput
        type="date"
        label={t("measure.from")}
        value={search.from ?? period.from}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={t("measure.to")}
        value={search.to ?? period.to}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
    </Group>
  );
}
