import { Badge, Group, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Schemas } from "@/api/types";
import { useCapability } from "@/app/me";
import { useLabels } from "@/features/consent/useLabels";
import { formatDate } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { Waiting } from "@/ui/Waiting";

const ExternalMemberDialog = lazy(() =>
  import("./ExternalMemberDialog").then((m) => ({ default: m.ExternalMemberDialog })),
);

type Member = Schemas["CareTeamMember"];

/** Everybody involved now, in every organization, and what each may be told. */
export function CareTeamSection({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const team = useCall("care_team_get", { path: { id: personId } });
  const { data } = team;
  return (
    <Section
      title={t("care_team.title")}
      actions={
        data &&
        data.can.length > 0 && (
          <ActionButton
            can={data.can}
            operation="external_member_create"
            variant="default"
            onClick={() => setOpen("new")}
          >
            {t("care_team.add")}
          </ActionButton>
        )
      }
    >
      <Text c="dimmed" size="sm" mb="sm">
        {t("care_team.text")}
      </Text>
      {team.error && <ProblemNotice error={team.error} />}
      {team.isPending && <Waiting lines={3} height={44} />}
      {data?.contact_point && (
        <Text mb="xs">{t("care_team.contact_point", { name: data.contact_point.name })}</Text>
      )}
      <Rows label={t("care_team.title")}>
        {data?.members.map((member) => (
          <MemberRow
            key={`${member.source}:${member.id}:${member.member_role ?? ""}`}
            member={member}
            onOpen={setOpen}
          />
        ))}
      </Rows>
      {data?.members.length === 0 && <Text c="dimmed">{t("care_team.none")}</Text>}
      <Suspense>
        {open && (
          <ExternalMemberDialog
            personId={personId}
            memberId={open === "new" ? undefined : open}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </Section>
  );
}

function MemberRow({ member, onOpen }: { member: Member; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useCapability();
  const { source, told } = member;
  const detail = [
    member.role && t(`care_team.roles.${member.role}`),
    member.member_role && words(member.member_role),
    member.relationship && words(member.relationship),
    member.organization,
    member.phone,
    member.email,
    member.fax && `${t("care_team.fax")} ${member.fax}`,
    member.since_on && t("care_team.since", { day: formatDate(member.since_on) }),
  ];
  return (
    <Row
      title={member.name}
      detail={detail.filter(Boolean).join(" · ")}
      actions={
        <Group gap="xs">
          <Badge variant="light" color="gray">
            {t(`care_team.sources.${source}`)}
          </Badge>
          {source === "external" && may("care_team_write") && (
            <ActionButton
              can={["external_member_update"]}
              operation="external_member_update"
              size="compact-md"
              variant="subtle"
              onClick={() => onOpen(member.id)}
              aria-label={t("care_team.edit", { name: member.name })}
            >
              {t("action.edit")}
            </ActionButton>
          )}
        </Group>
      }
    >
      {told && <Told told={told} />}
    </Row>
  );
}

/** What somebody may be told, in words that don't rest on a color. */
function Told({ told }: { told: Schemas["CareTeamTold"] }) {
  const { t } = useTranslation();
  const labelText = useLabels();
  const { permitted, reason, basis, level } = told;
  const labels = told.labels ?? [];
  const denied = t(reason === "consent_required" ? "care_team.may_not" : "care_team.refused");
  const allowed =
    labels.length > 0 ? t("care_team.may_labels", { labels: labelText(labels) }) : t("care_team.may");
  const why =
    basis &&
    t("care_team.why", {
      purpose: t(`consent.purposes.${told.purpose}`),
      basis: t(`disclosure.bases.${basis}`),
    });
  const text = [permitted ? allowed : denied, level && t(`consent.levels.${level}`), why];
  return <Text size="sm">{text.filter(Boolean).join(" · ")}</Text>;
}
