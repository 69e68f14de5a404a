import { Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas, TransitionView } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { TakeBack, TakenBack } from "./TakeBack";

const ReceiptDialog = lazy(() => import("./ReceiptDialog").then((m) => ({ default: m.ReceiptDialog })));

/** Word of the hospital that came: its notice of the admission, its information with the discharge. */
export function Receipts({ transition }: { transition: TransitionView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { receipts, can } = transition;
  return (
    <Section
      title={t("transition.receipts")}
      actions={
        <ActionButton
          can={can}
          operation="transition_act"
          variant="default"
          size="compact-md"
          onClick={() => setOpen(true)}
        >
          {t("transition.note_receipt")}
        </ActionButton>
      }
    >
      {receipts.length === 0 && <Text c="dimmed">{t("transition.no_receipt")}</Text>}
      <Rows label={t("transition.receipts")}>
        {receipts.map((receipt) => (
          <ReceiptRow key={receipt.id ?? receipt.what} transition={transition} receipt={receipt} />
        ))}
      </Rows>
      <TakenBack transition={transition} kind="receipt" />
      <Suspense>{open && <ReceiptDialog transition={transition} onClose={() => setOpen(false)} />}</Suspense>
    </Section>
  );
}

function ReceiptRow({
  transition,
  receipt: { id, what, at, sender, way, by },
}: {
  transition: TransitionView;
  receipt: Schemas["ReceiptView"];
}) {
  const { t } = useTranslation();
  const kind = t(`transition.receipt_kinds.${what}`);
  return (
    <Row
      title={t("transition.receipt_line", { what: kind, when: formatInstant(at, transition.time_zone) })}
      detail={[way ? t(`transition.receipt_ways.${way}`) : t("transition.receipt_fed"), sender, by?.name]
        .filter(Boolean)
        .join(" · ")}
      actions={id && <TakeBack transition={transition} entry={{ receipt: id }} what={kind} />}
    />
  );
}
