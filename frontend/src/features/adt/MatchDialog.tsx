import { Badge, Group, Radio, Select, Stack, Table, Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { decisionOf, type Choice } from "./choice";
import { nameOf } from "./words";

type Entry = Schemas["AdtMatchView"];
type Candidate = Schemas["CandidateView"];
const ENOUGH_LETTERS = 2;

/** Who the hospital means: people who may be meant beside what it sent, somebody new, or nobody of ours. */
export function MatchDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [reason, setReason] = useState("");
  const entry = useCall("adt_match_get", { path: { id } }, { refetchOnWindowFocus: false });
  const confirm = useAct("adt_match_confirm", {
    onSuccess: () => {
      showDone(t("adt.decided"));
      onClose();
    },
  });
  const body = decisionOf(choice, reason);
  const value = choice?.way === "link" ? choice.personId : (choice?.way ?? null);
  const choose = (next: string) =>
    setChoice(next === "create" || next === "dismiss" ? { way: next } : { way: "link", personId: next });
  return (
    <Dialog
      size="lg"
      title={t("adt.who_is", { name: entry.data ? nameOf(entry.data) || t("adt.nameless") : "" })}
      submit={t(`adt.submit.${choice?.way ?? "link"}`)}
      busy={confirm.isPending}
      error={confirm.error}
      danger={choice?.way === "dismiss"}
      disabled={!body || !entry.data}
      onSubmit={() =>
        body && entry.data && confirm.mutate({ path: { id }, version: entry.data.version, body })
      }
      onClose={onClose}
    >
      {entry.error && <ProblemNotice error={entry.error} />}
      {!entry.data && !entry.error && <Waiting lines={3} />}
      {entry.data && (
        <Radio.Group value={value} onChange={choose} label={t("adt.choose")}>
          <Stack gap="sm" mt="xs">
            {entry.data.candidates.length === 0 && <Text c="dimmed">{t("adt.no_candidate")}</Text>}
            {entry.data.candidates.map((candidate) => (
              <Radio
                key={candidate.person_id}
                value={candidate.person_id}
                label={`${nameOf(candidate)}, ${formatDate(candidate.birth_date)}`}
                description={<Agreed candidate={candidate} />}
              />
            ))}
            <OtherPerson entry={entry.data} choice={choice} onChoose={choose} />
            <Radio value="create" label={t("adt.create")} description={t("adt.create_text")} />
            <Radio value="dismiss" label={t("adt.dismiss")} description={t("adt.dismiss_text")} />
          </Stack>
        </Radio.Group>
      )}
      {choice?.way === "dismiss" && (
        <Textarea
          label={t("adt.reason")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={500}
          required
        />
      )}
      {entry.data && <Compare entry={entry.data} choice={choice} />}
    </Dialog>
  );
}

function Agreed({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation();
  return (
    <Group gap={4} component="span">
      {candidate.agreed.map((code) => (
        <Badge key={code} variant="light" color="teal" size="sm" component="span">
          {t(`adt.likeness.${code}`)}
        </Badge>
      ))}
    </Group>
  );
}

interface OtherPersonProps {
  entry: Entry;
  choice: Choice | null;
  onChoose: (id: string) => void;
}

/** Somebody whom nothing proposes: a changed name, a wrong date. */
function OtherPerson({ entry, choice, onChoose }: OtherPersonProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim(), 250);
  const found = useCall(
    "person_search",
    { body: { text: wanted, limit: 10 } },
    { enabled: wanted.length >= ENOUGH_LETTERS, placeholderData: keepPreviousData },
  );
  const proposed = entry.candidates.map(({ person_id }) => person_id);
  const people = (found.data?.items ?? []).filter(({ id }) => !proposed.includes(id));
  const label = ({ name, birth_date }: (typeof people)[number]) =>
    [name, birth_date && formatDate(birth_date)].filter(Boolean).join(", ");
  const linked = choice?.way === "link" && !proposed.includes(choice.personId) ? choice.personId : null;
  return (
    <Select
      label={t("adt.other")}
      placeholder={t("adt.other_placeholder")}
      value={linked}
      searchable
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={t(wanted.length < ENOUGH_LETTERS ? "case.type_more" : "adt.other_none")}
      data={people.map((person) => ({ value: person.id, label: label(person) }))}
      onChange={(id) => id && onChoose(id)}
    />
  );
}

/** What the hospital sent beside what is on record. */
function Compare({ entry, choice }: { entry: Entry; choice: Choice | null }) {
  const { t } = useTranslation();
  const words = useWords();
  const chosen = choice?.way === "link" ? choice.personId : null;
  const candidate = entry.candidates.find(({ person_id }) => person_id === chosen);
  const fields = (of: Entry | Candidate): Record<string, string> => ({
    name: nameOf(of),
    birth_date: of.birth_date ? formatDate(of.birth_date) : "",
    sex: of.sex ? words(of.sex) : "",
    phone: of.phone ?? "",
    city: of.city ?? "",
  });
  const theirs = fields(entry);
  const ours = candidate && fields(candidate);
  return (
    <Table aria-label={t("adt.compare")} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th scope="col">{t("adt.from_hospital")}</Table.Th>
          {ours && <Table.Th scope="col">{t("adt.on_record")}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {(["name", "birth_date", "sex", "phone", "city"] as const).map((field) => (
          <Table.Tr key={field}>
            <Table.Th scope="row">{t(`adt.fields.${field}`)}</Table.Th>
            <Table.Td>{theirs[field] || "–"}</Table.Td>
            {ours && <Table.Td>{ours[field] || "–"}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
