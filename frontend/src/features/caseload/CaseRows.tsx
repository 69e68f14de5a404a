import { Checkbox, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { CaseloadCase } from "@/api/types";
import { useWords } from "@/lib/words";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Tier } from "@/ui/Tier";
import { Waiting } from "@/ui/Waiting";
import classes from "./Caseload.module.css";

interface CaseRowsProps {
  staffId: string;
  /** Whether a case is taken up, where cases can be moved. */
  picked?: (one: CaseloadCase) => boolean;
  onPick?: (one: CaseloadCase) => void;
  onDrag?: (one: CaseloadCase) => void;
}

/** The cases of a caseload, page by page. */
export function CaseRows({ staffId, picked, onPick, onDrag }: CaseRowsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const cases = usePages("caseload_case_list", { path: { id: staffId }, query: {} });
  if (cases.error) return <ProblemNotice error={cases.error} />;
  if (cases.isPending) return <Waiting lines={3} />;
  if (cases.items.length === 0) return <Text size="sm">{t("caseload.no_cases")}</Text>;
  return (
    <>
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {cases.items.map((one) => (
          <li
            key={one.id}
            className={classes.case}
            draggable={onDrag !== undefined}
            onDragStart={(event) => {
              // Some browsers drag nothing that has no data; what is dragged never leaves the page.
              event.dataTransfer.setData("text/plain", "");
              onDrag?.(one);
            }}
          >
            {onPick && (
              <Checkbox
                checked={picked?.(one) ?? false}
                onChange={() => onPick(one)}
                aria-label={t("caseload.select", { name: one.person.name })}
              />
            )}
            <Group gap="xs">
              <Link
                to="/people/$personId"
                params={{ personId: one.person.id }}
                search={{ case: one.id }}
                draggable={false}
              >
                {one.person.name}
              </Link>
              <Tier tier={one.tier} />
              <Text size="sm" c="dimmed">
                {one.program.name} · {words(one.stage)} · {t("caseload.points", { value: one.points })}
              </Text>
            </Group>
          </li>
        ))}
      </ul>
      <More {...cases} />
    </>
  );
}
