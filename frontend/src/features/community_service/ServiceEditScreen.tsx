import { Alert, Button, Checkbox, Group, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAct, useCall } from "@/api/hooks";
import { ApiError, fieldErrors, isStale } from "@/api/problem";
import type { CommunityService } from "@/api/types";
import { useCapability, useMe } from "@/app/me";
import { useEdit } from "@/lib/edit";
import { ProblemNotice } from "@/ui/ProblemNotice";
import { Section } from "@/ui/Section";
import { StaleNotice } from "@/ui/StaleNotice";
import { useTitle } from "@/ui/title";
import { showDone } from "@/ui/toast";
import { Waiting } from "@/ui/Waiting";
import { OrganizationSelect } from "./OrganizationSelect";
import classes from "./Service.module.css";
import { PlacesFields, TimesFields } from "./ServicePlaces";
import { LanguagesSelect, NeedsSelect, WhoForFields } from "./ServiceWhoFor";
import { contentOf, formOf, type ServiceForm } from "./serviceForm";

const edited = getRouteApi("/services/$serviceId/edit");
const fresh = getRouteApi("/services/new");

/** Changes what the directory says of a service. */
export function ServiceEditScreen() {
  const { t } = useTranslation();
  useTitle(t("directory.edit_service"));
  const { serviceId: id } = edited.useParams();
  const { data: service, error } = useCall("community_service_get", { path: { id } });
  return (
    <Stack gap="md" maw={980}>
      <Link to="/services/$serviceId" params={{ serviceId: id }}>
        {service?.content.name ?? t("nav.services")}
      </Link>
      <Title order={1}>{t("directory.edit_service")}</Title>
      {error && <ProblemNotice error={error} />}
      {!service && !error && <Waiting />}
      {service && <Form key={id} service={service} organizationId={null} />}
    </Stack>
  );
}

/** Adds a service to the directory. */
export function ServiceNewScreen() {
  const { t } = useTranslation();
  useTitle(t("directory.new_service"));
  const { organization } = fresh.useSearch();
  return (
    <Stack gap="md" maw={980}>
      <Link to="/services">{t("nav.services")}</Link>
      <Title order={1}>{t("directory.new_service")}</Title>
      <Form key={organization ?? ""} organizationId={organization ?? null} />
    </Stack>
  );
}

interface FormProps {
  service?: CommunityService;
  organizationId: string | null;
}

function Form({ service, organizationId }: FormProps) {
  const { t } = useTranslation();
  const may = useCapability();
  const me = useMe();
  const navigate = useNavigate();
  const { form, change, ...edit } = useEdit<CommunityService, ServiceForm>(
    `service:${service?.id ?? organizationId ?? ""}`,
    service,
    (record) => formOf(record, { organizationId, zone: me.time_zone }),
  );
  const done = (saved: CommunityService) => {
    edit.discard();
    showDone(t("directory.saved", { name: saved.content.name }));
    void navigate({ to: "/services/$serviceId", params: { serviceId: saved.id }, replace: true });
  };
  const create = useAct("community_service_create", { onSuccess: done });
  const update = useAct("community_service_update", { onSuccess: done });
  const act = service ? update : create;
  const errors = fieldErrors(act.error);
  const isAlike = act.error instanceof ApiError && act.error.code === "community_service_alike";
  if (!may("community_service_write")) return <Text>{t("service.not_allowed")}</Text>;

  const save = (version: number) => {
    const { organizationId: offeredBy } = form;
    if (!offeredBy) return;
    const body = { community_organization_id: offeredBy, content: contentOf(form) };
    if (service) {
      update.mutate({ path: { id: service.id }, version, body: { ...body, status: service.status } });
    } else {
      create.mutate({ body: { ...body, is_another: form.isAnother } });
    }
  };
  const text = (name: "phone" | "email" | "url", longest: number) => (
    <TextInput
      label={t(`service.${name === "url" ? "web" : name}`)}
      placeholder={name === "url" ? "https://" : undefined}
      type={name === "phone" ? "tel" : name}
      value={form[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      error={errors[`content.${name}`]}
      maxLength={longest}
    />
  );
  const words = (name: "description" | "how_to_apply" | "fees" | "documents") => (
    <Textarea
      label={t(name === "description" ? "directory.description" : `service.${name}`)}
      value={form[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
      error={errors[`content.${name}`]}
      maxLength={4000}
      autosize
      minRows={name === "description" ? 2 : 1}
    />
  );

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(edit.version);
      }}
    >
      <Stack gap="md">
        <Section title={t("directory.what")}>
          <Stack gap="sm">
            <OrganizationSelect
              value={form.organizationId}
              name={service?.organization.name}
              onChange={(id) => change({ organizationId: id })}
              error={errors["community_organization_id"]}
            />
            <TextInput
              label={t("directory.name")}
              value={form.name}
              onChange={(event) => change({ name: event.currentTarget.value, isAnother: false })}
              error={errors["content.name"]}
              maxLength={200}
              required
            />
            {words("description")}
            <NeedsSelect
              value={form.needs}
              onChange={(needs) => change({ needs })}
              error={errors["content.needs"]}
            />
            <LanguagesSelect
              label={t("service.languages")}
              value={form.languages}
              onChange={(languages) => change({ languages })}
              error={errors["content.languages"]}
            />
          </Stack>
        </Section>
        <WhoForFields form={form} change={change} errors={errors} />
        <TimesFields form={form} change={change} errors={errors} />
        <PlacesFields form={form} change={change} errors={errors} />
        <Section title={t("service.how")}>
          <Stack gap="sm">
            {words("how_to_apply")}
            <div className={classes.filters}>
              {text("phone", 60)}
              {text("email", 200)}
              {text("url", 500)}
            </div>
            {words("fees")}
            {words("documents")}
          </Stack>
        </Section>
        {act.error && isStale(act.error) ? (
          <StaleNotice {...edit.whenStale(save, update.reset)} />
        ) : act.error ? (
          <ProblemNotice error={act.error} />
        ) : null}
        {(isAlike || form.isAnother) && (
          <Alert color="yellow" title={t("directory.alike")}>
            <Checkbox
              label={t("directory.is_another")}
              checked={form.isAnother}
              onChange={(event) => change({ isAnother: event.currentTarget.checked })}
            />
          </Alert>
        )}
        <Group gap="sm">
          <Button
            type="submit"
            loading={act.isPending}
            disabled={!form.organizationId || form.needs.length === 0}
          >
            {t(service ? "action.save" : "directory.new_service")}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              edit.discard();
              void (service
                ? navigate({ to: "/services/$serviceId", params: { serviceId: service.id } })
                : navigate({ to: "/services" }));
            }}
          >
            {t("action.cancel")}
          </Button>
          {(!form.organizationId || form.needs.length === 0) && (
            <Text size="sm" c="dimmed">
              {t("directory.needed")}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
}
