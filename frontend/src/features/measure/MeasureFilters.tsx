import { Button, Group, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "@/app/me";
import { scopes, type MeasureSearch } from "@/app/search";
import { DayField } from "./DayField";
import { defaultPeriod } from "./period";
import { PeriodFields } from "./PeriodFields";

interface FilterProps {
  search: MeasureSearch;
  onChange: (change: MeasureSearch) => void;
}

/** Whose work, which program, which period, and as known when; all of it in the URL. Who sees numbers only asks about less. */
export function MeasureFilters({ search, onChange }: FilterProps) {
  const { t } = useTranslation();
  const { programs, teams, sees_people } = useMe();
  const period = defaultPeriod();
  return (
    <>
      <Group gap="sm" align="flex-end">
        {sees_people && (
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
        )}
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
        {sees_people && teams.length > 1 && (
          <Select
            label={t("measures.team")}
            value={search.team ?? ""}
            onChange={(team) => onChange({ team: team || undefined })}
            data={[
              { value: "", label: t("measures.every_team") },
              ...teams.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            w={220}
          />
        )}
        {search.staff && (
          <div>
            <Text size="sm">{t("performance.one_colleague")}</Text>
            <Button variant="default" onClick={() => onChange({ staff: undefined })}>
              {t("performance.everybody")}
            </Button>
          </div>
        )}
        <PeriodFields from={search.from ?? period.from} to={search.to ?? period.to} onChange={onChange} />
      </Group>
      {sees_people ? (
        <LookBack search={search} onChange={onChange} />
      ) : (
        <Text size="sm">{t("measures.in_steps")}</Text>
      )}
    </>
  );
}

/** The two clocks: the instant that counts as now, and the facts as they were recorded then. */
function LookBack({ search, onChange }: FilterProps) {
  const { t } = useTranslation();
  const { to: today } = defaultPeriod();
  const back = search.asOf ?? search.knownAt;
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Text component="legend" fw={600} size="sm" mb={4}>
        {t("measures.time_travel")}
      </Text>
      <Group gap="sm" align="flex-end">
        <DayField
          label={t("measures.as_of")}
          hint={t("measures.as_of_hint")}
          value={search.asOf ?? ""}
          max={today}
          onChange={(asOf) => onChange({ asOf })}
        />
        <DayField
          label={t("measures.known_at")}
          hint={t("measures.known_at_hint")}
          value={search.knownAt ?? ""}
          max={today}
          onChange={(knownAt) => onChange({ knownAt })}
        />
        {back && (
          <Button variant="default" onClick={() => onChange({ asOf: undefined, knownAt: undefined })}>
            {t("measures.today_again")}
          </Button>
        )}
      </Group>
      {back && (
        <Text size="sm" mt={6} role="status">
          {t("measures.looking_back")}
        </Text>
      )}
    </fieldset>
  );
}
