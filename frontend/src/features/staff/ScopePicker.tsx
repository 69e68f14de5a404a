import { Button, Checkbox, Code, Group, Input, ScrollArea, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Capability } from "@/api/types";
import classes from "./ScopePicker.module.css";
import { everyScope, scopeGroups, scopesOf } from "./scopes";

interface ScopePickerProps {
  value: Capability[];
  onChange: (scopes: Capability[]) => void;
  error?: string | undefined;
}

/** Everything an integration may be allowed to do, by subject, in plain words beside the code of the contract. */
export function ScopePicker({ value, onChange, error }: ScopePickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const sought = text.trim().toLowerCase();
  const matches = (scope: Capability) =>
    [t(`scope.${scope}`), scope].some((words) => words.toLowerCase().includes(sought));
  const set = (scopes: Capability[], on: boolean) =>
    onChange(everyScope.filter((scope) => (scopes.includes(scope) ? on : value.includes(scope))));
  const found = everyScope.filter(matches);

  return (
    <fieldset className={classes.picker}>
      <legend className={classes.legend}>{t("staff.client_scopes")}</legend>
      <Text size="sm" c="dimmed">
        {t("staff.scopes_text")}
      </Text>
      <TextInput
        leftSection={<IconSearch size={17} aria-hidden />}
        placeholder={t("staff.scopes_search")}
        aria-label={t("staff.scopes_search")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        type="search"
        autoComplete="off"
      />
      <Group gap="xs" justify="space-between">
        <Text size="sm" aria-live="polite">
          {t("staff.scopes_chosen", { chosen: value.length, count: everyScope.length })}
        </Text>
        <Group gap="xs">
          <Button size="compact-md" variant="default" onClick={() => set(found, true)}>
            {t("staff.scopes_all")}
          </Button>
          <Button size="compact-md" variant="default" onClick={() => set(found, false)}>
            {t("staff.scopes_none")}
          </Button>
        </Group>
      </Group>
      {error && <Input.Error>{error}</Input.Error>}
      <ScrollArea.Autosize mah="40vh" type="auto" className={classes.list} viewportProps={{ tabIndex: 0 }}>
        {found.length === 0 && <Text p="sm">{t("staff.scopes_nothing")}</Text>}
        {scopeGroups.map((group) => {
          const scopes = scopesOf(group).filter(matches);
          if (scopes.length === 0) return null;
          const chosen = scopes.filter((scope) => value.includes(scope)).length;
          return (
            <div
              key={group}
              role="group"
              aria-label={t(`staff.scope_group.${group}`)}
              className={classes.group}
            >
              <Checkbox
                label={t(`staff.scope_group.${group}`)}
                checked={chosen === scopes.length}
                indeterminate={chosen > 0 && chosen < scopes.length}
                onChange={(event) => set(scopes, event.currentTarget.checked)}
                classNames={{ body: classes.line, label: classes.head }}
              />
              {scopes.map((scope) => (
                <Checkbox
                  key={scope}
                  label={
                    <span className={classes.scope}>
                      {t(`scope.${scope}`)} <Code>{scope}</Code>
                    </span>
                  }
                  checked={value.includes(scope)}
                  onChange={(event) => set([scope], event.currentTarget.checked)}
                  ml="lg"
                  classNames={{ body: classes.line, labelWrapper: classes.wide }}
                />
              ))}
            </div>
          );
        })}
      </ScrollArea.Autosize>
    </fieldset>
  );
}
