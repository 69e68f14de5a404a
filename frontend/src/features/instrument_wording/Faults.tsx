import { Alert, List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Fault } from "./wording";

/** So many are enough to go on with; the next try shows the rest. */
const SHOWN = 12;

/** What is wrong with the texts, place by place. */
export function Faults({ faults }: { faults: Fault[] }) {
  const { t } = useTranslation();
  if (faults.length === 0) return null;
  const place = ({ language, item, answer }: Fault) =>
    [
      language && t(`assessment.language.${language}`),
      item !== undefined && t("wording.item", { item }),
      answer !== undefined && t("wording.answer", { answer }),
    ]
      .filter(Boolean)
      .join(", ");
  return (
    <Alert color="red" role="alert" title={t("wording.faults", { count: faults.length })}>
      <List size="sm" spacing={4}>
        {faults.slice(0, SHOWN).map((fault) => (
          <List.Item key={`${place(fault)} ${fault.detail}`}>
            {place(fault) && <b>{place(fault)}: </b>}
            <span lang="en">{fault.detail}</span>
          </List.Item>
        ))}
      </List>
      {faults.length > SHOWN && t("wording.more_faults", { count: faults.length - SHOWN })}
    </Alert>
  );
}
