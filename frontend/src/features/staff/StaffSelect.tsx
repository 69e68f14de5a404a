import { Select, type SelectProps } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import { useMe } from "@/app/me";
import { useNothingFound } from "@/ui/nothingFound";
import { ownerRoles } from "./choices";

const STAFF = { query: { limit: 200 } };

/** All colleagues: further pages are read by themselves. */
function useStaff() {
  const { hasNextPage, isFetching, fetchNextPage, ...staff } = usePages("staff_list", STAFF);
  useEffect(() => {
    if (hasNextPage && !isFetching && !staff.error) void fetchNextPage();
  }, [hasNextPage, isFetching, staff.error, fetchNextPage]);
  return { ...staff, isFetching: isFetching || (hasNextPage && !staff.error) };
}

/** The name of a colleague from the id. */
export function useStaffName(): (id: string) => string {
  const { items } = useStaff();
  return (id) => items.find((staff) => staff.id === id)?.name ?? "";
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
  return useStaff()
    .items.filter(({ id, active, role }) => active && id !== except && (!owners || ownerRoles.includes(role)))
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
  const nothing = useNothingFound()(useStaff(), t("staff.nobody"));
  return <Select searchable nothingFoundMessage={nothing} {...props} data={options} />;
}
