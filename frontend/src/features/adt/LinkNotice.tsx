import { Alert, Group, Text } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { formatInstant } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { ReasonDialog } from "@/ui/ReasonDialog";

type PersonLink = Schemas["PersonLinkView"];

/** Records that the hospital merged with this one, and the way back. */
export function LinkNotice({ personId }: { personId: string }) {
  const links = useCall("person_link_list", { path: { id: personId } });
  const active = (links.data?.items ?? []).filter(({ undone_at }) => undone_at === null);
  return active.map((link) => <OneLink key={link.id} link={link} personId={personId} />);
}

function OneLink({ link, personId }: { link: PersonLink; personId: string }) {
  const { t } = useTranslation();
  const [undoing, setUndoing] = useState(false);
  const undo = useAct("person_link_undo", { onSuccess: () => setUndoing(false) });
  const survives = link.survivor.id === personId;
  const other = survives ? link.retired : link.survivor;
  const { id, version } = link;
  return (
    <Alert variant="light" color="blue" icon={<IconLink aria-hidden />} title={t("adt.merged")} mb="md">
      <Text size="sm">
        {t(survives ? "adt.merged_here" : "adt.merged_there", { when: formatInstant(link.linked_at) })}
      </Text>
      <Group gap="sm" mt="xs">
        {other.name && (
          <Link to="/people/$personId" params={{ personId: other.id }} search={{ tab: "stays" }}>
            {other.name}
          </Link>
        )}
        {link.can.includes("person_link_undo") && (
          <ActionButton
            can={link.can}
            operation="person_link_undo"
            variant="default"
            size="compact-md"
            onClick={() => setUndoing(true)}
          >
            {t("adt.undo_merge")}
          </ActionButton>
        )}
      </Group>
      {undoing && (
        <ReasonDialog
          draft={`adt-undo:${id}`}
          title={t("adt.undo_merge")}
          text={t("adt.undo_merge_text")}
          label={t("adt.undo_reason")}
          submit={t("adt.undo_merge")}
          danger
          busy={undo.isPending}
          error={undo.error}
          onSubmit={(reason) => undo.mutate({ path: { id }, version, body: { reason } })}
          onClose={() => setUndoing(false)}
        />
      )}
    </Alert>
  );
}
