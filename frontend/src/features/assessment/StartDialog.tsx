import { Checkbox, Textarea } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { shelved } from "./catalog";
import { InstrumentPicker } from "./InstrumentPicker";
import { useInstruments } from "./useInstrument";
import { VersionChoice } from "./VersionChoice";

const modes = ["phone", "video", "in_person"] as const;

/** Chooses an instrument and begins it. */
export function StartDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { entries, error } = useInstruments();
  const [search, setSearch] = useState("");
  const [wanted, setWanted] = useState<string>();
  const [version, setVersion] = useState<string>();
  const [reason, setReason] = useState("");
  const [mode, setMode] = useState<(typeof modes)[number]>("phone");
  const [initial, setInitial] = useState(false);
  // The organization may use another version by now than the one that is shown as its own: then the server asks why.
  const [explained, setExplained] = useState<string>();
  const create = useAct("assessment_create", {
    onSuccess: ({ id }) => void navigate({ to: "/assessments/$assessmentId", params: { assessmentId: id } }),
    onError: (refusal, { body }) => {
      if (fieldErrors(refusal)["version_reason"]) setExplained(`${body.instrument} ${body.version}`);
    },
  });
  const shelves = shelved(entries, search, (topic) => t(`assessment.topics.${topic}`));
  const found = shelves.flatMap((shelf) => shelf.entries.map(({ instrument }) => instrument.code));
  // What is not in sight is not started: a search moves the choice to its first match.
  const chosen = wanted && found.includes(wanted) ? wanted : found[0];
  const instrument = entries.find((entry) => entry.instrument.code === chosen)?.instrument;
  // A version of another instrument is none of this one.
  const edition =
    instrument?.editions.find((one) => one.version === version) ??
    instrument?.editions.find(({ usual }) => usual);
  const another = edition !== undefined && (!edition.usual || explained === `${chosen} ${edition.version}`);
  const submit = () => {
    if (!chosen) return;
    const body = {
      instrument: chosen,
      ...(edition && { version: edition.version }),
      ...(another && { version_reason: reason.trim() }),
      mode,
      initial,
      answers: {},
      performed_at: new Date().toISOString(),
    };
    create.mutate({ path: { id: caseId }, body });
  };
  return (
    <Dialog
      title={t("assessment.start")}
      submit={t("assessment.start_now")}
      size="lg"
      busy={create.isPending}
      error={create.error ?? error}
      disabled={!chosen || (another && !reason.trim())}
      onSubmit={submit}
      onClose={onClose}
    >
      <InstrumentPicker
        shelves={shelves}
        search={search}
        onSearch={setSearch}
        chosen={chosen}
        onChoose={setWanted}
      />
      {instrument && edition && (
        <VersionChoice
          code={instrument.code}
          editions={instrument.editions}
          text={t("assessment.version_text")}
          value={edition.version}
          onChange={setVersion}
        />
      )}
      {another && (
        <Textarea
          label={t("assessment.version_reason")}
          description={t("assessment.version_reason_text")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldErrors(create.error)["version_reason"]}
          autosize
          minRows={2}
          maxLength={2000}
          required
        />
      )}
      <ChoiceChips
        label={t("assessment.mode")}
        value={mode}
        onChange={setMode}
        options={modes}
        text={(one) => t(`contact.modes.${one}`)}
      />
      <Checkbox
        label={t("assessment.initial")}
        checked={initial}
        onChange={(event) => setInitial(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
