import { Select, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { PersonView } from "@/api/types";
import { useMe } from "@/app/me";
import { CandidateSelect } from "@/features/candidate/CandidateSelect";
import { instantOf, localOf, ownZone } from "@/lib/dates";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";
import { tiers } from "./tiers";

/** Enrols a person in a program: who is accountable, with which team, at which tier. */
export function CaseDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const teams = useCall("team_list", {});
  const [programId, setProgramId] = useState<string | null>(me.programs[0]?.id ?? null);
  const [teamId, setTeamId] = useState<string | null>(null);
  const [ownerId, setOwnerId] = useState<string | null>(me.id);
  const [tier, setTier] = useState<(typeof tiers)[number]>("rising");
  const program = me.programs.find(({ id }) => id === programId);
  const zone = program?.time_zone ?? ownZone;
  const [enrolled, setEnrolled] = useState(() => localOf(new Date(), zone));
  const possible = (teams.data?.items ?? []).filter((team) => team.program.id === programId);
  const team = teamId ?? possible[0]?.id ?? null;
  const create = useAct("case_create", {
    onSuccess: (one) => {
      showDone(t("case.enrolled_in", { program: one.program.name }));
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  const submit = () => {
    if (!programId || !team || !ownerId) return;
    const body = {
      person_id: person.id,
      program_id: programId,
      team_id: team,
      owner_id: ownerId,
      tier,
      enrolled_at: instantOf(enrolled, zone),
    };
    create.mutate({ body });
  };
  return (
    <Dialog
      title={t("case.enrol_title", { name: `${person.given_name} ${person.family_name}` })}
      submit={t("case.enrol_now")}
      busy={create.isPending}
      error={create.error}
      disabled={!programId || !team || !ownerId}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label={t("case.program")}
        value={programId}
        onChange={(next) => {
          setProgramId(next);
          setTeamId(null);
        }}
        data={me.programs.map(({ id, name }) => ({ value: id, label: name }))}
        error={errors["program_id"]}
        required
      />
      {possible.length === 0 && teams.data && <Text c="dimmed">{t("case.no_team")}</Text>}
      <Select
        label={t("case.team")}
        value={team}
        onChange={setTeamId}
        data={possible.map(({ id, name }) => ({ value: id, label: name }))}
        error={errors["team_id"]}
        required
      />
      <ChoiceChips
        label={t("case.tier")}
        value={tier}
        onChange={setTier}
        options={tiers}
        text={(code) => t(`tier.${code}`)}
      />
      {programId && (
        <CandidateSelect
          label={t("case.owner")}
          value={ownerId}
          onChange={setOwnerId}
          error={errors["owner_id"]}
          personId={person.id}
          programId={programId}
          teamId={team}
          tier={tier}
          required
        />
      )}
      <ZonedTimeInput
        zone={zone}
        label={t("case.enrolled")}
        value={enrolled}
        onChange={(next) => setEnrolled(next)}
        error={errors["enrolled_at"]}
        required
      />
    </Dialog>
  );
}
