import {
  Button,
  Divider,
  Group,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
  useMantineColorScheme,
} from "@mantine/core";
import { useTranslation } from "react-i18next";
import { startLanguage } from "@/i18n";
import { prefer, usePreferences, type Contrast, type Language } from "@/lib/preferences";
import { keyFor, shortcutActions, standardKeys, type ShortcutAction } from "@/lib/shortcuts";
import { Modal } from "@/ui/Modal";
import classes from "./SettingsDialog.module.css";

/** Appearance, language, and the keyboard: what each key does, a switch to turn them off, and a field to change each. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { language, contrast } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  const changeLanguage = (next: string) => {
    prefer({ language: next as Language });
    void startLanguage(next as Language);
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={t("settings.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        <Choice
          label={t("settings.scheme")}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as "auto" | "light" | "dark")}
          options={[
            ["auto", t("settings.scheme_auto")],
            ["light", t("settings.scheme_light")],
            ["dark", t("settings.scheme_dark")],
          ]}
        />
        <Choice
          label={t("settings.contrast")}
          value={contrast}
          onChange={(value) => prefer({ contrast: value as Contrast })}
          options={[
            ["standard", t("settings.contrast_standard")],
            ["more", t("settings.contrast_more")],
          ]}
        />
        <Choice
          label={t("settings.language")}
          value={language}
          onChange={changeLanguage}
          options={[
            ["en", "English"],
            ["es", "Español"],
          ]}
        />
        <Divider />
        <Keyboard />
      </Stack>
    </Modal>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: [string, string][];
}

function Choice({ label, value, onChange, options }: ChoiceProps) {
  return (
    <Group justify="space-between" gap="xs">
      <Text fw={600}>{label}</Text>
      <SegmentedControl
        aria-label={label}
        value={value}
        onChange={onChange}
        data={options.map(([code, text]) => ({ value: code, label: text }))}
      />
    </Group>
  );
}

function Keyboard() {
  const { t } = useTranslation();
  const { shortcutsEnabled, shortcutKeys } = usePreferences();
  const change = (action: ShortcutAction, key: string) => {
    const taken = shortcutActions.some((other) => other !== action && keyFor(other) === key);
    if (key.length === 1 && !taken) prefer({ shortcutKeys: { ...shortcutKeys, [action]: key } });
  };
  return (
    <section aria-labelledby="keyboard-title">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3" id="keyboard-title">
          {t("settings.keyboard")}
        </Title>
        <Switch
          label={t("settings.keyboard_on")}
          checked={shortcutsEnabled}
          onChange={(event) => prefer({ shortcutsEnabled: event.currentTarget.checked })}
        />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {t("settings.keyboard_text")}
      </Text>
      <div className={classes.keys}>
        {shortcutActions.map((action) => (
          <label key={action} className={classes.key}>
            <span>{t(`shortcut.${action}`)}</span>
            <TextInput
              value={keyFor(action)}
              onChange={(event) => change(action, event.currentTarget.value.slice(-1))}
              disabled={!shortcutsEnabled}
              aria-label={t("settings.key_for", { action: t(`shortcut.${action}`) })}
              classNames={{ input: classes.keyInput }}
            />
          </label>
        ))}
        <div className={classes.key}>
          <span>{t("palette.open")}</span>
          <kbd>Ctrl K</kbd>
        </div>
      </div>
      <Button
        variant="subtle"
        mt="sm"
        onClick={() => prefer({ shortcutKeys: {} })}
        disabled={shortcutActions.every((action) => keyFor(action) === standardKeys[action])}
      >
        {t("settings.keys_reset")}
      </Button>
    </section>
  );
}
