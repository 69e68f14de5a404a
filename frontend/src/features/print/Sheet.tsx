import { Alert, Badge, Button, Group, List, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { useMe } from "@/app/me";
import { personLabel } from "@/features/person/label";
import { PersonLink } from "@/features/person/PersonLink";
import { dateIn, useDocumentLanguage, useLabels } from "./labels";
import classes from "./Print.module.css";

export type Audience = Schemas["PrintAudience"];
export type SheetLanguage = Schemas["ReadingLanguage"];

interface SheetProps {
  sheet: Schemas["SheetView"];
  /** What is chosen, which the sheet may not show yet. */
  chosen: { audience: Audience; language: SheetLanguage };
  /** The sheet that is chosen is still read. */
  waiting: boolean;
  /** Where moments are told: the zone of the program, else of the reader. */
  zone?: string | undefined;
  /** What whoever prints should know about the copy; not printed. */
  warning?: string | undefined;
  personId: string;
  /** What the program calls the person, where the plan is one of a program. */
  called?: string | undefined;
  /** What the sheet is called, in its own language. */
  title: (label: TFunction) => string;
  onChoose: (choice: { audience?: Audience; language?: SheetLanguage }) => void;
  children: (label: TFunction) => ReactNode;
}

/** A sheet to print: what is chosen and how hard it reads stands above it and is not printed. */
export function Sheet({
  sheet,
  chosen,
  waiting,
  zone,
  warning,
  personId,
  called,
  title,
  onChoose,
  children,
}: SheetProps) {
  const { time_zone: home } = useMe();
  const { audience, language } = sheet;
  const label = useLabels(language);
  useDocumentLanguage(label && language);
  return (
    <Stack gap="lg">
      <div data-noprint>
        <Tools
          sheet={sheet}
          chosen={chosen}
          waiting={waiting}
          warning={warning}
          personId={personId}
          onChoose={onChoose}
        />
      </div>
      {label && (
        <article
          lang={language}
          className={`${classes.sheet} ${audience === "person" ? classes.person : classes.clinician}`}
        >
          <div className={classes.body}>
            <h1>{title(label)}</h1>
            {audience === "clinician" && <Approved sheet={sheet} zone={zone ?? home} label={label} />}
            {children(label)}
          </div>
          <footer className={classes.footer}>
            <p>
              {[called && personLabel(label, called), sheet.person_name, dateIn(language, sheet.birth_date)]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </footer>
        </article>
      )}
    </Stack>
  );
}

interface ApprovedProps {
  sheet: Schemas["SheetView"];
  zone: string;
  label: TFunction;
}

function Approved({ sheet, zone, label }: ApprovedProps) {
  const { revision, approved_by, approved_at } = sheet;
  return (
    <p>
      {label("print.approved", {
        revision,
        name: approved_by.name,
        when: dateIn(sheet.language, approved_at, zone),
      })}
    </p>
  );
}

type ToolsProps = Pick<SheetProps, "sheet" | "chosen" | "waiting" | "warning" | "personId" | "onChoose">;

function Tools({ sheet, chosen, waiting, warning, personId, onChoose }: ToolsProps) {
  const { t } = useTranslation();
  const { audience, language } = chosen;
  const { reading } = sheet;
  const hard = reading.grade != null && reading.grade > reading.target;
  return (
    <Stack gap="sm">
      <PersonLink personId={personId} tab="plan" />
      <Group gap="md" align="center">
        <SegmentedControl
          aria-label={t("print.audience")}
          value={audience}
          onChange={(next) => onChoose({ audience: next === "person" ? "person" : "clinician" })}
          data={[
            { value: "person", label: t("print.for_person") },
            { value: "clinician", label: t("print.for_clinician") },
          ]}
        />
        <SegmentedControl
          aria-label={t("print.language")}
          value={language}
          onChange={(next) => onChoose({ language: next === "es" ? "es" : "en" })}
          data={[
            { value: "en", label: "English" },
            { value: "es", label: "Español" },
          ]}
        />
        <Button
          loading={waiting}
          leftSection={<IconPrinter size={17} aria-hidden />}
          onClick={() => window.print()}
        >
          {t("print.print")}
        </Button>
        {reading.grade != null && (
          <Badge size="lg" variant="light" color={hard ? "yellow" : "teal"}>
            {t("print.grade", { grade: Math.round(reading.grade), target: reading.target })}
          </Badge>
        )}
      </Group>
      {warning && <Alert color="yellow">{warning}</Alert>}
      {reading.hardest.length > 0 && (
        <Alert color="yellow" title={t("print.simplify")}>
          <List size="sm">
            {reading.hardest.map(({ text, grade }) => (
              <List.Item key={text}>
                {text}{" "}
                <Text component="span" c="dimmed" size="sm">
                  {t("print.sentence_grade", { grade: Math.round(grade) })}
                </Text>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}
