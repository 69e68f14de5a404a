import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";

interface OrganizationSelectProps {
  value: string | null;
  /** The name of the chosen one, when it is known. */
  name?: string | undefined;
  onChange: (id: string | null) => void;
  error: string | undefined;
  /** What it is called where it is not who offers something, and may be left out. */
  optional?: { label: string; description: string };
}

/** Who offers it: found by the beginnings of words of the name, among those that are there. */
export function OrganizationSelect({ value, name, onChange, error, optional }: OrganizationSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [words] = useDebouncedValue(typed, 250);
  const asked = words.trim() === name ? "" : words.trim();
  const { data } = useCall("community_organization_list", {
    query: { limit: 50, ...(asked && { text: asked.slice(0, 100) }) },
  });
  const { data: chosen } = useCall(
    "community_organization_get",
    { path: { id: value ?? "" } },
    { enabled: value !== null },
  );
  const open = (data?.items ?? []).filter(({ status }) => status === "active");
  const options = open.map(({ id, content }) => ({ value: id, label: content.name }));
  const known = chosen?.organization.content.name ?? name;
  if (value && known && !options.some((option) => option.value === value)) {
    options.unshift({ value, label: known });
  }
  return (
    <Select
      label={optional?.label ?? t("directory.offered_by")}
      description={optional?.description ?? t("directory.offered_by_text")}
      value={value}
      onChange={onChange}
      data={options}
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
      nothingFoundMessage={t("directory.no_organization")}
      error={error}
      searchable
      required={!optional}
      clearable={Boolean(optional)}
      clearButtonProps={{ "aria-label": t("action.clear") }}
    />
  );
}
