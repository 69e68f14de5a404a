import { Button, Fieldset, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { InsurancePlan } from "@/api/types";
import { useMe } from "@/app/me";
import { todayIn } from "@/lib/dates";
import { useEdit } from "@/lib/edit";
import { fill, useTexts } from "@/lib/texts";
import { Dialog } from "@/ui/Dialog";
import { Modal } from "@/ui/Modal";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Waiting } from "@/ui/Waiting";
import { BenefitFields } from "./BenefitFields";
import { MemberFields } from "./MemberFields";
import { contentOf, formOf, isWhole, MOST_BENEFITS, MOST_MEMBERS, newBenefit, newMember } from "./plan";
import { texts } from "./texts";

/** A plan that is known, once it is here. */
export function KnownPlanDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const { data, error } = useCall("insurance_plan_get", { path: { id } });
  if (data) return <PlanDialog plan={data} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title={say.plan} closeButtonProps={{ "aria-label": t("action.close") }}>
      {error ? <ProblemNotice error={error} /> : <Waiting lines={4} />}
    </Modal>
  );
}

interface PlanDialogProps {
  /** The plan to change; a new one without it. */
  plan?: InsurancePlan;
  onClose: () => void;
}

/** What a plan pays for and who is in its network. */
export function PlanDialog({ plan, onClose }: PlanDialogProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const today = todayIn(useMe().time_zone);
  const { form, change, ...edit } = useEdit(`insurance-plan:${plan?.id ?? ""}`, plan, formOf);
  const done = () => {
    edit.discard();
    onClose();
  };
  const create = useAct("insurance_plan_create", { onSuccess: done });
  const update = useAct("insurance_plan_update", { shows: "insurance_plan_get", onSuccess: done });
  const act = plan ? update : create;
  const errors = fieldErrors(act.error);
  const save = (version: number) => {
    const body = contentOf(form);
    if (plan) update.mutate({ path: { id: plan.id }, version, body });
    else create.mutate({ body });
  };
  const { benefits, network } = form;
  const without = <T,>(rows: T[], at: number) => rows.filter((_, index) => index !== at);
  const put = <T,>(rows: T[], at: number, part: Partial<T>) =>
    rows.map((row, index) => (index === at ? { ...row, ...part } : row));
  const remove = (what: string, onClick: () => void) => (
    <Button mt="sm" variant="subtle" color="red" aria-label={fill(say.remove, { what })} onClick={onClick}>
      {t("action.remove")}
    </Button>
  );
  return (
    <Dialog
      title={plan ? fill(say.edit, { name: plan.name }) : say.add_title}
      submit={t("action.save")}
      busy={act.isPending}
      error={act.error}
      disabled={!isWhole(form)}
      stale={edit.whenStale(save, update.reset)}
      onSubmit={() => save(edit.version)}
      onClose={onClose}
      size="xl"
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={say.payer}
          value={form.payer}
          onChange={(event) => change({ payer: event.currentTarget.value })}
          error={errors["payer"]}
          maxLength={200}
          required
          data-autofocus
        />
        <TextInput
          label={say.name}
          value={form.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={errors["name"]}
          maxLength={200}
          required
        />
      </SimpleGrid>
      <Switch
        label={say.offered}
        checked={form.offered}
        onChange={(event) => change({ offered: event.currentTarget.checked })}
      />
      {benefits.map((row, at) => {
        const legend = fill(say.benefit, { number: String(at + 1) });
        return (
          <Fieldset key={`benefit-${at}`} legend={legend}>
            <BenefitFields
              row={row}
              change={(part) => change({ benefits: put(benefits, at, part) })}
              error={(name) => errors[`benefits.${at}.${name}`]}
            />
            {remove(legend, () => change({ benefits: without(benefits, at) }))}
          </Fieldset>
        );
      })}
      {benefits.length < MOST_BENEFITS && (
        <Button
          variant="default"
          w="fit-content"
          onClick={() => change({ benefits: [...benefits, newBenefit(today)] })}
        >
          {say.add_benefit}
        </Button>
      )}
      {network.map((row, at) => {
        const legend = fill(say.member, { number: String(at + 1) });
        return (
          <Fieldset key={`member-${at}`} legend={legend}>
            <MemberFields
              row={row}
              change={(part) => change({ network: put(network, at, part) })}
              error={(name) => errors[`network.${at}.${name}`]}
            />
            {remove(legend, () => change({ network: without(network, at) }))}
          </Fieldset>
        );
      })}
      {network.length < MOST_MEMBERS && (
        <Button
          variant="default"
          w="fit-content"
          onClick={() => change({ network: [...network, newMember(today)] })}
        >
          {say.add_member}
        </Button>
      )}
    </Dialog>
  );
}
