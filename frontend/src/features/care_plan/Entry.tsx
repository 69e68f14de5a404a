import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./CarePlan.module.css";

interface EntryProps {
  /** What this is, for the name of the group and of its remove button. */
  label: string;
  onRemove: () => void;
  children: ReactNode;
}

/** One goal, intervention or barrier while it is edited. */
export function Entry({ label, onRemove, children }: EntryProps) {
  const { t } = useTranslation();
  return (
    <div role="group" aria-label={label} className={classes.entry}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.remove}
        onClick={onRemove}
        aria-label={t("care_plan.remove", { what: label })}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
      {children}
    </div>
  );
}
