import { Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import { pick } from "@/features/authorization/fields";
import { OrganizationSelect } from "@/features/community_service/OrganizationSelect";
import { useTexts } from "@/lib/texts";
import { statuses, type MemberForm } from "./plan";
import { texts } from "./texts";

interface MemberFieldsProps {
  row: MemberForm;
  change: (part: Partial<MemberForm>) => void;
  /** What the server says about a member of the row. */
  error: (name: string) => string | undefined;
}

/** Whether an organization of the directory, or one of its services, is in the network. */
export function MemberFields({ row, change, error }: MemberFieldsProps) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const { data } = useCall(
    "community_organization_get",
    { path: { id: row.organization ?? "" } },
    { enabled: row.organization !== null },
  );
  const offered = (data?.services ?? []).filter(
    ({ id, status }) => status === "active" || id === row.service,
  );
  return (
    <Stack gap="sm">
      <OrganizationSelect
        value={row.organization}
        name={row.name || undefined}
        onChange={(organization) => change({ organization, name: "", service: null })}
        error={error("community_organization_id")}
      />
      {offered.length > 0 && (
        <Select
          label={say.service}
          description={say.service_text}
          value={row.service}
          onChange={(service) => change({ service })}
          data={offered.map(({ id, name }) => ({ value: id, label: name }))}
          error={error("community_service_id")}
          clearable
          clearButtonProps={{ "aria-label": t("action.clear") }}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="sm">
        <Select
          label={say.status_label}
          value={row.status}
          onChange={(next) => change({ status: pick(statuses, next, row.status) })}
          data={statuses.map((code) => ({ value: code, label: say.status[code] }))}
          allowDeselect={false}
        />
        <TextInput
          label={say.tier}
          value={row.tier}
          onChange={(event) => change({ tier: event.currentTarget.value })}
          error={error("tier")}
          maxLength={60}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 2, xs: 3 }} verticalSpacing="sm">
        <TextInput
          type="date"
          label={say.from}
          value={row.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
          error={error("from")}
          required
        />
        <TextInput
          type="date"
          label={say.to}
          value={row.to}
          onChange={(event) => change({ to: event.currentTarget.value })}
          error={error("to")}
        />
        <TextInput
          type="date"
          label={say.as_of}
          value={row.asOf}
          onChange={(event) => change({ asOf: event.currentTarget.value })}
          error={error("as_of")}
          required
        />
      </SimpleGrid>
    </Stack>
  );
}
