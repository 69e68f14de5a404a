import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { ChoiceChips } from "@/ui/ChoiceChips";
import { Dialog } from "@/ui/Dialog";
import { showDone } from "@/ui/toast";
import { teamFunctions } from "./choices";
import { StaffSelect, useStaffName } from "./StaffSelect";

/** Brings a colleague into a team; their cases and their leads follow from it. */
export function TeamMemberDialog({ team, onClose }: { team: Schemas["TeamView"]; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useStaffName();
  const [staffId, setStaffId] = useState<string | null>(null);
  const [role, setRole] = useState<Schemas["TeamFunction"]>("member");
  const create = useAct("team_member_create", {
    onSuccess: (_, { body }) => {
      showDone(t("staff.team_added", { name: nameOf(body.staff_id), team: team.name }));
      onClose();
    },
  });
  const submit = () => {
    if (staffId) create.mutate({ path: { id: team.id }, body: { staff_id: staffId, function: role } });
  };
  return (
    <Dialog
      title={t("staff.team_add", { team: team.name })}
      submit={t("action.add")}
      busy={create.isPending}
      error={create.error}
      disabled={!staffId}
      onSubmit={submit}
      onClose={onClose}
    >
      <StaffSelect
        label={t("case.member")}
        value={staffId}
        onChange={setStaffId}
        error={fieldErrors(create.error)["staff_id"]}
        required
        data-autofocus
      />
      <ChoiceChips
        label={t("staff.team_function")}
        value={role}
        onChange={setRole}
        options={teamFunctions}
        text={(code) => t(`staff.team_functions.${code}`)}
      />
      <Text size="sm" c="dimmed">
        {t("staff.team_function_text")}
      </Text>
    </Dialog>
  );
}
