import { ActionIcon, Button, Group, Menu, TextInput } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { today, type TodaySearch } from "@/app/search";
import { prefer, usePreferences } from "@/lib/preferences";

interface SavedViewsProps {
  search: TodaySearch;
  onOpen: (search: TodaySearch) => void;
}

const textOf = (search: TodaySearch) =>
  new URLSearchParams(
    Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();

/** Filters that the reader keeps under a name. They hold filters only, never what was searched for. */
export function SavedViews({ search, onOpen }: SavedViewsProps) {
  const { t } = useTranslation();
  const { views } = usePreferences();
  const [name, setName] = useState("");
  const [opened, setOpened] = useState(false);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const trimmed = name.trim();
    if (!trimmed) return;
    const others = views.filter((view) => view.name !== trimmed);
    prefer({ views: [...others, { name: trimmed, search: textOf(search) }] });
    setName("");
  };
  return (
    <Menu opened={opened} onChange={setOpened} width={300} position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} aria-hidden />}>
          {t("views.title")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.length === 0 && <Menu.Label>{t("views.none")}</Menu.Label>}
        {views.map((view) => (
          <Group key={view.name} gap={4} wrap="nowrap">
            <Menu.Item onClick={() => onOpen(today(Object.fromEntries(new URLSearchParams(view.search))))}>
              {view.name}
            </Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("views.remove", { name: view.name })}
              onClick={() => prefer({ views: views.filter((other) => other !== view) })}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Menu.Divider />
        <form onSubmit={save}>
          <Group gap="xs" p="xs" wrap="nowrap" align="flex-end">
            <TextInput
              label={t("views.save_as")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={40}
              flex={1}
              onKeyDown={(event) => event.stopPropagation()}
            />
            <Button type="submit">{t("action.save")}</Button>
          </Group>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
