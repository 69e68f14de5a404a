import { Badge, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatInstant } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { statusColor, type ImportView } from "./run";

interface EarlierImportsProps {
  runs: ImportView[];
  /** The run that is on the screen. */
  current: string | undefined;
  onShow: (id: string) => void;
}

/** The other tries and imports, each with its report. */
export function EarlierImports({ runs, current, onShow }: EarlierImportsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const others = runs.filter(({ id }) => id !== current);
  if (others.length === 0) return null;
  return (
    <Section title={t("import.earlier")}>
      <Rows label={t("import.earlier")}>
        {others.map(({ id, dry_run, status, author, created_at }) => (
          <Row
            key={id}
            title={formatInstant(created_at)}
            detail={`${t(dry_run ? "import.was_try" : "import.was_real")} · ${author.name}`}
            actions={
              <>
                <Badge variant="light" color={statusColor[status]}>
                  {words(status)}
                </Badge>
                <Button
                  variant="subtle"
                  size="compact-md"
                  aria-label={t("import.show_report", { when: formatInstant(created_at) })}
                  onClick={() => onShow(id)}
                >
                  {t("import.report")}
                </Button>
              </>
            }
          />
        ))}
      </Rows>
    </Section>
  );
}
