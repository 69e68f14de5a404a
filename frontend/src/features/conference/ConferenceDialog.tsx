import { MultiSelect, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { CaseView } from "@/api/types";
import { useStaffOptions } from "@/features/staff/StaffSelect";
import { instantOf, workdayEnd } from "@/lib/dates";
import { useDraft } from "@/lib/drafts";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";

const kinds = ["case_conference", "interdisciplinary_group"] as const;

interface Form {
  kind: (typeof kinds)[number];
  at: string;
  invited: string[];
}

/** Plans a conference. Its agenda is made from the record. */
export function ConferenceDialog({ current, onClose }: { current: CaseView; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const zone = current.time_zone;
  const staff = useStaffOptions();
  const draft = useDraft<Form>(`conference:${current.id}`, () => ({
    kind: "case_conference",
    at: workdayEnd(2, zone),
    invited: [...new Set([current.owner.id, ...current.members.map((member) => member.staff.id)])],
  }));
  const form = draft.value;
  const change = (part: Partial<Form>) => draft.change({ ...form, ...part });
  const create = useAct("conference_create", {
    onSuccess: ({ id }) => {
      draft.discard();
      onClose();
      void navigate({ to: "/conferences/$conferenceId", params: { conferenceId: id } });
    },
  });
  const errors = fieldErrors(create.error);
  const { kind, at, invited } = form;
  const submit = () => {
    const people = invited.map((staff_id) => ({ staff_id }));
    create.mutate({
      path: { id: current.id },
      body: { kind, scheduled_at: instantOf(at, zone), invited: people },
    });
  };
  return (
    <Dialog
      title={t("conference.plan_of", { name: current.person.name })}
      submit={t("conference.plan")}
      busy={create.isPending}
      error={create.error}
      disabled={!at}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text c="dimmed">{t("conference.text")}</Text>
      <ChoiceChips
        label={t("conference.kind")}
        value={kind}
        onChange={(next) => change({ kind: next })}
        options={kinds}
        text={(one) => t(`conference.kinds.${one}`)}
      />
      {kind === "interdisciplinary_group" && (
        <Text c="dimmed" size="sm">
          {t("conference.cadence")}
        </Text>
      )}
      <ZonedTimeInput
        zone={zone}
        label={t("conference.at")}
        value={at}
        onChange={(next) => change({ at: next })}
        error={errors["scheduled_at"]}
        required
      />
      <MultiSelect
        label={t("conference.invited")}
        data={staff}
        value={invited}
        onChange={(next) => change({ invited: next })}
        nothingFoundMessage={t("staff.nobody")}
        maxValues={40}
        searchable
        hidePickedOptions
      />
    </Dialog>
  );
}
