import { Badge, Group, Menu, Button, Select, Text, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { NeedView, PersonView } from "@/api/types";
import { useCapability } from "@/app/me";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";

const kinds = [
  "clinical",
  "functional",
  "behavioral",
  "social",
  "caregiver",
  "environment",
  "financial",
] as const;
const steps = { accept: "active", defer: "deferred", decline: "declined", resolve: "resolved" } as const;
type Step = keyof typeof steps;

const open: Partial<Record<NeedView["status"], Step[]>> = {
  candidate: ["accept", "decline"],
  active: ["defer", "decline", "resolve"],
  deferred: ["accept", "resolve"],
};

/** What the plan must address. A need that was screened or imported is a candidate until somebody confirms it. */
export function NeedSection({ needs, person }: { needs: NeedView[]; person: PersonView }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={t("need.title")}
      actions={
        <ActionButton
          can={person.can}
          operation="need_create"
          variant="default"
          onClick={() => setAdding(true)}
        >
          {t("need.create")}
        </ActionButton>
      }
    >
      {needs.length === 0 && <Text c="dimmed">{t("need.none")}</Text>}
      <Rows>
        {needs.map((need) => (
          <NeedRow key={need.id} need={need} />
        ))}
      </Rows>
      {adding && <NeedDialog personId={person.id} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function NeedRow({ need }: { need: NeedView }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useCapability();
  const [step, setStep] = useState<Step | null>(null);
  const update = useAct("need_update", { onSuccess: () => setStep(null) });
  const { id, version } = need;
  const take = (next: Step) => {
    if (next === "accept") update.mutate({ path: { id }, version, body: { status: "active" } });
    else setStep(next);
  };
  const possible = open[need.status] ?? [];
  return (
    <Row
      title={need.title}
      detail={[words(need.kind), need.code].filter(Boolean).join(" · ")}
      actions={
        <Group gap={6}>
          <Badge variant="light" color={need.status === "active" ? "teal" : "gray"}>
            {words(need.status)}
          </Badge>
          {possible.length > 0 && may("community_service_read") && (
            <Link
              from="/people/$personId"
              to="/services"
              search={(now) => ({ case: now.case, need: need.kind, person: need.person_id })}
              aria-label={t("service.find_for", { title: need.title })}
            >
              {t("service.find")}
            </Link>
          )}
          {possible.length > 0 && may("referral_write") && (
            <Link
              from="/people/$personId"
              to="/people/$personId"
              params={{ personId: need.person_id }}
              search={(now) => ({ case: now.case, tab: "referrals", arrange: true, need: need.id })}
              aria-label={t("referral.create_for", { title: need.title })}
            >
              {t("referral.create")}
            </Link>
          )}
          {need.can.includes("need_update") && possible.length > 0 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button
                  size="compact-md"
                  variant="subtle"
                  aria-label={t("need.change", { title: need.title })}
                >
                  {t("action.edit")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {possible.map((next) => (
                  <Menu.Item key={next} onClick={() => take(next)}>
                    {t(`need.${next}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
      }
    >
      {step && (
        <ReasonDialog
          draft={`need-${step}:${id}`}
          title={`${t(`need.${step}`)}: ${need.title}`}
          label={t("need.reason")}
          submit={t(`need.${step}`)}
          busy={update.isPending}
          error={update.error}
          onSubmit={(reason) =>
            update.mutate({ path: { id }, version, body: { status: steps[step], reason } })
          }
          onClose={() => setStep(null)}
        />
      )}
    </Row>
  );
}

function NeedDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<(typeof kinds)[number]>("clinical");
  const create = useAct("need_create", { onSuccess: onClose });
  const errors = fieldErrors(create.error);
  return (
    <Dialog
      title={t("need.create")}
      submit={t("action.add")}
      busy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ path: { id: personId }, body: { title, kind } })}
      onClose={onClose}
    >
      <TextInput
        label={t("need.name")}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={errors["title"]}
        maxLength={200}
        required
        data-autofocus
      />
      <Select
        label={t("need.kind")}
        value={kind}
        onChange={(next) => setKind(kinds.find((known) => known === next) ?? kind)}
        data={kinds.map((code) => ({ value: code, label: t(`need.kinds.${code}`) }))}
      />
    </Dialog>
  );
}
