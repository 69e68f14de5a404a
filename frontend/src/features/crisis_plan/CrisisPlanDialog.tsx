import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCalendarDue, IconLifebuoy } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct } from "@/api/hooks";
import type { CrisisPlanView, PersonView } from "@/api/types";
import { formatDate } from "@/lib/dates";
import { ActionButton } from "@/ui/ActionButton";
import { EmptyState } from "@/ui/EmptyState";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { showDone } from "@/ui/toast";
import { reviewDue } from "./content";
import { CrisisPlanReading } from "./CrisisPlanReading";
import { Signed } from "./Signed";

interface CrisisPlanDialogProps {
  person: PersonView;
  plan: CrisisPlanView | undefined;
  onClose: () => void;
}

/** The crisis plan at once, to read first; what can be done with it stands below. Fills a phone. */
export function CrisisPlanDialog({ person, plan, onClose }: CrisisPlanDialogProps) {
  const { t } = useTranslation();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      fullScreen={phone}
      title={t("crisis_plan.of", { name: person.name })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {plan?.content ? (
        <InForce plan={plan} content={plan.content} onClose={onClose} />
      ) : (
        <None person={person} draft={plan} onClose={onClose} />
      )}
    </Modal>
  );
}

interface InForceProps {
  plan: CrisisPlanView;
  content: NonNullable<CrisisPlanView["content"]>;
  onClose: () => void;
}

function InForce({ plan, content, onClose }: InForceProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const review = useAct("crisis_plan_review", { onSuccess: () => showDone(t("crisis_plan.reviewed_now")) });
  const { id, version, can, review_on } = plan;
  return (
    <Stack gap="md">
      {review.error && <ProblemNotice error={review.error} />}
      {reviewDue(plan) && review_on && (
        <Alert color="yellow" icon={<IconCalendarDue aria-hidden />}>
          {t("crisis_plan.review_due", { on: formatDate(review_on) })}
        </Alert>
      )}
      <CrisisPlanReading content={content} lifeline={plan.lifeline} />
      <Signed plan={plan} />
      <Group gap="sm" justify="flex-end">
        <ActionButton
          can={can}
          operation="crisis_plan_review"
          variant="default"
          loading={review.isPending}
          onClick={() => review.mutate({ path: { id }, version })}
        >
          {t("crisis_plan.review")}
        </ActionButton>
        <Button
          variant="default"
          onClick={() => {
            onClose();
            void navigate({
              to: "/crisis-plans/$crisisPlanId",
              params: { crisisPlanId: id },
              search: plan.draft ? { show: "draft" } : {},
            });
          }}
        >
          {t(plan.draft ? "crisis_plan.open_draft" : "crisis_plan.open")}
        </Button>
      </Group>
    </Stack>
  );
}

interface NoneProps {
  person: PersonView;
  draft: CrisisPlanView | undefined;
  onClose: () => void;
}

/** Nothing in force: says so, offers the lifeline, and lets those who may write one begin at once. */
function None({ person, draft, onClose }: NoneProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const go = (id: string) => {
    onClose();
    void navigate({ to: "/crisis-plans/$crisisPlanId", params: { crisisPlanId: id } });
  };
  const create = useAct("crisis_plan_create", { onSuccess: ({ id }) => go(id) });
  return (
    <Stack gap="md">
      {create.error && <ProblemNotice error={create.error} />}
      <EmptyState
        icon={<IconLifebuoy size={34} aria-hidden />}
        title={t(draft ? "crisis_plan.none_in_force" : "crisis_plan.none")}
        text={t(draft ? "crisis_plan.none_in_force_text" : "crisis_plan.none_text")}
      >
        {draft ? (
          <Button onClick={() => go(draft.id)}>{t("crisis_plan.open_draft")}</Button>
        ) : (
          <ActionButton
            can={person.can}
            operation="crisis_plan_create"
            loading={create.isPending}
            onClick={() => create.mutate({ path: { id: person.id }, body: {} })}
          >
            {t("crisis_plan.create")}
          </ActionButton>
        )}
      </EmptyState>
      <Text ta="center">
        <a href="tel:988">{t("crisis_plan.lifeline_short")}</a>
      </Text>
    </Stack>
  );
}
