import { Button, Collapse, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconScale } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useCapability } from "@/app/me";
import { useRuleWords } from "@/features/deadline/words";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { Row } from "@/ui/Rows";
import { useClockWords } from "./clock";
import type { RuleLine } from "./versions";

const ReviseDialog = lazy(() => import("./ReviseDialog").then((m) => ({ default: m.ReviseDialog })));

interface RuleRowProps {
  line: RuleLine;
  zone: string;
  today: string;
}

/** A rule in words, with what follows it and where it comes from. */
export function RuleRow({ line, zone, today }: RuleRowProps) {
  const { t } = useTranslation();
  const clockWords = useClockWords();
  const writes = useCapability()("rule_write");
  const [source, setSource] = useDisclosure();
  const [changing, change] = useDisclosure();
  const { code, now, next, newest } = line;
  const title = useRuleWords().title((now ?? newest).title);
  return (
    <Row
      icon={<IconScale size={18} stroke={1.7} aria-hidden />}
      title={title}
      detail={
        <>
          {now
            ? `${clockWords(now.clock)}, ${t("rulebook.since", { on: formatDate(now.valid_from) })}`
            : t("rulebook.not_yet")}
          {next.map((version) => (
            <Text key={version.id} size="sm" fw={600} c="var(--mantine-color-text)">
              {t("rulebook.next", { on: formatDate(version.valid_from), clock: clockWords(version.clock) })}
            </Text>
          ))}
        </>
      }
      actions={
        <>
          <Button
            variant="subtle"
            size="compact-md"
            onClick={setSource.toggle}
            aria-expanded={source}
            aria-label={t("rulebook.source_of", { title })}
          >
            {t("rulebook.source")}
          </Button>
          {writes && (
            <ActionButton
              can={newest.can}
              operation="rule_revise"
              variant="default"
              size="compact-md"
              onClick={change.open}
              aria-label={t("rulebook.change_of", { title })}
            >
              {t("rulebook.change")}
            </ActionButton>
          )}
        </>
      }
    >
      <Collapse expanded={source}>
        {[...(now ? [now] : []), ...next].map(({ id, source: text }) => (
          <Text key={id} size="sm" mt="xs">
            {code}: {text}
          </Text>
        ))}
      </Collapse>
      <Suspense>
        {changing && <ReviseDialog rule={newest} zone={zone} today={today} onClose={change.close} />}
      </Suspense>
    </Row>
  );
}
