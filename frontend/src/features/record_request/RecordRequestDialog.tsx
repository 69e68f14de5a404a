import { Select, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useMe } from "@/app/me";
import { formatDate, todayIn } from "@/lib/dates";
import { useKeptForm } from "@/lib/drafts";
import { fill, useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { kinds, ways } from "./codes";
import { texts } from "./texts";

const ENOUGH_LETTERS = 2;

interface RecordRequestDialogProps {
  /** Whose record; chosen in the dialog when absent. */
  person?: { id: string; name: string } | undefined;
  /** The case that the screen is about. */
  caseId?: string | undefined;
  onClose: () => void;
}

/** Writes down what a person, or who represents them, asks of the record. */
export function RecordRequestDialog({ person, caseId, onClose }: RecordRequestDialogProps) {
  const say = useTexts(texts);
  const today = todayIn(useMe().time_zone);
  const { form, change, discard } = useKeptForm(`record-request:${person?.id ?? ""}`, () => ({
    person: person?.id ?? null,
    kind: null as (typeof kinds)[number] | null,
    asked: today,
    way: "in_person" as (typeof ways)[number],
    what: "",
    representative: "",
  }));
  const create = useAct("record_request_create", {
    onSuccess: ({ due_on }) => {
      discard();
      showDone(fill(say.written, { when: formatDate(due_on) }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const { kind } = form;
  const about = person?.id ?? form.person;
  const submit = () => {
    if (!about || !kind) return;
    create.mutate({
      path: { id: about },
      body: {
        kind,
        asked_on: form.asked,
        way: form.way,
        asked_for: form.what.trim(),
        representative: form.representative.trim() || null,
        case_id: caseId ?? null,
      },
    });
  };
  return (
    <Dialog
      title={person ? fill(say.write_of, { name: person.name }) : say.write}
      submit={say.write}
      busy={create.isPending}
      error={create.error}
      disabled={!about || !kind || !form.asked || !form.what.trim()}
      onSubmit={submit}
      onClose={onClose}
    >
      {!person && <PersonSelect value={form.person} onChange={(next) => change({ person: next })} />}
      <Select
        label={say.kind}
        value={kind}
        onChange={(next) => change({ kind: kinds.find((one) => one === next) ?? null })}
        data={kinds.map((one) => ({ value: one, label: say.kinds[one] }))}
        error={errors["kind"]}
        required
        data-autofocus
      />
      <Textarea
        label={say.asked_for}
        value={form.what}
        onChange={(event) => change({ what: event.currentTarget.value })}
        error={errors["asked_for"]}
        autosize
        minRows={2}
        maxLength={4000}
        required
      />
      <TextInput
        type="date"
        label={say.asked_on}
        value={form.asked}
        max={today}
        onChange={(event) => change({ asked: event.currentTarget.value })}
        error={errors["asked_on"]}
        required
        maw={280}
      />
      <Select
        label={say.way}
        value={form.way}
        onChange={(next) => change({ way: ways.find((one) => one === next) ?? form.way })}
        data={ways.map((one) => ({ value: one, label: say.ways[one] }))}
        error={errors["way"]}
        allowDeselect={false}
        maw={280}
      />
      <TextInput
        label={say.representative}
        description={say.representative_text}
        value={form.representative}
        onChange={(event) => change({ representative: event.currentTarget.value })}
        error={errors["representative"]}
        maxLength={200}
      />
    </Dialog>
  );
}

interface PersonSelectProps {
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Finds a person by name; the name travels in a body, never in a URL. */
function PersonSelect({ value, onChange }: PersonSelectProps) {
  const say = useTexts(texts);
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text.trim(), 250);
  const found = useCall(
    "person_search",
    { body: { text: wanted, limit: 10 } },
    { enabled: wanted.length >= ENOUGH_LETTERS, placeholderData: keepPreviousData },
  );
  const people = found.data?.items ?? [];
  return (
    <Select
      label={say.person}
      placeholder={say.person_placeholder}
      value={value}
      searchable
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={wanted.length < ENOUGH_LETTERS ? say.person_placeholder : say.person_none}
      data={people.map(({ id, name, birth_date }) => ({
        value: id,
        label: [name, birth_date && formatDate(birth_date)].filter(Boolean).join(", "),
      }))}
      onChange={onChange}
      required
    />
  );
}
