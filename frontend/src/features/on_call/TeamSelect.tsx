import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";

interface TeamSelectProps {
  value: string | undefined;
  onChange: (team: string | null) => void;
}

/** Choice of a team by its name and program. */
export function TeamSelect({ value, onChange }: TeamSelectProps) {
  const { t } = useTranslation();
  const { data } = useCall("team_list", {});
  const teams = data?.items ?? [];
  return (
    <Select
      label={t("on_call.team")}
      value={value ?? null}
      onChange={onChange}
      data={teams.map(({ id, name, program }) => ({ value: id, label: `${name} · ${program.name}` }))}
      searchable
      allowDeselect={false}
      w={340}
      maw="100%"
    />
  );
}
