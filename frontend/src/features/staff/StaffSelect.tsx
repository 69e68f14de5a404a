import { Select, type SelectProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useMe } from "@/app/me";

const STAFF = { query: { limit: 200 } };

/** The name of a colleague from the id. */
export function useStaffName(): (id: string) => string {
  const { data } = useCall("staff_list", STAFF);
  return (id) => data?.items.find((staff) => staff.id === id)?.name ?? "";
}

/** Choice of a colleague by name and role; the reader comes first. */
export function StaffSelect(props: Omit<SelectProps, "data">) {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useCall("staff_list", STAFF);
  const others = (data?.items ?? []).filter((staff) => staff.active && staff.id !== me.id);
  const options = [
    { value: me.id, label: t("staff.me", { name: me.name }) },
    ...others.map(({ id, name, title }) => ({ value: id, label: `${name}, ${title}` })),
  ];
  return <Select searchable nothingFoundMessage={t("staff.nobody")} {...props} data={options} />;
}
