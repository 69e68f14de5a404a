import { Button, Select, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { fill, useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { showDone } from "@/ui/toast";
import { texts } from "./texts";

interface TeamDialogProps {
  /** What to change; absent for a new team. */
  team?: Schemas["TeamView"];
  onClose: () => void;
}

/** A team: its name, where it answers, and who leaves it. */
export function TeamDialog({ team, onClose }: TeamDialogProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const programs = useCall("program_list", {}, { enabled: !team });
  const [name, setName] = useState(team?.name ?? "");
  const [phone, setPhone] = useState(team?.phone ?? "");
  const [programId, setProgramId] = useState<string | null>(null);
  const create = useAct("team_create", { onSuccess: onClose });
  const update = useAct("team_update", { onSuccess: onClose });
  const act = team ? update : create;
  const errors = fieldErrors(act.error);
  const submit = () => {
    if (team)
      update.mutate({
        path: { id: team.id },
        version: team.version,
        body: { name, phone: phone.trim() || null },
      });
    else if (programId)
      create.mutate({ body: { program_id: programId, name, ...(phone.trim() && { phone }) } });
  };
  return (
    <Dialog
      title={team ? fill(say.team_edit, { team: team.name }) : say.team_new}
      submit={t(team ? "action.save" : "action.add")}
      busy={act.isPending}
      error={act.error}
      disabled={!team && !programId}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={say.team_name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errors["name"]}
        maxLength={200}
        required
        data-autofocus
      />
      <TextInput
        label={say.team_phone}
        type="tel"
        value={phone}
        onChange={(event) => setPhone(event.currentTarget.value)}
        error={errors["phone"]}
        maxLength={60}
      />
      {team ? (
        <Members team={team} />
      ) : (
        <Select
          label={t("case.program")}
          value={programId}
          onChange={setProgramId}
          data={(programs.data?.items ?? []).map((program) => ({ value: program.id, label: program.name }))}
          error={errors["program_id"]}
          searchable
          required
        />
      )}
    </Dialog>
  );
}

/** Who is on a team, each with the way out. */
function Members({ team }: { team: Schemas["TeamView"] }) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const end = useAct("team_member_end", {
    onSuccess: (_, { body }) => {
      const name = team.members.find(({ id }) => id === body.staff_id)?.name ?? "";
      showDone(fill(say.team_left, { name, team: team.name }));
    },
  });
  return (
    <section aria-label={t("staff.members")}>
      <Text size="sm" fw={600} c="dimmed">
        {t("staff.members")}
      </Text>
      {end.error && <ProblemNotice error={end.error} />}
      {team.members.length === 0 && <Text size="sm">{say.team_empty}</Text>}
      <Rows label={t("staff.members")}>
        {team.members.map(({ id, name }) => (
          <Row
            key={id}
            title={name}
            actions={
              <Button
                variant="subtle"
                size="compact-md"
                loading={end.isPending && end.variables.body.staff_id === id}
                aria-label={fill(say.remove_of, { name })}
                onClick={() =>
                  end.mutate({ path: { id: team.id }, version: team.version, body: { staff_id: id } })
                }
              >
                {t("action.remove")}
              </Button>
            }
          />
        ))}
      </Rows>
    </section>
  );
}
