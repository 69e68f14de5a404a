import { Group, SegmentedControl, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { refreshAll, useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";

/** What a digest tells of: a report, without its name. */
export interface DigestOf {
  kind: "board" | "measure" | "population";
  subject?: string;
  scope?: "mine" | "team";
  program_id?: string;
  from?: string;
  to?: string;
}

/** When the first numbers are there, which are counted after the answer. */
const COUNTED_MS = 5_000;

const cadences = ["weekly", "monthly"] as const;

interface DigestFormProps {
  can: string[];
  of: DigestOf;
  name: string;
  onDone?: () => void;
}

/** Asks for the numbers of a report every week or month. */
export function DigestForm({ can, of, name: proposed, onDone }: DigestFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(proposed);
  const [cadence, setCadence] = useState<(typeof cadences)[number]>("weekly");
  const cache = useQueryClient();
  const refusal = useId();
  const create = useAct("digest_subscription_create", {
    onSuccess: () => {
      showDone(t("digest.subscribed"));
      setTimeout(() => void refreshAll(cache), COUNTED_MS);
      onDone?.();
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ body: { ...of, name: name.trim(), cadence } });
      }}
    >
      <Stack gap="sm">
        <Title order={3} size="h5">
          {t("digest.subscribe")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("digest.subscribe_text")}
        </Text>
        {create.error && <ProblemNotice error={create.error} />}
        <TextInput
          label={t("digest.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors["name"]}
          maxLength={80}
          required
        />
        <Group justify="space-between">
          <SegmentedControl
            aria-label={t("digest.how_often")}
            aria-describedby={errors["cadence"] ? refusal : undefined}
            value={cadence}
            onChange={(next) => setCadence(cadences.find((known) => known === next) ?? "weekly")}
            data={cadences.map((code) => ({ value: code, label: t(`digest.cadence.${code}`) }))}
          />
          <ActionButton
            can={can}
            operation="digest_subscription_create"
            type="submit"
            blocked={name.trim() ? undefined : t("saved_report.needs_name")}
            loading={create.isPending}
          >
            {t("digest.send")}
          </ActionButton>
        </Group>
        {errors["cadence"] && (
          <Text c="red" size="sm" id={refusal}>
            {errors["cadence"]}
          </Text>
        )}
      </Stack>
    </form>
  );
}
