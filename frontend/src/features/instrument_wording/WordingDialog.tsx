import { Alert, Button, Checkbox, FileInput, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { saveFile } from "@/lib/file";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { useInstrumentsAgain } from "./again";
import { Faults } from "./Faults";
import { Preview } from "./Preview";
import { faultsOf, formOf, nameOf, textsIn, type Skeleton, type Texts } from "./wording";

/** Saves a form as a file of the reader. */
const save = (name: string, form: string) => saveFile(name, new Blob([form], { type: "application/json" }));

/** Adds the wording of an instrument: a file, how it will look, and the license. */
export function WordingDialog({ skeleton, onClose }: { skeleton: Skeleton; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const again = useInstrumentsAgain();
  const { instrument, version } = skeleton;
  const named = { instrument: instrument.code, instrument_version: version };
  const [file, setFile] = useState<File | null>(null);
  const [texts, setTexts] = useState<Texts>();
  const [unreadable, setUnreadable] = useState(false);
  const [licensor, setLicensor] = useState("");
  const [reference, setReference] = useState("");
  const [until, setUntil] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const preview = useAct("instrument_wording_preview", { quiet: true });
  const create = useAct("instrument_wording_create", {
    onSuccess: () => {
      again();
      showDone(t("wording.added", { title: nameOf(skeleton) }));
      onClose();
    },
  });
  const choose = async (chosen: File | null) => {
    setFile(chosen);
    preview.reset();
    const read = chosen ? textsIn(await chosen.text()) : undefined;
    setTexts(read);
    setUnreadable(chosen !== null && read === undefined);
    if (read) preview.mutate({ body: { ...named, texts: read } });
  };
  const submit = () => {
    if (!texts) return;
    const licence = { licensor: licensor.trim(), reference: reference.trim(), valid_until: until || null };
    create.mutate({ body: { ...named, ...licence, texts, confirmed } });
  };
  const faults = faultsOf(preview.error ?? create.error);
  const errors = fieldErrors(create.error);
  const ready = preview.data !== undefined && licensor.trim() && reference.trim() && confirmed;
  return (
    <Dialog
      title={t("wording.add_of", { title: nameOf(skeleton) })}
      submit={t("wording.take_into_use")}
      size="xl"
      busy={create.isPending}
      error={create.error}
      disabled={!ready}
      onSubmit={submit}
      onClose={onClose}
    >
      <Stack gap={6}>
        <Text c="dimmed">{t("wording.file_text")}</Text>
        <Group gap="xs">
          {(["en", "es"] as const).map((language) => (
            <Button
              key={language}
              variant="default"
              size="compact-md"
              leftSection={<IconDownload size={17} aria-hidden />}
              onClick={() =>
                save(`${instrument.code}-${version}-${language}.json`, formOf(instrument, language))
              }
            >
              {t("wording.form", { language: t(`assessment.language.${language}`) })}
            </Button>
          ))}
        </Group>
      </Stack>
      <FileInput
        label={t("wording.file")}
        placeholder={t("import.choose")}
        value={file}
        onChange={(chosen) => void choose(chosen)}
        error={unreadable ? t("wording.unreadable") : undefined}
        accept=".json,application/json"
        clearable
        required
        clearButtonProps={{ "aria-label": t("wording.clear_file") }}
      />
      {preview.error && (
        <>
          {faults.length === 0 && <ProblemNotice error={preview.error} />}
          <Faults faults={faults} />
        </>
      )}
      {preview.data && <Preview instruments={preview.data.items} language={i18n.language} />}
      <Group grow align="flex-start">
        <TextInput
          label={t("wording.licensor")}
          description={t("wording.licensor_text")}
          value={licensor}
          onChange={(event) => setLicensor(event.currentTarget.value)}
          error={errors["licensor"]}
          maxLength={200}
          required
        />
        <TextInput
          label={t("wording.reference")}
          description={t("wording.reference_text")}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          error={errors["reference"]}
          maxLength={200}
          required
        />
      </Group>
      <TextInput
        type="date"
        label={t("wording.until")}
        description={t("wording.until_text")}
        value={until}
        min={todayIn(me.time_zone)}
        onChange={(event) => setUntil(event.currentTarget.value)}
        error={errors["valid_until"]}
      />
      <Checkbox
        label={t("wording.confirm")}
        description={t("wording.confirm_text")}
        checked={confirmed}
        onChange={(event) => setConfirmed(event.currentTarget.checked)}
        error={errors["confirmed"]}
      />
      <Alert color="gray" role="note">
        {t("wording.kept")}
      </Alert>
    </Dialog>
  );
}
