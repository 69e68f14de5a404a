import { Select, type SelectProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { useMe } from "@/app/me";
import { ownerRoles } from "./choices";

const STAFF = { query: { limit: 200 } };

/** The name of a colleague from the id. */
export function useStaffName(): (id: string) => string {
  const { data } = useCall("staff_list", STAFF);
  return (id) => data?.items.find((staff) => staff.id === id)?.name ?? "";
}

interface StaffSelectProps extends Omit<SelectProps, "data"> {
  /** Only colleagues who can be accountable for a case. */
  owners?: boolean;
  /** A colleague who is no choice here. */
  except?: string;
}

/** Colleagues to choose from, by name and title; the reader comes first. */
export function useStaffOptions({ owners, except }: Pick<StaffSelectProps, "owners" | "except"> = {}) {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useCall("staff_list", STAFF);
  return (data?.items ?? [])
    .filter(({ id, active, role }) => active && id !== except && (!owners || ownerRoles.includes(role)))
    .sort((a, b) => Number(b.id === me.id) - Number(a.id === me.id))
    .map(({ id, name, title }) => ({
      value: id,
      label: id === me.id ? t("staff.me", { name }) : `${name}, ${title}`,
    }));
}

/** Choice of a colleague by name and role; the reader comes first. */
export function StaffSelect({ owners, except, ...props }: StaffSelectProps) {
  const { t } = useTranslation();
  const options = useStaffOptions({ ...(owners ? { owners } : {}), ...(except ? { except } : {}) });
  return <Select searchable nothingFoundMessage={t("staff.nobody")} {...props} data={options} />;
}
