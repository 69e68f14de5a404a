import { Alert, List } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";

interface SecondLookProps {
  planId: string;
  /** The version whose words are looked at. */
  version: number;
}

/** Needs without a goal, services planned twice, contradictions: named, never a stop. */
export function SecondLook({ planId, version }: SecondLookProps) {
  const { t } = useTranslation();
  const check = useCall("care_plan_check", { path: { id: planId } });
  const looked = useRef(version);
  const { refetch } = check;
  useEffect(() => {
    if (looked.current === version) return;
    looked.current = version;
    void refetch();
  }, [version, refetch]);
  const warnings = check.data?.items ?? [];
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconEye aria-hidden />} title={t("plan.check.title")}>
      <List size="sm">
        {warnings.map(({ finding, items: [one = "", other = ""] }) => (
          <List.Item key={finding + one + other}>{t(`plan.check.${finding}`, { one, other })}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
