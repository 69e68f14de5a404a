import { Badge, Group, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import classes from "./Caseload.module.css";

type Summary = Schemas["CaseloadSummary"];

/** Percent in words; nobody who is off for weeks has any. */
export function usePercent() {
  const { t } = useTranslation();
  return ({ utilisation }: Summary) =>
    typeof utilisation === "number"
      ? t("caseload.percent", { value: utilisation })
      : t("caseload.no_percent");
}

/** How full a caseload is: a bar for the eye, and the same in words. */
export function LoadBar({ load }: { load: Summary }) {
  const { t } = useTranslation();
  const percent = usePercent();
  const why = load.missing.map((code) => t(`caseload.missing.${code}`)).join(" ");
  return (
    <div>
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={600}>
          {percent(load)}
        </Text>
        <Text size="sm">{t(`caseload.standing.${load.standing}`)}</Text>
        {load.missing.length > 0 && (
          <Tooltip label={why} multiline maw={320}>
            <Badge variant="light" color="yellow" size="sm" tabIndex={0} aria-description={why}>
              {t("caseload.provisional")}
            </Badge>
          </Tooltip>
        )}
      </Group>
      <div className={classes.bar} aria-hidden>
        <div
          className={classes.fill}
          data-standing={load.standing}
          style={{ width: `${Math.min(100, load.utilisation ?? 100)}%` }}
        />
      </div>
    </div>
  );
}
