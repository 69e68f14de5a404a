import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { formatInstant } from "@/lib/dates";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

interface DirectoryHistoryProps {
  of: "community_service_history" | "community_organization_history";
  id: string;
}

/** Who changed what of an entry of the directory, when; read only when somebody asks for it. */
export function DirectoryHistory({ of, id }: DirectoryHistoryProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data, error, isPending } = useCall(of, { path: { id } }, { enabled: open });
  return (
    <Section
      title={t("directory.history")}
      actions={
        <Button variant="default" size="compact-md" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "directory.history_hide" : "directory.history_show")}
        </Button>
      }
    >
      {!open && <Text c="dimmed">{t("directory.history_text")}</Text>}
      {open && error && <ProblemNotice error={error} />}
      {open && isPending && <Waiting />}
      {open && data && (
        <Rows label={t("directory.history")}>
          {data.items.map(({ version, at, by, changed }) => (
            <Row
              key={version}
              title={
                version === 1
                  ? t("directory.recorded")
                  : changed.length > 0
                    ? changed.map((part) => t(`directory.parts.${part}`)).join(", ")
                    : t("directory.nothing_changed")
              }
              detail={[formatInstant(at), by?.name].filter(Boolean).join(", ")}
            />
          ))}
        </Rows>
      )}
    </Section>
  );
}
