import {
  Button,
  Collapse,
  Fieldset,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { CaseloadWorker, Schemas } from "@/api/types";
import { languageName, languages } from "@/lib/language";
import { asItIs, asksWhatIf, isWhole, licences, usual, type Question } from "./question";

const tiers = ["low", "rising", "high", "complex"] as const;
const wishes = ["balance", "continuity", "language", "travel"] as const;
const much = ["50", "100", "200"] as const;

interface WhatIfProps {
  question: Question;
  onChange: (question: Question) => void;
  workers: CaseloadWorker[];
  busy: boolean;
  onAsk: (question: Question) => void;
}

/** What a proposal minds, and what is asked what if. Nothing is worked out before it is asked. */
export function WhatIf({ question, onChange, workers, busy, onAsk }: WhatIfProps) {
  const { t } = useTranslation();
  const change = (next: Partial<Question>) => onChange({ ...question, ...next });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(question);
      }}
    >
      <Stack gap="xs">
        <Fold title={t("proposal.wishes")} begins={changed(question.wishes)}>
          <Wishes of={question.wishes} onChange={(next) => change({ wishes: next })} />
        </Fold>
        <Fold title={t("proposal.what_if")} begins={asksWhatIf(question)}>
          <Text size="sm" c="dimmed" mb="xs">
            {t("proposal.what_if_text")}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <Hire of={question.hire} onChange={(hire) => change({ hire })} />
            <Leave of={question.leave} onChange={(leave) => change({ leave })} workers={workers} />
            <Programs question={question} onChange={change} />
          </SimpleGrid>
        </Fold>
        <Group gap="sm">
          <Button type="submit" variant="default" loading={busy} disabled={!isWhole(question)}>
            {t("proposal.ask")}
          </Button>
          <Button
            variant="subtle"
            onClick={() => {
              onChange(asItIs(question));
              onAsk(asItIs(question));
            }}
          >
            {t("proposal.clear")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const changed = (of: Question["wishes"]) =>
  of.language_required || wishes.some((wish) => of[wish] !== usual.wishes[wish]);

interface FoldProps {
  title: string;
  /** Whether it begins open: what is asked is never out of sight. */
  begins: boolean;
  children: ReactNode;
}

/** A part of the form that is out of the way until somebody wants it. */
function Fold({ title, begins, children }: FoldProps) {
  const [open, setOpen] = useState(begins);
  const id = useId();
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <UnstyledButton mih={44} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <Group gap={6} wrap="nowrap">
          <Icon size={17} aria-hidden />
          <Text fw={600}>{title}</Text>
        </Group>
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        {children}
      </Collapse>
    </div>
  );
}

function Wishes({
  of,
  onChange,
}: {
  of: Question["wishes"];
  onChange: (wishes: Question["wishes"]) => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
        {wishes.map((wish) => (
          <Select
            key={wish}
            label={t(`proposal.${wish}`)}
            value={String(of[wish])}
            onChange={(value) => onChange({ ...of, [wish]: Number(value ?? 100) })}
            data={much.map((value) => ({ value, label: t(`proposal.much.${value}`) }))}
            allowDeselect={false}
          />
        ))}
      </SimpleGrid>
      <Switch
        label={t("proposal.language_required")}
        checked={of.language_required}
        onChange={(event) => onChange({ ...of, language_required: event.currentTarget.checked })}
      />
    </Stack>
  );
}

function Hire({ of, onChange }: { of: Question["hire"]; onChange: (hire: Question["hire"]) => void }) {
  const { t } = useTranslation();
  return (
    <Fieldset legend={t("proposal.hires")}>
      <Stack gap="sm">
        <NumberInput
          label={t("proposal.hire_count")}
          value={of.count}
          onChange={(value) => onChange({ ...of, count: Number(value) || 0 })}
          min={0}
          max={5}
          clampBehavior="strict"
        />
        {of.count > 0 && (
          <>
            <NumberInput
              label={t("proposal.hire_hours")}
              value={of.hours}
              onChange={(value) => onChange({ ...of, hours: Number(value) || 1 })}
              min={1}
              max={80}
              clampBehavior="strict"
            />
            <MultiSelect
              label={t("proposal.hire_languages")}
              value={of.languages}
              onChange={(spoken) => onChange({ ...of, languages: spoken })}
              data={languages.map((value) => ({ value, label: languageName(value) }))}
              maxValues={10}
            />
            <Select
              label={t("proposal.hire_licence")}
              value={of.licence}
              onChange={(value) =>
                onChange({ ...of, licence: licences.find((one) => one === value) ?? of.licence })
              }
              data={licences.map((value) => ({ value, label: value.toUpperCase() }))}
              allowDeselect={false}
            />
            <TextInput
              label={t("proposal.hire_state")}
              value={of.state}
              onChange={(event) => onChange({ ...of, state: event.currentTarget.value.toUpperCase() })}
              maxLength={2}
              required
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

interface LeaveProps {
  of: Question["leave"];
  onChange: (leave: Question["leave"]) => void;
  workers: CaseloadWorker[];
}

function Leave({ of, onChange, workers }: LeaveProps) {
  const { t } = useTranslation();
  return (
    <Fieldset legend={t("proposal.leave")}>
      <Stack gap="sm">
        <Select
          label={t("proposal.leave_who")}
          value={of.staff ?? ""}
          onChange={(staff) => onChange({ ...of, staff: staff || null })}
          data={[
            { value: "", label: t("proposal.nobody") },
            ...workers.map(({ staff }) => ({ value: staff.id, label: staff.name })),
          ]}
          allowDeselect={false}
          searchable
        />
        {of.staff && (
          <>
            <TextInput
              type="date"
              label={t("proposal.leave_from")}
              value={of.from}
              onChange={(event) => onChange({ ...of, from: event.currentTarget.value })}
              required
            />
            <TextInput
              type="date"
              label={t("proposal.leave_until")}
              description={t("proposal.leave_text")}
              value={of.until}
              min={of.from}
              onChange={(event) => onChange({ ...of, until: event.currentTarget.value })}
              required
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

interface ProgramsProps {
  question: Question;
  onChange: (next: Partial<Question>) => void;
}

/** More cases in a program, or a program that closes. */
function Programs({ question: { surge, closed }, onChange }: ProgramsProps) {
  const { t } = useTranslation();
  const programs = useCall("program_list", {});
  const choices = [
    { value: "", label: t("proposal.no_program") },
    ...(programs.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const tier = (value: string | null): Schemas["Tier"] => tiers.find((one) => one === value) ?? "rising";
  return (
    <>
      <Fieldset legend={t("proposal.more")}>
        <Stack gap="sm">
          <NumberInput
            label={t("proposal.more_count")}
            value={surge.count}
            onChange={(value) => onChange({ surge: { ...surge, count: Number(value) || 0 } })}
            min={0}
            max={500}
            clampBehavior="strict"
          />
          {surge.count > 0 && (
            <>
              <Select
                label={t("proposal.program")}
                value={surge.program ?? ""}
                onChange={(program) => onChange({ surge: { ...surge, program: program || null } })}
                data={choices}
                allowDeselect={false}
                searchable
              />
              <Select
                label={t("proposal.tier")}
                value={surge.tier}
                onChange={(value) => onChange({ surge: { ...surge, tier: tier(value) } })}
                data={tiers.map((value) => ({ value, label: t(`tier.${value}`) }))}
                allowDeselect={false}
              />
            </>
          )}
        </Stack>
      </Fieldset>
      <Fieldset legend={t("proposal.close")}>
        <Select
          label={t("proposal.close_which")}
          value={closed ?? ""}
          onChange={(program) => onChange({ closed: program || null })}
          data={choices}
          allowDeselect={false}
          searchable
        />
      </Fieldset>
    </>
  );
}
