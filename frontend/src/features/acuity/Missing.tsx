import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CaseView, Schemas } from "@/api/types";
import { openContact } from "@/features/contact/open";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { useBegin } from "@/features/assessment/useBegin";
import { useInstruments } from "@/features/assessment/useInstrument";

/** What colleagues call an instrument: the short form behind its title, a short title, or its code. */
export function shortTitle(code: string, title = ""): string {
  const short = /\(([A-Z][\w-]{1,11})\)$/.exec(title)?.[1];
  return short ?? (title && title.length <= 30 ? title : code.toUpperCase());
}

interface MissingProps {
  acuity: Schemas["AcuityView"];
  current: CaseView;
  onClose: () => void;
}

/** What is missing, the fact that decides most first, each with the way to find out. */
export function Missing({ acuity, current, onClose }: MissingProps) {
  const { t } = useTranslation();
  const { begin, error, isPending } = useBegin(current.id);
  const { entries } = useInstruments();
  const open = acuity.parts.filter(({ ask }) => ask);
  const asks = [...new Set(open.map(({ ask }) => ask ?? ""))].sort(
    (a, b) => Number(b === acuity.ask_next) - Number(a === acuity.ask_next),
  );
  if (asks.length === 0) return <Text>{t("acuity.nothing_missing")}</Text>;
  const title = (ask: string) =>
    shortTitle(ask, entries.find(({ instrument }) => instrument.code === ask)?.instrument.title);
  const facts = (ask: string) =>
    open.filter((part) => part.ask === ask).map(({ fact }) => t(`acuity.facts.${fact}`));
  return (
    <Stack gap="xs">
      <Text size="sm">
        {t(acuity.judgement.provisional ? "acuity.missing_text" : "acuity.missing_settled")}
      </Text>
      {error && <ProblemNotice error={error} />}
      {asks.map((ask) => (
        <Group key={ask} justify="space-between" gap="xs">
          <Text size="sm" fw={ask === acuity.ask_next ? 650 : undefined}>
            {facts(ask).join(", ")}
            {ask === acuity.ask_next && ` · ${t("acuity.decides_most")}`}
          </Text>
          {ask === "contact" ? (
            <ActionButton
              can={current.can}
              operation="contact_create"
              size="sm"
              variant="light"
              onClick={() => {
                onClose();
                openContact();
              }}
            >
              {t("contact.log")}
            </ActionButton>
          ) : (
            <ActionButton
              can={current.can}
              operation="assessment_create"
              size="sm"
              variant={ask === acuity.ask_next ? "filled" : "light"}
              loading={isPending}
              onClick={() => begin(ask, ask === "lace")}
            >
              <span>
                {t("acuity.ask")} <span lang="en">{title(ask)}</span>
              </span>
            </ActionButton>
          )}
        </Group>
      ))}
    </Stack>
  );
}
