import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Barrier } from "@/api/types";
import { useTexts } from "@/lib/texts";
import { uuid } from "@/lib/uuid";
import { Row, Rows } from "@/ui/Rows";
import { proposed, type BarrierProposal } from "./barriers";

const texts = {
  en: {
    title: "Proposed from the comprehensive assessment",
    add: "Put on the plan",
  },
  es: {
    title: "Propuestos por la evaluación integral",
    add: "Poner en el plan",
  },
};

interface ProposedBarriersProps {
  personId: string;
  barriers: Barrier[];
  onAdd: (barrier: Barrier) => void;
}

/** What the newest completed comprehensive assessment says is in the way and the plan does not have yet. */
export function ProposedBarriers({ personId, barriers, onAdd }: ProposedBarriersProps) {
  const { i18n } = useTranslation();
  const say = useTexts(texts);
  const language = i18n.language === "es" ? "es" : "en";
  const list = useCall("comprehensive_assessment_list", { path: { id: personId } });
  const newest = list.data?.items.find(({ status }) => status === "completed");
  const assessment = useCall(
    "comprehensive_assessment_get",
    { path: { id: newest?.id ?? "" } },
    { enabled: newest !== undefined },
  );
  const open = proposed(assessment.data?.barriers ?? [], barriers);
  if (open.length === 0) return null;
  const barrier = ({ kind, title }: BarrierProposal): Barrier => ({
    id: uuid(),
    text: title[language],
    kind,
    severity: "moderate",
    status: "open",
  });
  return (
    <Rows label={say.title}>
      {open.map((one) => (
        <Row
          key={one.code}
          title={one.title[language]}
          detail={`${one.question[language]} ${one.answer[language]}`}
          actions={
            <Button
              variant="light"
              size="compact-md"
              leftSection={<IconPlus size={16} aria-hidden />}
              aria-label={`${say.add}: ${one.title[language]}`}
              onClick={() => onAdd(barrier(one))}
            >
              {say.add}
            </Button>
          }
        />
      ))}
    </Rows>
  );
}
