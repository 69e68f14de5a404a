import { Select, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "@/api/hooks";
import type { Coverage } from "@/api/types";
import { categories, pick } from "@/features/authorization/fields";
import { fill, useTexts } from "@/lib/texts";
import { Modal } from "@/ui/Modal";
import { Lookup } from "./Lookup";
import { texts } from "./texts";

/** Asks the plan of a coverage about a service and a provider. Nothing is kept. */
export function LookupDialog({ coverage, onClose }: { coverage: Coverage; onClose: () => void }) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const [category, setCategory] = useState<(typeof categories)[number]>("home_health");
  const [code, setCode] = useState("");
  const [service, setService] = useState<string | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={fill(say.ask_about, { payer: coverage.payer })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        <Select
          label={say.category}
          value={category}
          onChange={(next) => setCategory(pick(categories, next, category))}
          data={categories.map((one) => ({ value: one, label: t(`authorization.category.${one}`) }))}
          allowDeselect={false}
          data-autofocus
        />
        <TextInput
          label={say.code}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          maxLength={20}
        />
        <ProviderSelect value={service} onChange={setService} />
        <Lookup coverage={coverage} category={category} code={code} serviceId={service} />
      </Stack>
    </Modal>
  );
}

/** A service of the directory, found by words of its name. */
function ProviderSelect({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const say = useTexts(texts);
  const [typed, setTyped] = useState("");
  const [words] = useDebouncedValue(typed.trim(), 250);
  const { data } = useCall("community_service_search", {
    body: { limit: 20, ...(words && { text: words.slice(0, 100) }) },
  });
  const options = (data?.items ?? []).map(({ service }) => ({
    value: service.id,
    label: `${service.content.name}, ${service.organization.name}`,
  }));
  return (
    <Select
      label={say.provider}
      description={say.provider_text}
      value={value}
      onChange={onChange}
      data={options}
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
      nothingFoundMessage={say.no_provider}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("action.clear") }}
    />
  );
}
