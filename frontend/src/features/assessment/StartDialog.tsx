import { Checkbox } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
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
  const [mode, setMode] = useState<(typeof modes)[number]>("phone");
  const [initial, setInitial] = useState(false);
  const create = useAct("assessment_create", {
    onSuccess: ({ id }) => void navigate({ to: "/assessments/$assessmentId", params: { assessmentId: id } }),
  });
  const shelves = shelved(entries, search, (topic) => t(`assessment.topics.${topic}`));
  const found = shelves.flatMap((shelf) => shelf.entries.map(({ instrument }) => instrument.code));
  // What is not in sight is not started: a search moves the choice to its first match.
  const chosen = wanted && found.includes(wanted) ? wanted : found[0];
  const instrument = entries.find((entry) => entry.instrument.code === chosen)?.instrument;
  // A version of another instrument is none of this one.
  const edition = instrument?.editions.find((one) => one.version === version) ?? instrument;
  const submit = () => {
    if (!chosen || !edition) return;
    const body = {
      instrument: chosen,
      version: edition.version,
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
      disabled={!chosen}
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
      {instrument && edition && instrument.editions.length > 0 && (
        <VersionChoice instrument={instrument} value={edition.version} onChange={setVersion} />
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
