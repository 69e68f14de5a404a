import { Button, SegmentedControl, Text } from "@mantine/core";
import { IconUserQuestion } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePages } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { formatDate, formatInstant } from "@/lib/dates";
import { More } from "@/ui/More";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";
import { nameOf } from "./words";

const MatchDialog = lazy(() => import("./MatchDialog").then((m) => ({ default: m.MatchDialog })));
const shown = ["open", "dismissed"] as const;

/** People whom the hospital names and nobody knows here. */
export function MatchList() {
  const { t } = useTranslation();
  const [status, setStatus] = useState<(typeof shown)[number]>("open");
  const [open, setOpen] = useState<string | null>(null);
  const entries = usePages("adt_match_list", { query: { status } });
  const detail = (entry: Schemas["AdtMatchView"]) =>
    [
      entry.birth_date && t("adt.born", { on: formatDate(entry.birth_date) }),
      t("adt.number", { value: entry.value, authority: entry.authority }),
      t("adt.messages", { count: entry.waiting }),
      entry.reason,
      t("adt.since", { when: formatInstant(entry.created_at) }),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <Section
      title={t("adt.who")}
      actions={
        <SegmentedControl
          aria-label={t("adt.shown")}
          value={status}
          onChange={(next) => setStatus(shown.find((known) => known === next) ?? "open")}
          data={shown.map((code) => ({ value: code, label: t(`adt.match_status.${code}`) }))}
        />
      }
    >
      {entries.error && <ProblemNotice error={entries.error} />}
      {entries.isPending && <Waiting lines={2} />}
      {entries.data && entries.items.length === 0 && (
        <Text c="dimmed">{t(status === "open" ? "adt.nobody_open" : "adt.nobody_dismissed")}</Text>
      )}
      <Rows label={t("adt.who")}>
        {entries.items.map((entry) => (
          <Row
            key={entry.id}
            icon={<IconUserQuestion size={18} stroke={1.7} aria-hidden />}
            title={nameOf(entry) || t("adt.nameless")}
            detail={detail(entry)}
            actions={
              <Button
                variant="light"
                size="compact-md"
                aria-label={t("adt.decide_about", { name: nameOf(entry) || t("adt.nameless") })}
                onClick={() => setOpen(entry.id)}
              >
                {t("adt.decide")}
              </Button>
            }
          />
        ))}
      </Rows>
      <More {...entries} />
      <Suspense>{open && <MatchDialog id={open} onClose={() => setOpen(null)} />}</Suspense>
    </Section>
  );
}
