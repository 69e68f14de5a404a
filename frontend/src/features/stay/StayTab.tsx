import { Badge, Button, Group, Select, Text, TextInput } from "@mantine/core";
import { IconBuildingHospital } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { fieldErrors } from "@/api/problem";
import type { PersonView, StayView } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { LinkNotice } from "@/features/adt/LinkNotice";
import { formatInstant, instantOf, localOf } from "@/lib/dates";
import { useWords } from "@/lib/words";
import { ActionButton } from "@/ui/ActionButton";
import { Dialog } from "@/ui/Dialog";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { ReasonDialog } from "@/ui/ReasonDialog";
import { Row, Rows } from "@/ui/Rows";
import { Section } from "@/ui/Section";
import { ZonedTimeInput } from "@/ui/ZonedTimeInput";

/** How many stays the overview of a person holds at most. */
const OVERVIEW = 20;
const stayClasses = ["inpatient", "observation", "emergency", "facility"] as const;
const causes = ["mental_health", "substance_use", "chronic_conditions"] as const;

/** Hospital and facility stays; a discharge starts the outreach deadlines. */
export function StayTab({ person, stays }: { person: PersonView; stays: StayView[] }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  // The overview holds the newest ones only.
  const all = useCall("stay_list", { path: { id: person.id } }, { enabled: stays.length >= OVERVIEW });
  const newest = [...(all.data?.items ?? stays)].sort((a, b) => b.admitted_at.localeCompare(a.admitted_at));
  return (
    <Section
      title={t("stay.title")}
      actions={
        <ActionButton can={person.can} operation="stay_create" onClick={() => setAdding(true)}>
          {t("stay.create")}
        </ActionButton>
      }
    >
      <LinkNotice personId={person.id} />
      {all.error && <ProblemNotice error={all.error} />}
      {stays.length === 0 && <Text c="dimmed">{t("stay.none")}</Text>}
      <Rows label={t("stay.title")}>
        {newest.map((stay) => (
          <StayRow key={stay.id} stay={stay} />
        ))}
      </Rows>
      {adding && <StayDialog personId={person.id} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function StayRow({ stay }: { stay: StayView }) {
  const { t } = useTranslation();
  const words = useWords();
  const { time_zone } = useMe();
  const [dialog, setDialog] = useState<"discharge" | "resume" | "cause" | "cancel" | null>(null);
  const may = useCapability();
  const close = () => setDialog(null);
  const cancel = useAct("stay_cancel", { onSuccess: close });
  const resume = useAct("stay_resume", { onSuccess: close });
  const { id, version, can } = stay;
  const from = formatInstant(stay.admitted_at, time_zone);
  const period = stay.discharged_at
    ? t("stay.period", { from, to: formatInstant(stay.discharged_at, time_zone) })
    : t("stay.since", { from });
  return (
    <Row
      icon={<IconBuildingHospital size={18} stroke={1.7} aria-hidden />}
      title={`${t(`stay.classes.${stay.class}`)}, ${stay.facility}`}
      detail={[
        period,
        stay.los_days && t("stay.los", { count: stay.los_days }),
        stay.reason,
        stay.cause && t(`stay.causes.${stay.cause}`),
        stay.destination && `${t("stay.destination")}: ${stay.destination}`,
        stay.cancel_reason && t("stay.cancelled", { reason: stay.cancel_reason }),
        stay.from_feed && t("stay.from_feed"),
      ]
        .filter(Boolean)
        .join(" · ")}
      actions={
        <>
          {stay.readmission && (
            <Badge variant="light" color="red">
              {t("stay.readmitted", { count: stay.readmission.days })}
            </Badge>
          )}
          <Badge variant="light" color={stay.discharged_at ? "gray" : "teal"}>
            {words(stay.status)}
          </Badge>
          {(stay.class === "inpatient" || stay.class === "observation") && may("transition_read") && (
            <Button
              variant="default"
              size="compact-md"
              renderRoot={(props) => <Link to="/stays/$stayId" params={{ stayId: id }} {...props} />}
            >
              {t("transition.open")}
              <span className="visually-hidden">: {stay.facility}</span>
            </Button>
          )}
          {!stay.discharged_at && can.includes("stay_discharge") && (
            <ActionButton
              can={can}
              operation="stay_discharge"
              variant="light"
              size="compact-md"
              onClick={() => setDialog("discharge")}
            >
              {t("stay.discharge")}
            </ActionButton>
          )}
          {can.includes("stay_resume") && (
            <ActionButton
              can={can}
              operation="stay_resume"
              variant="subtle"
              size="compact-md"
              onClick={() => setDialog("resume")}
            >
              {t("stay.resume")}
            </ActionButton>
          )}
          {can.includes("stay_cause") && (
            <ActionButton
              can={can}
              operation="stay_cause"
              variant="subtle"
              size="compact-md"
              onClick={() => setDialog("cause")}
            >
              {t("stay.cause")}
              <span className="visually-hidden">: {stay.facility}</span>
            </ActionButton>
          )}
          {can.includes("stay_cancel") && (
            <ActionButton
              can={can}
              operation="stay_cancel"
              variant="subtle"
              size="compact-md"
              onClick={() => setDialog("cancel")}
            >
              {t("stay.cancel")}
            </ActionButton>
          )}
        </>
      }
    >
      {dialog === "discharge" && <DischargeDialog stay={stay} onClose={close} />}
      {dialog === "cause" && <CauseDialog stay={stay} onClose={close} />}
      {dialog === "resume" && (
        <Dialog
          title={t("stay.resume")}
          submit={t("stay.resume_submit")}
          busy={resume.isPending}
          error={resume.error}
          onSubmit={() => resume.mutate({ path: { id }, version })}
          onClose={close}
        >
          <Text>{t("stay.resume_text")}</Text>
        </Dialog>
      )}
      {dialog === "cancel" && (
        <ReasonDialog
          draft={`stay-cancel:${id}`}
          title={t("stay.cancel")}
          label={t("stay.cancel_reason")}
          submit={t("stay.cancel")}
          danger
          busy={cancel.isPending}
          error={cancel.error}
          onSubmit={(reason) => cancel.mutate({ path: { id }, version, body: { reason } })}
          onClose={close}
        />
      )}
    </Row>
  );
}

function StayDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const [form, setForm] = useState(() => ({
    class: "inpatient" as StayView["class"],
    facility: "",
    reason: "",
    cause: null as StayView["cause"],
    admitted: localOf(new Date(), time_zone),
    discharged: "",
  }));
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const create = useAct("stay_create", { onSuccess: onClose });
  const errors = fieldErrors(create.error);
  const submit = () =>
    create.mutate({
      path: { id: personId },
      body: {
        class: form.class,
        facility: form.facility,
        admitted_at: instantOf(form.admitted, time_zone),
        ...(form.reason ? { reason: form.reason } : {}),
        ...(form.class === "emergency" && form.cause ? { cause: form.cause } : {}),
        ...(form.discharged ? { discharged_at: instantOf(form.discharged, time_zone) } : {}),
      },
    });
  return (
    <Dialog
      title={t("stay.create")}
      submit={t("stay.create")}
      busy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label={t("stay.class")}
        value={form.class}
        onChange={(next) => change({ class: stayClasses.find((known) => known === next) ?? "inpatient" })}
        data={stayClasses.map((code) => ({ value: code, label: t(`stay.classes.${code}`) }))}
      />
      <TextInput
        label={t("stay.facility")}
        value={form.facility}
        onChange={(event) => change({ facility: event.currentTarget.value })}
        error={errors["facility"]}
        maxLength={200}
        required
        data-autofocus
      />
      <TextInput
        label={t("stay.reason")}
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={errors["reason"]}
        maxLength={300}
      />
      {form.class === "emergency" && (
        <CauseSelect value={form.cause} onChange={(cause) => change({ cause })} error={errors["cause"]} />
      )}
      <Group grow align="flex-start">
        <ZonedTimeInput
          zone={time_zone}
          label={t("stay.admitted")}
          value={form.admitted}
          onChange={(next) => change({ admitted: next })}
          error={errors["admitted_at"]}
          required
        />
        <ZonedTimeInput
          zone={time_zone}
          label={t("stay.discharged_open")}
          value={form.discharged}
          onChange={(next) => change({ discharged: next })}
          error={errors["discharged_at"]}
        />
      </Group>
    </Dialog>
  );
}

/** What an emergency visit was for; nothing where nobody knows. */
function CauseSelect({
  value,
  onChange,
  error,
}: {
  value: StayView["cause"];
  onChange: (next: StayView["cause"]) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Select
      label={t("stay.cause")}
      description={t("stay.cause_text")}
      placeholder={t("stay.cause_open")}
      value={value ?? null}
      onChange={(next) => onChange(causes.find((known) => known === next) ?? null)}
      data={causes.map((code) => ({ value: code, label: t(`stay.causes.${code}`) }))}
      error={error}
      clearable
    />
  );
}

function CauseDialog({ stay, onClose }: { stay: StayView; onClose: () => void }) {
  const { t } = useTranslation();
  const [cause, setCause] = useState(stay.cause);
  const say = useAct("stay_cause", { onSuccess: onClose });
  const { id, version } = stay;
  return (
    <Dialog
      title={`${t("stay.cause")}: ${stay.facility}`}
      submit={t("stay.cause_submit")}
      busy={say.isPending}
      error={say.error}
      onSubmit={() => say.mutate({ path: { id }, version, body: cause ? { cause } : {} })}
      onClose={onClose}
    >
      <CauseSelect value={cause} onChange={setCause} error={fieldErrors(say.error)["cause"]} />
    </Dialog>
  );
}

function DischargeDialog({ stay, onClose }: { stay: StayView; onClose: () => void }) {
  const { t } = useTranslation();
  const { time_zone } = useMe();
  const [at, setAt] = useState(() => localOf(new Date(), time_zone));
  const [destination, setDestination] = useState("");
  const discharge = useAct("stay_discharge", { onSuccess: onClose });
  const errors = fieldErrors(discharge.error);
  const submit = () =>
    discharge.mutate({
      path: { id: stay.id },
      version: stay.version,
      body: { discharged_at: instantOf(at, time_zone), destination },
    });
  return (
    <Dialog
      title={`${t("stay.discharge")}: ${stay.facility}`}
      submit={t("stay.discharge")}
      busy={discharge.isPending}
      error={discharge.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <ZonedTimeInput
        zone={time_zone}
        label={t("stay.discharged")}
        value={at}
        onChange={(next) => setAt(next)}
        error={errors["discharged_at"]}
        required
      />
      <TextInput
        label={t("stay.destination")}
        value={destination}
        onChange={(event) => setDestination(event.currentTarget.value)}
        error={errors["destination"]}
        maxLength={200}
        required
        data-autofocus
      />
    </Dialog>
  );
}
